#include "server/doctor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTcpServer>

namespace app
{

namespace
{

/// The socket inodes that listen on \a port, from one of Linux's tables.
QStringList listeningInodes(const QString &table, quint16 port)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList inodes;
    const QString wanted = QStringLiteral(":%1").arg(port, 4, 16, QLatin1Char('0')).toUpper();
    const QString listening = QStringLiteral("0A");
    const QStringList lines = QString::fromLatin1(file.readAll()).split(u'\n');
    for (const QString &line : lines) {
        const QStringList fields = line.split(u' ', Qt::SkipEmptyParts);
        if (fields.size() > 9 && fields[1].endsWith(wanted) && fields[3] == listening)
            inodes.append(fields[9]);
    }
    return inodes;
}

bool holdsSocket(const QString &processFolder, const QStringList &inodes)
{
    const QDir descriptors(processFolder + QStringLiteral("/fd"));
    for (const QFileInfo &entry :
         descriptors.entryInfoList(QDir::Files | QDir::System | QDir::NoDotAndDotDot)) {
        const QString target = QFile::symLinkTarget(entry.filePath()); // "…/socket:[12345]"
        for (const QString &inode : inodes) {
            if (target.endsWith(QStringLiteral("socket:[%1]").arg(inode)))
                return true;
        }
    }
    return false;
}

/// "name (process 123)" of who listens on \a port, or nothing where that cannot be seen.
QString listenerOf(quint16 port)
{
    const QStringList inodes = listeningInodes(QStringLiteral("/proc/net/tcp"), port) +
                               listeningInodes(QStringLiteral("/proc/net/tcp6"), port);
    if (inodes.isEmpty())
        return {};
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = QStringLiteral("/proc/") + name;
        if (!name.at(0).isDigit() || !holdsSocket(folder, inodes))
            continue;
        QFile comm(folder + QStringLiteral("/comm"));
        const QString program = comm.open(QIODevice::ReadOnly) ? QString::fromUtf8(comm.readAll()).trimmed()
                                                               : QStringLiteral("a program");
        return QStringLiteral("%1 (process %2)").arg(program, name);
    }
    return {};
}

Finding checkAddress(const QString &host, quint16 port)
{
    const QString subject = QStringLiteral("ports");
    const QString shown = host.contains(u':') ? QStringLiteral("[%1]:%2").arg(host).arg(port)
                                              : QStringLiteral("%1:%2").arg(host).arg(port);
    QTcpServer probe;
    if (probe.listen(QHostAddress(host), port))
        return ok(subject, port == 0 ? QStringLiteral("%1: the system will choose a port").arg(host)
                                     : QStringLiteral("%1 is free").arg(shown));
    switch (probe.serverError()) {
    case QAbstractSocket::AddressInUseError: {
        const QString who = listenerOf(port);
        return fail(subject, QStringLiteral("%1 is taken%2; stop that, or set another PORT.")
                                 .arg(shown, who.isEmpty() ? QString() : QStringLiteral(" by ") + who));
    }
    case QAbstractSocket::SocketAccessError:
        return fail(
            subject,
            QStringLiteral(
                "%1: this user may not listen there; set a PORT of 1024 or more, with a proxy in front.")
                .arg(shown));
    default:
        return fail(subject, QStringLiteral(
                                 "%1 cannot be listened on: %2. Set HOST to addresses that this machine has.")
                                 .arg(shown, probe.errorString()));
    }
}

} // namespace

Findings checkPorts(const base::Config &config)
{
    Findings findings;
    for (const QString &host : config.hosts)
        findings += checkAddress(host, config.port);
    return findings;
}

} // namespace app
