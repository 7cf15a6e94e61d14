#include "../chat/chatfixture.h"
#include "../net/transportharness.h"
#include "api/fanout.h"
#include "api/socketioroutes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWebSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// What needs a server with less patience than any that a person may start, or a client that says just what it
// should not. The rest is tested by Socket.IO's own client.

namespace
{
class Client
{
public:
    explicit Client(const TransportHarness &harness)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) { packets.append(text); });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { isClosed = true; });
        socket.open(
            QUrl(u"ws://127.0.0.1:%1/socket.io/?EIO=4&transport=websocket"_s.arg(harness.serverPort())));
    }

    void say(const QString &packet) { socket.sendTextMessage(packet); }
    /// Waits for a packet that begins so, past those that were taken before. \return it; empty: none came
    QString take(const QString &beginning)
    {
        QString found;
        const bool came = QTest::qWaitFor([&] {
            for (; m_taken < packets.size() && found.isNull(); ++m_taken) {
                if (packets.at(m_taken).startsWith(beginning))
                    found = packets.at(m_taken);
            }
            return !found.isNull();
        });
        return came ? found : QString();
    }

    QWebSocket socket;
    QStringList packets;
    bool isClosed = false;

private:
    qsizetype m_taken = 0;
};

QJsonObject objectOf(const QString &packet)
{
    return QJsonDocument::fromJson(packet.mid(2).toUtf8()).object();
}

/// The last argument of an event.
QString offsetOf(const QString &packet)
{
    return QJsonDocument::fromJson(packet.mid(2).toUtf8()).array().last().toString();
}

QString contentOf(const QString &packet)
{
    const QJsonArray event = QJsonDocument::fromJson(packet.mid(2).toUtf8()).array();
    return event.at(1).toObject().value(u"content"_s).toString();
}
} // namespace

class tst_SocketIoConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whoDoesNotConnectIsClosed_data();
    void whoDoesNotConnectIsClosed();
    void whoHasConnectedStays();
    void bytesAreRefusedAndTheConnectionStays();
    void bytesThatDoNotBelongCloseIt_data();
    void bytesThatDoNotBelongCloseIt();
    void eventsBearGrowingOffsets();
    void whoComesBackGetsWhatItMissed();
    void whoComesBackBeforeItIsMissedReplacesItself();
    void whoIsNotRecoveredIsNew_data();
    void whoIsNotRecoveredIsNew();
    void aBadTokenRecoversNothing();
    void twoMinutesAreTheLimit();
    void ownEventsAreRecovered();

private:
    QString connectPacket(const QString &user = u"somebody"_s, const QJsonObject &more = {}) const;
    void connectTo(Client &client, const QJsonObject &more = {});
    void join(Client &client);
    /// Has somebody else say \a text in the room, and everybody hear of it.
    void post(const QString &text);
    void relay();
    bool m_relayed = false;

    std::unique_ptr<test::ChatFixture> m_chat;
    std::unique_ptr<TransportHarness> m_harness;
    std::unique_ptr<api::Services> m_services;
    std::unique_ptr<api::Fanout> m_fanout;
    std::shared_ptr<api::RecoveryTable> m_recovery;
};

void tst_SocketIoConnection::init()
{
    m_chat = std::make_unique<test::ChatFixture>();
    m_harness = std::make_unique<TransportHarness>();
    m_harness->config = TransportHarness::patientConfig();
    m_services.reset(new api::Services{m_chat->chat,
                                       m_harness->config,
                                       m_chat->clock,
                                       api::Authenticator(QByteArray(32, 's'), m_chat->clock),
                                       api::Origins({}),
                                       {}});
    m_recovery = std::make_shared<api::RecoveryTable>();
    api::addSocketIoRoutes(m_harness->router, *m_services, {.connectTimeout = 300ms, .recovery = m_recovery});
    m_harness->start();
    m_fanout = std::make_unique<api::Fanout>();
    m_fanout->setShards({&m_harness->shard()});
}

void tst_SocketIoConnection::cleanup()
{
    m_harness->close();
    m_harness->stop(3s);
    m_harness.reset();
    m_chat.reset();
}

QString tst_SocketIoConnection::connectPacket(const QString &user, const QJsonObject &more) const
{
    domain::Principal principal;
    principal.userId = user;
    const base::Timestamp now = m_chat->clock.now();
    QJsonObject auth = more;
    if (!auth.contains(u"token"_s)) {
        auth.insert(u"token"_s,
                    QString::fromLatin1(m_services->authenticator.issue(principal, now, now + 1h)));
    }
    return u"40"_s + QString::fromUtf8(QJsonDocument(auth).toJson(QJsonDocument::Compact));
}

void tst_SocketIoConnection::connectTo(Client &client, const QJsonObject &more)
{
    QVERIFY(!client.take(u"0{"_s).isEmpty());
    client.say(connectPacket(u"somebody"_s, more));
}

