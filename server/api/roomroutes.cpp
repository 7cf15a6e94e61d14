#include "api/queryvalues.h"
#include "api/replies.h"
#include "api/roomconnection.h"
#include "api/services.h"
#include "domain/roomname.h"
#include "net/router.h"
#include "net/shard.h"
#include "protocol/json.h"

namespace api
{

namespace
{
void send(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    const base::Result<QJsonObject> body = protocol::parseObject(request.body);
    if (!body)
        return respond(errorResponse(body.error()));
    const base::Result<protocol::SendRequest> parsed = protocol::parseSend(*body);
    if (!parsed)
        return respond(errorResponse(parsed.error()));
    services.chat.send(
        *principal, parsed->room, commandOf(parsed->send),
        {&respond.shard(),
         [respond, traffic = services.traffic](const base::Result<store::PostedMessage> &posted) {
             if (posted && !posted->duplicate)
                 traffic->received(Traffic::Protocol::Rest);
             respond(posted ? net::HttpResponse::json(200, protocol::messageJson(posted->message))
                            : errorResponse(posted.error()));
         }});
}

base::Result<store::MessageQuery> historyQueryOf(const net::HttpRequest &request)
{
    const base::Result<int> limit = pageSizeOf(request);
    const auto before = integerOf(request, QStringLiteral("before"), 0, protocol::maxJsonInteger);
    const auto after = integerOf(request, QStringLiteral("after"), 0, protocol::maxJsonInteger);
    if (!limit)
        return limit.error();
    for (const auto *part : {&before, &after}) {
        if (!*part)
            return part->error();
    }
    if (*before && *after)
        return badField(QStringLiteral("after"),
                        QStringLiteral("Ask for what is before or for what is after, not both."));
    store::MessageQuery query;
    query.limit = *limit;
    query.beforeNumber = *before;
    query.afterNumber = *after;
    return query;
}

void history(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    const std::optional<QString> room = request.queryValue(QStringLiteral("room"));
    if (!room)
        return respond(errorResponse(badField(QStringLiteral("room"), QStringLiteral("Say which room."))));
    const base::Result<store::MessageQuery> query = historyQueryOf(request);
    if (!query)
        return respond(errorResponse(query.error()));
    services.chat.history(*principal, *room, *query,
                          {&respond.shard(), [respond](const base::Result<store::MessagePage> &page) {
                               respond(
                                   page ? net::HttpResponse::json(200, protocol::messagesJson(page->messages))
                                        : errorResponse(page.error()));
                           }});
}

std::optional<net::HttpResponse> checkUpgrade(const Services &services, const net::HttpRequest &request)
{
    if (!services.origins.admits(request))
        return foreignOriginResponse();
    if (!domain::isRoomName(request.pathParameter("room"))) {
        return errorResponse(badField(QStringLiteral("room"),
                                      QStringLiteral("A room name has 1 to 128 of A-Z a-z 0-9 . _ : -")));
    }
    const auto after = integerOf(request, QStringLiteral("after"), 0, protocol::maxJsonInteger);
    return after ? std::nullopt : std::optional(errorResponse(after.error()));
}
} // namespace

void addRoomRoutes(net::Router &router, const Services &services)
{
    router.add(
        "POST", "/chat/send",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            send(services, request, respond);
        }));
    router.add(
        "GET", "/chat/history",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            history(services, request, respond);
        }));
    router.addWebSocket(
        "/chat/ws/{room}",
        [&services](const net::HttpRequest &request) { return checkUpgrade(services, request); },
        [&services](net::WebSocketConnection &connection, const net::HttpRequest &request,
                    net::Shard &shard) {
            return std::make_unique<RoomConnection>(connection, request, shard, services);
        });
}

} // namespace api
