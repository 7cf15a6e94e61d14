#include "fuzz.h"

#include "net/httpparser.h"

#include <algorithm>

// What a socket brings before it is known to speak HTTP at all: heads, bodies, pipelined requests.

using namespace Qt::StringLiterals;
using net::HttpParser;
using State = HttpParser::State;

namespace
{
constexpr qsizetype maxHeadBytes = 512;
constexpr qint64 maxBodyBytes = 256;

/// All that a connection would learn from one stream, in order, and how that ended.
struct Transcript {
    enum class End {
        Waiting,
        Fault,
        UnfinishedBody,
        BodyFault,
        PartTooLong, ///< a chunk's head or a trailer had to be kept and was over the limit
    };
    std::vector<QByteArray> lines;
    End end = End::Waiting;
    net::HttpFault fault;
};
using End = Transcript::End;

/// How a stream is cut into pieces decides neither what is read nor what is refused, with two exceptions in
/// chunked bodies: that something is malformed may show a few bytes sooner or later; and a chunk's head or a
/// trailer over the limit passes where it comes in one piece, since nothing of it has to be kept.
bool agree(const Transcript &whole, const Transcript &pieces)
{
    if (pieces.end == End::PartTooLong)
        return pieces.lines.size() <= whole.lines.size() &&
               std::equal(pieces.lines.begin(), pieces.lines.end(), whole.lines.begin());
    if (whole.lines != pieces.lines)
        return false;
    const bool soonerOrLater = (whole.end == End::BodyFault && pieces.end == End::UnfinishedBody) ||
                               (whole.end == End::UnfinishedBody && pieces.end == End::BodyFault);
    return soonerOrLater || (whole.end == pieces.end && whole.fault.status == pieces.fault.status &&
                             whole.fault.message == pieces.fault.message);
}

void checkHead(const HttpParser &parser, const net::HttpRequest &request)
{
    FUZZ_CHECK(!request.method.isEmpty());
    FUZZ_CHECK(request.path.startsWith('/') || request.path == "*");
    FUZZ_CHECK(!request.path.contains('\0'));
    for (const auto &[name, value] : request.headers) {
        FUZZ_CHECK(!name.isEmpty() && name == name.toLower());
        FUZZ_CHECK(std::none_of(value.begin(), value.end(),
                                [](char c) { return c == '\r' || c == '\n' || c == '\0'; }));
    }
    FUZZ_CHECK(parser.hasBody() || !parser.expectsContinue());
    if (parser.isUpgrade()) {
        const auto fault = net::checkUpgrade(request, parser.isHttp11());
        FUZZ_CHECK(!fault || (fault->status >= 400 && !fault->message.isEmpty()));
    }
}

QByteArray headLine(const HttpParser &parser, const net::HttpRequest &request)
{
    QByteArray line = request.method + ' ' + request.target + ' ' + request.path + ' ' + request.query;
    line += ' ' + request.queryValue(QStringLiteral("token")).value_or(QString()).toUtf8();
    for (const auto &[name, value] : request.headers)
        line += '\n' + name + '=' + value;
    for (const bool flag : {parser.isHttp11(), parser.keepAlive(), parser.isUpgrade(), parser.hasBody(),
                            parser.expectsContinue()})
        line += flag ? '1' : '0';
    return line;
}

class Reader
{
public:
    /// \return false once nothing more of the stream is read
    bool feed(QByteArrayView bytes)
    {
        m_parser.feed(bytes);
        while (m_parser.state() == State::HeadDone || m_parser.state() == State::Done) {
            if (m_parser.state() == State::Done)
                finishRequest();
            else if (!beginRequest())
                return false;
        }
        if (m_parser.state() != State::Failed)
            return true;
        FUZZ_CHECK(m_parser.fault().status >= 400 && m_parser.fault().status < 600);
        FUZZ_CHECK(!m_parser.fault().message.isEmpty());
        noteFault();
        FUZZ_CHECK(m_parser.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n") == State::Failed);
        return false;
    }

    Transcript take()
    {
        if (m_parser.state() == State::Body)
            m_transcript.end = End::UnfinishedBody;
        return std::move(m_transcript);
    }

private:
    void noteFault()
    {
        m_transcript.fault = m_parser.fault();
        if (m_inBody)
            m_transcript.end = m_parser.fault().status == 431 ? End::PartTooLong : End::BodyFault;
        else
            m_transcript.end = End::Fault;
    }

    bool beginRequest()
    {
        checkHead(m_parser, m_parser.request());
        m_transcript.lines.push_back(headLine(m_parser, m_parser.request()));
        if (m_parser.isUpgrade())
            return false; // what follows is not HTTP
        m_inBody = true;
        m_parser.startBody(maxBodyBytes);
        return true;
    }

    void finishRequest()
    {
        FUZZ_CHECK(m_parser.request().body.size() <= maxBodyBytes);
        FUZZ_CHECK(m_parser.hasBody() || m_parser.request().body.isEmpty());
        m_transcript.lines.push_back("body " + m_parser.request().body);
        m_inBody = false;
        m_parser.next();
    }

    HttpParser m_parser{maxHeadBytes};
    bool m_inBody = false;
    Transcript m_transcript;
};

Transcript read(QByteArrayView input, qsizetype piece)
{
    Reader reader;
    for (qsizetype at = 0; at < input.size(); at += piece) {
        if (!reader.feed(input.sliced(at, std::min(piece, input.size() - at))))
            break;
    }
    return reader.take();
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    const Transcript whole = read(input, std::max<qsizetype>(input.size(), 1));
    for (const qsizetype piece : {1, 7, 300})
        FUZZ_CHECK(agree(whole, read(input, piece)));
}

std::vector<QByteArray> fuzz::seeds()
{
    return {
        "GET /health HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"_ba,
        "POST /chat/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nx-auth-token: a.b.c\r\nContent-Length: 23\r\n\r\n{\"room\":\"r\",\"text\":\"ë\"}"_ba,
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n"_ba,
        "GET /chat/ws/support-ACME-42?token=x%20y&after=7 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: http://a\r\n\r\n\x81\x80"_ba,
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.0\r\nConnection: close\r\n\r\nHEAD /3 HTTP/1.1\r\nHost: a\r\n\r\n"_ba,
        "PUT /x HTTP/1.1\r\nHost: [::1]:80\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok"_ba,
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"_ba,
        "GET http://a.example/%C3%A7?q=%00 HTTP/1.1\r\nHost: a.example\r\n\r\n"_ba,
        "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"_ba +
            "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"_ba.repeated(30)};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"\r\n"_ba,
            "\r\n\r\n"_ba,
            "\n"_ba,
            "\r"_ba,
            " "_ba,
            "\t"_ba,
            ":"_ba,
            "\0"_ba,
            "%"_ba,
            "%00"_ba,
            "%2e%2e/"_ba,
            "HTTP/1.1"_ba,
            "HTTP/2.0"_ba,
            "Content-Length: 5\r\n"_ba,
            "Content-Length: 18446744073709551616\r\n"_ba,
            "Content-Length: -1\r\n"_ba,
            "Content-Length: +5\r\n"_ba,
            "Transfer-Encoding: chunked\r\n"_ba,
            "Transfer-Encoding: gzip, chunked\r\n"_ba,
            "Host: b\r\n"_ba,
            "Connection: close\r\n"_ba,
            "Upgrade: websocket\r\n"_ba,
            "X: "_ba + QByteArray(500, 'x') + "\r\n"_ba,
            "ffffffffffffffff\r\n"_ba,
            "0\r\n\r\n"_ba,
            QByteArray(300, '0')};
}
