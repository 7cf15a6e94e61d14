#include "net/websocketsession.h"

#include "base/logging.h"
#include "net/frames.h"
#include "net/limits.h"
#include "net/shard.h"
#include "net/socketutil.h"

#include <QSslSocket>
#include <QWebSocket>

namespace net
{

namespace
{

/// Beside a whole frame, which QWebSocket waits for, its header and the start of the next must fit the read
/// buffer.
constexpr qint64 readBufferExtra = 65'536;

} // namespace

WebSocketSession::WebSocketSession(QTcpSocket &socket, Shard &shard, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_shard(shard)
    , m_hub(ConnectionHub::of(shard))
    , m_tls(qobject_cast<QSslSocket *>(&socket))
    , m_gathering(qobject_cast<GatheringSocket *>(&socket))
    , m_scanner(shard.config().maxPayloadBytes)
{
    m_socket.setReadBufferSize(shard.config().maxPayloadBytes + readBufferExtra);
    connect(&m_socket, &QTcpSocket::readyRead, this, &WebSocketSession::beforeRead);
}

WebSocketSession::~WebSocketSession()
{
    finish();
    if (m_gathering)
        m_gathering->setListener(nullptr);
}

bool WebSocketSession::open(const HttpRequest &request, const WebSocketOpened &opened,
                            const QByteArray &early)
{
    m_webSocket =
        m_hub.acceptWebSocket(m_socket, request.header("sec-websocket-key"), request.header("origin"));
    if (!m_webSocket)
        return false;
    m_webSocket->setParent(this);
    connectWebSocket();
    ++m_shard.limits().webSockets;
    m_hub.heartbeats().add(*this);
    m_shard.flushLater(&m_socket);
    m_handler = opened(*this, request, m_shard);
    if (!early.isEmpty()) {
        unread(m_socket, early);
        Q_EMIT m_socket.readyRead();
    }
    return true;
}

void WebSocketSession::connectWebSocket()
{
    const auto maxBytes = static_cast<quint64>(m_shard.config().maxPayloadBytes);
    m_webSocket->setMaxAllowedIncomingFrameSize(maxBytes);
    m_webSocket->setMaxAllowedIncomingMessageSize(maxBytes);
    connect(m_webSocket, &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        if (m_handler && !m_closing)
            m_handler->textReceived(text);
    });
    connect(m_webSocket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &bytes) {
        if (m_handler && !m_closing)
            m_handler->binaryReceived(bytes);
    });
    // QWebSocket has sent a close frame: in answer to one, or because a text was not UTF-8.
    connect(m_webSocket, &QWebSocket::aboutToClose, this, &WebSocketSession::startClosing);
    connect(&m_socket, &QTcpSocket::readyRead, this, &WebSocketSession::afterRead);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, &WebSocketSession::bytesWritten);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &WebSocketSession::bytesWritten);
    if (m_gathering)
        m_gathering->setListener(this);
    // It would only be passed on, for each frame to each receiver.
    disconnect(&m_socket, &QTcpSocket::bytesWritten, m_webSocket, nullptr);
}

void WebSocketSession::finish()
{
    if (std::exchange(m_finished, true))
        return;
    m_hub.unwatch(*this);
    m_closing = true;
    if (!m_webSocket)
        return;
    if (m_terms.pings)
        m_hub.heartbeats().remove(*this);
    --m_shard.limits().webSockets;
    if (const auto handler = std::move(m_handler))
        handler->closed();
}

void WebSocketSession::setTerms(const WebSocketTerms &terms)
{
    if (m_terms.pings && !terms.pings)
        m_hub.heartbeats().remove(*this);
    else if (!m_terms.pings && terms.pings)
        m_hub.heartbeats().add(*this);
    m_terms = terms;
}

