#include "net/httpparser.h"

#include <QTest>

using namespace net;
using namespace Qt::StringLiterals;
using State = HttpParser::State;

namespace
{

constexpr qsizetype maxHead = 1000;

QByteArray head(const QByteArray &line, const QByteArray &headers = {})
{
    return line + "\r\nHost: chat.example\r\n" + headers + "\r\n";
}

/// Feeds all of \a bytes, accepts bodies of up to \a maxBody, and stops at the end of the first request.
State parse(HttpParser &parser, const QByteArray &bytes, qint64 maxBody = 100, qsizetype piece = 0)
{
    if (!piece)
        piece = std::max<qsizetype>(bytes.size(), 1);
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        if (parser.feed(QByteArrayView(bytes).sliced(at, std::min(piece, bytes.size() - at))) ==
            State::HeadDone)
            parser.startBody(maxBody);
    }
    return parser.state();
}

class CountingSink final : public HttpBodySink
{
public:
    void write(QByteArrayView bytes) override { received.append(bytes); }
    QByteArray received;
};

} // namespace

class TestHttpParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsRequests_data();
    void readsRequests();
    void refuses_data();
    void refuses();
    void readsTarget_data();
    void readsTarget();
    void refusesAtOnce_data();
    void refusesAtOnce();
    void headers();
    void pipelined();
    void emptyLinesBefore();
    void bodyGoesToSink();
    void keepsWhatFollowsAnUpgrade();
    void connection_data();
    void connection();
    void expectsContinue();
    void staysFailed();
    void upgrades_data();
    void upgrades();
};

void TestHttpParser::readsRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("get") << head("GET / HTTP/1.1") << "GET"_ba
                         << ""_ba;
    QTest::newRow("1.0 without a host") << "GET / HTTP/1.0\r\n\r\n"_ba
                                        << "GET"_ba
                                        << ""_ba;
    QTest::newRow("length") << head("POST / HTTP/1.1", "Content-Length: 5\r\n") + "hello"
                            << "POST"_ba
                            << "hello"_ba;
    QTest::newRow("length 0") << head("POST / HTTP/1.1", "Content-Length: 0\r\nContent-Type: a/b\r\n")
                              << "POST"_ba
                              << ""_ba;
    QTest::newRow("no length, no body") << head("POST / HTTP/1.1") << "POST"_ba
                                        << ""_ba;
    QTest::newRow("chunked") << head("PUT / HTTP/1.1", "Transfer-Encoding: chunked\r\n") +
                                    "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
                             << "PUT"_ba
                             << "abcde"_ba;
    QTest::newRow("chunked, with a trailer") << head("PUT / HTTP/1.1", "Transfer-Encoding: Chunked\r\n") +
                                                    "3\r\nabc\r\n0\r\nHost: evil\r\nX-Sum: 1\r\n\r\n"
                                             << "PUT"_ba
                                             << "abc"_ba;
    QTest::newRow("body at the limit")
        << head("POST / HTTP/1.1", "Content-Length: 100\r\n") + QByteArray(100, 'x') << "POST"_ba
        << QByteArray(100, 'x');
    QTest::newRow("unknown method") << head("BREW /pot HTTP/1.1") << "BREW"_ba
                                    << ""_ba;
    const QByteArray filler(maxHead - head("GET / HTTP/1.1", "A: \r\n").size(), 'x');
    QTest::newRow("head at the limit") << head("GET / HTTP/1.1", "A: " + filler + "\r\n") << "GET"_ba
                                       << ""_ba;
}

void TestHttpParser::readsRequests()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype piece : {0, 1, 7}) {
        HttpParser parser(maxHead);
        QCOMPARE(parse(parser, bytes, 100, piece), State::Done);
        QTEST(parser.request().method, "method");
        QTEST(parser.request().body, "body");
        QVERIFY(parser.request().header("host") != "evil");
        QCOMPARE(parser.buffered(), 0);
    }
}

