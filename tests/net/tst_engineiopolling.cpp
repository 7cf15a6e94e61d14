#include "net/engineioserver.h"
#include "pollingclient.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>

using namespace net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
/// Echoes, and does as it is told: `close`, `flood`.
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
        if (utf8 == "close")
            return m_connection.close(1000, {});
        if (utf8.startsWith("flood"))
            return flood(utf8.sliced(5).toInt());
        m_connection.send(WebSocketFrame::text('4' + utf8));
    }
    void binaryReceived(const QByteArray &bytes) override { m_connection.sendBinary(bytes); }
    void closed() override { ++m_closed; }

private:
    void flood(int count)
    {
        // As a fan-out does: several packets in one, of both kinds.
        WebSocketFrame batch = WebSocketFrame::text('4' + QByteArray(400, 'x'));
        batch.append(WebSocketFrame::binary("\x01\x02"));
        for (int i = 0; i < count; ++i)
            m_connection.send(batch);
    }

    EngineIoConnection &m_connection;
    std::atomic<int> &m_closed;
};
} // namespace

/// Long polling, and the way from it to a WebSocket; with one shard, and with each request in the other one.
class tst_EngineIoPolling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void opens();
    void echoes_data();
    void echoes();
    void holdsAPoll();
    void pollsOutliveTheDeadlines();
    void pingsAndGoesOn();
    void endsWhoDoesNotAnswer();
    void clientCloses();
    void clientClosesBesideAPoll();
    void serverCloses();
    void endsOn_data();
    void endsOn();
    void pollBesideAPoll();
    void postBesideAPost();
    void halfAPost();
    void pollBrokenOff();
    void payloadSize_data();
    void payloadSize();
    void tooFast();
    void tooSlow();
    void otherMethods();
    void aForeignSid();
    void manySessions();
    void shutsDown();

    void upgrades();
    void upgradesUnderTraffic();
    void failsToUpgrade_data();
    void failsToUpgrade();
    void upgradeTimesOut();
    void secondWebSocket();
    void sessionEndsWhileUpgrading();

private:
    void start();
    PollingClient client() const { return PollingClient(m_server->port(), m_tls); }

    base::Config m_config;
    std::unique_ptr<Router> m_router;
    std::unique_ptr<Server> m_server;
    std::atomic<int> m_closed = 0;
    EngineIoSettings m_settings;
    bool m_tls = false;
};

void tst_EngineIoPolling::initTestCase_data()
{
    QTest::addColumn<int>("shards");
    QTest::addColumn<bool>("tls");
    QTest::newRow("one shard") << 1 << false;
    // Connections go round: with two requests at a time in three shards, all combinations come.
    QTest::newRow("three shards") << 3 << false;
    QTest::newRow("three shards, encrypted") << 3 << true;
}

void tst_EngineIoPolling::init()
{
    QFETCH_GLOBAL(const int, shards);
    m_config = {};
    m_config.port = 0;
    m_config.hosts = QStringList{u"127.0.0.1"_s};
    m_config.shards = shards;
    m_config.pingInterval = 1h;
    m_config.maxPayloadBytes = 1000;
    m_config.messageRate = {0, 0};
    m_config.connectRate = {0, 0};
    QFETCH_GLOBAL(const bool, tls);
    m_tls = tls;
    if (tls) {
        m_config.tlsCertFile = QFINDTESTDATA("data/ec.crt");
        m_config.tlsKeyFile = QFINDTESTDATA("data/ec.key");
    }
    m_settings = {};
    m_closed = 0;
}

void tst_EngineIoPolling::start()
{
    m_router = std::make_unique<Router>();
    EngineIoServer::add(
        *m_router, "/io/{*}",
        [](const HttpRequest &request) { return request.header("origin") != "http://evil"; },
        [this](EngineIoConnection &connection, const HttpRequest &, Shard &) {
            return std::make_unique<Echo>(connection, m_closed);
        },
        m_settings);
    EngineIoServer::add(
        *m_router, "/other/{*}", [](const HttpRequest &) { return true; },
        [this](EngineIoConnection &connection, const HttpRequest &, Shard &) {
            return std::make_unique<Echo>(connection, m_closed);
        });
    m_server = std::make_unique<Server>(m_config, *m_router);
    QVERIFY(m_server->start());
}

