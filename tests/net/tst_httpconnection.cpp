#include "net/httpresponder.h"
#include "transportharness.h"

#include <QRandomGenerator>
#include <QTimer>

#include <atomic>
#include <mutex>
#include <thread>

using namespace net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

struct Answer {
    int status = 0;
    QByteArray head;
    QByteArray body;
};

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith(name + ':'))
            return line.sliced(name.size() + 1).trimmed();
    }
    return {};
}

/// Takes one whole answer from the front of \a buffer.
std::optional<Answer> takeAnswer(QByteArray &buffer, bool hasBody = true)
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    Answer answer{buffer.mid(9, 3).toInt(), buffer.first(end + 4), {}};
    const qsizetype length = hasBody ? headerOf(answer.head, "content-length").toLongLong() : 0;
    if (buffer.size() < end + 4 + length)
        return std::nullopt;
    answer.body = buffer.sliced(end + 4, length);
    buffer.remove(0, end + 4 + length);
    return answer;
}

Answer readAnswer(QTcpSocket &socket, QByteArray &buffer, bool hasBody = true)
{
    std::optional<Answer> answer;
    readUntil(socket, buffer,
              [&](QByteArray &) { return (answer = takeAnswer(buffer, hasBody)).has_value(); });
    return answer.value_or(Answer());
}

QByteArray request(const QByteArray &line, const QByteArray &headers = {}, const QByteArray &body = {})
{
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
}

} // namespace

class TestHttpConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsAlive();
    void answersWithoutHandler_data();
    void answersWithoutHandler();
    void head();
    void noContent();
    void http10_data();
    void http10();
    void pipelined();
    void pipelinedPastTheReadBuffer();
    void oneRequestAtATime();
    void refuses_data();
    void refuses();
    void slowHead();
    void halfAHead();
    void bodyStops();
    void slowBodyIsFine();
    void idle();
    void emptyLinesDoNotKeepAlive();
    void refusalIsReadWhileSending();
    void expectContinue();
    void unanswered();
    void answeredTwice();
    void answeredAfterTheEnd();
    void answeredFromAnotherThread();
    void filterSeesEveryAnswer();
    void responseHeadersCannotSplit();
    void forwardedAddress_data();
    void forwardedAddress();
    void forwardedAddressIsRated();
    void largeAnswerToASlowReader_data();
    void largeAnswerToASlowReader();
    void largeAnswerToNoReader();
    void handlerMayTakeLong();
    void shutDown();
    void othersAreUnaffected();
    void overTls();

private:
    void add(const QByteArray &method, const QByteArray &path, HttpHandler handler, qint64 maxBody = 0)
    {
        m_harness->router.add(method, path, std::move(handler), maxBody);
    }
    /// Sends \a bytes on a new connection, and reads what comes until the server closes.
    Answer exchange(const QByteArray &bytes)
    {
        const auto client = m_harness->connectClient();
        client->write(bytes);
        QByteArray buffer;
        if (!readToEnd(*client, buffer))
            return {};
        return takeAnswer(buffer).value_or(Answer());
    }

    std::unique_ptr<TransportHarness> m_harness;
    std::atomic<int> m_inHandler = 0;
    std::atomic<int> m_mostInHandler = 0;
    std::atomic<int> m_handled = 0;
    std::mutex m_mutex;
    std::vector<HttpResponder> m_kept;
};

