#include "net/httpsession.h"

#include "base/logging.h"
#include "net/clientaddress.h"
#include "net/httpresponder.h"
#include "net/limits.h"
#include "net/shard.h"
#include "net/socketutil.h"

#include <QPointer>
#include <QSslSocket>

#include <algorithm>

namespace net
{

using std::chrono::seconds;
using namespace Qt::StringLiterals;

namespace
{

/// While more than this waits to be written, no further request is begun.
constexpr qint64 maxUnsentBytes = 262'144;
/// A refused client's bytes are thrown away for so long, and so many of them, until it has read why.
constexpr seconds lingerTime(5);
constexpr qint64 lingerBytes = 16'777'216;

/// The answer to one request, from wherever its handler puts it.
class SessionTarget final : public HttpResponder::Target
{
public:
    SessionTarget(HttpSession *session, quint64 serial, Shard &shard)
        : m_session(session)
        , m_serial(serial)
        , m_shard(shard)
    {
    }

    ~SessionTarget() override
    {
        if (m_answered)
            return;
        // In whatever thread this is: the session may be touched in the shard's only.
        m_shard.post([session = m_session, serial = m_serial, &shard = m_shard] {
            if (!session)
                return;
            qCCritical(base::logNet, "A request was dropped without an answer.");
            session->answer(serial, shard.router().errorPage(500, u"The server failed to answer."_s));
        });
    }

    void answer(HttpResponse response) override
    {
        if (std::exchange(m_answered, true))
            return;
        if (m_session)
            m_session->answer(m_serial, std::move(response));
    }

