#include "client/chatclient.h"
#include "fakeserver.h"
#include "seen.h"

#include <QDir>
#include <QDirIterator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::ChatClient;
using client::ConnectionState;
using client::PendingMessage;

/// ChatClient against a server that does as the test says.
class TestChatClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void comesOnline();
    void listsPageByPage();
    void opensWithContentFromTheCache();
    void accountsDoNotMix();
    void opensAndHears();
    void countsUnread();
    void readingElsewhereClears();
    void marksRead();
    void sendsOnce();
    void writtenOfflineIsSentInOrder();
    void writtenOfflineSurvivesARestart();
    void lostInTheMiddleIsSentOnce_data();
    void lostInTheMiddleIsSentOnce();
    void catchesUp_data();
    void catchesUp();
    void aGapIsFilled();
    void refusedSendIsMarked();
    void askedToWait();
    void tooLongFailsAtOnce();
    void tokenExpiresInTheMiddle_data();
    void tokenExpiresInTheMiddle();
    void serverRefusesFromTheStart();
    void wrongServer_data();
    void wrongServer();
    void movesToAnotherAddress();
    void stopKeepsTheOutbox();
    void damagedFiles_data();
    void damagedFiles();
    void typingIsToldSparingly();
    void showsWhoIsThere();
    void ticks();
    void pagesOffline();
    void unknownSessionsAreFetched();
    void manyMessagesCostFewSignals();

private:
    ChatClient::Options options(const QString &user = u"tech"_s) const;
    void makeClient(const QString &user = u"tech"_s);
    void goOnline();
    bool isOnline() const { return m_client->status().state == ConnectionState::Online; }
    QStringList files(const QString &pattern) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeServer> m_server;
    domain::SessionId m_id;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Seen> m_seen;
};

void TestChatClient::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    m_id = m_server->addSession(u"room"_s);
    makeClient();
}

void TestChatClient::cleanup()
{
    m_client.reset();
    m_seen.reset();
    m_server.reset();
}

ChatClient::Options TestChatClient::options(const QString &user) const
{
    ChatClient::Options options;
    options.server = m_server->url();
    options.token = tokenOf(user, u"Tech Nician"_s);
    options.dataFolder = m_folder->filePath(u"data"_s);
    options.timing.connect = 1000ms;
    options.timing.ack = 1000ms;
    options.timing.request = 1000ms;
    options.timing.retries = {20ms, 100ms};
    return options;
}

void TestChatClient::makeClient(const QString &user)
{
    m_client.reset();
    m_client = std::make_unique<ChatClient>(options(user));
    m_seen = std::make_unique<Seen>(*m_client);
}

void TestChatClient::goOnline()
{
    m_client->start();
    QTRY_VERIFY(isOnline());
}