void WebSocketSession::send(const WebSocketFrame &frame, Priority priority)
{
    if (m_closing || m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    const QByteArray &bytes = frame.bytes();
    if (priority == Priority::Ephemeral && bytesToWrite() > m_shard.config().maxSendBuffer / 2)
        return;
    if (!hasRoomFor(bytes.size())) {
        qCInfo(base::logNet, "A WebSocket is closed because its peer does not read.");
        return close(closecode::tooSlow, QStringLiteral("You read too slowly."));
    }
    if (m_gathering)
        return m_gathering->writeShared(bytes);
    m_socket.write(bytes);
    m_shard.flushLater(&m_socket);
}

bool WebSocketSession::hasRoomFor(qint64 bytes)
{
    const qint64 limit = m_shard.config().maxSendBuffer;
    if (bytesToWrite() + bytes <= limit)
        return true;
    // What was queued in this turn has had no chance to leave yet. Flushing TLS may also read, so not while
    // reading.
    if (m_reading && m_tls)
        return false;
    m_sending = true;
    m_shard.flushNow(&m_socket);
    m_sending = false;
    return bytesToWrite() + bytes <= limit;
}

void WebSocketSession::close(quint16 code, const QString &reason)
{
    if (m_closing)
        return;
    m_shard.limits().rejections.countClose(code);
    startClosing();
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    m_socket.write(encodeClose(code, reason));
    m_shard.flushLater(&m_socket);
}

void WebSocketSession::startClosing()
{
    if (std::exchange(m_closing, true))
        return;
    m_closingSince = std::chrono::steady_clock::now();
    m_hub.watch(*this);
}

qint64 WebSocketSession::bytesToWrite() const
{
    return m_socket.bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void WebSocketSession::beat(Beating::Time now)
{
    if (m_closing || m_awaitsAnswer)
        return;
    // With a payload, because the answer has it too: QWebSocket reads that together with the block of the
    // read buffer, which would else stay with an idle connection.
    static const QByteArray ping = encodeFrame(Opcode::Ping, "ping");
    m_awaitsAnswer = true;
    m_beatAt = now;
    m_socket.write(ping);
    m_shard.flushLater(&m_socket);
}

void WebSocketSession::checkAnswer(Beating::Time now)
{
    if (!m_awaitsAnswer || m_closing || now - m_beatAt < m_shard.config().pingTimeout)
        return;
    qCDebug(base::logNet, "A WebSocket is dropped because its peer has fallen silent.");
    m_shard.limits().rejections.count(Rejection::Silent);
    m_socket.abort();
}

void WebSocketSession::checkDeadline(Watched::Time now)
{
    if (now - m_closingSince >= closeTimeout)
        m_socket.abort();
}

void WebSocketSession::beforeRead()
{
    if (!m_webSocket)
        return;
    m_awaitsAnswer = false;
    if (m_closing)
        return discard();
    m_reading = true;
    const qint64 available = m_socket.bytesAvailable();
    const qint64 fresh = available - m_unread;
    if (fresh <= m_scanner.payloadLeft())
        return m_scanner.skip(fresh);
    const QByteArray bytes = m_socket.peek(available);
    const auto fault =
        m_scanner.scan(QByteArrayView(bytes).sliced(m_unread), std::chrono::steady_clock::now());
    if (fault)
        fail(*fault);
}

void WebSocketSession::afterRead()
{
    m_reading = false;
    m_unread = m_socket.bytesAvailable();
    if (m_socket.bytesToWrite() > 0)
        m_shard.flushLater(&m_socket);
}

/// Once a close frame is sent, only the peer's own counts: it ends the connection.
void WebSocketSession::discard()
{
    const QByteArray bytes = m_socket.readAll();
    const qint64 known = std::exchange(m_unread, 0);
    if (m_failed)
        return;
    m_failed =
        m_scanner.scan(QByteArrayView(bytes).sliced(known), std::chrono::steady_clock::now()).has_value();
    if (m_scanner.closeSeen())
        m_socket.disconnectFromHost();
}

void WebSocketSession::fail(const FrameFault &fault)
{
    const quint16 code = fault.closeCode == closecode::tooLarge ? m_terms.tooLargeCode : fault.closeCode;
    qCInfo(base::logNet, "A WebSocket is closed with %d: %ls", int(code), qUtf16Printable(fault.reason));
    m_failed = true;
    m_socket.skip(m_socket.bytesAvailable());
    close(code, fault.reason);
}

void WebSocketSession::bytesWritten()
{
    if (bytesToWrite() > 0)
        return;
    // Closing at once would reset the connection if the peer still sends, and it might never read why.
    if (m_closing && m_failed)
        return shutDownWriting(m_socket);
    if (m_closing || !m_handler)
        return;
    if (m_sending)
        QMetaObject::invokeMethod(this, &WebSocketSession::bytesWritten, Qt::QueuedConnection);
    else
        m_handler->drained();
}

} // namespace net
