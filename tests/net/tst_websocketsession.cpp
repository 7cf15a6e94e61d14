#include "net/frames.h"
#include "net/framescanner.h"
#include "transportharness.h"

#include <QCryptographicHash>
#include <QTimer>
#include <QtEndian>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

using namespace net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

const auto key = "dGhlIHNhbXBsZSBub25jZQ=="_ba;

QByteArray handshake(const QByteArray &path = "/ws/r1"_ba, const QByteArray &headers = {})
{
    return "GET " + path +
           " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
           key + "\r\n" + headers + "\r\n";
}

/// A client's frame, masked.
QByteArray masked(int opcode, const QByteArray &payload, bool final = true)
{
    const QByteArray mask = "\x12\x34\x56\x78"_ba;
    QByteArray bytes = encodeFrame(static_cast<Opcode>(opcode), payload);
    const qsizetype header = bytes.size() - payload.size();
    for (qsizetype i = 0; i < payload.size(); ++i)
        bytes[header + i] = static_cast<char>(bytes[header + i] ^ mask[i % 4]);
    bytes[0] = static_cast<char>((final ? 0x80 : 0) | opcode);
    bytes[1] = static_cast<char>(bytes[1] | 0x80);
    return bytes.insert(header, mask);
}

struct Frame {
    int opcode = -1;
    QByteArray payload;
    int closeCode() const
    {
        return opcode == 8 && payload.size() >= 2 ? qFromBigEndian<quint16>(payload.constData()) : 0;
    }
};

/// Takes one unmasked frame from the front of \a buffer.
std::optional<Frame> takeFrame(QByteArray &buffer)
{
    if (buffer.size() < 2)
        return std::nullopt;
    qsizetype header = 2;
    qint64 size = static_cast<uchar>(buffer[1]);
    if (size >= 126)
        header += size == 126 ? 2 : 8;
    if (buffer.size() < header)
        return std::nullopt;
    if (size == 126)
        size = qFromBigEndian<quint16>(buffer.constData() + 2);
    else if (size == 127)
        size = static_cast<qint64>(qFromBigEndian<quint64>(buffer.constData() + 2));
    if (buffer.size() < header + size)
        return std::nullopt;
    Frame frame{static_cast<uchar>(buffer[0]) & 0x0f, buffer.mid(header, size)};
    buffer.remove(0, header + size);
    return frame;
}

/// A WebSocket client that does only what it is told.
class Client
{
public:
    explicit Client(const TransportHarness &harness)
        : socket(harness.connectClient())
    {
    }

    /// \return the status line's number
    int open(const QByteArray &request = handshake())
    {
        socket->write(request);
        readUntil(*socket, buffer, [](const QByteArray &b) { return b.contains("\r\n\r\n"); });
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        head = buffer.first(std::max<qsizetype>(end, 0));
        buffer.remove(0, end + 4);
        return head.mid(9, 3).toInt();
    }

    Frame frame(int timeoutMs = 10'000)
    {
        std::optional<Frame> frame;
        readUntil(
            *socket, buffer, [&](QByteArray &) { return (frame = takeFrame(buffer)).has_value(); },
            timeoutMs);
        return frame.value_or(Frame());
    }

    /// Reads up to the close frame. \return its code, or 0
    int closeCode()
    {
        for (Frame next = frame(); next.opcode >= 0; next = frame()) {
            if (next.opcode == 8)
                return next.closeCode();
        }
        return 0;
    }

    bool gone(int timeoutMs = 10'000) { return readToEnd(*socket, buffer, timeoutMs); }

    std::unique_ptr<QTcpSocket> socket;
    QByteArray head;
    QByteArray buffer;
};

} // namespace

class TestWebSocketSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void handshakes();
    void refusesHandshake_data();
    void refusesHandshake();
    void keepsNothingOfTheHandshake();
    void echoes_data();
    void echoes();
    void byteByByte();
    void manyInOneWrite();
    void sentWithTheHandshake();
    void fragments();
    void largest();
    void violations_data();
    void violations();
    void nothingAfterAViolation();
    void endlessFragments();
    void notUtf8();
    void tooLargeIsToldAtOnce();
    void answersPing();
    void pingsAndDropsTheSilent();
    void pongKeepsOpen();
    void clientCloses();
    void serverCloses();
    void serverCloseIsAnsweredByNobody();
    void closesInOpened();
    void slowReader();
    void ephemeralIsDropped();
    void burstToAFastReader();
    void drained();
    void clientVanishes();
    void shutDown();
    void manyConnections();
    void overTls();

private:
    class Handler;
    void broadcast(const QByteArray &text,
                   WebSocketConnection::Priority priority = WebSocketConnection::Priority::Reliable)
    {
        m_harness->shard().post([this, text, priority] {
            const WebSocketFrame frame = WebSocketFrame::text(text);
            for (WebSocketConnection *connection : m_connections)
                connection->send(frame, priority);
        });
    }