QStringList TestChatClient::files(const QString &pattern) const
{
    QStringList found;
    QDirIterator it(m_folder->path(), {pattern}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        found.append(it.next());
    return found;
}

void TestChatClient::comesOnline()
{
    QList<ConnectionState> states;
    connect(m_client.get(), &ChatClient::statusChanged, this,
            [&](const client::ConnectionStatus &status) { states.append(status.state); });
    QVERIFY(m_client->status().state == ConnectionState::Stopped);
    QCOMPARE(m_client->self().id, u"tech"_s);
    QCOMPARE(m_client->self().name, u"Tech Nician"_s);
    QVERIFY(m_client->self().role == domain::Role::Technician);
    goOnline();
    QVERIFY(states == (QList{ConnectionState::Connecting, ConnectionState::Online}));
    QVERIFY(m_client->status().problem.isEmpty());
}

void TestChatClient::listsPageByPage()
{
    for (int i = 0; i < 249; ++i)
        m_server->addSession(u"r%1"_s.arg(i));
    m_client->listSessions({});
    goOnline();
    QTRY_COMPARE(m_seen->listed.size(), 100);
    QVERIFY(!m_seen->listComplete);
    m_client->listMoreSessions();
    QTRY_COMPARE(m_seen->listed.size(), 200);
    m_client->listMoreSessions();
    QTRY_COMPARE(m_seen->listed.size(), 250);
    QVERIFY(m_seen->listComplete);
    m_client->listMoreSessions();
    // and all of them again after a reconnect
    m_server->addSession(u"new"_s);
    const int lists = m_seen->lists;
    m_server->dropConnections();
    QTRY_COMPARE(m_seen->lists, lists + 1);
    QCOMPARE(m_seen->listed.size(), 251);
    QVERIFY(m_seen->listed.contains(u"new"_s));
}

void TestChatClient::opensWithContentFromTheCache()
{
    m_server->post(m_id, u"ana"_s, u"hello"_s);
    m_client->listSessions({});
    m_client->openSession(m_id);
    m_client->loadMessages(m_id, 1, 50);
    goOnline();
    QTRY_COMPARE(m_seen->contents(m_id), QStringList{u"hello"_s});
    QTRY_COMPARE(m_seen->listed, QStringList{u"room"_s});
    m_server->goAway();
    makeClient();
    m_client->listSessions({});
    m_client->openSession(m_id);
    m_client->loadMessages(m_id, 1, 50);
    QTRY_COMPARE(m_seen->listed, QStringList{u"room"_s});
    QTRY_COMPARE(m_seen->contents(m_id), QStringList{u"hello"_s});
    QCOMPARE(m_seen->opened, QList{m_id});
    QVERIFY(m_client->status().state == ConnectionState::Stopped);
}

void TestChatClient::accountsDoNotMix()
{
    m_client->listSessions({});
    m_client->send(m_id, u"mine"_s);
    goOnline();
    QTRY_COMPARE(m_seen->listed.size(), 1);
    QTRY_COMPARE(m_client->status().waitingMessages, 0);
    m_server->goAway();
    m_client->send(m_id, u"later"_s);
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"later waiting"_s});
    m_client->signIn(tokenOf(u"other"_s));
    QCOMPARE(m_client->self().id, u"other"_s);
    QTRY_VERIFY(m_seen->pending.value(m_id).empty());
    QVERIFY(m_seen->listed.isEmpty());
    m_client->listSessions({});
    m_server->comeBack();
    QTRY_VERIFY(isOnline());
    QTest::qWait(50);
    QCOMPARE(m_server->contents(m_id), QStringList{u"mine"_s});
    QCOMPARE(files(u"outbox.db"_s).size(), 2);
    m_client->signIn(tokenOf(u"tech"_s));
    QTRY_COMPARE(m_server->contents(m_id), (QStringList{u"mine"_s, u"later"_s}));
}

void TestChatClient::opensAndHears()
{
    m_server->post(m_id, u"ana"_s, u"before"_s);
    m_client->openSession(m_id);
    goOnline();
    QTRY_COMPARE(m_seen->opened.size(), 1);
    m_server->post(m_id, u"ana"_s, u"after"_s);
    QTRY_COMPARE(m_seen->contents(m_id), QStringList{u"after"_s});
    m_client->loadMessages(m_id, 1, 200);
    QTRY_COMPARE(m_seen->contents(m_id), (QStringList{u"before"_s, u"after"_s}));
    m_client->closeSession(m_id);
    QTRY_COMPARE(m_server->count("leave_session"), 1);
    m_server->post(m_id, u"ana"_s, u"unheard"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).session.lastSeq, 3);
    QCOMPARE(m_seen->contents(m_id).size(), 2);
}

void TestChatClient::countsUnread()
{
    m_client->listSessions({});
    m_client->openSession(m_id);
    goOnline();
    QTRY_COMPARE(m_seen->listed.size(), 1);
    m_server->post(m_id, u"ana"_s, u"1"_s);
    m_server->post(m_id, u"tech"_s, u"2"_s);
    m_server->post(m_id, u"ana"_s, u"3"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).session.lastSeq, 3);
    QCOMPARE(m_seen->sessions.value(m_id).unreadCount, 2);
    QVERIFY(m_seen->arrived.contains(u"room"_s));
    const qsizetype arrived = m_seen->arrived.size();
    m_server->post(m_id, u"tech"_s, u"4"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).session.lastSeq, 4);
    QCOMPARE(m_seen->sessions.value(m_id).unreadCount, 2);
    QCOMPARE(m_seen->arrived.size(), arrived);
}

