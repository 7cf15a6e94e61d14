#include "console/addresses.h"

#include "server/links.h"

namespace console
{

QUrl ownUrl(const base::Config &config, quint16 port)
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setPort(port);
    url.setHost(config.hosts.value(0));
    for (const QString &host : config.hosts) {
        const QHostAddress address(host);
        if (address.isLoopback())
            url.setHost(host);
        else if (address == QHostAddress::AnyIPv4 || address == QHostAddress::Any)
            url.setHost(QStringLiteral("127.0.0.1"));
        else if (address == QHostAddress::AnyIPv6)
            url.setHost(QStringLiteral("::1"));
        else
            continue;
        break;
    }
    return url;
}

QUrl customerUrl(const base::Config &config, quint16 port)
{
    return QUrl(app::pageUrl(config, port));
}

QUrl customerUrl(const QUrl &server)
{
    QUrl page = server;
    page.setPath(QStringLiteral("/"));
    return page;
}

} // namespace console