void TestHttpParser::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");

    const QByteArray filler(maxHead - head("GET / HTTP/1.1", "A: \r\n").size() + 1, 'x');
    QTest::newRow("head one byte over") << head("GET / HTTP/1.1", "A: " + filler + "\r\n") << 431;
    QTest::newRow("endless first line") << "GET /" + QByteArray(2000, 'a') << 431;
    QTest::newRow("not HTTP") << "hello world\r\n\r\n"_ba << 400;
    QTest::newRow("HTTP/2 preface") << "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"_ba << 400;
    QTest::newRow("no target") << head("GET HTTP/1.1") << 400;
    QTest::newRow("spaces in the target") << head("GET /a b HTTP/1.1") << 400;
    QTest::newRow("method with a colon") << head("GE:T / HTTP/1.1") << 400;
    QTest::newRow("NUL in a value") << head("GET / HTTP/1.1", "A: x\0y\r\n"_ba) << 400;
    QTest::newRow("DEL in a value") << head("GET / HTTP/1.1", "A: x\x7fy\r\n") << 400;
    QTest::newRow("bare CR") << head("GET / HTTP/1.1", "A: x\ry\r\n") << 400;
    QTest::newRow("bare LF") << "GET / HTTP/1.1\nHost: a\n\n"_ba << 400;
    QTest::newRow("folded line") << head("GET / HTTP/1.1", "A: x\r\n y\r\n") << 400;
    QTest::newRow("space before the colon") << head("GET / HTTP/1.1", "A : x\r\n") << 400;
    QTest::newRow("nameless header") << head("GET / HTTP/1.1", ": x\r\n") << 400;
    QTest::newRow("line without a colon") << head("GET / HTTP/1.1", "junk\r\n") << 400;
    QTest::newRow("no host") << "GET / HTTP/1.1\r\n\r\n"_ba << 400;
    QTest::newRow("two hosts") << head("GET / HTTP/1.1", "Host: other\r\n") << 400;
    QTest::newRow("two lengths") << head("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 6\r\n")
                                 << 400;
    QTest::newRow("one length twice")
        << head("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 5\r\n") << 400;
    QTest::newRow("list of lengths") << head("POST / HTTP/1.1", "Content-Length: 5, 5\r\n") << 400;
    QTest::newRow("length not a number") << head("POST / HTTP/1.1", "Content-Length: five\r\n") << 400;
    QTest::newRow("negative length") << head("POST / HTTP/1.1", "Content-Length: -5\r\n") << 400;
    QTest::newRow("signed length") << head("POST / HTTP/1.1", "Content-Length: +5\r\n") << 400;
    QTest::newRow("length beyond 64 bits")
        << head("POST / HTTP/1.1", "Content-Length: 18446744073709551616\r\n") << 400;
    QTest::newRow("length, then chunked")
        << head("POST / HTTP/1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") << 400;
    QTest::newRow("chunked, then length")
        << head("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") << 400;
    QTest::newRow("chunked twice") << head("POST / HTTP/1.1",
                                           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")
                                   << 400;
    QTest::newRow("gzip") << head("POST / HTTP/1.1", "Transfer-Encoding: gzip\r\n") << 501;
    QTest::newRow("gzip, chunked") << head("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n") << 501;
    QTest::newRow("xchunked") << head("POST / HTTP/1.1", "Transfer-Encoding: xchunked\r\n") << 501;
    QTest::newRow("chunked in 1.0") << "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"_ba << 400;
    QTest::newRow("type but no length")
        << head("POST / HTTP/1.1", "Content-Type: application/json\r\n") << 411;
    QTest::newRow("declared too large") << head("POST / HTTP/1.1", "Content-Length: 101\r\n") << 413;
    QTest::newRow("largest number declared")
        << head("POST / HTTP/1.1", "Content-Length: 18446744073709551615\r\n") << 413;
    QTest::newRow("chunks too large") << head("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n") +
                                             "64\r\n" + QByteArray(100, 'x') + "\r\n1\r\ny\r\n0\r\n\r\n"
                                      << 413;
    QTest::newRow("chunk size not hex")
        << head("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n") + "zz\r\nabc" << 400;
    QTest::newRow("chunk longer than it says")
        << head("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n") + "2\r\nabcd\r\n0\r\n\r\n"
        << 400;
    QTest::newRow("endless chunk extension")
        << head("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n") + "2;" + QByteArray(2000, 'e') << 431;
    QTest::newRow("endless trailer") << head("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n") + "0\r\n" +
                                            QByteArray(2000, 'e')
                                     << 431;
}

void TestHttpParser::refuses()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype piece : {0, 1, 7}) {
        HttpParser parser(maxHead);
        QCOMPARE(parse(parser, bytes, 100, piece), State::Failed);
        QTEST(parser.fault().status, "status");
        QVERIFY(!parser.fault().message.isEmpty());
        QCOMPARE(parser.buffered(), 0);
    }
}