    std::unique_ptr<TransportHarness> m_harness;
    std::set<WebSocketConnection *> m_connections; ///< the shard's
    std::atomic<int> m_open = 0;
    std::atomic<int> m_closed = 0;
    std::atomic<int> m_drained = 0;
    std::atomic<qint64> m_waiting = 0;
    std::mutex m_mutex;
    QStringList m_texts;
};

/// Echoes, and does what some texts say.
class TestWebSocketSession::Handler final : public WebSocketHandler
{
public:
    Handler(TestWebSocketSession &test, WebSocketConnection &connection)
        : m_test(test)
        , m_connection(connection)
    {
        m_test.m_connections.insert(&connection);
        ++m_test.m_open;
    }
    ~Handler() override { --m_test.m_open; }

    void textReceived(const QString &text) override
    {
        {
            const std::lock_guard lock(m_test.m_mutex);
            m_test.m_texts.append(text);
        }
        if (text == u"close"_s)
            m_connection.close(4401, u"as you wish"_s);
        m_connection.send(WebSocketFrame::text(text.toUtf8()));
    }
    void binaryReceived(const QByteArray &bytes) override
    {
        m_connection.send(WebSocketFrame::binary(bytes));
    }
    void drained() override { ++m_test.m_drained; }
    void closed() override
    {
        ++m_test.m_closed;
        m_test.m_connections.erase(&m_connection);
    }

private:
    TestWebSocketSession &m_test;
    WebSocketConnection &m_connection;
};

void TestWebSocketSession::init()
{
    m_open = m_closed = m_drained = 0;
    m_texts.clear();
    m_harness = std::make_unique<TransportHarness>();
    m_harness->config = TransportHarness::patientConfig();
    m_harness->router.addWebSocket(
        "/ws/{room}",
        [](const HttpRequest &request) -> std::optional<HttpResponse> {
            if (request.header("origin") == "http://evil.example")
                return HttpResponse::json(403, "{\"error\":\"forbidden\"}"_ba);
            return std::nullopt;
        },
        [this](WebSocketConnection &connection, const HttpRequest &request, Shard &) {
            if (request.queryValue(u"token"_s) == u"bad"_s)
                connection.close(4401, u"The token is not good."_s);
            else if (request.queryValue(u"hello"_s))
                connection.send(WebSocketFrame::text(request.pathParameter("room").toUtf8()));
            return std::make_unique<Handler>(*this, connection);
        });
    m_harness->router.add("GET", "/hello", [](const HttpRequest &, const HttpResponder &respond) {
        respond(HttpResponse::text(200, "text/plain"_ba, "hello"_ba));
    });
}

void TestWebSocketSession::cleanup()
{
    m_harness->close();
    m_harness->stop(3s);
    QCOMPARE(m_open, 0);
    QCOMPARE(m_harness->limits->webSockets, 0);
    QCOMPARE(m_harness->limits->connections, 0);
    m_harness.reset();
}