void TestHttpConnection::init()
{
    m_inHandler = m_mostInHandler = m_handled = 0;
    m_harness = std::make_unique<TransportHarness>();
    m_harness->config.trustedProxies = {};
    m_harness->router.setErrorPage([](int status, const QString &message) {
        return HttpResponse::json(status, "{\"message\":\"" + message.toUtf8() + "\"}");
    });
    add("GET", "/hello", [](const HttpRequest &, const HttpResponder &respond) {
        respond(HttpResponse::text(200, "text/plain"_ba, "hello"_ba));
    });
    add(
        "POST", "/echo",
        [](const HttpRequest &r, const HttpResponder &respond) {
            respond(HttpResponse::text(200, "text/plain"_ba, r.body));
        },
        100'000);
    add("GET", "/nothing", [](const HttpRequest &, const HttpResponder &respond) {
        HttpResponse response;
        response.status = 204;
        respond(response);
    });
    // Answers in a later turn, and counts how many requests are being answered at a time.
    add("GET", "/later/{n}", [this](const HttpRequest &r, const HttpResponder &respond) {
        const int now = ++m_inHandler;
        m_mostInHandler = std::max(m_mostInHandler.load(), now);
        const QByteArray body = r.pathParameter("n").toUtf8();
        respond.shard().post([this, respond, body] {
            --m_inHandler;
            respond(HttpResponse::text(200, "text/plain"_ba, body));
        });
    });
    add("GET", "/keep", [this](const HttpRequest &, const HttpResponder &respond) {
        const std::lock_guard lock(m_mutex);
        m_kept.push_back(respond);
        ++m_handled;
    });
    add("GET", "/forget", [](const HttpRequest &, const HttpResponder &) {});
    add("GET", "/large", [](const HttpRequest &, const HttpResponder &respond) {
        respond(HttpResponse::text(200, "text/plain"_ba, QByteArray(30'000'000, 'x')));
    });
    add("GET", "/who", [](const HttpRequest &r, const HttpResponder &respond) {
        respond(HttpResponse::text(200, "text/plain"_ba,
                                   r.remoteAddress.toString().toUtf8() + (r.secure ? " secure" : " plain")));
    });
    add("GET", "/split", [](const HttpRequest &, const HttpResponder &respond) {
        respond(HttpResponse::text(200, "text/plain"_ba, "ok"_ba).withHeader("X-A"_ba, "1\r\nX-Evil: 2"_ba));
    });
    m_harness->router.addWebSocket(
        "/ws", {}, [](WebSocketConnection &, const HttpRequest &, Shard &) { return nullptr; });
}

void TestHttpConnection::cleanup()
{
    m_harness->close();
    m_harness->stop(2s);
    QCOMPARE(m_harness->limits->connections, 0);
    m_kept.clear();
    m_harness.reset();
}

void TestHttpConnection::keepsAlive()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    QByteArray buffer;
    for (int i = 0; i < 3; ++i) {
        client->write(request("POST /echo", "Content-Length: 2\r\n", "ab"));
        const Answer answer = readAnswer(*client, buffer);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "ab"_ba);
        QVERIFY(answer.head.startsWith("HTTP/1.1 200 OK\r\n"));
        QCOMPARE(headerOf(answer.head, "connection"), "keep-alive"_ba);
        const auto date =
            QDateTime::fromString(QString::fromLatin1(headerOf(answer.head, "date")), Qt::RFC2822Date);
        QVERIFY2(qAbs(date.secsTo(QDateTime::currentDateTime())) < 10, answer.head.constData());
    }
    client->write(request("GET /hello", "Connection: close\r\n"));
    const Answer last = readAnswer(*client, buffer);
    QCOMPARE(headerOf(last.head, "connection"), "close"_ba);
    QVERIFY(readToEnd(*client, buffer));
}

void TestHttpConnection::answersWithoutHandler_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    QTest::newRow("options") << "OPTIONS /hello"_ba << 204 << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("options of all") << "OPTIONS *"_ba << 204 << ""_ba;
    QTest::newRow("unknown path") << "GET /nowhere"_ba << 404 << ""_ba;
    QTest::newRow("other method") << "DELETE /hello"_ba << 405 << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("unknown method") << "BREW /hello"_ba << 405 << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("a WebSocket's path") << "GET /ws"_ba << 426 << ""_ba;
}

