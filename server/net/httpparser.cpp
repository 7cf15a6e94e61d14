#include "net/httpparser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <limits>

namespace net
{

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace
{

QByteArray toByteArray(beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

QByteArrayView toView(beast::string_view text)
{
    return QByteArrayView(text.data(), static_cast<qsizetype>(text.size()));
}

/// Neither a control character nor the end of a line nor white space, so that nothing depends on it.
bool isPlain(char c)
{
    return c > ' ' && c < 0x7f;
}

} // namespace

/// The grammar: what Boost.Beast recognises goes into the request.
class HttpParser::Beast final : public http::basic_parser<true>
{
public:
    explicit Beast(HttpRequest &request)
        : m_request(request)
    {
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(std::numeric_limits<std::uint64_t>::max());
    }

    void startBody(qint64 maxBytes, HttpBodySink *sink)
    {
        m_bytesLeft = maxBytes;
        m_sink = sink;
        eager(true);
    }

    bool isHttp11() const { return m_isHttp11; }
    bool targetIsGood() const { return m_targetIsGood; }

    /// Parses from the start of \a bytes and removes what it has understood.
    beast::error_code put(QByteArray &bytes)
    {
        beast::error_code error;
        const auto used = basic_parser::put(
            boost::asio::const_buffer(bytes.constData(), static_cast<size_t>(bytes.size())), error);
        bytes.remove(0, static_cast<qsizetype>(used));
        return error;
    }

private:
    void on_request_impl(http::verb, beast::string_view method, beast::string_view target, int version,
                         beast::error_code &) override
    {
        m_request.method = toByteArray(method);
        m_isHttp11 = version >= 11;
        m_targetIsGood = setTarget(m_request, toByteArray(target));
    }

    void on_response_impl(int, beast::string_view, int, beast::error_code &) override { Q_UNREACHABLE(); }

    void on_field_impl(http::field, beast::string_view name, beast::string_view value,
                       beast::error_code &) override
    {
        if (!is_header_done()) // else a trailer, which nobody needs
            m_request.headers.emplace_back(toByteArray(name).toLower(), toByteArray(value));
    }

    void on_header_impl(beast::error_code &) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const &, beast::error_code &) override {}
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code &) override {}
    void on_finish_impl(beast::error_code &) override {}

    std::size_t on_body_impl(beast::string_view body, beast::error_code &error) override
    {
        const QByteArrayView bytes = toView(body);
        m_bytesLeft -= bytes.size();
        if (m_bytesLeft < 0) {
            error = http::error::body_limit;
            return 0;
        }
        if (m_sink)
            m_sink->write(bytes);
        else
            m_request.body.append(bytes);
        return body.size();
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, beast::error_code &error) override
    {
        return on_body_impl(body, error);
    }

    HttpRequest &m_request;
    HttpBodySink *m_sink = nullptr;
    qint64 m_bytesLeft = 0;
    bool m_isHttp11 = false;
    bool m_targetIsGood = false;
};

HttpParser::HttpParser(qsizetype maxHeadBytes)
    : m_maxHeadBytes(maxHeadBytes)
{
}

HttpParser::~HttpParser() = default;

HttpParser::State HttpParser::feed(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    switch (m_state) {
    case State::Head:
        return parseHead();
    case State::Body:
        return parseBody();
    case State::HeadDone:
    case State::Done:
        break;
    case State::Failed:
        m_buffer.clear();
        break;
    }
    return m_state;
}

HttpParser::State HttpParser::startBody(qint64 maxBodyBytes, HttpBodySink *sink)
{
    Q_ASSERT(m_state == State::HeadDone);
    const auto declared = m_beast->content_length();
    if (declared && *declared > static_cast<quint64>(maxBodyBytes))
        return fail(413, QStringLiteral("The body has more than %1 bytes.").arg(maxBodyBytes));
    m_beast->startBody(maxBodyBytes, sink);
    m_state = State::Body;
    return parseBody();
}

HttpParser::State HttpParser::next()
{
    Q_ASSERT(m_state == State::Done);
    m_beast.reset();
    m_request = {};
    m_state = State::Head;
    m_scanned = 0;
    m_firstLineSeen = false;
    if (m_buffer.isEmpty())
        m_buffer = {};
    return parseHead();
}

