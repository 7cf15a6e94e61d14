#include "api/socketioroutes.h"

#include "net/engineiohandshake.h"
#include "net/engineiowebsocket.h"

namespace api
{

namespace
{
constexpr auto path = "/socket.io/{*}";
}

void addSocketIoRoutes(net::Router &router, const Services &services, const SocketIoSettings &settings)
{
    // Without an upgrade there is nothing to serve: each request has a fault.
    const net::HttpHandler refuse = [&services](const net::HttpRequest &request,
                                                const net::HttpResponder &respond) {
        const auto fault = net::checkEngineIo(request, false, services.origins.admits(request));
        respond(net::engineIoRefusal(fault.value_or(net::EngineIoFault{})));
    };
    for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE"})
        router.add(method, path, refuse);

    const net::EngineIoOpened opened = [&services, settings](net::EngineIoConnection &connection,
                                                             const net::HttpRequest &request,
                                                             net::Shard &shard) {
        return std::make_unique<SocketIoConnection>(connection, request, shard, services, settings);
    };
    router.addWebSocket(
        path,
        [&services](const net::HttpRequest &request) -> std::optional<net::HttpResponse> {
            const auto fault = net::checkEngineIo(request, true, services.origins.admits(request));
            if (fault)
                return net::engineIoUpgradeRefusal(*fault);
            return std::nullopt;
        },
        [opened](net::WebSocketConnection &socket, const net::HttpRequest &request, net::Shard &shard) {
            return std::make_unique<net::EngineIoWebSocket>(socket, request, shard, opened);
        });
}

} // namespace api