void tst_EngineIoPolling::cleanup()
{
    m_server->stop(3s);
    const TransportFigures figures = m_server->figures();
    QCOMPARE(figures.pollingSessions, 0);
    QCOMPARE(figures.webSocketSessions, 0);
    QCOMPARE(figures.connections, 0);
    m_server.reset();
    m_router.reset();
}

void tst_EngineIoPolling::opens()
{
    m_config.pingInterval = 25s;
    m_config.pingTimeout = 20s;
    start();
    PollingClient one = client();
    const Answer answer = one.get();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("content-type"), "text/plain; charset=UTF-8"_ba);
    QCOMPARE(answer.header("cache-control"), "no-store"_ba);
    QVERIFY(answer.body.startsWith('0'));
    QJsonObject open = QJsonDocument::fromJson(answer.body.sliced(1)).object();
    QCOMPARE(open.take("sid"_L1).toString().size(), 20);
    QCOMPARE(open, (QJsonObject{{u"upgrades"_s, QJsonArray{u"websocket"_s}},
                                {u"pingInterval"_s, 25000},
                                {u"pingTimeout"_s, 20000},
                                {u"maxPayload"_s, 1000}}));
    QCOMPARE(m_server->figures().pollingSessions, 1);
}

void tst_EngineIoPolling::echoes_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("one") << "4hello"_ba;
    QTest::newRow("empty") << "4"_ba;
    QTest::newRow("several") << "4a\x1e"_ba + "4b\x1e"_ba + "4c"_ba;
    QTest::newRow("UTF-8") << "4ë🚀"_ba;
    QTest::newRow("binary") << "bAQIDBA=="_ba;
    QTest::newRow("text and binary") << "4hello\x1e"_ba + "bAQIDBA==\x1e"_ba + "b\x1e"_ba + "4after"_ba;
    QTest::newRow("what means nothing") << "6\x1e"_ba + "5\x1e"_ba + "3\x1e"_ba + "0\x1e"_ba + "4a"_ba;
}

void tst_EngineIoPolling::echoes()
{
    QFETCH(QByteArray, payload);
    start();
    PollingClient one = client();
    one.open();
    for (int i = 0; i < 4; ++i) {
        const Answer posted = one.post(payload);
        QCOMPARE(posted.status, 200);
        QCOMPARE(posted.body, "ok"_ba);
        QCOMPARE(posted.header("content-type"), "text/html"_ba);
        const QByteArray echo = payload.startsWith('6') ? "4a"_ba : payload;
        QCOMPARE(one.get().body, echo);
    }
}

void tst_EngineIoPolling::holdsAPoll()
{
    start();
    PollingClient one = client();
    one.open();
    for (int i = 0; i < 4; ++i) {
        const auto waiting = one.startGet();
        QVERIFY(!waiting->isDoneWithin(20));
        QCOMPARE(one.post("4a\x1e"_ba + "4b"_ba).status, 200);
        QCOMPARE(waiting->answer().body, "4a\x1e"_ba + "4b"_ba);
    }
}

void tst_EngineIoPolling::pollsOutliveTheDeadlines()
{
    m_config.headerTimeout = m_config.bodyTimeout = m_config.idleTimeout = 100ms;
    start();
    PollingClient one = client();
    one.open();
    const auto waiting = one.startGet();
    QVERIFY(!waiting->isDoneWithin(700));
    QCOMPARE(one.post("4a").status, 200);
    QCOMPARE(waiting->answer().body, "4a"_ba);
}

void tst_EngineIoPolling::pingsAndGoesOn()
{
    m_config.pingInterval = 60ms;
    m_config.pingTimeout = 10s;
    start();
    PollingClient one = client();
    one.open();
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(one.get().body, "2"_ba);
        QCOMPARE(one.post("3").status, 200);
    }
    QVERIFY(time.elapsed() >= 3 * 60 - 20);
}