void tst_SocketIoConnection::join(Client &client)
{
    client.say(u"421[\"join_session\",{\"session_id\":\"room\"}]"_s);
    QVERIFY(!client.take(u"431[{\"ok\":true"_s).isEmpty());
    relay();
}

void tst_SocketIoConnection::post(const QString &text)
{
    QVERIFY(m_chat->send(test::principal(domain::Role::Technician, u"staff"_s), u"room"_s, text));
    QVERIFY(QTest::qWaitFor([this] {
        relay();
        return m_relayed;
    }));
}

/// What has happened goes out, as in a whole server the bus brings it.
void tst_SocketIoConnection::relay()
{
    const std::vector<domain::EventPtr> events = m_chat->events.take();
    m_relayed = std::any_of(events.begin(), events.end(), [](const domain::EventPtr &event) {
        return std::holds_alternative<domain::MessagePosted>(event->what);
    });
    m_fanout->publish(events);
}

void tst_SocketIoConnection::whoDoesNotConnectIsClosed_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("says nothing") << QString();
    QTest::newRow("is refused") << u"40{\"token\":\"bad\"}"_s;
    QTest::newRow("wants another namespace") << u"40/admin,"_s;
}

void tst_SocketIoConnection::whoDoesNotConnectIsClosed()
{
    QFETCH(const QString, packet);
    Client client(*m_harness);
    QTRY_COMPARE(client.packets.size(), 1);
    if (!packet.isEmpty()) {
        client.socket.sendTextMessage(packet);
        QTRY_COMPARE(client.packets.size(), 2);
        QVERIFY(client.packets.last().startsWith(u"44"));
    }
    QTRY_VERIFY(client.isClosed);
    QCOMPARE(int(client.socket.closeCode()), 1008);
}

void tst_SocketIoConnection::whoHasConnectedStays()
{
    Client silent(*m_harness);
    Client client(*m_harness);
    QTRY_COMPARE(client.packets.size(), 1);
    client.socket.sendTextMessage(connectPacket());
    QTRY_COMPARE(client.packets.size(), 2);
    QVERIFY(client.packets.last().startsWith(u"40{\"sid\":\""));
    QTRY_VERIFY(silent.isClosed);
    client.socket.sendTextMessage(u"420[\"hello\",{}]"_s);
    QTRY_COMPARE(client.packets.size(), 3);
    QVERIFY(!client.isClosed);
}

void tst_SocketIoConnection::bytesAreRefusedAndTheConnectionStays()
{
    Client client(*m_harness);
    connectTo(client);
    QVERIFY(!client.take(u"40"_s).isEmpty());
    client.say(
        u"451-7[\"send_message\",{\"session_id\":\"room\",\"content\":{\"_placeholder\":true,\"num\":0}}]"_s);
    client.socket.sendBinaryMessage("bytes"_ba);
    const QString ack = client.take(u"437["_s);
    QVERIFY2(ack.contains(u"\"bad_request\""), qPrintable(ack));
    client.say(u"451-[\"no_such_event\",{\"_placeholder\":true,\"num\":0}]"_s);
    client.socket.sendBinaryMessage("bytes"_ba);
    QVERIFY(client.take(u"42[\"error\""_s).contains(u"\"bad_request\""));
    client.say(u"461-3[{\"_placeholder\":true,\"num\":0}]"_s); // an ack that nobody waits for
    client.socket.sendBinaryMessage("bytes"_ba);
    client.say(u"450-8[\"get_online_users\",{\"session_id\":\"nowhere\"}]"_s);
    QVERIFY(client.take(u"438["_s).contains(u"\"forbidden\""));
    QVERIFY(!client.isClosed);
}

void tst_SocketIoConnection::bytesThatDoNotBelongCloseIt_data()
{
    QTest::addColumn<QStringList>("packets"); // `b`: binary
    QTest::newRow("out of nowhere") << QStringList{u"b"_s};
    QTest::newRow("one too many") << QStringList{u"451-[\"ev\"]"_s, u"b"_s, u"b"_s};
    QTest::newRow("text in between") << QStringList{u"452-[\"ev\"]"_s, u"b"_s, u"420[\"ev\"]"_s};
    QTest::newRow("eleven") << QStringList{u"4511-[\"ev\"]"_s};
    QTest::newRow("a placeholder of none") << QStringList{u"451-[{\"_placeholder\":true,\"num\":1}]"_s};
}

void tst_SocketIoConnection::bytesThatDoNotBelongCloseIt()
{
    QFETCH(const QStringList, packets);
    Client client(*m_harness);
    connectTo(client);
    QVERIFY(!client.take(u"40"_s).isEmpty());
    for (const QString &packet : packets) {
        if (packet == u"b")
            client.socket.sendBinaryMessage("bytes"_ba);
        else
            client.say(packet);
    }
    QTRY_VERIFY(client.isClosed);
    QCOMPARE(int(client.socket.closeCode()), 1008);
}

