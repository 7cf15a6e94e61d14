#include "console/singleinstance.h"

#include "base/logging.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QLocalSocket>
#include <QThread>

namespace console
{

namespace
{

const QByteArray question = "raise ";
const QByteArray answer = "raised\n";
constexpr qint64 longestQuestion = 512;

/// A Unix socket's path is at most 107 bytes; where the folder's is longer, a name from its hash will do.
QString socketNameFor(const QString &folder)
{
    constexpr qsizetype longestPath = 100;
    const QString path = QDir(folder).filePath(QStringLiteral("console.socket"));
    if (QFile::encodeName(path).size() <= longestPath)
        return path;
    const QByteArray hash = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256);
    return QDir::temp().filePath(QStringLiteral("ultracom-console-") +
                                 QString::fromLatin1(hash.toHex().left(24)));
}

/// A folder that is not there has no canonical path.
QString canonical(const QString &folder)
{
    const QString path = QDir(folder).canonicalPath();
    return path.isEmpty() ? QDir(folder).absolutePath() : path;
}

} // namespace

SingleInstance::SingleInstance(const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_folder(canonical(dataFolder))
    , m_socketName(socketNameFor(m_folder))
    , m_lock(QDir(m_folder).filePath(QStringLiteral("console.lock")))
{
    m_lock.setStaleLockTime(0); // no age makes a lock stale, only the end of its process
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection())
            greet(socket);
    });
}

SingleInstance::~SingleInstance()
{
    m_server.close();
}

SingleInstance::Outcome SingleInstance::claim(std::chrono::milliseconds patience)
{
    if (m_lock.tryLock(0)) {
        listen();
        return Outcome::First;
    }
    if (m_lock.error() != QLockFile::LockFailedError) {
        m_sentence = tr("The data folder %1 cannot be written to. Make it writable, or name another with "
                        "--data-dir.")
                         .arg(m_folder);
        return Outcome::Unusable;
    }
    if (askOther(patience)) {
        m_sentence = tr("UltraCom already runs on %1; its window was brought to the front.").arg(m_folder);
        return Outcome::Raised;
    }
    qint64 process = 0;
    QString host;
    QString program;
    m_lock.getLockInfo(&process, &host, &program);
    m_sentence = tr("UltraCom already runs on %1 (process %2), but it does not answer. End that process, or "
                    "start with another --data-dir.")
                     .arg(m_folder)
                     .arg(process);
    return Outcome::Silent;
}

/// The other one may have locked and not listen yet, so a failed connection is tried again.
bool SingleInstance::askOther(std::chrono::milliseconds patience)
{
    constexpr unsigned long pauseMs = 50;
    const QDeadlineTimer deadline(patience);
    while (!deadline.hasExpired()) {
        QLocalSocket socket;
        socket.connectToServer(m_socketName);
        if (!socket.waitForConnected(int(deadline.remainingTime()))) {
            QThread::msleep(pauseMs);
            continue;
        }
        socket.write(question + qgetenv("XDG_ACTIVATION_TOKEN").left(longestQuestion / 2) + '\n');
        while (!socket.canReadLine() && socket.waitForReadyRead(int(deadline.remainingTime()))) {
        }
        return socket.readLine(longestQuestion) == answer;
    }
    return false;
}

void SingleInstance::listen()
{
    QLocalServer::removeServer(m_socketName); // of a console that was killed: the lock is ours
    if (!m_server.listen(m_socketName))
        qCWarning(base::logHost).noquote()
            << "A second start will not find this window:" << m_server.errorString();
}

void SingleInstance::greet(QLocalSocket *socket)
{
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        if (!socket->canReadLine()) {
            if (socket->bytesAvailable() > longestQuestion)
                socket->abort();
            return;
        }
        const QByteArray line = socket->readLine(longestQuestion).trimmed();
        if (!line.startsWith(question.trimmed()))
            return socket->abort();
        Q_EMIT raiseRequested(line.sliced(question.size() - 1).trimmed());
        socket->write(answer);
        socket->disconnectFromServer();
    });
}

} // namespace console
