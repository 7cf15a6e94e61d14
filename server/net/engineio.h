#pragma once

#include "net/websocket.h"

#include <functional>
#include <memory>

/// What a protocol on top of Engine.IO sees of it, whatever transport carries a session. \see
/// server/protocol/PROTOCOL.md, "Engine.IO"
namespace net
{

struct HttpRequest;
class Shard;

/// What a protocol on top of Engine.IO implements. Lives in its session's shard; deleted by the session.
class EngineIoHandler
{
public:
    virtual ~EngineIoHandler() = default;
    /// \a utf8: the data of one message packet, valid UTF-8, within the payload limit.
    virtual void messageReceived(const QByteArray &utf8) = 0;
    virtual void binaryReceived(const QByteArray &bytes) = 0;
    /// The session is over, for whatever reason; called once, last, never from within send() or close().
    virtual void closed() = 0;
};

/// One open Engine.IO session, in its shard's thread, whatever carries it now: long polling, a WebSocket, or
/// first the one and then the other. Pings its client, and closes one that does not answer, breaks the
/// protocol, is too fast, or does not read.
class EngineIoConnection
{
public:
    using Priority = WebSocketConnection::Priority;
    enum class Transport { Polling, WebSocket };

    virtual ~EngineIoConnection() = default;
    /// What carries the session now; changes once at most, from Polling to WebSocket.
    virtual Transport transport() const = 0;
    /// Queues packets: text frames, each one whole packet with its type's digit, and binary frames, each one
    /// binary message. \a packets may be shared by all its receivers, and may hold several of both kinds in a
    /// row; they stay together and in order on every transport.
    virtual void send(const WebSocketFrame &packets, Priority priority = Priority::Reliable) = 0;
    /// One binary message; over polling, and for a client without binary, it goes as base64.
    void sendBinary(const QByteArray &bytes, Priority priority = Priority::Reliable)
    {
        send(WebSocketFrame::binary(bytes), priority);
    }
    /// Sends what is queued and ends the session, on either transport. \a code and \a reason go where the
    /// transport has a place for them.
    virtual void close(quint16 code, const QString &reason) = 0;
};

/// Makes the handler of a session whose `open` packet is queued. It may already send or close.
using EngineIoOpened =
    std::function<std::unique_ptr<EngineIoHandler>(EngineIoConnection &, const HttpRequest &, Shard &)>;

} // namespace net
