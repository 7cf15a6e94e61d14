#include "net/engineiowebsocket.h"

#include "base/ids.h"
#include "base/logging.h"
#include "net/connectionhub.h"
#include "net/frames.h"
#include "net/limits.h"
#include "net/shard.h"
#include "protocol/engineio.h"

#include <utility>

namespace net
{

namespace
{
using protocol::engineio::Type;

constexpr int sidBytes = 15; ///< 20 characters

WebSocketFrame openPacket(const base::Config &config)
{
    const protocol::engineio::Handshake handshake{
        base::randomToken(sidBytes), {}, config.pingInterval, config.pingTimeout, config.maxPayloadBytes};
    return WebSocketFrame::text(
        protocol::engineio::encodePacket(Type::Open, protocol::engineio::encodeHandshake(handshake)));
}
} // namespace

EngineIoWebSocket::EngineIoWebSocket(WebSocketConnection &socket, const HttpRequest &request, Shard &shard,
                                     const EngineIoOpened &opened)
    : m_socket(socket)
    , m_shard(shard)
    , m_hub(ConnectionHub::of(shard))
{
    m_socket.setTerms({.pings = false, .tooLargeCode = closecode::messageTooBig});
    m_socket.send(openPacket(shard.config()));
    m_hub.addPinged(*this);
    m_handler = opened(*this, request, shard);
}

EngineIoWebSocket::~EngineIoWebSocket()
{
    m_hub.removePinged(*this);
}

void EngineIoWebSocket::textReceived(const QString &text)
{
    if (!admit())
        return;
    const auto packet = protocol::engineio::decodePacket(text.toUtf8(), m_shard.config().maxPayloadBytes);
    if (!packet)
        return close(closecode::policyViolation, packet.error().message);
    handle(*packet);
}

void EngineIoWebSocket::binaryReceived(const QByteArray &bytes)
{
    if (admit())
        m_handler->binaryReceived(bytes);
}

/// \return whether the session goes on
bool EngineIoWebSocket::admit()
{
    if (m_closing)
        return false;
    const base::RateLimit limit = frameRate(m_shard.config().messageRate);
    if (m_packets.take(limit, std::chrono::steady_clock::now()).count() == 0)
        return true;
    close(closecode::tooFast, QStringLiteral("Too many packets a second."));
    return false;
}

void EngineIoWebSocket::handle(const protocol::engineio::Packet &packet)
{
    switch (packet.type) {
    case Type::Message:
        return m_handler->messageReceived(packet.data);
    case Type::Pong:
        return m_hub.ponged(*this);
    case Type::Close:
        return close(closecode::normal, {});
    case Type::Ping:
        return close(closecode::policyViolation, QStringLiteral("Pings are the server's to send."));
    case Type::Open:
    case Type::Upgrade:
    case Type::Noop:
        return; // they mean nothing from a client whose transport is settled
    }
}

void EngineIoWebSocket::send(const WebSocketFrame &packets, Priority priority)
{
    m_socket.send(packets, priority);
}

void EngineIoWebSocket::close(quint16 code, const QString &reason)
{
    if (std::exchange(m_closing, true))
        return;
    m_hub.removePinged(*this);
    m_socket.close(code, reason);
}

void EngineIoWebSocket::closed()
{
    m_closing = true;
    m_hub.removePinged(*this);
    if (m_handler)
        m_handler->closed();
}

void EngineIoWebSocket::ping()
{
    static const auto packet = WebSocketFrame::text(protocol::engineio::encodePacket(Type::Ping));
    m_socket.send(packet);
}

void EngineIoWebSocket::unanswered()
{
    qCDebug(base::logNet, "An Engine.IO session is closed because its client has fallen silent.");
    close(closecode::policyViolation, QStringLiteral("A ping was not answered in time."));
}

} // namespace net