void TestChatClient::readingElsewhereClears()
{
    m_client->listSessions({});
    goOnline();
    QTRY_COMPARE(m_seen->listed.size(), 1);
    for (int i = 0; i < 3; ++i)
        m_server->post(m_id, u"ana"_s, u"x"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 3);
    const auto read = [this](int upTo, int count) {
        m_server->tell("messages_read", R"({"session_id":")" + m_id.toUtf8() +
                                            R"(","user_id":"tech","user_name":"T","up_to_seq":)" +
                                            QByteArray::number(upTo) + R"(,"read_count":)" +
                                            QByteArray::number(count) + '}');
    };
    read(2, 2);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 1);
    read(3, 1);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 0);
    QCOMPARE(m_seen->read, 0); // no tick by myself
}

void TestChatClient::marksRead()
{
    m_client->listSessions({});
    m_client->openSession(m_id);
    goOnline();
    const domain::Message message = m_server->post(m_id, u"ana"_s, u"x"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 1);
    m_server->goAway();
    m_client->markRead(m_id, 1, message.id);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 0);
    m_server->comeBack();
    QTRY_COMPARE(m_server->count("mark_messages_read"), 1);
    QTRY_VERIFY(isOnline());
    m_client->markRead(m_id, 1, message.id);
    m_server->dropConnections();
    QTRY_VERIFY(!isOnline());
    QTRY_VERIFY(isOnline());
    QCOMPARE(m_server->count("mark_messages_read"), 1);
}

void TestChatClient::sendsOnce()
{
    m_client->openSession(m_id);
    goOnline();
    const QString id = m_client->send(m_id, u"  hello  "_s);
    QVERIFY(!id.isEmpty());
    QTRY_COMPARE(m_seen->contents(m_id), QStringList{u"hello"_s});
    QTRY_VERIFY(m_seen->pending.contains(m_id) && m_seen->pending.value(m_id).empty());
    QCOMPARE(m_server->messages(m_id).front().clientMsgId, id);
    QCOMPARE(m_client->status().waitingMessages, 0);
    QCOMPARE(m_server->count("send_message"), 1);
}

void TestChatClient::writtenOfflineIsSentInOrder()
{
    QStringList written;
    for (int i = 0; i < 20; ++i) {
        written.append(u"m%1"_s.arg(i));
        m_client->send(m_id, written.last());
    }
    QTRY_COMPARE(int(m_seen->pending.value(m_id).size()), 20);
    QTRY_COMPARE(m_client->status().waitingMessages, 20);
    goOnline();
    QTRY_COMPARE(m_server->contents(m_id), written);
    QTRY_COMPARE(m_client->status().waitingMessages, 0);
    QCOMPARE(m_server->count("send_message"), 20);
}

void TestChatClient::writtenOfflineSurvivesARestart()
{
    m_client->send(m_id, u"one"_s);
    m_client->send(m_id, u"two"_s,
                   domain::ReplyPreview{1, domain::MessageId(QUuid::createUuid()), u"A"_s, u"x"_s});
    makeClient();
    QTRY_COMPARE(m_seen->states(m_id), (QStringList{u"one waiting"_s, u"two waiting"_s}));
    QVERIFY(m_seen->pending.value(m_id).at(1).replyTo);
    m_client->send(m_id, u"three"_s);
    goOnline();
    QTRY_COMPARE(m_server->contents(m_id), (QStringList{u"one"_s, u"two"_s, u"three"_s}));
    QTRY_VERIFY(m_seen->pending.value(m_id).empty());
    makeClient();
    goOnline();
    QTest::qWait(50);
    QCOMPARE(m_server->messages(m_id).size(), 3U);
}

void TestChatClient::lostInTheMiddleIsSentOnce_data()
{
    QTest::addColumn<bool>("stored"); // before the connection went
    QTest::newRow("before it was stored") << false;
    QTest::newRow("after it was stored") << true;
}