    void whenGone(std::function<void()> function) override
    {
        if (m_session)
            m_session->whenGone(m_serial, std::move(function));
        else
            function();
    }

private:
    const QPointer<HttpSession> m_session;
    const quint64 m_serial;
    Shard &m_shard;
    bool m_answered = false;
};

bool isCleanHeader(const std::pair<QByteArray, QByteArray> &header)
{
    const auto isClean = [](const QByteArray &text) {
        return std::none_of(text.begin(), text.end(),
                            [](char c) { return static_cast<uchar>(c) < ' ' && c != '\t'; });
    };
    return isClean(header.first) && isClean(header.second) && !header.first.contains(':');
}

bool mayHaveBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

} // namespace

void HttpResponder::operator()(HttpResponse response) const
{
    m_target->answer(std::move(response));
}

void HttpResponder::whenGone(std::function<void()> function) const
{
    m_target->whenGone(std::move(function));
}

HttpSession::HttpSession(QTcpSocket &socket, Shard &shard, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_shard(shard)
    , m_hub(ConnectionHub::of(shard))
    , m_parser(shard.config().maxHeaderBytes)
    , m_progress(std::chrono::steady_clock::now())
{
    m_socket.setReadBufferSize(readBufferBytes);
    connect(&m_socket, &QTcpSocket::readyRead, this, &HttpSession::readyRead);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, &HttpSession::bytesWritten);
    // To TLS, written means encrypted. That can be long before it leaves.
    if (auto *tls = qobject_cast<QSslSocket *>(&m_socket))
        connect(tls, &QSslSocket::encryptedBytesWritten, this, &HttpSession::bytesWritten);
    m_hub.watch(*this);
}

HttpSession::~HttpSession()
{
    m_hub.unwatch(*this);
    if (m_whenGone)
        std::exchange(m_whenGone, {})();
}

void HttpSession::start()
{
    if (m_socket.bytesAvailable() > 0)
        readyRead();
}

void HttpSession::resume(HttpRequest request, QByteArray early)
{
    m_parser.request() = std::move(request);
    m_early = std::move(early);
    upgrade();
}

std::pair<HttpRequest, QByteArray> HttpSession::takeHandshake()
{
    return {std::move(m_parser.request()), m_parser.takeBuffered() + m_socket.readAll()};
}

void HttpSession::shutDown()
{
    m_shuttingDown = true;
    if (m_phase == Phase::Reading)
        m_socket.disconnectFromHost();
}

HttpSession::Wait HttpSession::waitsFor() const
{
    switch (m_phase) {
    case Phase::Over:
        return Wait::Nothing;
    case Phase::Lingering:
        return pendingBytes(m_socket) > 0 ? Wait::Write : Wait::Linger;
    case Phase::Handling:
        return pendingBytes(m_socket) > 0 ? Wait::Write : Wait::Nothing;
    case Phase::Reading:
        break;
    }
    if (pendingBytes(m_socket) > 0)
        return Wait::Write;
    if (m_parser.state() != HttpParser::State::Head)
        return Wait::Body;
    return m_parser.buffered() > 0 ? Wait::Head : Wait::Request;
}

void HttpSession::checkDeadline(Time now)
{
    const base::Config &config = m_shard.config();
    switch (waitsFor()) {
    case Wait::Nothing:
        break;
    case Wait::Request:
        if (now - m_progress >= config.idleTimeout)
            m_socket.disconnectFromHost();
        break;
    case Wait::Head:
        if (now - m_headStarted >= config.headerTimeout)
            refuse({408, u"The head of the request took too long."_s});
        break;
    case Wait::Body:
        if (now - m_progress >= config.bodyTimeout)
            refuse({408, u"The body of the request stopped."_s});
        break;
    case Wait::Write:
        if (now - m_progress >= config.bodyTimeout)
            m_socket.abort();
        break;
    case Wait::Linger:
        if (now - m_progress >= lingerTime)
            m_socket.abort();
        break;
    }
}

void HttpSession::readyRead()
{
    if (m_phase == Phase::Lingering)
        drain();
    else
        process();
}

void HttpSession::bytesWritten()
{
    m_progress = std::chrono::steady_clock::now();
    if (m_phase != Phase::Lingering)
        process();
    else if (pendingBytes(m_socket) == 0)
        shutDownWriting(m_socket);
}

void HttpSession::process()
{
    if (m_processing)
        return;
    m_processing = true;
    while (m_phase == Phase::Reading && m_socket.state() == QAbstractSocket::ConnectedState &&
           pendingBytes(m_socket) <= maxUnsentBytes) {
        switch (m_parser.state()) {
        case HttpParser::State::Head:
        case HttpParser::State::Body:
            if (m_socket.bytesAvailable() == 0) {
                m_processing = false;
                return;
            }
            readMore();
            break;
        case HttpParser::State::HeadDone:
            headDone();
            break;
        case HttpParser::State::Done:
            handle();
            break;
        case HttpParser::State::Failed:
            refuse(m_parser.fault());
            break;
        }
    }
    m_processing = false;
}

void HttpSession::readMore()
{
    const bool between = m_parser.state() == HttpParser::State::Head && m_parser.buffered() == 0;
    const auto now = std::chrono::steady_clock::now();
    // Not readAll(): this takes the socket's own block, if all is in one, so that it keeps none while it is
    // idle.
    m_parser.feed(m_socket.read(m_socket.bytesAvailable()));
    if (between)
        m_headStarted = now;
    // Empty lines are no request, and hold no connection open.
    if (!between || m_parser.buffered() > 0 || m_parser.state() != HttpParser::State::Head)
        m_progress = now;
}

bool HttpSession::admit()
{
    HttpRequest &request = m_parser.request();
    const bool tls = qobject_cast<QSslSocket *>(&m_socket) != nullptr;
    const ClientAddress client =
        clientAddress(m_socket.peerAddress(), tls, request, m_shard.limits().trustedProxies);
    request.remoteAddress = client.address;
    request.secure = client.secure;
    // Who connects directly was counted at the door. Behind a proxy, many share a connection; who upgrades
    // takes it.
    const bool counts = client.forwarded && (m_firstRequest || m_parser.isUpgrade());
    request.counted = counts || m_firstRequest;
    m_firstRequest = false;
    if (!counts)
        return true;
    const auto wait = m_shard.limits().connectRate.take(client.address, std::chrono::steady_clock::now());
    if (wait <= std::chrono::nanoseconds::zero())
        return true;
    ++m_shard.limits().refused;
    m_shard.limits().rejections.count(Rejection::ConnectRate);
    HttpResponse response = m_shard.router().errorPage(429, u"Too many connections from this address."_s);
    response.withHeader("Retry-After"_ba, QByteArray::number(std::chrono::ceil<seconds>(wait).count()));
    response.close = true;
    respond(std::move(response));
    return false;
}

void HttpSession::headDone()
{
    if (!admit())
        return;
    if (m_parser.isUpgrade())
        return upgrade();
    m_match = m_shard.router().match(m_parser.request(), false);
    if (!m_match.handler)
        return noHandler();
    const RouteTerms &terms = *m_match.terms;
    m_parser.startBody(terms.maxBodyBytes > 0 ? terms.maxBodyBytes : m_shard.config().maxPayloadBytes);
    if (m_parser.state() != HttpParser::State::Body)
        return;
    if (terms.begun)
        m_bodyWatch = terms.begun(m_parser.request(), m_shard);
    if (m_parser.expectsContinue() && m_parser.buffered() == 0) {
        m_socket.write("HTTP/1.1 100 Continue\r\n\r\n");
        m_shard.flushLater(&m_socket);
    }
}

void HttpSession::noHandler()
{
    const Router &router = m_shard.router();
    const QByteArray &method = m_parser.request().method;
    HttpResponse response;
    if (method == "OPTIONS" && (m_match.pathKnown || m_parser.request().path == "*"))
        response.status = 204;
    else if (!m_match.pathKnown)
        response = router.errorPage(404, u"There is nothing at this address."_s);
    else if (m_match.allow.isEmpty())
        response = router.errorPage(426, u"This address is for a WebSocket."_s);
    else
        response = router.errorPage(405, u"This address has no such method."_s);
    if (!m_match.allow.isEmpty())
        response.withHeader("Allow"_ba, m_match.allow);
    if (response.status == 426)
        response.withHeader("Upgrade"_ba, "websocket"_ba);
    response.close = response.close || m_parser.hasBody();
    respond(std::move(response));
}

void HttpSession::handle()
{
    m_phase = Phase::Handling;
    if (const auto watch = std::move(m_bodyWatch))
        watch->over();
    const HttpResponder responder(std::make_shared<SessionTarget>(this, ++m_serial, m_shard), m_shard);
    (*m_match.handler)(m_parser.request(), responder);
}

void HttpSession::answer(quint64 serial, HttpResponse response)
{
    if (serial != m_serial || m_phase != Phase::Handling ||
        m_socket.state() != QAbstractSocket::ConnectedState)
        return;
    m_progress = std::chrono::steady_clock::now();
    m_whenGone = nullptr;
    respond(std::move(response));
    process();
}

void HttpSession::whenGone(quint64 serial, std::function<void()> function)
{
    if (serial == m_serial && m_phase == Phase::Handling)
        m_whenGone = std::move(function);
}

void HttpSession::upgrade()
{
    HttpRequest &request = m_parser.request();
    const Router::Match match = m_shard.router().match(request, true);
    if (!match.opened)
        return refuse({404, u"There is no WebSocket at this address."_s});
    if (const auto fault = checkUpgrade(request, m_parser.isHttp11()))
        return refuse(*fault);
    if (*match.place) {
        Shard &home = (*match.place)(request, m_shard);
        if (&home != &m_shard) {
            letGo();
            Q_EMIT moving(home);
            return;
        }
    }
    if (*match.check) {
        if (auto refusal = (*match.check)(request, m_shard)) {
            refusal->close = true;
            return respond(std::move(*refusal));
        }
    }
    letGo();
    Q_EMIT upgraded(request, *match.opened, m_early + m_parser.takeBuffered() + m_socket.readAll());
}

void HttpSession::refuse(const HttpFault &fault)
{
    const auto watch = std::move(m_bodyWatch);
    if (watch && fault.status == 413)
        watch->over();
    HttpResponse response = m_shard.router().errorPage(fault.status, fault.message);
    if (fault.status == 413 && m_match.terms && m_match.terms->emptyTooLarge) {
        response = {};
        response.status = 413;
    }
    if (fault.status == 426)
        response.withHeader("Sec-WebSocket-Version"_ba, "13"_ba);
    response.close = true;
    respond(std::move(response));
}

void HttpSession::respond(HttpResponse response)
{
    m_shard.router().filter(m_parser.request(), response);
    m_shard.limits().answers.count(response.status);
    const bool isWhole = m_parser.state() == HttpParser::State::Done ||
                         (m_parser.state() == HttpParser::State::HeadDone && !m_parser.hasBody());
    const bool keepAlive = isWhole && m_parser.keepAlive() && !response.close && !m_shuttingDown;
    write(response, keepAlive);
    m_shard.flushLater(&m_socket);
    finish(keepAlive);
}

void HttpSession::write(const HttpResponse &response, bool keepAlive)
{
    const bool hasBody = mayHaveBody(response.status);
    QByteArray bytes;
    bytes.reserve(512 + response.body.size());
    bytes += "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reasonPhrase(response.status) +
             "\r\nDate: " + m_hub.httpDate() +
             (keepAlive ? "\r\nConnection: keep-alive\r\n" : "\r\nConnection: close\r\n");
    for (const auto &header : response.headers) {
        if (isCleanHeader(header))
            bytes += header.first + ": " + header.second + "\r\n";
        else
            qCCritical(base::logNet, "A response header with control characters was left out.");
    }
    if (hasBody)
        bytes += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    bytes += "\r\n";
    if (hasBody && m_parser.request().method != "HEAD")
        bytes += response.body;
    m_socket.write(bytes);
}

void HttpSession::finish(bool keepAlive)
{
    if (!keepAlive)
        return linger();
    if (m_parser.state() == HttpParser::State::HeadDone)
        m_parser.startBody(0);
    m_phase = Phase::Reading;
    m_progress = m_headStarted = std::chrono::steady_clock::now();
    m_parser.next();
}

/// Closing a socket that has unread bytes resets the connection, and the answer may be lost with it. So the
/// peer is told that nothing more comes, and what it still sends is thrown away.
void HttpSession::linger()
{
    const bool isClean = m_parser.state() == HttpParser::State::Done && m_parser.buffered() == 0 &&
                         m_socket.bytesAvailable() == 0;
    m_phase = Phase::Lingering;
    m_progress = std::chrono::steady_clock::now();
    if (isClean)
        m_socket.disconnectFromHost();
    else
        drain();
}

void HttpSession::drain()
{
    m_drained += m_socket.skip(m_socket.bytesAvailable());
    if (m_drained > lingerBytes)
        m_socket.abort();
}

void HttpSession::letGo()
{
    m_phase = Phase::Over;
    m_hub.unwatch(*this);
    disconnect(&m_socket, nullptr, this, nullptr);
}

} // namespace net
