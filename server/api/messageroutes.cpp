#include "api/queryvalues.h"
#include "api/replies.h"
#include "api/services.h"
#include "net/shard.h"
#include "protocol/chatapi.h"
#include "protocol/json.h"

namespace api
{

namespace
{
base::Status readBefore(const QString &before, store::MessageQuery &query)
{
    query.beforeId = domain::MessageId::fromString(before);
    if (!query.beforeId)
        query.beforeTime = base::fromRfc3339(before);
    if (!query.beforeId && !query.beforeTime) {
        return badField(QStringLiteral("before"),
                        QStringLiteral("before is a message's id, or a time like 2025-10-21T10:10:10.000Z."));
    }
    return base::success();
}

base::Result<store::MessageQuery> messageQueryOf(const net::HttpRequest &request)
{
    const auto afterSeqName = QStringLiteral("after_seq");
    const auto afterChangeName = QStringLiteral("after_change");
    const auto offsetName = QStringLiteral("offset");
    const base::Result<int> limit = pageSizeOf(request);
    if (!limit)
        return limit.error();
    const auto afterSeq = integerOf(request, afterSeqName, 0, protocol::maxJsonInteger);
    const auto afterChange = integerOf(request, afterChangeName, 0, protocol::maxJsonInteger);
    const auto offset = integerOf(request, offsetName, 0, protocol::maxJsonInteger);
    for (const auto *part : {&afterSeq, &afterChange, &offset}) {
        if (!*part)
            return part->error();
    }
    store::MessageQuery query;
    query.limit = *limit;
    query.afterSeq = *afterSeq;
    query.afterChange = *afterChange;
    query.offset = offset->value_or(0);
    const std::optional<QString> before = textOf(request, QStringLiteral("before"));
    if (before) {
        if (const base::Status read = readBefore(*before, query); !read)
            return read.error();
    }
    const auto onlyOne = QStringLiteral("Ask by one of before, after_seq and after_change.");
    if (query.afterChange && (query.afterSeq || before))
        return badField(afterChangeName, onlyOne);
    if (query.afterSeq && before)
        return badField(afterSeqName, onlyOne);
    if (query.offset > 0 && (query.afterSeq || query.afterChange))
        return badField(offsetName, QStringLiteral("offset counts back from the newest, or from before."));
    return query;
}

void history(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    const base::Result<QString> session = sessionOf(request);
    if (!session)
        return respond(errorResponse(session.error()));
    const base::Result<store::MessageQuery> query = messageQueryOf(request);
    if (!query)
        return respond(errorResponse(query.error()));
    services.chat.history(*principal, *session, *query,
                          {&respond.shard(), [respond](const base::Result<store::MessagePage> &page) {
                               respond(page ? net::HttpResponse::json(200, protocol::chatapi::messagePageJson(
                                                                               page->messages, page->hasMore))
                                            : errorResponse(page.error()));
                           }});
}
} // namespace

void addMessageRoutes(net::Router &router, const Services &services)
{
    router.add(
        "GET", "/api/chat/messages/{id}",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            history(services, request, respond);
        }));
}

} // namespace api