void TestHttpConnection::answersWithoutHandler()
{
    QFETCH(QByteArray, line);
    QFETCH(int, status);
    m_harness->start();
    const auto client = m_harness->connectClient();
    QByteArray buffer;
    // Twice: such an answer does not end the connection.
    for (int i = 0; i < 2; ++i) {
        client->write(request(line));
        const Answer answer = readAnswer(*client, buffer);
        QCOMPARE(answer.status, status);
        QTEST(headerOf(answer.head, "allow"), "allow");
        if (status == 426)
            QCOMPARE(headerOf(answer.head, "upgrade"), "websocket"_ba);
    }
}

void TestHttpConnection::head()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("HEAD /hello") + request("GET /hello"));
    QByteArray buffer;
    const Answer head = readAnswer(*client, buffer, false);
    QCOMPARE(head.status, 200);
    QCOMPARE(headerOf(head.head, "content-length"), "5"_ba);
    QCOMPARE(readAnswer(*client, buffer).body, "hello"_ba);
}

void TestHttpConnection::noContent()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /nothing") + request("GET /hello"));
    QByteArray buffer;
    const Answer answer = readAnswer(*client, buffer);
    QCOMPARE(answer.status, 204);
    QVERIFY(!answer.head.toLower().contains("content-length"));
    QCOMPARE(readAnswer(*client, buffer).body, "hello"_ba);
}

void TestHttpConnection::http10_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("closes");
    QTest::newRow("plain") << ""_ba << true;
    QTest::newRow("keep-alive") << "Connection: keep-alive\r\n"_ba << false;
}

void TestHttpConnection::http10()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, closes);
    m_harness->config = TransportHarness::patientConfig();
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write("GET /hello HTTP/1.0\r\n" + header + "\r\n");
    QByteArray buffer;
    const Answer answer = readAnswer(*client, buffer);
    QCOMPARE(answer.body, "hello"_ba);
    QCOMPARE(headerOf(answer.head, "connection"), closes ? "close"_ba : "keep-alive"_ba);
    if (closes)
        QVERIFY(readToEnd(*client, buffer));
}

void TestHttpConnection::pipelined()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    QByteArray all;
    for (int i = 0; i < 10; ++i)
        all += request("GET /later/" + QByteArray::number(i));
    client->write(all);
    QByteArray buffer;
    for (int i = 0; i < 10; ++i)
        QCOMPARE(readAnswer(*client, buffer).body, QByteArray::number(i));
    QCOMPARE(m_mostInHandler, 1);
}

void TestHttpConnection::pipelinedPastTheReadBuffer()
{
    m_harness->config = TransportHarness::patientConfig();
    m_harness->start();
    const auto client = m_harness->connectClient();
    QByteArray all;
    constexpr int count = 5000;
    for (int i = 0; i < count; ++i)
        all += request("GET /later/" + QByteArray::number(i));
    client->write(all);
    QByteArray buffer;
    for (int i = 0; i < count; ++i)
        QCOMPARE(readAnswer(*client, buffer).body, QByteArray::number(i));
    QCOMPARE(m_mostInHandler, 1);
}

void TestHttpConnection::oneRequestAtATime()
{
    m_harness->config = TransportHarness::patientConfig();
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /keep") + request("GET /hello"));
    QTRY_COMPARE(m_handled, 1);
    QByteArray buffer;
    QVERIFY(!readUntil(
        *client, buffer, [](const QByteArray &b) { return !b.isEmpty(); }, 100));
    const HttpResponder respond = m_kept.front();
    m_harness->shard().post([respond] { respond(HttpResponse::text(200, "text/plain"_ba, "first"_ba)); });
    QCOMPARE(readAnswer(*client, buffer).body, "first"_ba);
    QCOMPARE(readAnswer(*client, buffer).body, "hello"_ba);
}

