#include "api/queryvalues.h"

#include "domain/roomname.h"
#include "protocol/json.h"

namespace api
{

base::Error badField(const QString &field, const QString &message)
{
    return {base::ErrorKind::BadRequest, message, field};
}

base::Result<std::optional<qint64>> integerOf(const net::HttpRequest &request, const QString &name,
                                              qint64 min, qint64 max)
{
    const std::optional<QString> text = request.queryValue(name);
    if (!text)
        return std::optional<qint64>();
    bool ok = false;
    const qint64 value = text->toLongLong(&ok);
    if (!ok || value < min || value > max)
        return badField(name,
                        QStringLiteral("%1 is a whole number from %2 to %3.").arg(name).arg(min).arg(max));
    return std::optional<qint64>(value);
}

base::Result<int> pageSizeOf(const net::HttpRequest &request)
{
    const auto limit = integerOf(request, QStringLiteral("limit"), 1, maxPageSize);
    if (!limit)
        return limit.error();
    return int(limit->value_or(defaultPageSize));
}

std::optional<QString> textOf(const net::HttpRequest &request, const QString &name)
{
    const std::optional<QString> text = request.queryValue(name);
    return text && !text->isEmpty() ? text : std::nullopt;
}

base::Result<QString> sessionOf(const net::HttpRequest &request)
{
    const QString id = request.pathParameter("id");
    if (!domain::isRoomName(id)) {
        return badField(
            QStringLiteral("id"),
            QStringLiteral("A conversation is named by its id, or by its room's name of 1 to 128 of "
                           "A-Z a-z 0-9 . _ : -"));
    }
    return id;
}

base::Result<store::MessageRef> messageOf(const net::HttpRequest &request)
{
    const QString text = request.pathParameter("id");
    if (const auto id = domain::MessageId::fromString(text))
        return store::MessageRef(*id);
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    if (ok && number > 0 && QString::number(number) == text)
        return store::MessageRef(number);
    return badField(QStringLiteral("id"), QStringLiteral("A message is named by its id or its number."));
}

base::Result<QJsonObject> bodyOf(const net::HttpRequest &request)
{
    const QByteArray type = request.header("content-type").split(';').constFirst().trimmed().toLower();
    if (!type.isEmpty() && type != "application/json" && !type.endsWith("+json"))
        return base::Error{base::ErrorKind::UnsupportedType,
                           QStringLiteral("Send the body as application/json.")};
    return protocol::parseObject(request.body);
}

} // namespace api
