#include "api/replies.h"
#include "api/services.h"
#include "api/socketioroutes.h"

namespace api
{

net::HttpResponse foreignOriginResponse()
{
    return errorResponse(
        {base::ErrorKind::Forbidden,
         QStringLiteral("Pages of this origin may not ask. CORS_ORIGINS names those that may.")});
}

net::HttpHandler admitted(const Services &services, net::HttpHandler handler)
{
    return [&services, handler = std::move(handler)](const net::HttpRequest &request,
                                                     const net::HttpResponder &respond) {
        if (services.origins.admits(request))
            handler(request, respond);
        else
            respond(foreignOriginResponse());
    };
}

void addRoutes(net::Router &router, const Services &services)
{
    addHealthRoutes(router, services);
    addMetricsRoutes(router, services);
    addOpenApiRoutes(router, services);
    addRoomRoutes(router, services);
    addSessionRoutes(router, services);
    addMessageRoutes(router, services);
    addChangeRoutes(router, services);
    addSearchRoutes(router, services);
    addVisitorRoutes(router, services);
    addSocketIoRoutes(router, services);
    addPageRoutes(router);
    router.setErrorPage(transportErrorResponse);
    router.setResponseFilter([&services](const net::HttpRequest &request, net::HttpResponse &response) {
        services.origins.apply(request, response);
        response.withHeader("X-Content-Type-Options", "nosniff");
    });
}

} // namespace api