void TestChatClient::lostInTheMiddleIsSentOnce()
{
    QFETCH(bool, stored);
    m_client->openSession(m_id);
    goOnline();
    bool dropped = false;
    m_server->answer = [&](const QByteArray &name, const QJsonObject &payload) -> std::optional<QByteArray> {
        if (name != "send_message" || std::exchange(dropped, true))
            return std::nullopt;
        m_server->dropConnections();
        if (stored)
            m_server->post(m_id, u"tech"_s, payload.value("content"_L1).toString(),
                           payload.value("client_msg_id"_L1).toString());
        return ""_ba;
    };
    m_client->send(m_id, u"one"_s);
    m_client->send(m_id, u"two"_s);
    QTRY_COMPARE(m_server->contents(m_id), (QStringList{u"one"_s, u"two"_s}));
    QTRY_COMPARE(m_seen->contents(m_id), (QStringList{u"one"_s, u"two"_s}));
    QTRY_VERIFY(m_seen->pending.value(m_id).empty());
    QVERIFY(dropped);
}

/// Of a session that was empty when it was opened, too.
void TestChatClient::catchesUp_data()
{
    QTest::addColumn<bool>("empty");
    QTest::newRow("with messages") << false;
    QTest::newRow("empty") << true;
}

void TestChatClient::catchesUp()
{
    QFETCH(bool, empty);
    m_client->openSession(m_id);
    goOnline();
    if (!empty)
        m_server->post(m_id, u"ana"_s, u"0"_s);
    QTRY_COMPARE(m_seen->contents(m_id).size(), empty ? 0 : 1);
    m_server->goAway();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    QVERIFY(!m_client->status().problem.isEmpty());
    for (int i = 1; i <= 450; ++i)
        m_server->post(m_id, u"ana"_s, QString::number(i));
    m_server->comeBack();
    QTRY_VERIFY(isOnline());
    QTRY_COMPARE(m_seen->contents(m_id), m_server->contents(m_id));
    QVERIFY(m_client->status().problem.isEmpty());
    const auto caughtUp =
        std::count_if(m_server->requests.begin(), m_server->requests.end(),
                      [](const QByteArray &head) { return head.contains("after_change="); });
    QCOMPARE(int(caughtUp), 3);
}

void TestChatClient::aGapIsFilled()
{
    m_client->openSession(m_id);
    goOnline();
    m_server->post(m_id, u"ana"_s, u"0"_s);
    QTRY_COMPARE(m_seen->contents(m_id).size(), 1);
    m_server->session(m_id).session.lastChange += 1; // an edit that no event told of
    m_server->post(m_id, u"ana"_s, u"1"_s);
    QTRY_COMPARE(m_seen->contents(m_id).size(), 2);
    QTRY_VERIFY(m_server->requests.last().contains("after_change=1&"));
}

void TestChatClient::refusedSendIsMarked()
{
    goOnline();
    m_server->answer = [](const QByteArray &name, const QJsonObject &payload) -> std::optional<QByteArray> {
        if (name == "send_message" && payload.value("content"_L1) == QJsonValue(u"bad"_s))
            return R"({"ok":false,"error":"conflict","message":"This session is closed."})"_ba;
        return std::nullopt;
    };
    const QString id = m_client->send(m_id, u"bad"_s);
    m_client->send(m_id, u"good"_s);
    QTRY_COMPARE(m_server->contents(m_id), QStringList{u"good"_s});
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"bad failed"_s});
    QCOMPARE(m_seen->pending.value(m_id).front().problem, u"This session is closed."_s);
    QVERIFY(m_seen->refused.isEmpty());
    makeClient(); // it is kept
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"bad failed"_s});
    m_server->answer = {};
    goOnline();
    m_client->retry(id);
    QTRY_COMPARE(m_server->contents(m_id), (QStringList{u"good"_s, u"bad"_s}));
    QTRY_VERIFY(m_seen->pending.value(m_id).empty());
}

