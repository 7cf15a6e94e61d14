#pragma once

#include "base/result.h"
#include "protocol/socketio.h"

#include <QAbstractSocket>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <functional>
#include <memory>

namespace client
{

/// One connection to a server's default namespace: Engine.IO v4 and Socket.IO v5 over WebSocket. It watches
/// the server's heartbeat and gives up what does not answer; it does not connect again by itself, but may be
/// opened anew. Never blocks. Lives in one thread with an event loop.
/// \see server/protocol/PROTOCOL.md, "Socket.IO"
class SocketIoSession final : public QObject
{
    Q_OBJECT
public:
    struct Timing {
        std::chrono::milliseconds connect{10'000}; ///< from open() to connected()
        std::chrono::milliseconds ack{10'000};     ///< from a send to the server's answer
    };
    /// The server's answer, or why there is none: Unavailable where it did not come in time or the
    /// connection went.
    using Ack = std::function<void(base::Result<QJsonObject>)>;

    explicit SocketIoSession(Timing timing, QObject *parent = nullptr);
    ~SocketIoSession() override;

    /// \a server as http or https address, maybe with a path to prepend. The token goes into the CONNECT
    /// packet, never into the address.
    void open(const QUrl &server, const QByteArray &token);
    /// Leaves politely. Emits nothing more; unanswered acks are told that the connection went.
    void close();
    bool isConnected() const { return m_phase == Phase::Connected; }

    /// Only while connected. \a name: printable ASCII.
    void send(QByteArrayView name, const QJsonObject &payload, Ack ack = {});

Q_SIGNALS:
    void connected();
    void eventReceived(const QByteArray &name, const QJsonObject &payload);
    /// The connection is over, or came to none: Unauthorized or Forbidden where the server does not take the
    /// token, RateLimited where it asks to come back later, else Unavailable. One sentence for a person.
    void closed(const base::Error &error);

private:
    enum class Phase { Idle, Opening, Joining, Connected };
    struct Waiting {
        Ack ack;
        std::chrono::steady_clock::time_point due;
    };

    void onText(const QString &text);
    void onOpenPacket(QByteArrayView data);
    void onMessage(QByteArrayView data);
    void onAck(const protocol::socketio::Packet &packet);
    void onEvent(const protocol::socketio::Packet &packet);
    void onRefused(const QJsonObject &refusal);
    void onSocketGone();
    void onAckTimer();
    void scheduleAckTimer();
    void watchHeartbeat();
    void fail(const base::Error &error);
    void drop();
    void dropAcks();
    QString socketProblem() const;

    const Timing m_timing;
    std::unique_ptr<QWebSocket> m_socket;
    QUrl m_server;
    QByteArray m_token;
    Phase m_phase = Phase::Idle;
    std::chrono::milliseconds m_heartbeat{0}; ///< the longest silence of a living server
    QTimer m_watch;                           ///< of connecting, then of the heartbeat
    QTimer m_ackTimer;
    QHash<quint64, Waiting> m_acks;
    quint64 m_lastAckId = 0;
    quint64 m_attempt = 0; ///< tells what a socket that was dropped still had to say
};

} // namespace client
