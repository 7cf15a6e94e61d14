#include "client/socketiosession.h"
#include "fakeserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::SocketIoSession;

class TestSocketIoSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connectsWithItsTokenInThePacket();
    void acksAndEvents();
    void answersWhatTheServerRefuses();
    void ackThatNeverComes();
    void refused_data();
    void refused();
    void doesNotReachAServer_data();
    void doesNotReachAServer();
    void noServerAtAll();
    void silentServerIsGivenUp();
    void pingsAreAnswered();
    void disconnectedByTheServer();
    void garbageEndsIt_data();
    void garbageEndsIt();
    void lostConnectionDropsAcks();
    void closesWithoutASignal();

private:
    static constexpr SocketIoSession::Timing patient{5000ms, 5000ms};
    static std::optional<base::Error> failure(const QSignalSpy &closed)
    {
        if (closed.isEmpty())
            return std::nullopt;
        return closed.first().first().value<base::Error>();
    }
};

void TestSocketIoSession::connectsWithItsTokenInThePacket()
{
    FakeServer server;
    SocketIoSession session(patient);
    QSignalSpy connected(&session, &SocketIoSession::connected);
    QVERIFY(!session.isConnected());
    session.open(server.url(), "the.token");
    QTRY_COMPARE(connected.size(), 1);
    QVERIFY(session.isConnected());
    QCOMPARE(server.received.first().name, "connect"_ba);
    QCOMPARE(server.received.first().payload.value("token"_L1).toString(), u"the.token"_s);
}

void TestSocketIoSession::acksAndEvents()
{
    FakeServer server;
    const domain::SessionId id = server.addSession(u"room"_s);
    SocketIoSession session(patient);
    QSignalSpy connected(&session, &SocketIoSession::connected);
    QSignalSpy events(&session, &SocketIoSession::eventReceived);
    session.open(server.url(), "t");
    QTRY_COMPARE(connected.size(), 1);
    QJsonObject joined;
    session.send(
        "join_session", {{u"session_id"_s, id.toString()}},
        [&joined](const base::Result<QJsonObject> &answer) { joined = answer.value_or(QJsonObject()); });
    session.send("typing_start", {{u"session_id"_s, id.toString()}});
    QTRY_COMPARE(joined.value("session"_L1).toObject().value("room"_L1).toString(), u"room"_s);
    QTRY_COMPARE(server.count("typing_start"), 1);
    server.tell("user_typing", R"({"user_name":"Ana"})");
    QTRY_COMPARE(events.size(), 1);
    QCOMPARE(events.first().at(0).toByteArray(), "user_typing"_ba);
    QCOMPARE(events.first().at(1).toJsonObject().value("user_name"_L1).toString(), u"Ana"_s);
}

void TestSocketIoSession::answersWhatTheServerRefuses()
{
    FakeServer server;
    server.answer = [](const QByteArray &, const QJsonObject &) {
        return R"({"ok":false,"error":"conflict","message":"This session is closed."})"_ba;
    };
    SocketIoSession session(patient);
    QSignalSpy connected(&session, &SocketIoSession::connected);
    session.open(server.url(), "t");
    QTRY_COMPARE(connected.size(), 1);
    std::optional<base::Error> error;
    session.send("send_message", {},
                 [&error](const base::Result<QJsonObject> &answer) { error = answer.error(); });
    QTRY_VERIFY(error);
    QVERIFY(error->kind == base::ErrorKind::Conflict);
    QCOMPARE(error->message, u"This session is closed."_s);
}

void TestSocketIoSession::ackThatNeverComes()
{
    FakeServer server;
    server.answer = [](const QByteArray &name, const QJsonObject &) {
        return name == "first" ? ""_ba : R"({"ok":true})"_ba;
    };
    SocketIoSession session({5000ms, 50ms});
    QSignalSpy connected(&session, &SocketIoSession::connected);
    session.open(server.url(), "t");
    QTRY_COMPARE(connected.size(), 1);
    std::optional<base::Error> error;
    int answered = 0;
    session.send("first", {}, [&error](const base::Result<QJsonObject> &answer) { error = answer.error(); });
    session.send("second", {}, [&](const base::Result<QJsonObject> &answer) { answered += answer ? 1 : 0; });
    QTRY_VERIFY(error);
    QVERIFY(error->kind == base::ErrorKind::Unavailable);
    QCOMPARE(answered, 1);
    QVERIFY(session.isConnected());
    server.sendRaw(R"(431[{"ok":true}])"); // too late: nobody waits
    session.send("third", {}, [&](const base::Result<QJsonObject> &answer) { answered += answer ? 1 : 0; });
    QTRY_COMPARE(answered, 2);
}

void TestSocketIoSession::refused_data()
{
    QTest::addColumn<QByteArray>("refusal");
    QTest::addColumn<base::ErrorKind>("kind");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("token") << R"({"message":"The token has expired.","data":{"code":"unauthorized"}})"_ba
                           << base::ErrorKind::Unauthorized << u"The token has expired."_s;
    QTest::newRow("not allowed") << R"({"message":"No.","data":{"code":"forbidden"}})"_ba
                                 << base::ErrorKind::Forbidden << u"No."_s;
    QTest::newRow("too fast") << R"({"message":"Slow down.","data":{"code":"rate_limited"}})"_ba
                              << base::ErrorKind::RateLimited << u"Slow down."_s;
    QTest::newRow("no code") << R"({"message":"Invalid namespace"})"_ba << base::ErrorKind::Unavailable
                             << u"Invalid namespace"_s;
}