void tst_SocketIoConnection::eventsBearGrowingOffsets()
{
    Client client(*m_harness);
    connectTo(client);
    const QJsonObject greeting = objectOf(client.take(u"40"_s));
    QCOMPARE(greeting.keys(), (QStringList{u"pid"_s, u"sid"_s}));
    QVERIFY(greeting.value(u"pid"_s) != greeting.value(u"sid"_s));
    join(client);
    post(u"one"_s);
    post(u"two"_s);
    QVERIFY(contentOf(client.take(u"42[\"new_message\""_s)) == u"one");
    QVERIFY(contentOf(client.take(u"42[\"new_message\""_s)) == u"two");
    std::optional<api::EventOffset> last;
    int events = 0;
    for (const QString &packet : std::as_const(client.packets)) {
        if (!packet.startsWith(u"42"))
            continue;
        const auto offset = api::EventOffset::fromString(offsetOf(packet));
        QVERIFY2(offset, qPrintable(packet));
        QVERIFY2(!last || *last < *offset, qPrintable(packet));
        last = offset;
        ++events;
    }
    QVERIFY(events >= 3);
}

void tst_SocketIoConnection::whoComesBackGetsWhatItMissed()
{
    Client lost(*m_harness);
    connectTo(lost);
    QJsonObject greeting = objectOf(lost.take(u"40"_s));
    join(lost);
    post(u"before"_s);
    const QString offset = offsetOf(lost.take(u"42[\"new_message\""_s));
    lost.socket.abort();
    post(u"meanwhile"_s);
    post(u"and then"_s);

    Client back(*m_harness);
    connectTo(back, {{u"pid"_s, greeting.value(u"pid"_s)}, {u"offset"_s, offset}});
    QCOMPARE(objectOf(back.take(u"40"_s)), greeting);
    QStringList missed;
    for (const QString &packet : std::as_const(back.packets)) {
        if (packet.startsWith(u"42[\"new_message\""))
            missed << contentOf(packet);
    }
    QCOMPARE(missed, (QStringList{u"meanwhile"_s, u"and then"_s}));
    post(u"live"_s);
    const QString live = back.take(u"42[\"new_message\""_s);
    QCOMPARE(contentOf(live), u"live"_s);
    QCOMPARE(back.packets.filter(u"\"new_message\""_s).size(), 3);

    // Twice is as good as once.
    back.socket.abort();
    post(u"once more"_s);
    Client again(*m_harness);
    connectTo(again, {{u"pid"_s, greeting.value(u"pid"_s)}, {u"offset"_s, offsetOf(live)}});
    QCOMPARE(objectOf(again.take(u"40"_s)), greeting);
    QCOMPARE(again.packets.filter(u"\"new_message\""_s).size(), 1);
}

void tst_SocketIoConnection::whoComesBackBeforeItIsMissedReplacesItself()
{
    Client stuck(*m_harness);
    connectTo(stuck);
    const QJsonObject greeting = objectOf(stuck.take(u"40"_s));
    join(stuck);
    post(u"before"_s);
    const QString offset = offsetOf(stuck.take(u"42[\"new_message\""_s));
    Client back(*m_harness);
    connectTo(back, {{u"pid"_s, greeting.value(u"pid"_s)}, {u"offset"_s, offset}});
    QCOMPARE(objectOf(back.take(u"40"_s)), greeting);
    QTRY_VERIFY(stuck.isClosed);
    post(u"live"_s);
    QCOMPARE(contentOf(back.take(u"42[\"new_message\""_s)), u"live"_s);
}

void tst_SocketIoConnection::whoIsNotRecoveredIsNew_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("saysGoodBye");
    QTest::addColumn<QJsonObject>("back"); // instead of the true pid and offset
    const QString me = u"somebody"_s;
    QTest::newRow("another user") << u"another"_s << false << QJsonObject();
    QTest::newRow("after a good-bye") << me << true << QJsonObject();
    QTest::newRow("no pid") << me << false << QJsonObject{{u"pid"_s, QJsonValue::Null}};
    QTest::newRow("another pid") << me << false << QJsonObject{{u"pid"_s, u"guess"_s}};
    QTest::newRow("a pid of no string") << me << false << QJsonObject{{u"pid"_s, QJsonArray{1}}};
    QTest::newRow("no offset") << me << false << QJsonObject{{u"offset"_s, QJsonValue::Null}};
    QTest::newRow("an offset of letters") << me << false << QJsonObject{{u"offset"_s, u"abc"_s}};
    QTest::newRow("an offset to come") << me << false << QJsonObject{{u"offset"_s, u"999999"_s}};
    QTest::newRow("a number as offset") << me << false << QJsonObject{{u"offset"_s, 1}};
}

