#include "api/queryvalues.h"
#include "api/replies.h"
#include "api/services.h"
#include "domain/roomname.h"
#include "net/shard.h"
#include "protocol/searchapi.h"

#include <QtEndian>

#include <array>

namespace api
{

namespace
{
constexpr qsizetype maxQueryLength = 256;
constexpr int defaultHits = 20;

using Numbers = std::array<qint64, 5>;

/// Opaque to clients.
QString cursorText(const store::SearchCursor &cursor)
{
    const Numbers numbers{cursor.newest, cursor.oldest, cursor.now, cursor.rank, cursor.number};
    QByteArray bytes(qsizetype(sizeof(Numbers)), Qt::Uninitialized);
    qToBigEndian<qint64>(numbers.data(), qsizetype(numbers.size()), bytes.data());
    return QString::fromLatin1(
        bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

/// Nothing where it is not what cursorText() wrote.
std::optional<store::SearchCursor> cursorOf(const QString &text)
{
    const QByteArray bytes = QByteArray::fromBase64(text.toLatin1(), QByteArray::Base64UrlEncoding);
    if (bytes.size() != qsizetype(sizeof(Numbers)))
        return std::nullopt;
    Numbers numbers{};
    qFromBigEndian<qint64>(bytes.constData(), qsizetype(numbers.size()), numbers.data());
    const store::SearchCursor cursor{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
    const bool good = cursor.newest >= 0 && cursor.oldest >= 0 && cursor.now >= 0 && cursor.number >= 0;
    return good && cursorText(cursor) == text ? std::optional(cursor) : std::nullopt;
}

base::Result<std::optional<base::Timestamp>> timeOf(const net::HttpRequest &request, const QString &name)
{
    const std::optional<QString> text = textOf(request, name);
    if (!text)
        return std::optional<base::Timestamp>();
    const std::optional<base::Timestamp> time = base::fromRfc3339(*text);
    if (!time)
        return badField(name, QStringLiteral("%1 is a time as in RFC 3339, with Z or an offset.").arg(name));
    return time;
}

base::Result<store::SearchQuery> searchQueryOf(const net::HttpRequest &request)
{
    store::SearchQuery query;
    query.text = request.queryValue(QStringLiteral("q")).value_or(QString()).trimmed();
    if (query.text.isEmpty() || query.text.size() > maxQueryLength || !domain::isStorableText(query.text))
        return badField(QStringLiteral("q"),
                        QStringLiteral("q is a text of 1 to %1 characters.").arg(maxQueryLength));
    const auto from = timeOf(request, QStringLiteral("from"));
    if (!from)
        return from.error();
    const auto to = timeOf(request, QStringLiteral("to"));
    if (!to)
        return to.error();
    const auto limit = integerOf(request, QStringLiteral("limit"), 1, store::maxSearchHits);
    if (!limit)
        return limit.error();
    query.from = *from;
    query.to = *to;
    query.limit = int(limit->value_or(defaultHits));
    if (const auto cursor = textOf(request, QStringLiteral("cursor"))) {
        query.after = cursorOf(*cursor);
        if (!query.after)
            return badField(QStringLiteral("cursor"), QStringLiteral("cursor is what next_cursor was."));
    }
    return query;
}

void search(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    const base::Result<store::SearchQuery> query = searchQueryOf(request);
    if (!query)
        return respond(errorResponse(query.error()));
    std::optional<store::SessionRef> session;
    if (const auto name = textOf(request, QStringLiteral("session_id"))) {
        if (!domain::isRoomName(*name))
            return respond(errorResponse(
                badField(QStringLiteral("session_id"),
                         QStringLiteral("session_id is a conversation's id, or its room's name."))));
        session = *name;
    }
    services.chat.search(*principal, session, *query,
                         {&respond.shard(), [respond](const base::Result<store::SearchPage> &page) {
                              if (!page)
                                  return respond(errorResponse(page.error()));
                              const QString next = page->next ? cursorText(*page->next) : QString();
                              respond(net::HttpResponse::json(
                                  200, protocol::searchapi::pageJson(page->hits, next, page->indexing)));
                          }});
}
} // namespace

void addSearchRoutes(net::Router &router, const Services &services)
{
    router.add(
        "GET", "/api/chat/search",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            search(services, request, respond);
        }));
}

} // namespace api
