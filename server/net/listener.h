#pragma once

#include <QHostAddress>
#include <QTcpServer>

#include <chrono>
#include <functional>

namespace net
{

class Router;
struct HttpResponse;
struct SharedLimits;

/// Accepts the connections of one address and hands their descriptors on. Turns away what is over
/// MAX_CONNECTIONS (503) or, unless the peer is a trusted proxy, over RATE_CONNECTS (429): with an answer if
/// there is no TLS, which would need a handshake first. Never blocks; out of file descriptors, it rests for a
/// second. Lives in the server's thread.
class Listener final : public QTcpServer
{
    Q_OBJECT
public:
    enum class Encryption { None, Tls };
    using Accepted = std::function<void(qintptr socketDescriptor)>;

    Listener(SharedLimits &limits, const Router &router, Encryption encryption, Accepted accepted);

protected:
    void incomingConnection(qintptr socketDescriptor) override;

private:
    void rest(QAbstractSocket::SocketError error);
    void refuse(int descriptor, int status, const QString &sentence, std::chrono::seconds retryAfter);
    void logRefusal(const QString &reason);

    SharedLimits &m_limits;
    const Router &m_router;
    const Encryption m_encryption;
    const Accepted m_accepted;
    qint64 m_refusedUnlogged = 0;
    std::chrono::steady_clock::time_point m_nextLog{};
};

} // namespace net