void tst_EngineIoPolling::endsWhoDoesNotAnswer()
{
    m_config.pingInterval = 50ms;
    m_config.pingTimeout = 800ms; // the second poll must be there before that, on a busy machine too
    start();
    PollingClient silent = client(); // with no request at all
    silent.open();
    PollingClient polling = client();
    polling.open();
    QCOMPARE(polling.get().body, "2"_ba);
    const Answer last = polling.get();
    QCOMPARE(last.body, "1"_ba);
    QTRY_COMPARE(m_closed, 2);
    QCOMPARE(polling.get().code(), 1);
    QCOMPARE(silent.get().code(), 1);
    QCOMPARE(m_server->figures().rejections.at("silent"), 2);
}

void tst_EngineIoPolling::clientCloses()
{
    start();
    PollingClient one = client();
    one.open();
    QCOMPARE(one.post("4a\x1e"_ba + "1\x1e"_ba + "4b"_ba).body, "ok"_ba);
    QCOMPARE(one.get().code(), 1);
    QCOMPARE(one.post("4c").code(), 1);
    QTRY_COMPARE(m_closed, 1);
}

void tst_EngineIoPolling::clientClosesBesideAPoll()
{
    start();
    PollingClient one = client();
    one.open();
    const auto waiting = one.startGet();
    QVERIFY(!waiting->isDoneWithin(50));
    QCOMPARE(one.post("1").body, "ok"_ba);
    QCOMPARE(waiting->answer().body, "6"_ba);
    QCOMPARE(one.get().code(), 1);
    QTRY_COMPARE(m_closed, 1);
}

void tst_EngineIoPolling::serverCloses()
{
    start();
    PollingClient one = client();
    one.open();
    // What is queued comes first; the close packet waits for the request that fetches it.
    QCOMPARE(one.post("4a\x1e"_ba + "4close\x1e"_ba + "4b"_ba).body, "ok"_ba);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(one.get().body, "4a\x1e"_ba + "1"_ba);
    QCOMPARE(one.get().code(), 1);

    PollingClient other = client();
    other.open();
    const auto waiting = other.startGet();
    QVERIFY(!waiting->isDoneWithin(20));
    QCOMPARE(other.post("4close").body, "ok"_ba);
    QCOMPARE(waiting->answer().body, "1"_ba);
    QTRY_COMPARE(m_closed, 2);
}

void tst_EngineIoPolling::endsOn_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("contentType");
    QTest::newRow("nothing") << ""_ba
                             << ""_ba;
    QTest::newRow("unknown type") << "7"_ba
                                  << ""_ba;
    QTest::newRow("letters") << "abc"_ba
                             << ""_ba;
    QTest::newRow("empty packet after a good one") << "4a\x1e"_ba
                                                   << ""_ba;
    QTest::newRow("empty packet before a good one") << "\x1e"_ba + "4a"_ba
                                                    << ""_ba;
    QTest::newRow("ping") << "2"_ba
                          << ""_ba;
    QTest::newRow("probe") << "2probe"_ba
                           << ""_ba;
    QTest::newRow("no UTF-8") << "4\xc3\x28"_ba
                              << ""_ba;
    QTest::newRow("no base64") << "bA*=="_ba
                               << ""_ba;
    QTest::newRow("bytes") << "4a"_ba
                           << "application/octet-stream"_ba;
}

void tst_EngineIoPolling::endsOn()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QByteArray, contentType);
    start();
    PollingClient one = client();
    one.open();
    const auto waiting = one.startGet();
    QVERIFY(!waiting->isDoneWithin(20));
    QCOMPARE(one.post(payload, contentType).code(), 3);
    const QByteArray last = waiting->answer().body;
    QVERIFY2(last == "1" || last == "4a", last); // with the echo of the packet before
    QCOMPARE(one.get().code(), 1);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_server->figures().rejections.at("bad_packet"), 1);
}

void tst_EngineIoPolling::pollBesideAPoll()
{
    start();
    PollingClient one = client();
    one.open();
    const auto first = one.startGet();
    QVERIFY(!first->isDoneWithin(50));
    QCOMPARE(one.get().status, 400);
    QCOMPARE(first->answer().status, 200);
    QCOMPARE(first->answer().body, "1"_ba);
    QCOMPARE(one.get().code(), 1);
    QTRY_COMPARE(m_closed, 1);
}

