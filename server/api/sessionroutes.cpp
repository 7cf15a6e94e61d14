#include "api/queryvalues.h"
#include "api/replies.h"
#include "api/services.h"
#include "net/shard.h"
#include "protocol/chatapi.h"

#include <QtEndian>

namespace api
{

namespace
{
constexpr qsizetype maxSearchLength = 128;
constexpr qsizetype timeBytes = 8;
constexpr qsizetype idBytes = 16;

/// Opaque to clients: the time and the id of the session that a page ended with.
QString cursorText(const store::SessionCursor &cursor)
{
    QByteArray bytes(timeBytes, Qt::Uninitialized);
    qToBigEndian<qint64>(cursor.activeAt.time_since_epoch().count(), bytes.data());
    bytes += cursor.id.toBytes();
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding));
}

/// Nothing where it is not what cursorText() wrote.
std::optional<store::SessionCursor> cursorOf(const QString &text)
{
    const QByteArray bytes = QByteArray::fromBase64(text.toLatin1(), QByteArray::Base64UrlEncoding);
    if (bytes.size() != timeBytes + idBytes)
        return std::nullopt;
    const store::SessionCursor cursor{
        base::Timestamp(std::chrono::milliseconds(qFromBigEndian<qint64>(bytes.constData()))),
        domain::SessionId::fromBytes(bytes.mid(timeBytes))};
    return cursorText(cursor) == text ? std::optional(cursor) : std::nullopt;
}

base::Result<store::SessionQuery> sessionQueryOf(const net::HttpRequest &request)
{
    store::SessionQuery query;
    const base::Result<int> limit = pageSizeOf(request);
    if (!limit)
        return limit.error();
    query.limit = *limit;
    if (const auto status = textOf(request, QStringLiteral("status"))) {
        query.status = domain::sessionStatusFromString(*status);
        if (!query.status)
            return badField(QStringLiteral("status"), QStringLiteral("status is active or closed."));
    }
    if (const auto type = textOf(request, QStringLiteral("type"))) {
        query.type = domain::sessionTypeFromString(*type);
        if (!query.type)
            return badField(QStringLiteral("type"), QStringLiteral("type is support, booking or emergency."));
    }
    query.text = textOf(request, QStringLiteral("q")).value_or(QString()).trimmed();
    if (query.text.size() > maxSearchLength || !domain::isStorableText(query.text))
        return badField(QStringLiteral("q"),
                        QStringLiteral("q is a text of %1 characters at most.").arg(maxSearchLength));
    if (const auto cursor = textOf(request, QStringLiteral("cursor"))) {
        query.after = cursorOf(*cursor);
        if (!query.after)
            return badField(QStringLiteral("cursor"), QStringLiteral("cursor is what next_cursor was."));
    }
    return query;
}

void list(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    const base::Result<store::SessionQuery> query = sessionQueryOf(request);
    if (!query)
        return respond(errorResponse(query.error()));
    services.chat.listSessions(
        *principal, *query,
        {&respond.shard(), [respond](const base::Result<store::SessionPage> &page) {
             if (!page)
                 return respond(errorResponse(page.error()));
             const QString next = page->next ? cursorText(*page->next) : QString();
             respond(net::HttpResponse::json(200, protocol::chatapi::sessionPageJson(page->sessions, next)));
         }});
}

void one(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    const base::Result<QString> session = sessionOf(request);
    if (!session)
        return respond(errorResponse(session.error()));
    services.chat.summary(
        *principal, *session,
        {&respond.shard(), [respond](const base::Result<domain::SessionSummary> &summary) {
             respond(summary ? net::HttpResponse::json(
                                   200, R"({"session":)" + protocol::chatapi::sessionJson(*summary) + '}')
                             : errorResponse(summary.error()));
         }});
}
} // namespace

void addSessionRoutes(net::Router &router, const Services &services)
{
    router.add(
        "GET", "/api/chat/sessions",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            list(services, request, respond);
        }));
    router.add(
        "GET", "/api/chat/sessions/{id}",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            one(services, request, respond);
        }));
}

} // namespace api
