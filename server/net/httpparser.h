#pragma once

#include "net/requesthead.h"

#include <memory>

namespace net
{

/// Takes a request's body as it comes, so that a large one need not be held in memory.
class HttpBodySink
{
public:
    virtual ~HttpBodySink() = default;
    /// \a bytes are gone after the call.
    virtual void write(QByteArrayView bytes) = 0;
};

/// Reads the requests of one connection, one after another. Pure: no socket, no clock, no log. What follows a
/// request is kept for the next one.
///
/// The order of calls: feed() until HeadDone; then startBody() with the route's limit, and feed() until Done;
/// then next(). Once Failed, a parser stays so: where the next request begins is no longer known. \see RFC
/// 9112. Line folding and bare line feeds, which it lets a server refuse, are refused.
class HttpParser final
{
public:
    enum class State {
        Head,     ///< waits for the rest of a head, or for its first byte
        HeadDone, ///< the head is read; startBody() goes on
        Body,     ///< waits for the rest of the body
        Done,     ///< the request is whole; next() goes on
        Failed,   ///< fault() says why
    };

    /// \a maxHeadBytes: request line and headers with their line ends; more is a 431.
    explicit HttpParser(qsizetype maxHeadBytes);
    ~HttpParser();

    State state() const { return m_state; }
    State feed(QByteArrayView bytes);
    /// \a maxBodyBytes: more is a 413, at once where the length is declared. Without a \a sink the body is
    /// collected in request().
    State startBody(qint64 maxBodyBytes, HttpBodySink *sink = nullptr);
    State next();

    /// Whole once the state is Done; headers and path once it is HeadDone; perhaps less if it is Failed.
    HttpRequest &request() { return m_request; }
    const HttpFault &fault() const { return m_fault; }

    bool isHttp11() const { return m_http11; }
    bool keepAlive() const { return m_keepAlive; }
    /// It asks for a WebSocket.
    bool isUpgrade() const { return m_upgrade; }
    /// The head says that a body follows.
    bool hasBody() const { return m_hasBody; }
    /// The client waits for 100 Continue before it sends the body.
    bool expectsContinue() const { return m_expectsContinue; }

    /// The bytes that have come but are not yet read.
    qsizetype buffered() const { return m_buffer.size(); }
    QByteArray takeBuffered() { return std::exchange(m_buffer, {}); }

private:
    class Beast;

    State parseHead();
    State parseBody();
    /// \return where the head ends, or 0 if that has not come yet or it is refused
    qsizetype findHeadEnd();
    State fail(int status, const QString &message);
    void readHeadFlags();

    const qsizetype m_maxHeadBytes;
    qsizetype m_scanned = 0; ///< so much of m_buffer holds no end of a head
    State m_state = State::Head;
    bool m_firstLineSeen = false;
    bool m_http11 = true;
    bool m_keepAlive = false;
    bool m_upgrade = false;
    bool m_hasBody = false;
    bool m_expectsContinue = false;
    QByteArray m_buffer;
    HttpRequest m_request;
    HttpFault m_fault;
    std::unique_ptr<Beast> m_beast; ///< from the end of a head to the end of its body
};

} // namespace net