void tst_EngineIoPolling::postBesideAPost()
{
    start();
    PollingClient one = client();
    one.open();
    const auto slow = one.startPost("4ab", 2);
    QVERIFY(!slow->isDoneWithin(100));
    QCOMPARE(one.post("4c").status, 400);
    slow->write("b");
    QCOMPARE(slow->answer().status, 400);
    QCOMPARE(one.get().code(), 1);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_server->figures().rejections.at("overlapping_request"), 1);
}

void tst_EngineIoPolling::halfAPost()
{
    start();
    PollingClient one = client();
    one.open();
    {
        const auto half = one.startPost("4ab", 2);
        QVERIFY(!half->isDoneWithin(100));
    }
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(one.get().code(), 1);
    // In two parts, but whole.
    PollingClient other = client();
    other.open();
    const auto slow = other.startPost("4ab", 2);
    QVERIFY(!slow->isDoneWithin(100));
    slow->write("b");
    QCOMPARE(slow->answer().body, "ok"_ba);
    QCOMPARE(other.get().body, "4ab"_ba);
}

void tst_EngineIoPolling::pollBrokenOff()
{
    start();
    PollingClient one = client();
    one.open();
    {
        const auto waiting = one.startGet();
        QVERIFY(!waiting->isDoneWithin(50));
    }
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(one.get().code(), 1);
    QCOMPARE(m_server->figures().rejections.at("aborted_request"), 1);
}

void tst_EngineIoPolling::payloadSize_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("status");
    QTest::newRow("at the limit") << "4"_ba + QByteArray(999, 'x') << 200;
    QTest::newRow("one byte over") << "4"_ba + QByteArray(1000, 'x') << 413;
    QTest::newRow("far over") << "4"_ba + QByteArray(100'000, 'x') << 413;
}

void tst_EngineIoPolling::payloadSize()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const int, status);
    start();
    PollingClient one = client();
    one.open();
    const Answer answer = one.post(payload);
    QCOMPARE(answer.status, status);
    if (status == 413)
        QCOMPARE(answer.body, ""_ba);
    // The session stays.
    QCOMPARE(one.post("4a").status, 200);
    QCOMPARE(one.get().body, (status == 200 ? payload + '\x1e' : ""_ba) + "4a");
    QCOMPARE(m_closed, 0);
}

void tst_EngineIoPolling::tooFast()
{
    m_config.messageRate = {0.1, 1}; // ten times as many packets
    start();
    PollingClient one = client();
    one.open();
    QByteArrayList packets(30, "3");
    QCOMPARE(one.post(packets.join('\x1e')).status, 400);
    QCOMPARE(one.get().code(), 1);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(m_server->figures().rejections.at("too_fast"), 1);
}

void tst_EngineIoPolling::tooSlow()
{
    m_config.maxSendBuffer = 50'000;
    start();
    PollingClient one = client();
    one.open();
    QCOMPARE(one.post("4flood100").status, 200);
    QCOMPARE(one.get().body.count('\x1e'), 199);
    QCOMPARE(one.post("4flood200").status, 200);
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(one.get().body, "1"_ba);
    QCOMPARE(one.get().code(), 1);
    QCOMPARE(m_server->figures().rejections.at("too_slow"), 1);
}

void tst_EngineIoPolling::otherMethods()
{
    start();
    PollingClient one = client();
    QCOMPARE(one.request("PUT", "").code(), 2);
    QCOMPARE(one.request("POST", "4a").code(), 2);
    one.open();
    QCOMPARE(one.request("PUT", "4a").status, 500);
    QCOMPARE(one.request("DELETE", "").status, 500);
    QCOMPARE(one.request("OPTIONS", "").status, 204);
    QCOMPARE(one.post("4a").status, 200);
}

