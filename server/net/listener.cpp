#include "net/listener.h"

#include "base/logging.h"
#include "net/limits.h"
#include "net/router.h"

#include <QSocketNotifier>
#include <QTimer>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace net
{

using namespace std::chrono_literals;

namespace
{

constexpr int backlog = 4096;
constexpr auto logInterval = 10s;

/// As many as are accepted before the thread looks after something else.
constexpr int connectionsATurn = 256;

/// accept(), for a socket that neither blocks nor is inherited by child processes.
int acceptOne(int listening, sockaddr_storage &peer)
{
    auto *address = reinterpret_cast<sockaddr *>(&peer);
    socklen_t size = sizeof peer;
#ifdef Q_OS_LINUX
    return ::accept4(listening, address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
    const int descriptor = ::accept(listening, address, &size);
    if (descriptor >= 0)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
#endif
}

/// The failure is of the one connection that should have been accepted. \see accept(2)
bool concernsOneConnection(int error)
{
    switch (error) {
    case EINTR:
    case ECONNABORTED:
    case EPERM:
    case EPROTO:
    case ENOPROTOOPT:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
        return true;
    default:
        return false;
    }
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
    m_server.setListenBacklogSize(backlog);
}

Listener::~Listener() = default;

bool Listener::listen(const QHostAddress &address, quint16 port)
{
    if (!m_server.listen(address, port))
        return false;
    m_server.pauseAccepting();
    m_notifier = std::make_unique<QSocketNotifier>(m_server.socketDescriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Listener::acceptWaiting);
    return true;
}

void Listener::acceptWaiting()
{
    for (int i = 0; i < connectionsATurn; ++i) {
        sockaddr_storage peer{};
        const int descriptor = acceptOne(static_cast<int>(m_server.socketDescriptor()), peer);
        if (descriptor >= 0)
            enter(descriptor, QHostAddress(reinterpret_cast<const sockaddr *>(&peer)));
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        else if (!concernsOneConnection(errno))
            return rest(errno);
    }
}

void Listener::enter(int descriptor, const QHostAddress &peer)
{
    if (m_limits.connections >= m_limits.maxConnections)
        return refuse(
            descriptor, 503,
            QStringLiteral("The server has as many connections as it may have. Please try again soon."), 5s);
    if (!m_limits.trustedProxies.contains(peer)) {
        const auto wait = m_limits.connectRate.take(peer, std::chrono::steady_clock::now());
        if (wait > 0ns)
            return refuse(descriptor, 429,
                          QStringLiteral("Too many connections from your address. Please slow down."),
                          std::chrono::ceil<std::chrono::seconds>(wait));
    }
    m_accepted(descriptor);
}

/// Mostly out of descriptors or memory: only time brings them back, and those who wait can wait in the
/// backlog.
void Listener::rest(int error)
{
    qCWarning(base::logNet, "No connection can be accepted for a second: %s",
              qPrintable(qt_error_string(error)));
    m_notifier->setEnabled(false);
    QTimer::singleShot(1s, this, [this] { m_notifier->setEnabled(true); });
}

void Listener::refuse(int descriptor, int status, const QString &sentence, std::chrono::seconds retryAfter)
{
    ++m_limits.refused;
    m_limits.rejections.count(status == 429 ? Rejection::ConnectRate : Rejection::ConnectionLimit);
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