void TestHttpConnection::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("not HTTP") << "EHLO mail.example\r\n"_ba << 400;
    QTest::newRow("binary") << QByteArray(200, '\x16') << 400;
    QTest::newRow("17 KiB of head") << request("GET /hello", "X: " + QByteArray(17 * 1024, 'x') + "\r\n")
                                    << 431;
    QTest::newRow("two lengths") << request("POST /echo", "Content-Length: 1\r\nContent-Length: 2\r\n", "a")
                                 << 400;
    QTest::newRow("length and chunked")
        << request("POST /echo", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") << 400;
    QTest::newRow("gzip") << request("POST /echo", "Transfer-Encoding: gzip\r\n", "x") << 501;
    QTest::newRow("no length") << request("POST /echo", "Content-Type: text/plain\r\n") << 411;
    QTest::newRow("too long, declared") << request("POST /echo", "Content-Length: 100001\r\n") << 413;
    QTest::newRow("too long, chunked")
        << request("POST /echo", "Transfer-Encoding: chunked\r\n", "186A1\r\n" + QByteArray(100'001, 'x'))
        << 413;
    QTest::newRow("body for nobody") << request("POST /nowhere", "Content-Length: 5\r\n", "hello") << 404;
    QTest::newRow("good one first") << request("GET /hello") + "junk\r\n" << 200;
}

void TestHttpConnection::refuses()
{
    QFETCH(QByteArray, bytes);
    m_harness->config = TransportHarness::patientConfig();
    m_harness->start();
    const Answer answer = exchange(bytes);
    QTEST(answer.status, "status");
    if (answer.status == 200)
        return;
    QCOMPARE(headerOf(answer.head, "connection"), "close"_ba);
    QVERIFY2(answer.body.startsWith("{\"message\":"), answer.body.constData());
}

void TestHttpConnection::slowHead()
{
    m_harness->config.idleTimeout = 5min;
    m_harness->start();
    const auto client = m_harness->connectClient();
    const QByteArray bytes = request("GET /hello", "X: " + QByteArray(10'000, 'x') + "\r\n");
    qsizetype sent = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { client->write(bytes.sliced(sent++, 1)); });
    timer.start(20ms);
    QByteArray buffer;
    const Answer answer = readAnswer(*client, buffer);
    QCOMPARE(answer.status, 408);
    timer.stop();
    QVERIFY(sent < bytes.size());
    QVERIFY(readToEnd(*client, buffer));
}

void TestHttpConnection::halfAHead()
{
    m_harness->config.idleTimeout = 5min;
    m_harness->start();
    QCOMPARE(exchange("GET /hello HTTP/1.1\r\nHost: lo").status, 408);
}

void TestHttpConnection::bodyStops()
{
    m_harness->config.idleTimeout = m_harness->config.headerTimeout = 5min;
    m_harness->start();
    QCOMPARE(exchange(request("POST /echo", "Content-Length: 10\r\n", "hello")).status, 408);
    QCOMPARE(exchange(request("POST /echo", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n")).status, 408);
}

void TestHttpConnection::slowBodyIsFine()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("POST /echo", "Content-Length: 12\r\n"));
    int sent = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        client->write("x");
        if (++sent == 12)
            timer.stop();
    });
    timer.start(100ms); // 1.2 s in all, twice the time without progress
    QByteArray buffer;
    QCOMPARE(readAnswer(*client, buffer).body, QByteArray(12, 'x'));
}

void TestHttpConnection::idle()
{
    m_harness->config.headerTimeout = m_harness->config.bodyTimeout = 5min;
    m_harness->start();
    const auto silent = m_harness->connectClient();
    const auto used = m_harness->connectClient();
    used->write(request("GET /hello"));
    QByteArray buffer;
    QCOMPARE(readAnswer(*used, buffer).status, 200);
    QVERIFY(readToEnd(*used, buffer));
    QVERIFY(readToEnd(*silent, buffer));
    QCOMPARE(buffer, ""_ba);
    QTRY_COMPARE(m_harness->limits->connections, 0);
}

void TestHttpConnection::emptyLinesDoNotKeepAlive()
{
    m_harness->config.headerTimeout = m_harness->config.bodyTimeout = 5min;
    m_harness->start();
    const auto client = m_harness->connectClient();
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { client->write("\r\n"); });
    timer.start(50ms);
    QByteArray buffer;
    QVERIFY(readToEnd(*client, buffer));
}

/// A client that goes on sending what was refused reads the answer, and is not reset before.
void TestHttpConnection::refusalIsReadWhileSending()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("POST /echo", "Content-Length: 8000000\r\n"));
    client->write(QByteArray(8'000'000, 'x'));
    QTRY_COMPARE(client->bytesToWrite(), 0); // the server takes it all, to throw it away
    QByteArray buffer;
    QVERIFY(readToEnd(*client, buffer));
    QCOMPARE(client->error(), QAbstractSocket::RemoteHostClosedError);
    const auto answer = takeAnswer(buffer);
    QVERIFY(answer);
    QCOMPARE(answer->status, 413);
}