void tst_SocketIoConnection::whoIsNotRecoveredIsNew()
{
    QFETCH(const QString, user);
    QFETCH(const bool, saysGoodBye);
    QFETCH(const QJsonObject, back);
    Client lost(*m_harness);
    connectTo(lost);
    const QJsonObject greeting = objectOf(lost.take(u"40"_s));
    join(lost);
    post(u"before"_s);
    QJsonObject more{{u"pid"_s, greeting.value(u"pid"_s)},
                     {u"offset"_s, offsetOf(lost.take(u"42[\"new_message\""_s))}};
    if (saysGoodBye) {
        lost.say(u"41"_s);
        lost.socket.close();
        QTRY_VERIFY(lost.isClosed);
    } else {
        lost.socket.abort();
    }
    post(u"meanwhile"_s);
    for (auto it = back.begin(); it != back.end(); ++it)
        more[it.key()] = it.value();
    Client client(*m_harness);
    QVERIFY(!client.take(u"0{"_s).isEmpty());
    client.say(connectPacket(user, more));
    const QJsonObject fresh = objectOf(client.take(u"40"_s));
    QVERIFY(!fresh.isEmpty());
    QVERIFY(fresh.value(u"sid"_s) != greeting.value(u"sid"_s));
    QVERIFY(fresh.value(u"pid"_s) != greeting.value(u"pid"_s));
    post(u"live"_s);
    client.say(u"429[\"leave_session\",{\"session_id\":\"room\"}]"_s);
    QVERIFY(!client.take(u"439"_s).isEmpty());
    QVERIFY2(client.packets.filter(u"42["_s).isEmpty(), "it is in no session");
}

void tst_SocketIoConnection::aBadTokenRecoversNothing()
{
    Client lost(*m_harness);
    connectTo(lost);
    const QJsonObject greeting = objectOf(lost.take(u"40"_s));
    join(lost);
    post(u"before"_s);
    const QString offset = offsetOf(lost.take(u"42[\"new_message\""_s));
    lost.socket.abort();
    Client back(*m_harness);
    const QJsonObject what{{u"pid"_s, greeting.value(u"pid"_s)}, {u"offset"_s, offset}};
    QJsonObject bad = what;
    bad.insert(u"token"_s, u"bad"_s);
    connectTo(back, bad);
    QVERIFY(back.take(u"44"_s).contains(u"\"unauthorized\""));
    back.say(connectPacket(u"somebody"_s, what)); // with a good one it goes on as before
    QCOMPARE(objectOf(back.take(u"40"_s)), greeting);
}

void tst_SocketIoConnection::twoMinutesAreTheLimit()
{
    Client lost(*m_harness);
    connectTo(lost);
    const QJsonObject greeting = objectOf(lost.take(u"40"_s));
    join(lost);
    post(u"before"_s);
    const QString offset = offsetOf(lost.take(u"42[\"new_message\""_s));
    lost.socket.abort();
    const auto who = test::principal(domain::Role::Client, u"somebody"_s);
    const QByteArray pid = greeting.value(u"pid"_s).toString().toUtf8();
    using What = api::RecoveryTable::Found::What;
    const auto now = std::chrono::steady_clock::now();
    QTRY_COMPARE(m_recovery->find(pid, *who, 0, now).what, What::NotYet); // it has been lost
    QCOMPARE(m_recovery->find(pid, *who, ~quint64(0), now + 3min).what, What::Nothing);
    Client back(*m_harness);
    connectTo(back, {{u"pid"_s, greeting.value(u"pid"_s)}, {u"offset"_s, offset}});
    QVERIFY(objectOf(back.take(u"40"_s)).value(u"pid"_s) != greeting.value(u"pid"_s));
}

void tst_SocketIoConnection::ownEventsAreRecovered()
{
    Client lost(*m_harness);
    connectTo(lost);
    const QJsonObject greeting = objectOf(lost.take(u"40"_s));
    join(lost);
    const QString offset = offsetOf(lost.packets.filter(u"\"session_joined\""_s).first());
    lost.say(u"42[\"no_such_event\",{}]"_s);
    QVERIFY(!lost.take(u"42[\"error\""_s).isEmpty());
    lost.socket.abort();
    Client back(*m_harness);
    connectTo(back, {{u"pid"_s, greeting.value(u"pid"_s)}, {u"offset"_s, offset}}); // as if `error` was lost
    QCOMPARE(objectOf(back.take(u"40"_s)), greeting);
    QCOMPARE(back.packets.filter(u"42[\"error\""_s).size(), 1);
    QVERIFY(back.packets.filter(u"\"session_joined\""_s).isEmpty());
}

QTEST_GUILESS_MAIN(tst_SocketIoConnection)
#include "tst_socketioconnection.moc"