void TestSocketIoSession::refused()
{
    QFETCH(QByteArray, refusal);
    QFETCH(base::ErrorKind, kind);
    QFETCH(QString, sentence);
    FakeServer server;
    server.refusal = refusal;
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(failure(closed)->kind == kind);
    QCOMPARE(failure(closed)->message, sentence);
    QVERIFY(!session.isConnected());
}

void TestSocketIoSession::doesNotReachAServer_data()
{
    QTest::addColumn<FakeServer::Manner>("manner");
    QTest::addColumn<QString>("says");
    QTest::newRow("takes the connection and falls silent")
        << FakeServer::Manner::Silent << u"does not answer"_s;
    QTest::newRow("a web page") << FakeServer::Manner::Html << u"not an UltraCom server"_s;
    QTest::newRow("a WebSocket that says nothing")
        << FakeServer::Manner::NoOpenPacket << u"does not answer"_s;
    QTest::newRow("half of Socket.IO") << FakeServer::Manner::NoConnectReply << u"does not answer"_s;
}

void TestSocketIoSession::doesNotReachAServer()
{
    QFETCH(FakeServer::Manner, manner);
    QFETCH(QString, says);
    FakeServer server;
    server.manner = manner;
    SocketIoSession session({300ms, 5000ms});
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(failure(closed)->kind == base::ErrorKind::Unavailable);
    QVERIFY2(failure(closed)->message.contains(says), qPrintable(failure(closed)->message));
    // and may be opened anew
    server.manner = FakeServer::Manner::Proper;
    QSignalSpy connected(&session, &SocketIoSession::connected);
    session.open(server.url(), "t");
    QTRY_COMPARE(connected.size(), 1);
    QCOMPARE(closed.size(), 1);
}

void TestSocketIoSession::noServerAtAll()
{
    FakeServer server;
    const QUrl url = server.url();
    server.goAway();
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(url, "t");
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(failure(closed)->message, u"No server answers at %1."_s.arg(url.toString()));
}

void TestSocketIoSession::silentServerIsGivenUp()
{
    FakeServer server;
    server.pingIntervalMs = 100;
    server.pingTimeoutMs = 100;
    SocketIoSession session(patient);
    QSignalSpy connected(&session, &SocketIoSession::connected);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_COMPARE(connected.size(), 1);
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(failure(closed)->message.contains(u"does not answer"_s));
}

void TestSocketIoSession::pingsAreAnswered()
{
    FakeServer server;
    server.pingIntervalMs = 100;
    server.pingTimeoutMs = 200;
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    const auto pongs = [&server] {
        return std::count_if(server.received.begin(), server.received.end(), [](const auto &received) {
            return received.name == "engine.io" && received.payload.value("text"_L1) == QJsonValue(u"3"_s);
        });
    };
    QTRY_VERIFY(session.isConnected());
    for (int i = 1; i <= 6; ++i) { // longer in all than a silence may be
        QTest::qWait(80);
        server.sendRaw("2");
        QTRY_COMPARE(int(pongs()), i);
    }
    QVERIFY(session.isConnected());
    QCOMPARE(closed.size(), 0);
}

void TestSocketIoSession::disconnectedByTheServer()
{
    FakeServer server;
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_VERIFY(session.isConnected());
    server.sendRaw("41");
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(failure(closed)->kind == base::ErrorKind::Unavailable);
    QVERIFY(!session.isConnected());
}

void TestSocketIoSession::garbageEndsIt_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("unknown type") << "9"_ba;
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("no JSON") << "42[nonsense"_ba;
    QTest::newRow("second handshake") << R"(0{"sid":"x"})"_ba;
}

void TestSocketIoSession::garbageEndsIt()
{
    QFETCH(QByteArray, frame);
    FakeServer server;
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_VERIFY(session.isConnected());
    server.sendRaw(frame);
    QTRY_COMPARE(closed.size(), 1);
}

void TestSocketIoSession::lostConnectionDropsAcks()
{
    FakeServer server;
    server.answer = [](const QByteArray &, const QJsonObject &) { return ""_ba; };
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_VERIFY(session.isConnected());
    std::optional<base::Error> error;
    session.send("send_message", {},
                 [&](const base::Result<QJsonObject> &answer) { error = answer.error(); });
    QTRY_COMPARE(server.count("send_message"), 1);
    server.dropConnections();
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(error && error->kind == base::ErrorKind::Unavailable);
}

void TestSocketIoSession::closesWithoutASignal()
{
    FakeServer server;
    SocketIoSession session(patient);
    QSignalSpy closed(&session, &SocketIoSession::closed);
    session.open(server.url(), "t");
    QTRY_VERIFY(session.isConnected());
    session.close();
    QVERIFY(!session.isConnected());
    QTest::qWait(50);
    QCOMPARE(closed.size(), 0);
}

QTEST_GUILESS_MAIN(TestSocketIoSession)
#include "tst_socketiosession.moc"
