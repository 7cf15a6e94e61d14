#pragma once

#include "net/engineio.h"
#include "protocol/socketio.h"

#include <QBasicTimer>
#include <QObject>
#include <QSet>

#include <chrono>

/// Socket.IO with nothing behind it: the namespaces `/` and `/custom`, each of which says `auth` with what
/// its client connected with; in `/`, `message` is sent back as `message-back`, and `message-with-ack` as its
/// ack.
class SocketIoEcho final : public QObject, public net::EngineIoHandler
{
    Q_OBJECT
public:
    /// \a connectTimeout: for the first namespace to be connected
    SocketIoEcho(net::EngineIoConnection &connection, std::chrono::milliseconds connectTimeout);

    void messageReceived(const QByteArray &utf8) override;
    void binaryReceived(const QByteArray &bytes) override;
    void closed() override { m_connectTimer.stop(); }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void receive(const base::Result<std::optional<protocol::socketio::Message>> &message);
    void handle(const protocol::socketio::Message &message);
    void connectNamespace(const protocol::socketio::Packet &packet);
    void echo(const protocol::socketio::Message &message);
    void send(const protocol::socketio::Packet &packet, const QByteArrayList &binaries = {});
    void fail(const QString &reason);

    net::EngineIoConnection &m_connection;
    protocol::socketio::Reassembler m_reassembler;
    QSet<QByteArray> m_connected; ///< namespaces
    QBasicTimer m_connectTimer;
};
