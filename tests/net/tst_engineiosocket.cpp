#include "net/engineioserver.h"
#include "transportharness.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWebSocket>

#include <atomic>

using namespace net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
/// Echoes.
class Echo final : public EngineIoHandler
{
public:
    Echo(EngineIoConnection &connection, std::atomic<int> &closed)
        : m_connection(connection)
        , m_closed(closed)
    {
    }
    void messageReceived(const QByteArray &utf8) override
    {
        m_connection.send(WebSocketFrame::text('4' + utf8));
    }
    void binaryReceived(const QByteArray &bytes) override { m_connection.sendBinary(bytes); }
    void closed() override { ++m_closed; }

private:
    EngineIoConnection &m_connection;
    std::atomic<int> &m_closed;
};

class Client
{
public:
    explicit Client(const TransportHarness &harness, const QString &more = {})
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) { texts.append(text); });
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket,
                         [this](const QByteArray &bytes) { binaries.append(bytes); });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { isClosed = true; });
        socket.open(QUrl(u"ws://127.0.0.1:%1/io?EIO=4&transport=websocket%2"_s.arg(
            QString::number(harness.serverPort()), more)));
    }
    void say(const QString &text) { socket.sendTextMessage(text); }
    int closeCode() const { return isClosed ? int(socket.closeCode()) : 0; }

    QWebSocket socket;
    QStringList texts;
    QByteArrayList binaries;
    bool isClosed = false;
};
} // namespace

class tst_EngineIoSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void opens();
    void echoesInOrder();
    void knowsNoBinary();
    void pingsAndGoesOn();
    void endsWhoDoesNotAnswer();
    void leavesPingsOfTheWebSocketAlone();
    void closes_data();
    void closes();
    void ignores_data();
    void ignores();
    void tooFast();
    void clientVanishes();

private:
    void start();

    std::unique_ptr<TransportHarness> m_harness;
    std::atomic<int> m_closed = 0;
};

void tst_EngineIoSocket::init()
{
    m_closed = 0;
    m_harness = std::make_unique<TransportHarness>();
    m_harness->config = TransportHarness::patientConfig();
    m_harness->config.maxPayloadBytes = 1000;
    m_harness->config.messageRate = {0, 0};
    EngineIoServer::add(
        m_harness->router, "/io", [](const HttpRequest &) { return true; },
        [this](EngineIoConnection &connection, const HttpRequest &, Shard &) {
            return std::make_unique<Echo>(connection, m_closed);
        });
}

void tst_EngineIoSocket::cleanup()
{
    m_harness->close();
    m_harness->stop(3s);
    QCOMPARE(m_harness->limits->webSockets, 0);
    QCOMPARE(m_harness->limits->webSocketSessions, 0);
    QCOMPARE(m_harness->limits->pollingSessions, 0);
    m_harness.reset();
}

void tst_EngineIoSocket::start()
{
    m_harness->start();
}

void tst_EngineIoSocket::opens()
{
    m_harness->config.pingInterval = 25s;
    m_harness->config.pingTimeout = 20s;
    start();
    Client client(*m_harness);
    Client other(*m_harness);
    QTRY_COMPARE(client.texts.size(), 1);
    QTRY_COMPARE(other.texts.size(), 1);
    QVERIFY(client.texts.first().startsWith(u'0'));
    QJsonObject open = QJsonDocument::fromJson(client.texts.first().sliced(1).toUtf8()).object();
    const QString sid = open.take("sid"_L1).toString();
    QCOMPARE(sid.size(), 20);
    QCOMPARE(open, (QJsonObject{{u"upgrades"_s, QJsonArray()},
                                {u"pingInterval"_s, 25000},
                                {u"pingTimeout"_s, 20000},
                                {u"maxPayload"_s, 1000}}));
    QVERIFY(!other.texts.first().contains(sid));
}

void tst_EngineIoSocket::echoesInOrder()
{
    start();
    Client client(*m_harness);
    QTRY_COMPARE(client.texts.size(), 1);
    for (const QString &text : {u"4a"_s, u"4"_s, u"4ë🚀"_s})
        client.say(text);
    client.socket.sendBinaryMessage("\x01\x02"_ba);
    QTRY_COMPARE(client.texts.size(), 4);
    QCOMPARE(client.texts.sliced(1), (QStringList{u"4a"_s, u"4"_s, u"4ë🚀"_s}));
    QTRY_COMPARE(client.binaries, QByteArrayList{"\x01\x02"_ba});
}