void TestHttpParser::readsTarget_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("q");

    QTest::newRow("plain") << "/a/b"_ba << true << "/a/b"_ba << QString();
    QTest::newRow("query") << "/a?q=1&r=2"_ba << true << "/a"_ba << u"1"_s;
    QTest::newRow("escapes") << "/a%20b%C3%AB?q=%C3%AB%2B+x"_ba << true << "/a b\xC3\xAB"_ba << u"ë+ x"_s;
    QTest::newRow("first of two") << "/a?&r=1&q=2&q=3"_ba << true << "/a"_ba << u"2"_s;
    QTest::newRow("escaped name") << "/a?%71=4"_ba << true << "/a"_ba << u"4"_s;
    QTest::newRow("no value") << "/a?q"_ba << true << "/a"_ba << QString();
    QTest::newRow("signs in a value") << "/a?q=a=b%26c"_ba << true << "/a"_ba << u"a=b&c"_s;
    QTest::newRow("empty query") << "/a?"_ba << true << "/a"_ba << QString();
    QTest::newRow("decoded once") << "/%2541"_ba << true << "/%41"_ba << QString();
    QTest::newRow("absolute") << "http://chat.example/a?q=1"_ba << true << "/a"_ba << u"1"_s;
    QTest::newRow("absolute, https") << "https://chat.example/a"_ba << true << "/a"_ba << QString();
    QTest::newRow("absolute, no path") << "HTTP://chat.example?q=2"_ba << true << "/"_ba << u"2"_s;
    QTest::newRow("star") << "*"_ba << true << "*"_ba << QString();
    QTest::newRow("dots stay") << "/a/../b"_ba << true << "/a/../b"_ba << QString();

    QTest::newRow("relative") << "a/b"_ba << false << ""_ba << QString();
    QTest::newRow("authority") << "chat.example:80"_ba << false << ""_ba << QString();
    QTest::newRow("no authority") << "http:///a"_ba << false << ""_ba << QString();
    QTest::newRow("another scheme") << "ftp://a/b"_ba << false << ""_ba << QString();
    QTest::newRow("half an escape") << "/a%2"_ba << false << ""_ba << QString();
    QTest::newRow("escape not hex") << "/a%zz"_ba << false << ""_ba << QString();
    QTest::newRow("escaped NUL") << "/a%00b"_ba << false << ""_ba << QString();
    QTest::newRow("fragment") << "/a#b"_ba << false << ""_ba << QString();
}

void TestHttpParser::readsTarget()
{
    QFETCH(QByteArray, target);
    QFETCH(bool, good);
    HttpParser parser(maxHead);
    QCOMPARE(parse(parser, head("GET " + target + " HTTP/1.1")), good ? State::Done : State::Failed);
    if (!good)
        QCOMPARE(parser.fault().status, 400);
    if (!good)
        return;
    QTEST(parser.request().path, "path");
    QTEST(parser.request().queryValue(u"q"_s).value_or(QString()), "q");
    QVERIFY(!parser.request().queryValue(u"absent"_s));
    QCOMPARE(parser.request().target, target);
}

void TestHttpParser::refusesAtOnce_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("TLS hello") << "\x16\x03\x01"_ba;
    QTest::newRow("NUL") << QByteArray(1, '\0');
    QTest::newRow("another protocol's first line") << "SSH-2.0-OpenSSH_9.2\r\n"_ba;
    QTest::newRow("bare line feed") << "GET / HTTP/1.1\n"_ba;
}

/// What cannot become a request is refused before an end of the head has come.
void TestHttpParser::refusesAtOnce()
{
    QFETCH(QByteArray, bytes);
    HttpParser parser(maxHead);
    QCOMPARE(parser.feed(bytes), State::Failed);
    QCOMPARE(parser.fault().status, 400);
}

void TestHttpParser::headers()
{
    HttpParser parser(maxHead);
    QCOMPARE(parse(parser, head("GET / HTTP/1.1", "X-A:  one two \r\nX-B:\r\nx-a: 3\r\n")), State::Done);
    QCOMPARE(parser.request().header("x-a"), "one two"_ba);
    QCOMPARE(parser.request().header("x-b"), ""_ba);
    QCOMPARE(parser.request().headers.size(), size_t(4));
    QCOMPARE(parser.request().headers.back(), std::pair("x-a"_ba, "3"_ba));
}

void TestHttpParser::pipelined()
{
    HttpParser parser(maxHead);
    QByteArray bytes;
    for (int i = 0; i < 10; ++i)
        bytes += head("POST /" + QByteArray::number(i) + " HTTP/1.1", "Content-Length: 1\r\n") +
                 QByteArray::number(i);
    parser.feed(bytes);
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(parser.state(), State::HeadDone);
        QCOMPARE(parser.startBody(1), State::Done);
        QCOMPARE(parser.request().path, "/" + QByteArray::number(i));
        QCOMPARE(parser.request().body, QByteArray::number(i));
        parser.next();
    }
    QCOMPARE(parser.state(), State::Head);
    QCOMPARE(parser.buffered(), 0);
}