void TestWebSocketSession::handshakes()
{
    m_harness->start();
    Client client(*m_harness);
    // HTTP first, on the same connection.
    QCOMPARE(client.open("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
    client.buffer.clear();
    QCOMPARE(client.open(handshake("/ws/r2?hello=1")), 101);
    const QByteArray accept =
        QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
    QVERIFY2(client.head.contains("Sec-WebSocket-Accept: " + accept), client.head.constData());
    QCOMPARE(client.frame().payload, "r2"_ba);
    QCOMPARE(m_harness->limits->webSockets, 1);
    QCOMPARE(m_harness->limits->connections, 1);
}

void TestWebSocketSession::refusesHandshake_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    QTest::newRow("no key") << handshake().replace("Sec-WebSocket-Key", "X-Key") << 400;
    QTest::newRow("bad key") << handshake().replace(key, "abc") << 400;
    QTest::newRow("old version") << handshake().replace("Version: 13", "Version: 8") << 426;
    QTest::newRow("foreign origin") << handshake("/ws/r1"_ba, "Origin: http://evil.example\r\n"_ba) << 403;
    QTest::newRow("no such path") << handshake("/nowhere"_ba) << 404;
    QTest::newRow("a path with dots") << handshake("/ws/a/../b"_ba) << 404;
    QTest::newRow("no room") << handshake("/ws/"_ba) << 404;
    QTest::newRow("not a WebSocket's path") << handshake("/hello"_ba) << 404;
    QTest::newRow("post") << handshake().replace("GET", "POST") << 400;
    QTest::newRow("body") << handshake("/ws/r1"_ba, "Content-Length: 3\r\n"_ba) + "abc" << 400;
    QTest::newRow("no Connection: Upgrade")
        << handshake().replace("keep-alive, Upgrade", "keep-alive") << 426;
    QTest::newRow("no host") << handshake().replace("Host: localhost\r\n", "") << 400;
}

void TestWebSocketSession::refusesHandshake()
{
    QFETCH(QByteArray, request);
    m_harness->start();
    Client client(*m_harness);
    QTEST(client.open(request), "status");
    if (client.head.startsWith("HTTP/1.1 426"))
        QVERIFY2(client.head.contains("Upgrade: websocket") ||
                     client.head.contains("Sec-WebSocket-Version: 13"),
                 client.head.constData());
    QCOMPARE(m_closed, 0);
    QCOMPARE(m_harness->limits->webSockets, 0);
}

/// Heads that Qt's own server would not take: it never sees them.
void TestWebSocketSession::keepsNothingOfTheHandshake()
{
    m_harness->start();
    QByteArray headers;
    for (int i = 0; i < 200; ++i)
        headers += "X-Header-" + QByteArray::number(i) + ": value\r\n";
    Client many(*m_harness);
    QCOMPARE(many.open(handshake("/ws/r1"_ba, headers)), 101);
    Client longLine(*m_harness);
    QCOMPARE(longLine.open(handshake("/ws/r1?hello=" + QByteArray(9000, 'x'))), 101);
    QCOMPARE(longLine.frame().payload, "r1"_ba);
}

void TestWebSocketSession::echoes_data()
{
    QTest::addColumn<int>("opcode");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("text") << 1 << u"Përshëndetje, si mund t'ju ndihmoj? 👋"_s.toUtf8();
    QTest::newRow("empty text") << 1 << ""_ba;
    QTest::newRow("binary") << 2 << "\0\xff\x80"_ba;
    QTest::newRow("16 bit length") << 1 << QByteArray(200, 'x');
    QTest::newRow("64 bit length") << 2 << QByteArray(100'000, 'x');
}

void TestWebSocketSession::echoes()
{
    QFETCH(int, opcode);
    QFETCH(QByteArray, payload);
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    for (int i = 0; i < 3; ++i) {
        client.socket->write(masked(opcode, payload));
        const Frame echo = client.frame();
        QCOMPARE(echo.opcode, opcode);
        QCOMPARE(echo.payload, payload);
    }
}

void TestWebSocketSession::byteByByte()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QByteArray text(300, 'x');
    const QByteArray bytes =
        masked(1, text.first(150), false) + masked(9, "p") + masked(0, text.sliced(150)) + masked(2, "b");
    for (const char c : bytes) {
        client.socket->write(&c, 1);
        client.socket->flush();
        QTest::qWait(0);
    }
    QCOMPARE(client.frame().payload, "p"_ba);
    QCOMPARE(client.frame().payload, text);
    QCOMPARE(client.frame().payload, "b"_ba);
}

void TestWebSocketSession::manyInOneWrite()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    QByteArray bytes;
    for (int i = 0; i < 1000; ++i)
        bytes += masked(1, QByteArray::number(i)) + (i % 100 ? ""_ba : masked(10, "pong"_ba));
    client.socket->write(bytes);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(client.frame().payload, QByteArray::number(i));
}