void TestHttpConnection::expectContinue()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("POST /echo", "Content-Length: 2\r\nExpect: 100-continue\r\n"));
    QByteArray buffer;
    QVERIFY(readUntil(*client, buffer, [](const QByteArray &b) { return b.endsWith("\r\n\r\n"); }));
    QCOMPARE(buffer, "HTTP/1.1 100 Continue\r\n\r\n"_ba);
    buffer.clear();
    client->write("ok");
    QCOMPARE(readAnswer(*client, buffer).body, "ok"_ba);
    // Refused before the body is sent.
    client->write(request("POST /echo", "Content-Length: 200000\r\nExpect: 100-continue\r\n"));
    QCOMPARE(readAnswer(*client, buffer).status, 413);
}

void TestHttpConnection::unanswered()
{
    QTest::ignoreMessage(QtCriticalMsg, "A request was dropped without an answer.");
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /forget") + request("GET /hello"));
    QByteArray buffer;
    QCOMPARE(readAnswer(*client, buffer).status, 500);
    QCOMPARE(readAnswer(*client, buffer).status, 200);
}

void TestHttpConnection::answeredTwice()
{
    add("GET", "/twice", [](const HttpRequest &, const HttpResponder &respond) {
        respond(HttpResponse::text(200, "text/plain"_ba, "1"_ba));
        respond(HttpResponse::text(200, "text/plain"_ba, "2"_ba));
        respond.shard().post([respond] { respond(HttpResponse::text(200, "text/plain"_ba, "3"_ba)); });
    });
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /twice"));
    QByteArray buffer;
    QCOMPARE(readAnswer(*client, buffer).body, "1"_ba);
    client->write(request("GET /later/9"));
    QCOMPARE(readAnswer(*client, buffer).body, "9"_ba);
}

void TestHttpConnection::answeredAfterTheEnd()
{
    m_harness->start();
    auto client = m_harness->connectClient();
    client->write(request("GET /keep"));
    QTRY_COMPARE(m_handled, 1);
    client->abort();
    QTRY_COMPARE(m_harness->limits->connections, 0);
    std::atomic<bool> done = false;
    m_harness->shard().post([&] {
        m_kept.front()(HttpResponse::text(200, "text/plain"_ba, "late"_ba));
        done = true;
    });
    QTRY_VERIFY(done);
}

/// Copies of a responder die in whatever thread they were taken to.
void TestHttpConnection::answeredFromAnotherThread()
{
    QTest::ignoreMessage(QtCriticalMsg, "A request was dropped without an answer.");
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /keep"));
    QTRY_COMPARE(m_handled, 1);
    m_kept.clear();
    QByteArray buffer;
    QCOMPARE(readAnswer(*client, buffer).status, 500);
}

void TestHttpConnection::filterSeesEveryAnswer()
{
    m_harness->router.setResponseFilter([](const HttpRequest &r, HttpResponse &response) {
        response.withHeader("X-Filtered"_ba, r.header("origin") + '.');
    });
    m_harness->start();
    for (const auto &bytes : {request("GET /hello", "Origin: o\r\nConnection: close\r\n"),
                              request("GET /nowhere", "Origin: o\r\nConnection: close\r\n"),
                              request("POST /echo", "Origin: o\r\nContent-Length: 9999999\r\n")})
        QCOMPARE(headerOf(exchange(bytes).head, "x-filtered"), "o."_ba);
    QCOMPARE(headerOf(exchange("junk\r\n").head, "x-filtered"), "."_ba);
}

