#pragma once

#include "api/authenticator.h"
#include "api/metrics.h"
#include "api/origins.h"
#include "api/traffic.h"
#include "base/config.h"
#include "chat/chatservice.h"
#include "net/router.h"

#include <functional>

namespace api
{

/// Figures that /health shows. \see server/protocol/PROTOCOL.md, "Health"
struct Health {
    bool storeAvailable = true;
    qint64 chatConnections = 0; ///< WebSockets, and sessions that poll
    qint64 connections = 0;     ///< open sockets
};

/// What the adapters work with. Everything outlives the router and its connections, and is thread-safe.
struct Services {
    chat::ChatService &chat;
    const base::Config &config;
    const base::Clock &clock;
    Authenticator authenticator;
    Origins origins;
    std::function<Health()> health;
    std::function<void(base::Reply<Metrics>)> metrics = {};
    std::shared_ptr<Traffic> traffic = std::make_shared<Traffic>();
};

/// Fills \a router with every route, its error page and its response filter. Both outlive it.
void addRoutes(net::Router &router, const Services &services);

/// \a handler for those whom Origins admits; a page of a foreign origin gets a 403, whether it could read the
/// answer or not.
net::HttpHandler admitted(const Services &services, net::HttpHandler handler);
net::HttpResponse foreignOriginResponse();

// The parts of addRoutes(), one a file.
void addHealthRoutes(net::Router &router, const Services &services);
void addMetricsRoutes(net::Router &router, const Services &services);
void addOpenApiRoutes(net::Router &router, const Services &services);
void addRoomRoutes(net::Router &router, const Services &services);
void addSessionRoutes(net::Router &router, const Services &services);
void addMessageRoutes(net::Router &router, const Services &services);
void addChangeRoutes(net::Router &router, const Services &services);
void addSearchRoutes(net::Router &router, const Services &services);
void addVisitorRoutes(net::Router &router, const Services &services);
void addPageRoutes(net::Router &router);

} // namespace api
