#pragma once

#include "net/connectionhub.h"
#include "net/framescanner.h"
#include "net/gatheringsocket.h"
#include "net/router.h"
#include "net/websocket.h"

class QSslSocket;
class QTcpSocket;
class QWebSocket;

namespace net
{

/// One open WebSocket. QWebSocket reads it; what is sent goes to the socket as it is, encoded once for all
/// receivers, and a FrameScanner looks at all that comes before QWebSocket does.
class WebSocketSession final : public QObject,
                               public WebSocketConnection,
                               private Watched,
                               private Beating,
                               private GatheringSocket::Listener
{
    Q_OBJECT

public:
    /// From a close frame to the end of the connection, whatever its peer does; with the sweep's second, 5 s
    /// at the latest.
    static constexpr std::chrono::milliseconds closeTimeout{4000};

    /// \a socket outlives the session, and has had its handshake read and checked. To be made before any
    /// other slot is connected to it: it must see what comes first.
    WebSocketSession(QTcpSocket &socket, Shard &shard, QObject *parent);
    /// Ends the handler, if finish() has not.
    ~WebSocketSession() override;

    /// Answers the handshake \a request, and makes the handler. \a early: what the client sent right after
    /// it. \return false if the socket is gone
    [[nodiscard]] bool open(const HttpRequest &request, const WebSocketOpened &opened,
                            const QByteArray &early);
    /// The socket is gone: tells the handler. Not from within one of its calls.
    void finish();

    void setTerms(const WebSocketTerms &terms) override;
    void send(const WebSocketFrame &frame, Priority priority) override;
    void close(quint16 code, const QString &reason) override;
    qint64 bytesToWrite() const override;

private:
    void beat(Beating::Time now) override;
    void checkAnswer(Beating::Time now) override;
    void checkDeadline(Watched::Time now) override;
    void gatheredWritten() override { bytesWritten(); }

    void connectWebSocket();
    /// Before QWebSocket reads: scans what is new.
    void beforeRead();
    /// After QWebSocket has read: remembers what it left, which is part of one frame.
    void afterRead();
    void discard();
    void bytesWritten();
    void fail(const FrameFault &fault);
    void startClosing();
    bool hasRoomFor(qint64 bytes);

    QTcpSocket &m_socket;
    Shard &m_shard;
    ConnectionHub &m_hub;
    QSslSocket *const m_tls;            ///< m_socket, if it is one
    GatheringSocket *const m_gathering; ///< likewise
    FrameScanner m_scanner;
    WebSocketTerms m_terms;
    QWebSocket *m_webSocket = nullptr;
    std::unique_ptr<WebSocketHandler> m_handler;
    qint64 m_unread = 0;      ///< scanned, but not yet read by QWebSocket
    Watched::Time m_beatAt{}; ///< when the last ping left
    Watched::Time m_closingSince{};
    bool m_awaitsAnswer = false;
    bool m_reading = false;
    bool m_sending = false;
    bool m_closing = false; ///< a close frame has been sent
    bool m_failed = false;  ///< the peer broke the protocol: what it sends has no meaning any more
    bool m_finished = false;
};

} // namespace net
