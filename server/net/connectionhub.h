#pragma once

#include "net/engineioregistry.h"
#include "net/heartbeat.h"

#include <QByteArray>
#include <QObject>
#include <QWebSocketServer>

#include <limits>
#include <vector>

class QTcpSocket;
class QWebSocket;

namespace net
{

class Shard;

/// Something with a deadline. It says itself what is due; it is asked about ten times within the shortest of
/// them.
class Watched
{
public:
    using Time = std::chrono::steady_clock::time_point;
    virtual void checkDeadline(Time now) = 0;

protected:
    virtual ~Watched() = default;

private:
    friend class ConnectionHub;
    size_t m_watchIndex = std::numeric_limits<size_t>::max();
};

/// What the connections of one shard share, so that each of them stays small: one sweep for all deadlines,
/// one wheel for all heartbeats, one registry of all Engine.IO sessions, one QWebSocketServer for all
/// handshakes, and the current Date header. Lives in the shard's thread.
class ConnectionHub final : public QObject
{
    Q_OBJECT

public:
    /// The hub of \a shard, made when it is first asked for.
    static ConnectionHub &of(Shard &shard);
    explicit ConnectionHub(Shard &shard);

    /// RFC 9110, 6.6.1; renewed once a second.
    const QByteArray &httpDate();

    void watch(Watched &watched);
    void unwatch(Watched &watched);
    HeartbeatWheel &heartbeats() { return m_heartbeats; }

    EngineIoRegistry &engineIo() { return m_engineIo; }

    /// Answers a handshake that has been checked, whose head has been read from \a socket, and of which only
    /// \a key and \a origin matter. QWebSocketServer gets a head that holds nothing else, so that it has
    /// nothing to refuse, and neither tokens nor cookies stay with the connection. \return the WebSocket on
    /// \a socket, owned by the caller, or null if the socket is gone
    QWebSocket *acceptWebSocket(QTcpSocket &socket, const QByteArray &key, const QByteArray &origin);

private:
    void checkDeadlines();

    QByteArray m_date;
    qint64 m_dateSecond = 0;
    std::vector<Watched *> m_watched;
    HeartbeatWheel m_heartbeats;
    EngineIoRegistry m_engineIo; ///< after m_watched: its sessions leave that
    QWebSocketServer m_webSocketServer;
};

} // namespace net
