#pragma once

#include <QByteArray>
#include <QString>

namespace net
{

/// One unmasked WebSocket frame, or several in a row, as they go to every receiver: encoded once, implicitly
/// shared.
class WebSocketFrame
{
public:
    WebSocketFrame() = default;
    static WebSocketFrame text(QByteArrayView utf8);
    static WebSocketFrame binary(QByteArrayView bytes);
    void append(const WebSocketFrame &next) { m_bytes += next.m_bytes; }
    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// What a protocol on top of a WebSocket implements. Lives in its connection's shard; deleted by the
/// connection.
class WebSocketHandler
{
public:
    virtual ~WebSocketHandler() = default;
    /// \a text is one whole message, already checked to be UTF-8 and within the payload limit.
    virtual void textReceived(const QString &text) = 0;
    virtual void binaryReceived(const QByteArray &bytes) = 0;
    /// Nothing waits to be written any more, after something did: what was held back may go on.
    virtual void drained() {}
    /// The connection is gone, for whatever reason; called once, last, never from within send() or close().
    virtual void closed() = 0;
};

/// What a protocol on top may want otherwise than usual.
struct WebSocketTerms {
    bool pings = true;           ///< false: the protocol has a heartbeat of its own
    quint16 tooLargeCode = 4413; ///< closes on a message over the payload limit
};

/// One open WebSocket, in its shard's thread. Answers pings, sends its own, and closes a peer that is silent,
/// breaks the protocol, or does not read.
class WebSocketConnection
{
public:
    /// Ephemeral frames are dropped while more than half of the send buffer limit waits.
    enum class Priority { Reliable, Ephemeral };

    virtual ~WebSocketConnection() = default;
    /// To be set, if at all, as soon as the WebSocket is open.
    virtual void setTerms(const WebSocketTerms &terms) = 0;
    /// Queues \a frame; it leaves at the end of this turn. Past the send buffer limit the connection closes
    /// with 4408.
    virtual void send(const WebSocketFrame &frame, Priority priority = Priority::Reliable) = 0;
    /// Flushes, sends a close frame and ends the connection, at the latest after 5 s. \a reason: at most 123
    /// bytes of UTF-8.
    virtual void close(quint16 code, const QString &reason) = 0;
    virtual qint64 bytesToWrite() const = 0;
};

} // namespace net