void TestWebSocketSession::sentWithTheHandshake()
{
    m_harness->start();
    Client client(*m_harness);
    const QByteArray second = masked(1, "second");
    QCOMPARE(client.open(handshake() + masked(1, "first") + second.first(7)), 101);
    QCOMPARE(client.frame().payload, "first"_ba);
    client.socket->write(second.sliced(7));
    QCOMPARE(client.frame().payload, "second"_ba);
}

void TestWebSocketSession::fragments()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "one ", false) + masked(9, "ping") + masked(0, "two ", false) +
                         masked(0, "three"));
    QCOMPARE(client.frame().opcode, 10);
    QCOMPARE(client.frame().payload, "one two three"_ba);
}

/// A whole message of the limit's size fits the read buffer, whatever surrounds it.
void TestWebSocketSession::largest()
{
    m_harness->config.maxSendBuffer = 10'000'000;
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    const QByteArray text(m_harness->config.maxPayloadBytes, 'x');
    client.socket->write(masked(1, "a") + masked(1, text) + masked(1, text) + masked(1, "b"));
    QCOMPARE(client.frame().payload, "a"_ba);
    QCOMPARE(client.frame().payload.size(), text.size());
    QCOMPARE(client.frame().payload.size(), text.size());
    QCOMPARE(client.frame().payload, "b"_ba);
}

void TestWebSocketSession::violations_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::newRow("unmasked") << encodeFrame(Opcode::Text, "hello") << 1002;
    QTest::newRow("reserved bit") << "\xc1\x80\x12\x34\x56\x78"_ba << 1002;
    QTest::newRow("reserved opcode") << masked(3, "x") << 1002;
    QTest::newRow("fragmented ping") << masked(9, "x", false) << 1002;
    QTest::newRow("continues nothing") << masked(0, "x") << 1002;
    QTest::newRow("new message in fragments") << masked(1, "x", false) + masked(1, "x") << 1002;
    QTest::newRow("one byte too large") << masked(1, QByteArray(1'000'001, 'x')) << 4413;
    QTest::newRow("too large in fragments")
        << masked(2, QByteArray(600'000, 'x'), false) + masked(0, QByteArray(600'000, 'x')) << 4413;
    QTest::newRow("flood of pings") << masked(9, "").repeated(FrameScanner::maxControlFrames + 1) << 4429;
    QTest::newRow("close with one byte") << masked(8, "x") << 1002;
    QTest::newRow("close with a reserved code") << masked(8, "\x03\xed"_ba) << 1002;
}

void TestWebSocketSession::violations()
{
    QFETCH(QByteArray, bytes);
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(bytes);
    QTEST(client.closeCode(), "code");
    QVERIFY(client.gone(2000));
    QCOMPARE(client.socket->error(), QAbstractSocket::RemoteHostClosedError);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_texts, QStringList());
}

void TestWebSocketSession::nothingAfterAViolation()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "good"));
    QCOMPARE(client.frame().payload, "good"_ba);
    client.socket->write(encodeFrame(Opcode::Text, "unmasked") + masked(1, "after"));
    QCOMPARE(client.closeCode(), 1002);
    client.socket->write(masked(1, "later"));
    client.socket->disconnectFromHost();
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_texts, QStringList{u"good"_s});
}

void TestWebSocketSession::endlessFragments()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "x", false));
    int sent = 1;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        client.socket->write(masked(0, "x", false).repeated(100));
        sent += 100;
    });
    timer.start(1ms);
    QCOMPARE(client.closeCode(), 4413);
    QVERIFY2(sent >= FrameScanner::maxFragments && sent < 100'000, qPrintable(QString::number(sent)));
    timer.stop();
    QCOMPARE(m_texts, QStringList());
}

void TestWebSocketSession::notUtf8()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "\xc3\x28"_ba));
    QCOMPARE(client.closeCode(), 1007);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_texts, QStringList());
}