void TestChatClient::askedToWait()
{
    goOnline();
    int refusals = 0;
    m_server->answer = [&](const QByteArray &name, const QJsonObject &) -> std::optional<QByteArray> {
        if (name == "send_message" && ++refusals <= 3)
            return refusals == 2 ? R"({"ok":false,"error":"unavailable","message":"Later."})"_ba
                                 : R"({"ok":false,"error":"rate_limited","message":"Slow down."})"_ba;
        return std::nullopt;
    };
    m_client->send(m_id, u"one"_s);
    m_client->send(m_id, u"two"_s);
    QTRY_COMPARE(m_server->contents(m_id), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(m_server->count("send_message"), 5);
}

void TestChatClient::tooLongFailsAtOnce()
{
    goOnline();
    m_client->send(m_id, u' ' + QString(16 * 1024, u'x') + u'\n');
    QTRY_COMPARE(m_server->messages(m_id).size(), 1U);
    const QString id = m_client->send(m_id, QString(16 * 1024 - 1, u'x') + u'ë');
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"xxxxxxxx failed"_s});
    QVERIFY(m_seen->pending.value(m_id).front().problem.contains(u"16 KiB"_s));
    m_client->retry(id);
    m_client->send(m_id, u"next"_s);
    QTRY_COMPARE(m_server->messages(m_id).size(), 2U);
    QCOMPARE(m_server->count("send_message"), 2);
    makeClient();
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"xxxxxxxx failed"_s});
    m_client->discard(id);
    QTRY_VERIFY(m_seen->pending.value(m_id).empty());
    makeClient();
    m_client->send(m_id, u"only"_s);
    QTRY_COMPARE(m_seen->states(m_id), QStringList{u"only waiting"_s});
}

void TestChatClient::tokenExpiresInTheMiddle_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("a send is refused") << u"ack"_s;
    QTest::newRow("a request is refused") << u"rest"_s;
    QTest::newRow("at the next connection") << u"connect"_s;
}

void TestChatClient::tokenExpiresInTheMiddle()
{
    QFETCH(QString, how);
    m_client->listSessions({});
    m_client->openSession(m_id);
    goOnline();
    const QByteArray renewed = tokenOf(u"tech"_s, u"Renewed"_s);
    m_server->goodToken = renewed;
    const QByteArray expired =
        R"("error":"unauthorized","message":"The token has expired; ask for a new one.")";
    if (how == "ack"_L1) {
        m_server->answer = [&](const QByteArray &, const QJsonObject &) {
            return "{\"ok\":false," + expired + '}';
        };
        m_client->send(m_id, u"one"_s);
    } else if (how == "rest"_L1) {
        m_server->httpAnswer = [&](const QByteArray &) {
            const QByteArray body = '{' + expired + '}';
            return "HTTP/1.1 401 Unauthorized\r\nContent-Length: " + QByteArray::number(body.size()) +
                   "\r\n\r\n" + body;
        };
        m_client->listSessions({u"x"_s});
    } else {
        m_server->dropConnections();
    }
    QTRY_VERIFY(m_client->status().state == ConnectionState::Refused);
    QCOMPARE(m_client->status().problem, u"The token has expired; ask for a new one."_s);
    const int connections = m_server->connections;
    m_client->send(m_id, u"two"_s);
    m_server->answer = {};
    m_server->httpAnswer = {};
    m_server->post(m_id, u"ana"_s, u"missed"_s);
    QTest::qWait(300);
    QCOMPARE(m_server->connections, connections); // nothing is tried again
    m_client->signIn(renewed);
    QTRY_VERIFY(isOnline());
    QTRY_VERIFY(m_server->contents(m_id).contains(u"two"_s));
    QTRY_COMPARE(m_seen->contents(m_id), m_server->contents(m_id));
    QCOMPARE(m_server->contents(m_id).size(), how == "ack"_L1 ? 3 : 2);
}

void TestChatClient::serverRefusesFromTheStart()
{
    m_server->refusal = R"({"message":"Come back later.","data":{"code":"unavailable"}})";
    m_client->start();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    QCOMPARE(m_client->status().problem, u"Come back later."_s);
    QTRY_VERIFY(m_server->connections >= 3);
    m_server->refusal.clear();
    QTRY_VERIFY(isOnline());
    m_server->refusal = R"({"message":"Not here.","data":{"code":"forbidden"}})";
    m_server->dropConnections();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Refused);
}

void TestChatClient::wrongServer_data()
{
    QTest::addColumn<FakeServer::Manner>("manner");
    QTest::newRow("a web page") << FakeServer::Manner::Html;
    QTest::newRow("half a handshake") << FakeServer::Manner::NoConnectReply;
    QTest::newRow("silence") << FakeServer::Manner::Silent;
}

