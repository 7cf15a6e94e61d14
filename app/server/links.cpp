#include "server/links.h"

namespace app
{

QString pageUrl(const base::Config &config, quint16 port)
{
    QString host = config.hosts.first();
    for (const QString &item : config.hosts) {
        const QHostAddress address(item);
        if (address == QHostAddress::LocalHost || address == QHostAddress::LocalHostIPv6 ||
            address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6) {
            host = QStringLiteral("localhost");
            break;
        }
    }
    if (host.contains(u':'))
        host = u'[' + host + u']';
    const bool secure = !config.tlsCertFile.isEmpty();
    const quint16 standardPort = secure ? 443 : 80;
    const QString shownPort = port == standardPort ? QString() : QStringLiteral(":%1").arg(port);
    return QStringLiteral("%1://%2%3/").arg(secure ? u"https" : u"http", host, shownPort);
}

QStringList startLines(const base::Config &config, quint16 port, const QByteArray &technicianToken)
{
    const QString page = pageUrl(config, port);
    QString customers = QStringLiteral("Customers:   %1").arg(page);
    if (!config.allowVisitors)
        customers += QStringLiteral("  (each needs a token; with ALLOW_VISITORS=1 anybody may open a chat)");
    const QString technicians = technicianToken.isEmpty()
                                    ? QStringLiteral("Technicians: %1#token=TOKEN  (make one: "
                                                     "ultracom-server token --sub NAME --role technician)")
                                          .arg(page)
                                    : QStringLiteral("Technicians: %1#token=%2&name=Technician")
                                          .arg(page, QString::fromLatin1(technicianToken));
    const QString data = config.database.kind == base::DatabaseUrl::Kind::Sqlite ? config.database.path
                                                                                 : config.database.display();
    return {customers, technicians, QStringLiteral("Data:        %1").arg(data)};
}

} // namespace app
