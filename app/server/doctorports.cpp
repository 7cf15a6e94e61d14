#include "server/doctor.h"

#include "net/portowner.h"

#include <QTcpServer>

namespace app
{

namespace
{

const QString subject = QStringLiteral("ports");

Finding taken(const QString &shown, quint16 port)
{
    const QString owner = net::portOwner(port);
    if (owner.contains(u"(ultracom-server)"))
        return ok(subject, QStringLiteral("%1: a server of ours is running there, %2").arg(shown, owner));
    const QString by = owner.isEmpty() ? QString() : QStringLiteral(" by ") + owner;
    return fail(subject, QStringLiteral("%1 is taken%2; stop that, or set another PORT.").arg(shown, by));
}

/// What a machine without IPv6 cannot have, although the settings name it by default.
bool isGeneralIpv6(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::LocalHostIPv6) ||
           address == QHostAddress(QHostAddress::AnyIPv6);
}

Finding checkAddress(const QString &host, quint16 port, bool isOneOfMany)
{
    const QString shown = host.contains(u':') ? QStringLiteral("[%1]:%2").arg(host).arg(port)
                                              : QStringLiteral("%1:%2").arg(host).arg(port);
    QTcpServer probe;
    if (probe.listen(QHostAddress(host), port))
        return ok(subject, port == 0 ? QStringLiteral("%1: the system will choose a port").arg(host)
                                     : QStringLiteral("%1 is free").arg(shown));
    if (probe.serverError() == QAbstractSocket::AddressInUseError)
        return taken(shown, port);
    if (probe.serverError() == QAbstractSocket::SocketAccessError)
        return fail(subject,
                    QStringLiteral("%1: this user may not listen there; set a PORT of 1024 or more, with a "
                                   "proxy in front.")
                        .arg(shown));
    if (isOneOfMany && isGeneralIpv6(QHostAddress(host)))
        return warn(subject,
                    QStringLiteral("%1: this machine has no IPv6; the server listens on the other addresses.")
                        .arg(shown));
    return fail(subject,
                QStringLiteral("%1 cannot be listened on: %2. Set HOST to addresses that this machine has.")
                    .arg(shown, probe.errorString()));
}

} // namespace

Findings checkPorts(const base::Config &config)
{
    Findings findings;
    for (const QString &host : config.hosts)
        findings += checkAddress(host, config.port, config.hosts.size() > 1);
    return findings;
}

} // namespace app
