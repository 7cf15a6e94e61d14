#include "api/services.h"

#include <QFile>

// Outside of the namespace, as Qt asks for it.
static void initOpenApi()
{
    Q_INIT_RESOURCE(openapi);
}

namespace api
{

void addOpenApiRoutes(net::Router &router, const Services &services)
{
    initOpenApi();
    QFile file(QStringLiteral(":/api/openapi.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    const QByteArray reference = file.readAll();
    router.add("GET", "/api/openapi.json",
               admitted(services, [reference](const net::HttpRequest &, const net::HttpResponder &respond) {
                   respond(net::HttpResponse::json(200, reference).withHeader("Cache-Control", "no-cache"));
               }));
}

} // namespace api