/// The header says enough: not a byte of such a message is waited for.
void TestWebSocketSession::tooLargeIsToldAtOnce()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write("\x82\xff\x00\x00\x00\xff\x00\x00\x00\x00mask"_ba);
    QCOMPARE(client.closeCode(), 4413);
}

void TestWebSocketSession::answersPing()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(9, "are you there?"));
    const Frame pong = client.frame();
    QCOMPARE(pong.opcode, 10);
    QCOMPARE(pong.payload, "are you there?"_ba);
}

void TestWebSocketSession::pingsAndDropsTheSilent()
{
    m_harness->config.pingInterval = 500ms;
    m_harness->config.pingTimeout = 300ms;
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    const Frame ping = client.frame();
    QCOMPARE(ping.opcode, 9);
    QVERIFY(!ping.payload.isEmpty());
    QVERIFY(client.gone());
    QTRY_COMPARE(m_closed, 1);
}

void TestWebSocketSession::pongKeepsOpen()
{
    m_harness->config.pingInterval = 400ms;
    m_harness->config.pingTimeout = 1000ms; // longer than the interval works as well
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(client.frame().opcode, 9);
        client.socket->write(masked(10, ""));
    }
    QCOMPARE(m_closed, 0);
}

void TestWebSocketSession::clientCloses()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "bye") + masked(8, "\x03\xe8"_ba) + masked(1, "ignored"));
    QCOMPARE(client.frame().payload, "bye"_ba);
    QCOMPARE(client.frame().closeCode(), 1000);
    QVERIFY(client.gone(2000));
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_texts, QStringList{u"bye"_s});
}

void TestWebSocketSession::serverCloses()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "close"));
    const Frame close = client.frame();
    QCOMPARE(close.closeCode(), 4401);
    QCOMPARE(close.payload.sliced(2), "as you wish"_ba);
    client.socket->write(masked(1, "not heard") + masked(8, close.payload));
    QVERIFY(client.gone(2000));
    QCOMPARE(client.socket->error(), QAbstractSocket::RemoteHostClosedError);
    QCOMPARE(client.buffer, ""_ba);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_texts, QStringList{u"close"_s});
}

void TestWebSocketSession::serverCloseIsAnsweredByNobody()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->write(masked(1, "close"));
    QCOMPARE(client.closeCode(), 4401);
    QVERIFY(client.gone(5500));
    QTRY_COMPARE(m_closed, 1);
}

void TestWebSocketSession::closesInOpened()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(handshake("/ws/r1?token=bad") + masked(1, "too early")), 101);
    QCOMPARE(client.closeCode(), 4401);
    client.socket->disconnectFromHost();
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_texts, QStringList());
}

