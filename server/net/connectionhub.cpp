#include "net/connectionhub.h"

#include "net/shard.h"
#include "net/socketutil.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTcpSocket>
#include <QWebSocket>

#include <algorithm>

namespace net
{

using std::chrono::milliseconds;

namespace
{

milliseconds sweepInterval(const base::Config &config)
{
    const auto shortest = std::min({config.headerTimeout, config.bodyTimeout, config.idleTimeout});
    return std::clamp(shortest / 10, milliseconds(10), milliseconds(1000));
}

} // namespace

ConnectionHub &ConnectionHub::of(Shard &shard)
{
    if (!shard.hub)
        shard.hub = std::make_shared<ConnectionHub>(shard);
    return *shard.hub;
}

ConnectionHub::ConnectionHub(Shard &shard)
    : m_heartbeats(shard.config().pingInterval, shard.config().pingTimeout)
    , m_engineIo(shard)
    , m_webSocketServer(QString(), QWebSocketServer::NonSecureMode)
{
    shard.every(sweepInterval(shard.config()), this, [this] { checkDeadlines(); });
    shard.every(m_heartbeats.tickInterval(), this,
                [this] { m_heartbeats.tick(std::chrono::steady_clock::now()); });
}

const QByteArray &ConnectionHub::httpDate()
{
    const qint64 second = QDateTime::currentSecsSinceEpoch();
    if (second != m_dateSecond) {
        m_dateSecond = second;
        m_date =
            QLocale::c()
                .toString(QDateTime::fromSecsSinceEpoch(second).toUTC(), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'")
                .toLatin1();
    }
    return m_date;
}

void ConnectionHub::watch(Watched &watched)
{
    if (watched.m_watchIndex < m_watched.size())
        return;
    watched.m_watchIndex = m_watched.size();
    m_watched.push_back(&watched);
}

void ConnectionHub::unwatch(Watched &watched)
{
    const size_t index = watched.m_watchIndex;
    if (index >= m_watched.size())
        return;
    m_watched[index] = m_watched.back();
    m_watched[index]->m_watchIndex = index;
    m_watched.pop_back();
    watched.m_watchIndex = std::numeric_limits<size_t>::max();
}

void ConnectionHub::checkDeadlines()
{
    const auto now = std::chrono::steady_clock::now();
    // Backwards, because who leaves puts the last one, already asked, into its place.
    for (size_t i = m_watched.size(); i-- > 0;)
        m_watched[i]->checkDeadline(now);
}

QWebSocket *ConnectionHub::acceptWebSocket(QTcpSocket &socket, const QByteArray &key,
                                           const QByteArray &origin)
{
    unread(socket, "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                       key + (origin.isEmpty() ? QByteArray() : "\r\nOrigin: " + origin) + "\r\n\r\n");
    // The server queues its own slot; sending it now completes the handshake before anything else can come
    // in.
    m_webSocketServer.handleConnection(&socket);
    QCoreApplication::sendPostedEvents(&m_webSocketServer, QEvent::MetaCall);
    // As in HttpSession::readMore(): the block that held the head goes away with the last byte taken from it.
    unread(socket, "x");
    socket.read(1);
    return m_webSocketServer.nextPendingConnection();
}

} // namespace net
