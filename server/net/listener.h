#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTcpServer>

#include <chrono>
#include <functional>

class QSocketNotifier;

namespace net
{

class Router;
struct SharedLimits;

/// Accepts the connections of one address and hands their descriptors on. Turns away what is over
/// MAX_CONNECTIONS (503) or, unless the peer is a trusted proxy, over RATE_CONNECTS (429): with an answer if
/// there is no TLS, which would need a handshake first. Never blocks; out of file descriptors, it rests for a
/// second. Lives in the server's thread.
class Listener final : public QObject
{
    Q_OBJECT
public:
    enum class Encryption { None, Tls };
    using Accepted = std::function<void(qintptr socketDescriptor)>;

    Listener(SharedLimits &limits, const Router &router, Encryption encryption, Accepted accepted);
    ~Listener() override;

    /// \return whether it listens; else error() and errorString() say why not
    bool listen(const QHostAddress &address, quint16 port);
    quint16 port() const { return m_server.serverPort(); }
    QAbstractSocket::SocketError error() const { return m_server.serverError(); }
    QString errorString() const { return m_server.errorString(); }

private:
    void acceptWaiting();
    void enter(int descriptor, const QHostAddress &peer);
    void rest(int error);
    void refuse(int descriptor, int status, const QString &sentence, std::chrono::seconds retryAfter);
    void logRefusal(const QString &reason);

    SharedLimits &m_limits;
    const Router &m_router;
    const Encryption m_encryption;
    const Accepted m_accepted;
    /// Only binds and listens. It must not accept: out of descriptors it would try again without end, because
    /// its engine remembers the error of its first accept for ever (Qt 6.4).
    QTcpServer m_server;
    std::unique_ptr<QSocketNotifier> m_notifier;
    qint64 m_refusedUnlogged = 0;
    std::chrono::steady_clock::time_point m_nextLog{};
};

} // namespace net