HttpParser::State HttpParser::parseHead()
{
    const qsizetype end = findHeadEnd();
    if (!end)
        return m_state;
    m_beast = std::make_unique<Beast>(m_request);
    const beast::error_code error = m_beast->put(m_buffer);
    if (error || !m_beast->is_header_done())
        return fail(400, QStringLiteral("The request is not valid HTTP/1.1."));
    if (!m_beast->targetIsGood())
        return fail(400, QStringLiteral("The address of the request is malformed."));
    readHeadFlags();
    if (const auto fault = checkHead(m_request, m_http11))
        return fail(fault->status, fault->message);
    return m_state = State::HeadDone;
}

void HttpParser::readHeadFlags()
{
    m_http11 = m_beast->isHttp11();
    m_keepAlive = m_beast->keep_alive();
    m_upgrade =
        m_beast->upgrade() && m_request.header("upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
    m_hasBody = !m_beast->is_done();
    m_expectsContinue =
        m_http11 && m_hasBody && m_request.header("expect").compare("100-continue", Qt::CaseInsensitive) == 0;
}

HttpParser::State HttpParser::parseBody()
{
    // A chunked body never ends with less than "0\r\n\r\n"; Beast 1.74 asserts if it sees a part of that.
    const qsizetype fewest = m_beast->chunked() ? 5 : 1;
    while (!m_beast->is_done()) {
        if (m_buffer.size() < fewest)
            return m_state;
        const qsizetype before = m_buffer.size();
        const beast::error_code error = m_beast->put(m_buffer);
        if (error == http::error::body_limit)
            return fail(413, QStringLiteral("The body is larger than is accepted here."));
        if (error && error != http::error::need_more)
            return fail(400, QStringLiteral("The chunked body is malformed."));
        // What stays is a piece of a chunk's head or of a trailer, which has the same limit as a head, or the
        // next request.
        if (!m_beast->is_done() && m_buffer.size() > m_maxHeadBytes)
            return fail(431, QStringLiteral("A chunk's head is too long."));
        if (m_buffer.size() == before)
            return m_state;
    }
    return m_state = State::Done;
}

qsizetype HttpParser::findHeadEnd()
{
    // RFC 9112, 2.2: empty lines before a request are ignored.
    while (m_scanned == 0 && m_buffer.startsWith("\r\n"))
        m_buffer.remove(0, 2);
    if (m_scanned == 0 && m_buffer == "\r")
        return 0;
    const auto refuse = [this](int status, const QString &message) {
        fail(status, message);
        return 0;
    };
    const QByteArrayView text(m_buffer);
    for (; m_scanned < text.size(); ++m_scanned) {
        if (m_scanned >= m_maxHeadBytes)
            return refuse(
                431, QStringLiteral("The head of the request has more than %1 bytes.").arg(m_maxHeadBytes));
        const char c = text[m_scanned];
        const char before = m_scanned ? text[m_scanned - 1] : '\0';
        if (isPlain(c) && before > '\r')
            continue;
        const bool isControl = static_cast<uchar>(c) < ' ' && c != '\t' && c != '\r' && c != '\n';
        const bool isFolded = before == '\n' && (c == ' ' || c == '\t');
        if (isControl || c == 0x7f || isFolded || (before == '\r') != (c == '\n'))
            return refuse(400, QStringLiteral("The request is not valid HTTP/1.1."));
        if (c != '\n')
            continue;
        if (!m_firstLineSeen) {
            const QByteArrayView line = text.first(m_scanned - 1);
            if (!line.endsWith(" HTTP/1.1") && !line.endsWith(" HTTP/1.0"))
                return refuse(400, QStringLiteral("The request is not HTTP/1.1."));
            m_firstLineSeen = true;
        } else if (text[m_scanned - 2] == '\n') {
            return m_scanned + 1;
        }
    }
    return 0;
}

HttpParser::State HttpParser::fail(int status, const QString &message)
{
    m_fault = {status, message};
    m_buffer = {};
    return m_state = State::Failed;
}

} // namespace net
