#include "api/services.h"
#include "base/version.h"
#include "net/router.h"
#include "protocol/jsonwriter.h"

namespace api
{

namespace
{
net::HttpResponse healthResponse(const Services &services)
{
    const Health health = services.health();
    const chat::ChatFigures chat = services.chat.figures();
    protocol::JsonWriter json;
    json.beginObject();
    json.key("ok").boolean(health.storeAvailable);
    json.key("service").ascii("UltraCom");
    json.key("ts").ascii(base::toRfc3339(services.clock.now()));
    json.key("status").ascii(health.storeAvailable ? "healthy" : "degraded");
    json.key("version").ascii(base::version());
    json.key("chat_socket").beginObject();
    json.key("active_connections").integer(health.chatConnections);
    json.key("active_sessions").integer(chat.activeSessions);
    json.key("typing_sessions").integer(chat.typingSessions);
    json.key("total_socket_connections").integer(health.connections);
    json.endObject().endObject();
    return net::HttpResponse::json(health.storeAvailable ? 200 : 503, json.take())
        .withHeader("Cache-Control", "no-store");
}
} // namespace

void addHealthRoutes(net::Router &router, const Services &services)
{
    const auto answer = [&services](const net::HttpRequest &, const net::HttpResponder &respond) {
        respond(healthResponse(services));
    };
    router.add("GET", "/health", answer);
    router.add("GET", "/api/health", answer);
}

} // namespace api