void TestChatClient::wrongServer()
{
    QFETCH(FakeServer::Manner, manner);
    m_server->manner = manner;
    m_client->send(m_id, u"one"_s);
    m_client->start();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    QVERIFY(!m_client->status().problem.isEmpty());
    m_server->manner = FakeServer::Manner::Proper;
    m_client->reconnectNow();
    QTRY_VERIFY(isOnline());
    QTRY_COMPARE(m_server->contents(m_id), QStringList{u"one"_s});
}

void TestChatClient::movesToAnotherAddress()
{
    goOnline();
    m_server->goAway();
    m_client->send(m_id, u"one"_s);
    FakeServer moved;
    const domain::SessionId other = moved.addSession(u"room"_s);
    moved.answer = [&](const QByteArray &name, const QJsonObject &payload) -> std::optional<QByteArray> {
        if (name == "send_message")
            moved.post(other, u"tech"_s, payload.value("content"_L1).toString(),
                       payload.value("client_msg_id"_L1).toString());
        return R"({"ok":true})"_ba;
    };
    m_client->setServer(moved.url());
    QTRY_VERIFY(isOnline());
    QTRY_COMPARE(moved.contents(other), QStringList{u"one"_s});
}

void TestChatClient::stopKeepsTheOutbox()
{
    goOnline();
    m_client->stop();
    QVERIFY(m_client->status().state == ConnectionState::Stopped);
    m_client->send(m_id, u"one"_s);
    QTest::qWait(300);
    QCOMPARE(m_server->connections, 1);
    QCOMPARE(m_client->status().waitingMessages, 1);
    goOnline();
    QTRY_COMPARE(m_server->contents(m_id), QStringList{u"one"_s});
}

void TestChatClient::damagedFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("cache") << u"cache.db"_s;
    QTest::newRow("outbox") << u"outbox.db"_s;
}

void TestChatClient::damagedFiles()
{
    QFETCH(QString, name);
    m_client->listSessions({});
    m_client->send(m_id, u"lost"_s);
    QTRY_COMPARE(m_seen->states(m_id).size(), 1);
    m_client.reset();
    QCOMPARE(files(name).size(), 1);
    QFile file(files(name).first());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(20'000, 'x'));
    file.close();
    makeClient();
    m_client->listSessions({});
    QTRY_COMPARE(m_seen->repaired.size(), 1);
    const QStringList aside = files(name + u".damaged-*"_s);
    QCOMPARE(aside.size(), 1);
    QCOMPARE(QFileInfo(aside.first()).size(), 20'000);
    QVERIFY2(m_seen->repaired.first().contains(QDir::toNativeSeparators(aside.first())),
             qPrintable(m_seen->repaired.first()));
    m_client->send(m_id, u"new"_s);
    goOnline();
    QTRY_VERIFY(m_server->contents(m_id).contains(u"new"_s));
    QTRY_COMPARE(m_seen->listed, QStringList{u"room"_s});
    QCOMPARE(m_server->contents(m_id).size(), name == "cache.db"_L1 ? 2 : 1);
    makeClient();
    m_client->listSessions({});
    QTRY_COMPARE(m_seen->listed, QStringList{u"room"_s}); // the new one serves
}

void TestChatClient::typingIsToldSparingly()
{
    m_client->openSession(m_id);
    goOnline();
    for (int i = 0; i < 10; ++i)
        m_client->setTyping(m_id, true);
    QTRY_COMPARE(m_server->count("typing_start"), 1);
    m_client->setTyping(m_id, false);
    m_client->setTyping(m_id, false);
    QTRY_COMPARE(m_server->count("typing_stop"), 1);
    m_client->setTyping(m_id, true);
    m_client->send(m_id, u"x"_s);
    QTRY_COMPARE(m_server->count("typing_stop"), 2);
    QCOMPARE(m_server->count("typing_start"), 2);
}

void TestChatClient::showsWhoIsThere()
{
    m_client->openSession(m_id);
    goOnline();
    const QByteArray begin = R"({"session_id":")" + m_id.toUtf8() + R"(",)";
    const auto tell = [&](QByteArrayView name, const QByteArray &user) {
        m_server->tell(name, begin + R"("user_id":")" + user + R"(","user_name":")" + user.toUpper() +
                                 R"(","role":"client"})");
    };
    m_server->tell("session_joined",
                   begin +
                       R"("participants_online":[{"user_id":"tech","user_name":"T","role":"technician"}]})");
    QTRY_COMPARE(m_seen->online, QStringList{u"tech"_s});
    tell("user_joined", "ana");
    QTRY_COMPARE(m_seen->online, (QStringList{u"tech"_s, u"ana"_s}));
    tell("user_typing", "ana");
    QTRY_COMPARE(m_seen->typing, QStringList{u"ANA"_s});
    tell("user_typing", "tech");
    tell("user_stopped_typing", "ana");
    QTRY_COMPARE(m_seen->typing, QStringList());
    tell("user_typing", "ana");
    QTRY_COMPARE(m_seen->typing, QStringList{u"ANA"_s});
    m_server->post(m_id, u"ana"_s, u"done"_s);
    QTRY_COMPARE(m_seen->typing, QStringList());
    tell("user_left", "ana");
    QTRY_COMPARE(m_seen->online, QStringList{u"tech"_s});
    m_server->goAway();
    QTRY_VERIFY(m_seen->online.isEmpty());
}

