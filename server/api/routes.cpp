#include "api/replies.h"
#include "api/services.h"
#include "net/router.h"

namespace api
{

void addRoutes(net::Router &router, const Services &services)
{
    addHealthRoutes(router, services);
    addRoomRoutes(router, services);
    addVisitorRoutes(router, services);
    addPageRoutes(router);
    router.setErrorPage(transportErrorResponse);
    router.setResponseFilter([&services](const net::HttpRequest &request, net::HttpResponse &response) {
        services.origins.apply(request, response);
        response.withHeader("X-Content-Type-Options", "nosniff");
    });
}

} // namespace api