void tst_EngineIoPolling::aForeignSid()
{
    start();
    PollingClient one = client();
    one.open();
    PollingClient other(m_server->port(), m_tls, "/other/");
    other.setSid(one.sid());
    QCOMPARE(other.get().code(), 1);
    QCOMPARE(other.post("1").code(), 1);
    for (const QByteArray &sid : {one.sid().first(19) + '!', one.sid() + 'x', "____________________"_ba,
                                  "x"_ba, QByteArray(10'000, 'A'), "%00"_ba}) {
        other.setSid(sid);
        QCOMPARE(other.get().code(), 1);
    }
    QCOMPARE(one.post("4a").status, 200);
    QCOMPARE(one.request("GET", "", "Origin: http://evil\r\n").code(), 4);
    QCOMPARE(one.get().body, "4a"_ba);
}

void tst_EngineIoPolling::manySessions()
{
    m_config.maxConnections = 20;
    start();
    std::vector<PollingClient> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(client());
        clients.back().open();
    }
    QTRY_COMPARE(m_server->figures().connections, 0);
    const Answer refused = client().get();
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.header("retry-after"), "5"_ba);
    QCOMPARE(clients.front().post("1").status, 200);
    QTRY_COMPARE(m_server->figures().pollingSessions, 19);
    QCOMPARE(client().get().status, 200);
}

