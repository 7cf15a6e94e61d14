#pragma once

#include "net/connectionhub.h"
#include "net/httpparser.h"
#include "net/router.h"

class QTcpSocket;

namespace net
{

/// HTTP/1.1 on one socket: reads a request, has it answered, writes the answer, and reads the next one. Knows
/// the deadlines (HEADER_TIMEOUT, BODY_TIMEOUT, IDLE_TIMEOUT) and closes so that a refused client can read
/// why.
class HttpSession final : public QObject, private Watched
{
    Q_OBJECT

public:
    /// So much a socket's read buffer may hold; what a client sends beyond it waits in the network.
    static constexpr qint64 readBufferBytes = 65'536;

    /// \a socket outlives the session.
    HttpSession(QTcpSocket &socket, Shard &shard, QObject *parent);
    ~HttpSession() override;

    void start();
    /// Goes on with the handshake \a request, which another shard has read, and \a early after it.
    void resume(HttpRequest request, QByteArray early);
    void shutDown();
    /// The answer to request number \a serial; dropped if that is over.
    void answer(quint64 serial, HttpResponse response);
    /// Calls \a function if the session ends before request number \a serial is answered.
    void whenGone(quint64 serial, std::function<void()> function);
    /// After moving(): what resume() needs.
    std::pair<HttpRequest, QByteArray> takeHandshake();

Q_SIGNALS:
    /// A handshake that has passed every check. \a early: what the client has sent after it. The session has
    /// let go of the socket, and must be deleted, but not at once.
    void upgraded(const net::HttpRequest &request, const net::WebSocketOpened &opened,
                  const QByteArray &early);
    /// A handshake that \a home is to check and serve. The session has let go likewise.
    void moving(net::Shard &home);

private:
    enum class Phase { Reading, Handling, Lingering, Over };
    /// What a deadline is for.
    enum class Wait { Nothing, Request, Head, Body, Write, Linger };

    void checkDeadline(Time now) override;
    Wait waitsFor() const;
    void readyRead();
    void bytesWritten();
    void process();
    void readMore();
    void headDone();
    bool admit();
    void handle();
    void noHandler();
    void upgrade();
    void refuse(const HttpFault &fault);
    void respond(HttpResponse response);
    void write(const HttpResponse &response, bool keepAlive);
    void finish(bool keepAlive);
    void linger();
    void drain();
    void letGo();

    QTcpSocket &m_socket;
    Shard &m_shard;
    ConnectionHub &m_hub;
    HttpParser m_parser;
    Router::Match m_match;
    std::unique_ptr<HttpBodyWatch> m_bodyWatch;
    std::function<void()> m_whenGone; ///< while a request is with its handler
    QByteArray m_early;               ///< came from another shard
    Phase m_phase = Phase::Reading;
    bool m_processing = false;
    bool m_shuttingDown = false;
    bool m_firstRequest = true;
    quint64 m_serial = 0; ///< of the request that is with its handler, or was last
    qint64 m_drained = 0;
    Time m_progress{}; ///< something was last read, written or begun
    Time m_headStarted{};
};

} // namespace net
