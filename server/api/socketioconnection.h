#pragma once

#include "api/recoverytable.h"
#include "api/socketiosocket.h"
#include "net/http.h"
#include "protocol/socketio.h"

#include <QBasicTimer>

#include <chrono>

namespace api
{

/// What a Socket.IO server may be set to; tests have no patience for the standard.
struct SocketIoSettings {
    std::chrono::milliseconds connectTimeout{45'000}; ///< for the first namespace to be connected
    /// Where all connections of a server, in all shards, are found again.
    std::shared_ptr<RecoveryTable> recovery = std::make_shared<RecoveryTable>();
};

/// Socket.IO on one Engine.IO session: its namespaces (there is `/`), and who is proven to be in each. Lives
/// in its shard. \see server/protocol/PROTOCOL.md, "Socket.IO"
class SocketIoConnection final : public QObject,
                                 public net::EngineIoHandler,
                                 private RecoveryTable::Connection
{
    Q_OBJECT
public:
    SocketIoConnection(net::EngineIoConnection &connection, const net::HttpRequest &request,
                       net::Shard &shard, const Services &services, const SocketIoSettings &settings);

    void messageReceived(const QByteArray &utf8) override;
    void binaryReceived(const QByteArray &bytes) override;
    void closed() override;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Received = base::Result<std::optional<protocol::socketio::Message>>;
    /// What a client says it was, and the newest event that it has.
    struct Return {
        QByteArray pid;
        EventOffset offset;
        int tries = 0;
    };

    void received(const Received &message);
    void handle(const protocol::socketio::Message &message);
    void connectNamespace(const protocol::socketio::Packet &packet);
    base::Result<chat::PrincipalPtr> principalOf(const QJsonObject &auth) const;

    void welcome(chat::PrincipalPtr principal);
    void welcomeBack(Return back, chat::PrincipalPtr principal);
    void tryAgain(Return back, chat::PrincipalPtr principal, net::Shard *elsewhere);
    bool resume(SocketState state, EventOffset offset);
    void enter(SocketState state, const net::WebSocketFrame &missed = {});
    void giveWay() override;
    void lose();

    net::EngineIoConnection &m_connection;
    net::Shard &m_shard;
    const Services &m_services;
    /// Who the handshake's own headers or query say it is; asked where the packet says nothing.
    const base::Result<chat::PrincipalPtr> m_handshake;
    const std::shared_ptr<RecoveryTable> m_recovery;
    protocol::socketio::Reassembler m_reassembler;
    QBasicTimer m_connectTimer;
    bool m_returning = false;               ///< what it was is being looked for
    std::unique_ptr<SocketIoSocket> m_root; ///< of the namespace `/`, while it is connected
};

} // namespace api
