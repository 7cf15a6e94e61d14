#pragma once

#include "base/tokenbucket.h"
#include "net/engineio.h"
#include "net/pingqueue.h"

namespace protocol::engineio
{
struct Packet;
}

namespace net
{

class ConnectionHub;

/// An Engine.IO session that began on a WebSocket, and so ends with it. Lives in its shard.
class EngineIoWebSocket final : public WebSocketHandler, public EngineIoConnection, private Pinged
{
public:
    EngineIoWebSocket(WebSocketConnection &socket, const HttpRequest &request, Shard &shard,
                      const EngineIoOpened &opened);
    ~EngineIoWebSocket() override;

    void textReceived(const QString &text) override;
    void binaryReceived(const QByteArray &bytes) override;
    void closed() override;

    Transport transport() const override { return Transport::WebSocket; }
    void send(const WebSocketFrame &packets, Priority priority) override;
    void close(quint16 code, const QString &reason) override;

private:
    void ping() override;
    void unanswered() override;

    bool admit();
    void handle(const protocol::engineio::Packet &packet);

    WebSocketConnection &m_socket;
    Shard &m_shard;
    ConnectionHub &m_hub;
    std::unique_ptr<EngineIoHandler> m_handler;
    base::TokenBucket m_packets; ///< of any kind
    bool m_closing = false;
};

} // namespace net