void tst_EngineIoSocket::knowsNoBinary()
{
    start();
    Client client(*m_harness, u"&b64=1"_s);
    QTRY_COMPARE(client.texts.size(), 1);
    client.say(u"bAQIDBA=="_s);
    client.say(u"4a"_s);
    client.say(u"b"_s);
    QTRY_COMPARE(client.texts.size(), 4);
    QCOMPARE(client.texts.sliced(1), (QStringList{u"bAQIDBA=="_s, u"4a"_s, u"b"_s}));
    QCOMPARE(client.binaries.size(), 0);
}

void tst_EngineIoSocket::pingsAndGoesOn()
{
    m_harness->config.pingInterval = 60ms;
    m_harness->config.pingTimeout = 5s;
    start();
    QElapsedTimer sinceStart;
    sinceStart.start();
    Client client(*m_harness);
    QObject::connect(&client.socket, &QWebSocket::textMessageReceived, &client.socket,
                     [&](const QString &text) {
                         if (text == u"2"_s)
                             client.say(u"3"_s);
                     });
    QTRY_VERIFY(client.texts.size() >= 4);
    QVERIFY(sinceStart.elapsed() >= 3 * 60);
    QCOMPARE(client.texts.at(1), u"2"_s);
    QCOMPARE(client.texts.at(3), u"2"_s);
    QVERIFY(!client.isClosed);
}

void tst_EngineIoSocket::endsWhoDoesNotAnswer()
{
    m_harness->config.pingInterval = 60ms;
    m_harness->config.pingTimeout = 60ms;
    start();
    Client client(*m_harness);
    QTRY_VERIFY(client.isClosed);
    QCOMPARE(client.closeCode(), 1008);
    QCOMPARE(client.texts.sliced(1), QStringList{u"2"_s});
    QTRY_COMPARE(m_closed, 1);
}

void tst_EngineIoSocket::leavesPingsOfTheWebSocketAlone()
{
    m_harness->config.pingInterval = 50ms;
    m_harness->config.pingTimeout = 5s;
    start();
    // Raw, because QWebSocket tells nobody of pings.
    const auto raw = m_harness->connectClient();
    raw->write("GET /io?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: "
               "websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QByteArray received;
    QVERIFY(readUntil(*raw, received, [](const QByteArray &b) { return b.endsWith("\x81\x01\x32"_ba); }));
    QVERIFY(!readUntil(
        *raw, received, [](const QByteArray &b) { return b.contains('\x89'); }, 300));
}

void tst_EngineIoSocket::closes_data()
{
    QTest::addColumn<QString>("packet");
    QTest::addColumn<int>("code");
    QTest::newRow("close") << u"1"_s << 1000;
    QTest::newRow("nothing") << u""_s << 1008;
    QTest::newRow("unknown type") << u"7"_s << 1008;
    QTest::newRow("broken base64") << u"bA*=="_s << 1008;
    QTest::newRow("letters") << u"hello"_s << 1008;
    QTest::newRow("ping") << u"2"_s << 1008;
    QTest::newRow("probe") << u"2probe"_s << 1008;
    QTest::newRow("over the limit") << u"4"_s + QString(1000, u'x') << 1009;
}

void tst_EngineIoSocket::closes()
{
    QFETCH(const QString, packet);
    start();
    Client client(*m_harness);
    QTRY_COMPARE(client.texts.size(), 1);
    client.say(packet);
    client.say(u"4after"_s);
    QTRY_VERIFY(client.isClosed);
    QTEST(client.closeCode(), "code");
    QCOMPARE(client.texts.size(), 1);
    QTRY_COMPARE(m_closed, 1);
}

void tst_EngineIoSocket::ignores_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("noop") << u"6"_s;
    QTest::newRow("upgrade") << u"5"_s;
    QTest::newRow("pong that nobody asked for") << u"3"_s;
}

void tst_EngineIoSocket::ignores()
{
    QFETCH(const QString, packet);
    start();
    Client client(*m_harness);
    QTRY_COMPARE(client.texts.size(), 1);
    client.say(packet);
    client.say(u"4after"_s);
    QTRY_COMPARE(client.texts.size(), 2);
    QCOMPARE(client.texts.last(), u"4after"_s);
}

void tst_EngineIoSocket::tooFast()
{
    m_harness->config.messageRate = {0.1, 1};
    start();
    Client client(*m_harness);
    QTRY_COMPARE(client.texts.size(), 1);
    for (int i = 0; i < 20; ++i)
        client.say(u"3"_s); // of any kind
    QTRY_VERIFY(client.isClosed);
    QCOMPARE(client.closeCode(), 4429);
}

void tst_EngineIoSocket::clientVanishes()
{
    start();
    Client client(*m_harness);
    QTRY_COMPARE(client.texts.size(), 1);
    client.socket.abort();
    QTRY_COMPARE(m_closed, 1);
}

QTEST_GUILESS_MAIN(tst_EngineIoSocket)
#include "tst_engineiosocket.moc"