void TestWebSocketSession::slowReader()
{
    m_harness->start();
    Client slow(*m_harness);
    slow.socket->setReadBufferSize(1000);
    QCOMPARE(slow.open(), 101);
    Client fast(*m_harness);
    QCOMPARE(fast.open(), 101);
    // Far more than the system's own buffers hold.
    const QByteArray text(100'000, 'x');
    constexpr int count = 300;
    for (int i = 0; i < count; ++i) {
        broadcast(text);
        QCOMPARE(fast.frame().payload.size(), text.size());
    }
    // It gets what was sent before, then why it was closed.
    slow.socket->setReadBufferSize(0);
    QCOMPARE(slow.closeCode(), 4408);
    slow.socket->write(masked(8, "\x11\x38"_ba));
    QTRY_COMPARE(m_closed, 1);
    fast.socket->write(masked(1, "still here"));
    QCOMPARE(fast.frame().payload, "still here"_ba);
}

void TestWebSocketSession::ephemeralIsDropped()
{
    m_harness->start();
    Client slow(*m_harness);
    slow.socket->setReadBufferSize(1000);
    QCOMPARE(slow.open(), 101);
    for (int i = 0; i < 200; ++i)
        broadcast(QByteArray(100'000, 'x'), WebSocketConnection::Priority::Ephemeral);
    std::atomic<qint64> waiting = -1;
    m_harness->shard().post([&] { waiting = (*m_connections.begin())->bytesToWrite(); });
    QTRY_VERIFY(waiting >= 0);
    QVERIFY2(waiting > 0 && waiting <= m_harness->config.maxSendBuffer / 2 + 100'100,
             qPrintable(QString::number(waiting)));
    broadcast("the end");
    slow.socket->setReadBufferSize(0);
    Frame frame;
    int count = 0;
    do {
        frame = slow.frame();
        ++count;
    } while (frame.opcode == 1 && frame.payload != "the end");
    QCOMPARE(frame.payload, "the end"_ba);
    QVERIFY(count < 200);
    QCOMPARE(m_closed, 0);
}

/// What is sent within one turn may be more than the limit, as long as the peer takes it.
void TestWebSocketSession::burstToAFastReader()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    m_harness->shard().post([this] {
        const WebSocketFrame frame = WebSocketFrame::text(QByteArray(100'000, 'x'));
        for (int i = 0; i < 15; ++i)
            (*m_connections.begin())->send(frame);
    });
    for (int i = 0; i < 15; ++i)
        QCOMPARE(client.frame().opcode, 1);
}

void TestWebSocketSession::drained()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    QTRY_VERIFY(m_drained > 0); // the handshake's own answer
    const int before = m_drained;
    broadcast("x");
    QCOMPARE(client.frame().payload, "x"_ba);
    QTRY_VERIFY(m_drained > before);
}

void TestWebSocketSession::clientVanishes()
{
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(), 101);
    client.socket->abort();
    QTRY_COMPARE(m_closed, 1);
    broadcast("to nobody");
}

void TestWebSocketSession::shutDown()
{
    m_harness->start();
    Client polite(*m_harness);
    QCOMPARE(polite.open(), 101);
    Client mute(*m_harness);
    QCOMPARE(mute.open(), 101);
    std::thread stopper([this] { m_harness->stop(1s); });
    const int code = polite.closeCode();
    polite.socket->write(masked(8, "\x03\xe9"_ba));
    const bool politeGone = polite.gone(500);
    const int muteCode = mute.closeCode();
    const bool muteGone = mute.gone(3000);
    stopper.join();
    QCOMPARE(code, 1001);
    QCOMPARE(muteCode, 1001);
    QVERIFY(politeGone);
    QVERIFY(muteGone);
    QCOMPARE(m_closed, 2);
}

void TestWebSocketSession::manyConnections()
{
    m_harness->config.pingInterval = 500ms;
    m_harness->config.pingTimeout = 5s;
    m_harness->start();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<Client>(*m_harness));
        QCOMPARE(clients.back()->open(), 101);
    }
    for (const auto &client : clients) {
        Frame frame = client->frame();
        QCOMPARE(frame.opcode, 9);
    }
    // Every second one goes, in an order of its own; the others are served on.
    for (size_t i = 1; i < clients.size(); i += 2)
        clients[i]->socket->abort();
    QTRY_COMPARE(m_closed, 50);
    for (size_t i = 0; i < clients.size(); i += 2) {
        clients[i]->socket->write(masked(1, "x"));
        Frame frame = clients[i]->frame();
        while (frame.opcode == 9)
            frame = clients[i]->frame();
        QCOMPARE(frame.payload, "x"_ba);
    }
}

void TestWebSocketSession::overTls()
{
    m_harness->useTls();
    m_harness->start();
    Client client(*m_harness);
    QCOMPARE(client.open(handshake("/ws/r3?hello=1")), 101);
    QCOMPARE(client.frame().payload, "r3"_ba);
    const QByteArray large(500'000, 'x');
    client.socket->write(masked(1, large) + masked(1, "b"));
    QCOMPARE(client.frame().payload.size(), large.size());
    QCOMPARE(client.frame().payload, "b"_ba);
    client.socket->write(masked(1, "close"));
    QCOMPARE(client.closeCode(), 4401);
    client.socket->write(masked(8, "\x11\x31"_ba));
    QVERIFY(client.gone(2000));

    Client bad(*m_harness);
    QCOMPARE(bad.open(), 101);
    bad.socket->write(encodeFrame(Opcode::Text, "unmasked"));
    QCOMPARE(bad.closeCode(), 1002);
    QVERIFY(bad.gone(2000));
}

QTEST_GUILESS_MAIN(TestWebSocketSession)
#include "tst_websocketsession.moc"
