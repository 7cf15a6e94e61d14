#include "api/origins.h"

#include <QUrl>

namespace api
{

namespace
{
/// Whether a page of \a origin was served by the host that \a request went to. A proxy that ends TLS may hide
/// the scheme, so host and port decide.
bool isOwn(const QByteArray &origin, const net::HttpRequest &request)
{
    const QUrl page(QString::fromLatin1(origin), QUrl::StrictMode);
    if (!page.isValid() || page.host().isEmpty())
        return false;
    const int defaultPort = page.scheme() == QLatin1String("https") ? 443 : 80;
    const QUrl host(QStringLiteral("//") + QString::fromLatin1(request.header("host")), QUrl::StrictMode);
    return host.isValid() && host.host() == page.host() && host.port(defaultPort) == page.port(defaultPort);
}

/// What the router says that the path has.
QByteArray methodsOf(const net::HttpResponse &response)
{
    for (const auto &[name, value] : response.headers) {
        if (name == "Allow")
            return value;
    }
    return "GET, POST, PUT, PATCH, DELETE";
}
} // namespace

Origins::Origins(QStringList allowed)
    : m_allowed(std::move(allowed))
    , m_any(m_allowed.contains(QLatin1String("*")))
{
}

bool Origins::admits(const net::HttpRequest &request) const
{
    const QByteArray origin = request.header("origin");
    return origin.isEmpty() || m_any ||
           m_allowed.contains(QString::fromLatin1(origin), Qt::CaseInsensitive) || isOwn(origin, request);
}

void Origins::apply(const net::HttpRequest &request, net::HttpResponse &response) const
{
    const QByteArray origin = request.header("origin");
    if (origin.isEmpty()) {
        if (m_any)
            response.withHeader("Access-Control-Allow-Origin", "*");
        return;
    }
    response.withHeader("Vary", "Origin");
    if (!admits(request))
        return;
    // Some clients ask with credentials. There are none that a browser would add by itself.
    response.withHeader("Access-Control-Allow-Origin", origin);
    response.withHeader("Access-Control-Allow-Credentials", "true");
    if (request.method != "OPTIONS" || request.header("access-control-request-method").isEmpty())
        return;
    const QByteArray allow = methodsOf(response);
    response.status = 204;
    response.body.clear();
    response.withHeader("Access-Control-Allow-Methods", allow);
    response.withHeader("Access-Control-Max-Age", "600");
    const QByteArray headers = request.header("access-control-request-headers");
    if (!headers.isEmpty())
        response.withHeader("Access-Control-Allow-Headers", headers);
}

} // namespace api