void TestHttpParser::emptyLinesBefore()
{
    for (const qsizetype piece : {0, 1}) {
        HttpParser parser(maxHead);
        QCOMPARE(parse(parser, "\r\n\r\n" + head("GET / HTTP/1.1"), 0, piece), State::Done);
    }
}

void TestHttpParser::bodyGoesToSink()
{
    HttpParser parser(maxHead);
    CountingSink sink;
    QCOMPARE(parser.feed(head("PUT / HTTP/1.1", "Content-Length: 6\r\n") + "abc"), State::HeadDone);
    QCOMPARE(parser.startBody(6, &sink), State::Body);
    QCOMPARE(sink.received, "abc"_ba);
    QCOMPARE(parser.feed("def"), State::Done);
    QCOMPARE(sink.received, "abcdef"_ba);
    QVERIFY(parser.request().body.isEmpty());
}

void TestHttpParser::keepsWhatFollowsAnUpgrade()
{
    HttpParser parser(maxHead);
    parser.feed(head("GET / HTTP/1.1", "Upgrade: websocket\r\nConnection: Upgrade\r\n") + "\x81\x80");
    QVERIFY(parser.isUpgrade());
    QCOMPARE(parser.takeBuffered(), "\x81\x80"_ba);
}

void TestHttpParser::connection_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << "1.1"_ba
                         << ""_ba << true;
    QTest::newRow("1.1, close") << "1.1"_ba
                                << "Connection: close\r\n"_ba << false;
    QTest::newRow("1.0") << "1.0"_ba
                         << ""_ba << false;
    QTest::newRow("1.0, keep-alive") << "1.0"_ba
                                     << "Connection: Keep-Alive\r\n"_ba << true;
}

void TestHttpParser::connection()
{
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, header);
    HttpParser parser(maxHead);
    QCOMPARE(parse(parser, head("GET / HTTP/" + version, header)), State::Done);
    QTEST(parser.keepAlive(), "keepAlive");
}

void TestHttpParser::expectsContinue()
{
    HttpParser parser(maxHead);
    parser.feed(head("POST / HTTP/1.1", "Content-Length: 1\r\nExpect: 100-continue\r\n"));
    QVERIFY(parser.expectsContinue());
    HttpParser bodyless(maxHead);
    bodyless.feed(head("GET / HTTP/1.1", "Expect: 100-continue\r\n"));
    QVERIFY(!bodyless.expectsContinue());
}

void TestHttpParser::staysFailed()
{
    HttpParser parser(maxHead);
    parser.feed("junk\r\n");
    QCOMPARE(parser.feed(head("GET / HTTP/1.1")), State::Failed);
    QCOMPARE(parser.buffered(), 0);
}

void TestHttpParser::upgrades_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");

    const auto key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"_ba;
    const auto version = "Sec-WebSocket-Version: 13\r\n"_ba;
    QTest::newRow("good") << "GET / HTTP/1.1"_ba << key + version << 0;
    QTest::newRow("empty body") << "GET / HTTP/1.1"_ba << key + version + "Content-Length: 0\r\n" << 0;

    QTest::newRow("no key") << "GET / HTTP/1.1"_ba << version << 400;
    QTest::newRow("two keys") << "GET / HTTP/1.1"_ba << key + key + version << 400;
    QTest::newRow("short key") << "GET / HTTP/1.1"_ba << version + "Sec-WebSocket-Key: abcd\r\n" << 400;
    QTest::newRow("key not base64") << "GET / HTTP/1.1"_ba
                                    << version + "Sec-WebSocket-Key: !!!!IHNhbXBsZSBub25jZQ==\r\n"
                                    << 400;
    QTest::newRow("no version") << "GET / HTTP/1.1"_ba << key << 426;
    QTest::newRow("old version") << "GET / HTTP/1.1"_ba << key + "Sec-WebSocket-Version: 8\r\n" << 426;
    QTest::newRow("post") << "POST / HTTP/1.1"_ba << key + version << 400;
    QTest::newRow("1.0") << "GET / HTTP/1.0"_ba << key + version << 400;
    QTest::newRow("body") << "GET / HTTP/1.1"_ba << key + version + "Content-Length: 4\r\n" << 400;
}

void TestHttpParser::upgrades()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, headers);
    HttpParser parser(maxHead);
    QCOMPARE(parser.feed(head(line, "Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n" + headers)),
             State::HeadDone);
    QVERIFY(parser.isUpgrade());
    const auto fault = checkUpgrade(parser.request(), parser.isHttp11());
    QTEST(fault ? fault->status : 0, "status");
}

QTEST_GUILESS_MAIN(TestHttpParser)
#include "tst_httpparser.moc"
