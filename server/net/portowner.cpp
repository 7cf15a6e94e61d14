#include "net/portowner.h"

#include <QDir>
#include <QFile>
#include <QSet>

namespace net
{

namespace
{

/// The inodes of the sockets that listen on \a port, out of a table such as /proc/net/tcp:
/// `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …`.
QSet<QByteArray> listeningInodes(const QString &table, quint16 port)
{
    QSet<QByteArray> inodes;
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return inodes;
    const QByteArray localPort = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    const auto lines = file.readAll().split('\n'); // files in /proc have no size, so no line-wise reading
    for (const QByteArray &line : lines) {
        const auto fields = line.simplified().split(' ');
        if (fields.size() > 9 && fields[1].endsWith(localPort) && fields[3] == "0A")
            inodes.insert(fields[9]);
    }
    return inodes;
}

bool holdsOneOf(const QString &process, const QSet<QByteArray> &inodes)
{
    const QDir descriptors(QStringLiteral("/proc/%1/fd").arg(process));
    const auto names = descriptors.entryList(QDir::Files | QDir::System | QDir::Hidden);
    for (const QString &name : names) {
        // "socket:[12345]", which QFile would take for a relative path
        const QByteArray target =
            QFile::symLinkTarget(descriptors.filePath(name)).section(u'/', -1).toLatin1();
        if (target.startsWith("socket:[") && inodes.contains(target.sliced(8).chopped(1)))
            return true;
    }
    return false;
}

} // namespace

QString portOwner(quint16 port)
{
    const auto inodes = listeningInodes(QStringLiteral("/proc/net/tcp"), port) +
                        listeningInodes(QStringLiteral("/proc/net/tcp6"), port);
    if (inodes.isEmpty())
        return {};
    const auto entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &process : entries) {
        bool isProcess = false;
        process.toInt(&isProcess);
        if (!isProcess || !holdsOneOf(process, inodes))
            continue;
        QFile command(QStringLiteral("/proc/%1/comm").arg(process));
        const QString name =
            command.open(QIODevice::ReadOnly) ? QString::fromUtf8(command.readAll()).trimmed() : QString();
        return QStringLiteral("process %1 (%2)").arg(process, name);
    }
    return {};
}

} // namespace net