void tst_EngineIoPolling::shutsDown()
{
    start();
    PollingClient one = client();
    one.open();
    PollingClient idle = client();
    idle.open();
    const auto waiting = one.startGet();
    QVERIFY(!waiting->isDoneWithin(50));
    QElapsedTimer time;
    time.start();
    m_server->stop(20s);
    QVERIFY(time.elapsed() < 10'000);
    QCOMPARE(waiting->answer().body, "1"_ba);
    QCOMPARE(m_closed, 2);
}

void tst_EngineIoPolling::upgrades()
{
    start();
    PollingClient one = client();
    one.open();
    for (int i = 0; i < 2; ++i) // else it would always come to the session's shard
        client().open();
    const auto waiting = one.startGet();
    QVERIFY(!waiting->isDoneWithin(20));
    WebSocketClient socket(m_server->port(), m_tls, one.sid());
    socket.say(u"2probe"_s);
    QTRY_COMPARE(socket.texts, QStringList{u"3probe"_s});
    QCOMPARE(waiting->answer().body, "6"_ba);
    // Until the client says so, traffic goes on over polling.
    QCOMPARE(one.get().body, "6"_ba);
    QCOMPARE(one.post("4a").status, 200);
    QCOMPARE(one.get().body, "4a"_ba);
    QCOMPARE(one.post("4b").status, 200);
    socket.say(u"5"_s);
    socket.say(u"4c"_s);
    QTRY_COMPARE(socket.texts, (QStringList{u"3probe"_s, u"4b"_s, u"4c"_s}));
    socket.socket.sendBinaryMessage("\x01"_ba);
    QTRY_COMPARE(socket.binaries, QByteArrayList{"\x01"_ba});
    QCOMPARE(one.get().code(), 3);
    QCOMPARE(one.post("4d").code(), 3);
    QTRY_COMPARE(m_server->figures().webSocketSessions, 1);
    QCOMPARE(m_closed, 0);
    socket.socket.close();
    QTRY_COMPARE(m_closed, 1);
    QCOMPARE(one.get().code(), 1);
}

/// Every message comes once, and in order.
void tst_EngineIoPolling::upgradesUnderTraffic()
{
    start();
    for (int round = 0; round < 6; ++round) {
        PollingClient one = client();
        one.open();
        QByteArrayList received;
        int sent = 0;
        const auto postSome = [&] {
            QByteArrayList packets;
            for (int i = 0; i < 5; ++i)
                packets.append("4" + QByteArray::number(sent++));
            QCOMPARE(one.post(packets.join('\x1e')).status, 200);
        };
        postSome();
        WebSocketClient socket(m_server->port(), m_tls, one.sid());
        auto waiting = one.startGet();
        postSome();
        received += waiting->answer().body.split('\x1e');
        waiting = one.startGet();
        socket.say(u"2probe"_s);
        postSome();
        received += waiting->answer().body.split('\x1e');
        QTRY_COMPARE(socket.texts.size(), 1);
        postSome();
        socket.say(u"5"_s);
        for (int i = 0; i < 5; ++i)
            socket.say(u"4"_s + QString::number(sent++));
        const auto total = [&] { return received.size() - received.count("6") + socket.texts.size() - 1; };
        QTRY_COMPARE(total(), sent);
        received.removeAll("6");
        for (const QString &text : socket.texts.sliced(1))
            received.append(text.toUtf8());
        for (int i = 0; i < sent; ++i)
            QCOMPARE(received.at(i), "4" + QByteArray::number(i));
    }
}

void tst_EngineIoPolling::failsToUpgrade_data()
{
    QTest::addColumn<QStringList>("packets");
    QTest::newRow("message at once") << QStringList{u"4a"_s};
    QTest::newRow("upgrade at once") << QStringList{u"5"_s};
    QTest::newRow("ping without probe") << QStringList{u"2"_s};
    QTest::newRow("nothing") << QStringList{u""_s};
    QTest::newRow("message after the probe") << QStringList{u"2probe"_s, u"4a"_s};
    QTest::newRow("garbage after the probe") << QStringList{u"2probe"_s, u"hello"_s};
}

/// Costs that WebSocket, not the session, which may try again.
void tst_EngineIoPolling::failsToUpgrade()
{
    QFETCH(const QStringList, packets);
    start();
    PollingClient one = client();
    one.open();
    WebSocketClient socket(m_server->port(), m_tls, one.sid());
    for (const QString &packet : packets)
        socket.say(packet);
    QTRY_VERIFY(socket.isClosed);
    QCOMPARE(one.post("4x").status, 200);
    QCOMPARE(one.get().body, "4x"_ba);
    const auto waiting = one.startGet();
    QVERIFY(!waiting->isDoneWithin(20)); // no more noops
    WebSocketClient next(m_server->port(), m_tls, one.sid());
    next.say(u"2probe"_s);
    QTRY_COMPARE(next.texts.size(), 1);
    next.say(u"5"_s);
    next.say(u"4y"_s);
    QTRY_COMPARE(next.texts, (QStringList{u"3probe"_s, u"4y"_s}));
    QCOMPARE(m_closed, 0);
}

void tst_EngineIoPolling::upgradeTimesOut()
{
    m_settings.upgradeTimeout = 100ms;
    m_config.idleTimeout = 100ms; // deadlines are looked at as often as the shortest of them needs
    start();
    PollingClient one = client();
    one.open();
    WebSocketClient socket(m_server->port(), m_tls, one.sid());
    socket.say(u"2probe"_s);
    QTRY_VERIFY(socket.isClosed);
    QCOMPARE(one.post("4x").status, 200);
    QCOMPARE(one.get().body, "4x"_ba);
}

void tst_EngineIoPolling::secondWebSocket()
{
    start();
    PollingClient one = client();
    one.open();
    WebSocketClient socket(m_server->port(), m_tls, one.sid());
    socket.say(u"2probe"_s);
    QTRY_COMPARE(socket.texts.size(), 1);
    WebSocketClient second(m_server->port(), m_tls, one.sid());
    QTRY_VERIFY(second.isClosed);
    socket.say(u"5"_s);
    socket.say(u"4a"_s);
    QTRY_COMPARE(socket.texts.size(), 2);
    WebSocketClient third(m_server->port(), m_tls, one.sid());
    QTRY_VERIFY(third.isClosed);
    socket.say(u"4b"_s);
    QTRY_COMPARE(socket.texts, (QStringList{u"3probe"_s, u"4a"_s, u"4b"_s}));
    WebSocketClient nobody(m_server->port(), m_tls, "AA"_ba + QByteArray(18, 'x'));
    QTRY_VERIFY(nobody.failed);
}

void tst_EngineIoPolling::sessionEndsWhileUpgrading()
{
    start();
    PollingClient one = client();
    one.open();
    WebSocketClient socket(m_server->port(), m_tls, one.sid());
    socket.say(u"2probe"_s);
    QTRY_COMPARE(socket.texts.size(), 1);
    QCOMPARE(one.post("1").status, 200);
    QTRY_VERIFY(socket.isClosed);
    QTRY_COMPARE(m_closed, 1);

    PollingClient other = client();
    other.open();
    {
        WebSocketClient vanishing(m_server->port(), m_tls, other.sid());
        vanishing.say(u"2probe"_s);
        QTRY_COMPARE(vanishing.texts.size(), 1);
        vanishing.socket.abort();
    }
    QCOMPARE(other.post("4a").status, 200);
    QTRY_COMPARE(m_server->figures().webSockets, 0);
    QCOMPARE(other.get().body, "4a"_ba);
}

QTEST_GUILESS_MAIN(tst_EngineIoPolling)
#include "tst_engineiopolling.moc"