void TestHttpConnection::responseHeadersCannotSplit()
{
    QTest::ignoreMessage(QtCriticalMsg, "A response header with control characters was left out.");
    m_harness->start();
    const Answer answer = exchange(request("GET /split", "Connection: close\r\n"));
    QCOMPARE(answer.body, "ok"_ba);
    QVERIFY(!answer.head.contains("Evil"));
}

void TestHttpConnection::forwardedAddress_data()
{
    QTest::addColumn<QStringList>("proxies");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("who");

    const QStringList local{u"127.0.0.1"_s};
    const QStringList chain{u"127.0.0.0/8"_s, u"10.0.0.0/8"_s};
    QTest::newRow("not forwarded") << local << ""_ba
                                   << "127.0.0.1 plain"_ba;
    QTest::newRow("forwarded") << local << "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n"_ba
                               << "203.0.113.7 secure"_ba;
    QTest::newRow("with a port") << local << "X-Forwarded-For: 203.0.113.7:5555\r\n"_ba
                                 << "203.0.113.7 plain"_ba;
    QTest::newRow("IPv6") << local << "X-Forwarded-For: [2001:db8::1]:80\r\n"_ba
                          << "2001:db8::1 plain"_ba;
    QTest::newRow("IPv6, bare") << local << "X-Forwarded-For: 2001:db8::1\r\n"_ba
                                << "2001:db8::1 plain"_ba;
    QTest::newRow("mapped") << local << "X-Forwarded-For: ::ffff:203.0.113.7\r\n"_ba
                            << "203.0.113.7 plain"_ba;
    QTest::newRow("chain of proxies") << chain << "X-Forwarded-For: 203.0.113.7, 10.1.2.3\r\n"_ba
                                      << "203.0.113.7 plain"_ba;
    QTest::newRow("two headers") << chain
                                 << "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 10.1.2.3\r\n"_ba
                                 << "203.0.113.7 plain"_ba;

    QTest::newRow("what the client claims itself") << local << "X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n"_ba
                                                   << "203.0.113.7 plain"_ba;
    QTest::newRow("untrusted peer") << QStringList()
                                    << "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Proto: https\r\n"_ba
                                    << "127.0.0.1 plain"_ba;
    QTest::newRow("junk") << local << "X-Forwarded-For: unknown\r\n"_ba
                          << "127.0.0.1 plain"_ba;
    QTest::newRow("junk before a proxy") << chain << "X-Forwarded-For: unknown, 10.1.2.3\r\n"_ba
                                         << "10.1.2.3 plain"_ba;
}

void TestHttpConnection::forwardedAddress()
{
    QFETCH(QStringList, proxies);
    QFETCH(QByteArray, headers);
    m_harness->config.trustedProxies = proxies;
    m_harness->start();
    QTEST(exchange(request("GET /who", headers + "Connection: close\r\n")).body, "who");
}

void TestHttpConnection::forwardedAddressIsRated()
{
    m_harness->config.trustedProxies = QStringList{u"127.0.0.1"_s};
    m_harness->config.connectRate = {0.01, 2};
    m_harness->start();
    const auto ask = [this](const QByteArray &from) {
        return exchange(request("GET /hello", "X-Forwarded-For: " + from + "\r\nConnection: close\r\n"));
    };
    QCOMPARE(ask("203.0.113.7").status, 200);
    QCOMPARE(ask("203.0.113.7").status, 200);
    const Answer refused = ask("203.0.113.7");
    QCOMPARE(refused.status, 429);
    const int seconds = headerOf(refused.head, "retry-after").toInt();
    QVERIFY2(seconds > 50 && seconds <= 100, refused.head.constData());
    QCOMPARE(ask("203.0.113.8").status, 200);
}

void TestHttpConnection::largeAnswerToASlowReader_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

