#include "api/socketioroutes.h"

#include "net/engineioserver.h"

namespace api
{

void addSocketIoRoutes(net::Router &router, const Services &services, const SocketIoSettings &settings)
{
    net::EngineIoServer::add(
        router, "/socket.io/{*}",
        [&services](const net::HttpRequest &request) { return services.origins.admits(request); },
        [&services, settings](net::EngineIoConnection &connection, const net::HttpRequest &request,
                              net::Shard &shard) {
            return std::make_unique<SocketIoConnection>(connection, request, shard, services, settings);
        });
}

} // namespace api