void TestChatClient::ticks()
{
    m_client->openSession(m_id);
    goOnline();
    m_client->send(m_id, u"x"_s);
    QTRY_COMPARE(m_seen->contents(m_id).size(), 1);
    const QByteArray rest = R"({"session_id":")" + m_id.toUtf8() + R"(","up_to_seq":1,"user_id":"ana"})";
    m_server->tell("message_delivered", rest);
    QTRY_COMPARE(m_seen->delivered, 1);
    m_server->tell("messages_read", rest);
    QTRY_COMPARE(m_seen->read, 1);
    m_client->send(m_id, u"y"_s);
    QTRY_COMPARE(m_seen->contents(m_id).size(), 2);
    m_server->dropConnections();
    m_server->markRead(m_id); // while nobody hears
    QTRY_COMPARE(m_seen->read, 2);
    QCOMPARE(m_seen->delivered, 2);
}

void TestChatClient::pagesOffline()
{
    for (int i = 1; i <= 60; ++i)
        m_server->post(m_id, u"ana"_s, QString::number(i));
    m_client->openSession(m_id);
    goOnline();
    m_client->loadMessages(m_id, 41, 20);
    QTRY_COMPARE(m_seen->contents(m_id).size(), 20);
    m_server->goAway();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    m_client->loadMessages(m_id, 41, 20);
    m_client->loadMessages(m_id, 21, 20);
    QTRY_COMPARE(m_seen->unavailable, QList<qint64>{21});
    m_server->comeBack();
    QTRY_VERIFY(m_seen->contents(m_id).contains(u"21"_s)); // asked for when it is back
    QCOMPARE(m_seen->contents(m_id).size(), 40);
}

void TestChatClient::unknownSessionsAreFetched()
{
    goOnline();
    m_server->session(m_id).unreadCount = 7;
    m_server->session(m_id).session.title = u"Broken printer"_s;
    m_server->post(m_id, u"ana"_s, u"x"_s);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 7);
    QCOMPARE(m_seen->sessions.value(m_id).session.title, u"Broken printer"_s);
    QTRY_COMPARE(m_seen->arrived, QStringList{u"room"_s});
}

void TestChatClient::manyMessagesCostFewSignals()
{
    m_client->listSessions({});
    m_client->openSession(m_id);
    goOnline();
    QTRY_COMPARE(m_seen->listed.size(), 1);
    const int before = m_seen->sessionChanges;
    for (int i = 0; i < 400; ++i)
        m_server->post(m_id, u"ana"_s, u"x"_s);
    QTRY_COMPARE(m_seen->contents(m_id).size(), 400);
    QTRY_COMPARE(m_seen->sessions.value(m_id).unreadCount, 400);
    QVERIFY2(m_seen->sessionChanges - before < 40, qPrintable(QString::number(m_seen->sessionChanges)));
    QVERIFY2(m_seen->batches < 80, qPrintable(QString::number(m_seen->batches)));
}

QTEST_GUILESS_MAIN(TestChatClient)
#include "tst_chatclient.moc"
