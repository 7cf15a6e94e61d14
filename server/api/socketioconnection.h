#pragma once

#include "api/socketiosocket.h"
#include "net/http.h"

#include <QBasicTimer>

#include <chrono>

namespace protocol::socketio
{
struct Packet;
}

namespace api
{

/// What a Socket.IO server may be set to; tests have no patience for the standard.
struct SocketIoSettings {
    std::chrono::milliseconds connectTimeout{45'000}; ///< for the first namespace to be connected
};

/// Socket.IO on one Engine.IO session: its namespaces (there is `/`), and who is proven to be in each. Lives
/// in its shard. \see server/protocol/PROTOCOL.md, "Socket.IO"
class SocketIoConnection final : public QObject, public net::EngineIoHandler
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
    void connectNamespace(const protocol::socketio::Packet &packet);
    base::Result<chat::PrincipalPtr> principalOf(const QJsonObject &auth) const;
    void handle(const protocol::socketio::Packet &packet);

    net::EngineIoConnection &m_connection;
    net::Shard &m_shard;
    const Services &m_services;
    /// Who the handshake's own headers or query say it is; asked where the packet says nothing.
    const base::Result<chat::PrincipalPtr> m_handshake;
    QBasicTimer m_connectTimer;
    std::unique_ptr<SocketIoSocket> m_root; ///< of the namespace `/`, while it is connected
};

} // namespace api
