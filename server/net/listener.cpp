#include "net/listener.h"

#include "base/logging.h"
#include "net/limits.h"
#include "net/router.h"

#include <QTimer>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

namespace net
{

using namespace std::chrono_literals;

namespace
{

constexpr int backlog = 4096;
constexpr auto logInterval = 10s;

QHostAddress peerOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    return getpeername(descriptor, generic, &size) == 0 ? QHostAddress(generic) : QHostAddress();
}

QByteArray encode(const HttpResponse &response)
{
    QByteArray bytes =
        "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) + "\r\n";
    for (const auto &[name, value] : response.headers)
        bytes += name + ": " + value + "\r\n";
    bytes += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\nConnection: close\r\n\r\n";
    return bytes + response.body;
}

/// As far as it goes without waiting. What the peer has already sent is read first: closing a socket with
/// unread bytes would reset it, and the peer would lose the answer.
void sendAndForget(int descriptor, const QByteArray &bytes)
{
    ::send(descriptor, bytes.constData(), static_cast<size_t>(bytes.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor, SHUT_WR);
    std::array<char, 4096> unread; // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (int i = 0; i < 16 && ::recv(descriptor, unread.data(), unread.size(), MSG_DONTWAIT) > 0; ++i) {
    }
}

} // namespace

Listener::Listener(SharedLimits &limits, const Router &router, Encryption encryption, Accepted accepted)
    : m_limits(limits)
    , m_router(router)
    , m_encryption(encryption)
    , m_accepted(std::move(accepted))
{
    setListenBacklogSize(backlog);
    connect(this, &QTcpServer::acceptError, this, &Listener::rest);
}

void Listener::incomingConnection(qintptr socketDescriptor)
{
    const auto descriptor = static_cast<int>(socketDescriptor);
    if (m_limits.connections >= m_limits.maxConnections)
        return refuse(
            descriptor, 503,
            QStringLiteral("The server has as many connections as it may have. Please try again soon."), 5s);
    const QHostAddress peer = peerOf(descriptor);
    if (!m_limits.trustedProxies.contains(peer)) {
        const auto wait = m_limits.connectRate.take(peer, std::chrono::steady_clock::now());
        if (wait > 0ns)
            return refuse(descriptor, 429,
                          QStringLiteral("Too many connections from your address. Please slow down."),
                          std::chrono::ceil<std::chrono::seconds>(wait));
    }
    m_accepted(socketDescriptor);
}

/// QTcpServer has paused itself. Only time brings descriptors back; any other failure was of one connection
/// alone.
void Listener::rest(QAbstractSocket::SocketError error)
{
    const bool outOfResources = error == QAbstractSocket::SocketResourceError;
    if (outOfResources)
        qCWarning(base::logNet, "No connection can be accepted for a second: %s", qPrintable(errorString()));
    QTimer::singleShot(outOfResources ? 1s : 0s, this, &QTcpServer::resumeAccepting);
}

void Listener::refuse(int descriptor, int status, const QString &sentence, std::chrono::seconds retryAfter)
{
    ++m_limits.refused;
    logRefusal(sentence);
    if (m_encryption == Encryption::None) {
        auto response = m_router.errorPage(status, sentence);
        sendAndForget(descriptor, encode(response.withHeader(
                                      "Retry-After", QByteArray::number(qlonglong(retryAfter.count())))));
    }
    ::close(descriptor);
}

/// A flood of connections must not become one of log lines.
void Listener::logRefusal(const QString &reason)
{
    ++m_refusedUnlogged;
    const auto now = std::chrono::steady_clock::now();
    if (now < m_nextLog)
        return;
    qCWarning(base::logNet, "%lld connections refused; the last because: %s",
              static_cast<long long>(m_refusedUnlogged), qPrintable(reason));
    m_refusedUnlogged = 0;
    m_nextLog = now + logInterval;
}

} // namespace net