void TestHttpConnection::largeAnswerToASlowReader()
{
    QFETCH(bool, tls);
    if (tls)
        m_harness->useTls();
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->setReadBufferSize(1'000'000);
    client->write(request("GET /large", "Connection: close\r\n"));
    qint64 received = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { received += client->read(1'000'000).size(); });
    timer.start(50ms);
    QTRY_VERIFY_WITH_TIMEOUT(received >= 30'000'000, 20'000);
}

void TestHttpConnection::largeAnswerToNoReader()
{
    m_harness->config.headerTimeout = m_harness->config.idleTimeout = 5min;
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->setReadBufferSize(1000);
    client->write(request("GET /large"));
    QTRY_COMPARE(m_harness->limits->connections, 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_harness->limits->connections, 0, 10'000);
}

/// No deadline is for the time that an answer takes to be made.
void TestHttpConnection::handlerMayTakeLong()
{
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /keep"));
    QTRY_COMPARE(m_handled, 1);
    QByteArray buffer;
    QVERIFY(!readToEnd(*client, buffer, 1500));
    m_harness->shard().post([this] { m_kept.front()(HttpResponse::text(200, "text/plain"_ba, "done"_ba)); });
    QCOMPARE(readAnswer(*client, buffer).body, "done"_ba);
}

void TestHttpConnection::shutDown()
{
    m_harness->config = TransportHarness::patientConfig();
    m_harness->start();
    const auto idleClient = m_harness->connectClient();
    const auto busyClient = m_harness->connectClient();
    busyClient->write(request("GET /keep"));
    QTRY_COMPARE(m_handled, 1);
    QTRY_COMPARE(m_harness->limits->connections, 2);
    QTimer::singleShot(100, this, [this] {
        m_harness->shard().post(
            [this] { m_kept.front()(HttpResponse::text(200, "text/plain"_ba, "last"_ba)); });
    });
    std::thread stopper([this] { m_harness->stop(5s); });
    QByteArray buffer;
    const Answer answer = readAnswer(*busyClient, buffer);
    QByteArray nothing;
    const bool idleClosed = readToEnd(*idleClient, nothing);
    const bool busyClosed = readToEnd(*busyClient, nothing);
    stopper.join();
    QCOMPARE(answer.body, "last"_ba);
    QCOMPARE(headerOf(answer.head, "connection"), "close"_ba);
    QVERIFY(idleClosed && busyClosed);
}

void TestHttpConnection::othersAreUnaffected()
{
    m_harness->config = TransportHarness::patientConfig();
    m_harness->start();
    std::vector<std::unique_ptr<QTcpSocket>> bad;
    for (const auto &bytes :
         {"GET /hel"_ba, "junk\r\n"_ba, request("POST /echo", "Content-Length: 50\r\n", "x"),
          request("GET /large"), request("GET /keep")}) {
        bad.push_back(m_harness->connectClient());
        bad.back()->setReadBufferSize(1);
        bad.back()->write(bytes);
    }
    const auto good = m_harness->connectClient();
    QByteArray buffer;
    for (int i = 0; i < 100; ++i) {
        good->write(request("GET /later/" + QByteArray::number(i)));
        QCOMPARE(readAnswer(*good, buffer).body, QByteArray::number(i));
    }
    bad.clear();
}

void TestHttpConnection::overTls()
{
    m_harness->useTls();
    m_harness->start();
    const auto client = m_harness->connectClient();
    client->write(request("GET /who") + request("GET /later/7"));
    QByteArray buffer;
    QCOMPARE(readAnswer(*client, buffer).body, "127.0.0.1 secure"_ba);
    QCOMPARE(readAnswer(*client, buffer).body, "7"_ba);
    client->write(request("POST /echo", "Content-Length: 999999\r\n", QByteArray(300'000, 'x')));
    QCOMPARE(readAnswer(*client, buffer).status, 413);
    QVERIFY(readToEnd(*client, buffer, 3000));
}

QTEST_GUILESS_MAIN(TestHttpConnection)
#include "tst_httpconnection.moc"
