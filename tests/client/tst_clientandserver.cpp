#include "base/ids.h"
#include "client/chatclient.h"
#include "host/server.h"
#include "protocol/jwt.h"
#include "seen.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::ChatClient;
using client::ConnectionState;

/// ChatClient against a whole server, as the console has it.
class TestClientAndServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void bothWays();
    void listsAndFilters();
    void serverGoneAndBack();
    void longAbsence();
    void secondConsole();
    void ticksAndPresence();
    void tokenEnds();
    void refusals();
    void closedServerTakesNothing();
    void editsAndDeletes();
    void findsAndLocates();
    void tellsWhoHasRead();
    void closesAndReopens();
    void fiftyBusySessions();

private:
    /// A session with what the customer says in it, open and loaded.
    domain::SessionId openRoom(const QStringList &texts);
    using Clients = std::vector<std::unique_ptr<ChatClient>>;
    QByteArray token(const QString &id, domain::Role role, std::chrono::seconds life = 1h) const;
    void startServer();
    ChatClient::Options options(const QByteArray &token, const QString &folder) const;
    void makeClient(const QByteArray &token);
    bool isOnline() const { return m_client->status().state == ConnectionState::Online; }
    /// A customer says something, opening the room if it is new. \return whether the server took it
    bool say(const QString &room, const QString &text);

    std::unique_ptr<QTemporaryDir> m_folder;
    base::Config m_config;
    std::unique_ptr<host::Server> m_server;
    QNetworkAccessManager m_network;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<Seen> m_seen;
};

void TestClientAndServer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_config = {};
    m_config.port = 0;
    m_config.hosts = {u"127.0.0.1"_s};
    m_config.shards = 1;
    m_config.dataFolder = m_folder->path();
    m_config.database.path = m_folder->filePath(u"ultracom.db"_s);
    m_config.jwtSecret = QByteArray(32, 's');
    m_config.messageRate = {};
    startServer();
    makeClient(token(u"tech"_s, domain::Role::Technician));
}

void TestClientAndServer::cleanup()
{
    m_client.reset();
    m_seen.reset();
    m_server.reset();
}

QByteArray TestClientAndServer::token(const QString &id, domain::Role role, std::chrono::seconds life) const
{
    protocol::TokenClaims claims;
    claims.sub = id;
    claims.role = role;
    claims.issuedAt = base::SystemClock().now() - 1h;
    claims.expiresAt = base::SystemClock().now() + life;
    return protocol::encodeToken(claims, m_config.jwtSecret);
}

/// On the port of before, so that a client finds it.
void TestClientAndServer::startServer()
{
    m_server = std::make_unique<host::Server>(m_config);
    const base::Status started = m_server->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    m_config.port = m_server->port();
}

ChatClient::Options TestClientAndServer::options(const QByteArray &token, const QString &folder) const
{
    ChatClient::Options options;
    options.server = QUrl(u"http://127.0.0.1:%1"_s.arg(m_config.port));
    options.token = token;
    options.dataFolder = m_folder->filePath(folder);
    options.serverName = u"embedded"_s;
    options.timing.retries = {20ms, 200ms};
    return options;
}

void TestClientAndServer::makeClient(const QByteArray &token)
{
    m_client.reset();
    m_client = std::make_unique<ChatClient>(options(token, u"console"_s));
    m_seen = std::make_unique<Seen>(*m_client);
}

bool TestClientAndServer::say(const QString &room, const QString &text)
{
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/chat/send"_s.arg(m_config.port)));
    request.setRawHeader("x-auth-token", token(u"ana"_s, domain::Role::Client));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const QJsonObject body{{u"room"_s, room}, {u"text"_s, text}};
    const std::unique_ptr<QNetworkReply> reply(
        m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact)));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!finished.wait(10'000))
        return false;
    return reply->error() == QNetworkReply::NoError;
}

void TestClientAndServer::bothWays()
{
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(isOnline());
    QVERIFY(say(u"support-1"_s, u"Hello"_s));
    QTRY_COMPARE(m_seen->arrived, QStringList{u"support-1"_s}); // heard without joining
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionSummary summary = *m_seen->sessions.cbegin();
    const domain::SessionId id = summary.session.id;
    QTRY_COMPARE(m_seen->sessions.value(id).unreadCount, 1);
    QCOMPARE(m_seen->sessions.value(id).lastMessage->excerpt, u"Hello"_s);
    m_client->openSession(id);
    m_client->loadMessages(id, 1, 200);
    QTRY_COMPARE(m_seen->contents(id), QStringList{u"Hello"_s});
    const QString sent = m_client->send(id, u"  Good day ë \U0001F600 "_s);
    QTRY_COMPARE(m_seen->contents(id), (QStringList{u"Hello"_s, u"Good day ë \U0001F600"_s}));
    QTRY_VERIFY(m_seen->pending.value(id).empty());
    QCOMPARE(m_seen->messages.value(id).value(2).clientMsgId, sent);
    QCOMPARE(m_seen->messages.value(id).value(2).senderId, u"tech"_s);
    const domain::Message first = m_seen->messages.value(id).value(1);
    m_client->send(id, u"As I said"_s, domain::ReplyPreview{first.number, first.id, {}, {}});
    QTRY_COMPARE(m_seen->contents(id).size(), 3);
    QVERIFY(m_seen->messages.value(id).value(3).replyTo);
    QCOMPARE(m_seen->messages.value(id).value(3).replyTo->excerpt, u"Hello"_s);
    m_client->markRead(id, 1, first.id);
    QTRY_COMPARE(m_seen->sessions.value(id).unreadCount, 0);
    QCOMPARE(m_seen->arrived.size(), 1);
    QVERIFY(m_seen->refused.isEmpty());
}

void TestClientAndServer::listsAndFilters()
{
    for (int i = 0; i < 3; ++i)
        QVERIFY(say(u"room-%1"_s.arg(i), u"x"_s));
    m_client->listSessions({});
    m_client->start();
    QTRY_COMPARE(m_seen->listed, (QStringList{u"room-2"_s, u"room-1"_s, u"room-0"_s}));
    QVERIFY(m_seen->listComplete);
    m_client->listSessions({u"room-1"_s});
    QTRY_COMPARE(m_seen->listed, QStringList{u"room-1"_s});
    m_client->listSessions({u"a+b %&"_s});
    QTRY_COMPARE(m_seen->listed, QStringList());
}

void TestClientAndServer::serverGoneAndBack()
{
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(isOnline());
    QVERIFY(say(u"support-1"_s, u"0"_s));
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    m_client->openSession(id);
    m_client->loadMessages(id, 1, 200);
    QTRY_COMPARE(m_seen->contents(id).size(), 1);
    m_client->send(id, u"1"_s);
    QTRY_COMPARE(m_seen->contents(id).size(), 2);
    m_server->stop(5s);
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    QVERIFY(!m_client->status().problem.isEmpty());
    QStringList expected{u"0"_s, u"1"_s};
    for (int i = 2; i < 12; ++i) {
        expected.append(QString::number(i));
        m_client->send(id, expected.last());
    }
    // and the console is closed and opened while the server is away
    makeClient(token(u"tech"_s, domain::Role::Technician));
    m_client->openSession(id);
    m_client->loadMessages(id, 1, 200);
    m_client->start();
    QTRY_COMPARE(m_seen->contents(id), (QStringList{u"0"_s, u"1"_s}));
    QTRY_COMPARE(int(m_seen->pending.value(id).size()), 10);
    startServer();
    QTRY_COMPARE(m_seen->contents(id), expected);
    QTRY_VERIFY(m_seen->pending.value(id).empty());
    QTRY_VERIFY(isOnline());
    const auto page = m_seen->messages.value(id);
    QCOMPARE(page.firstKey(), 1);
    QCOMPARE(page.lastKey(), 12); // nothing lost, nothing double
}

void TestClientAndServer::longAbsence()
{
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(isOnline());
    QVERIFY(say(u"support-1"_s, u"0"_s));
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    m_client->openSession(id);
    m_client->loadMessages(id, 1, 200);
    QTRY_COMPARE(m_seen->contents(id).size(), 1);
    m_client->stop();
    for (int i = 1; i <= 230; ++i)
        QVERIFY(say(u"support-1"_s, QString::number(i)));
    m_client->start();
    QTRY_VERIFY(isOnline());
    QTRY_COMPARE(m_seen->contents(id).size(), 231);
    QTRY_COMPARE(m_seen->sessions.value(id).unreadCount, 231);
}

void TestClientAndServer::secondConsole()
{
    ChatClient second(options(token(u"tech"_s, domain::Role::Technician), u"second"_s));
    Seen seen(second);
    for (ChatClient *client : {m_client.get(), &second}) {
        client->listSessions({});
        client->start();
    }
    QTRY_VERIFY(isOnline() && second.status().state == ConnectionState::Online);
    QVERIFY(say(u"support-1"_s, u"Hello"_s));
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    QTRY_COMPARE(seen.sessions.value(id).unreadCount, 1);
    m_client->openSession(id);
    second.openSession(id);
    m_client->loadMessages(id, 1, 200);
    QTRY_COMPARE(m_seen->contents(id).size(), 1);
    QTRY_COMPARE(seen.opened.size(), 1);
    m_client->markRead(id, 1, m_seen->messages.value(id).value(1).id);
    QTRY_COMPARE(seen.sessions.value(id).unreadCount, 0);
    m_client->send(id, u"from the first"_s);
    second.send(id, u"from the second"_s);
    QTRY_COMPARE(m_seen->sessions.value(id).session.lastSeq, 3);
    QTRY_COMPARE(seen.sessions.value(id).session.lastSeq, 3);
    QTRY_COMPARE(m_seen->contents(id).size(), 3);
    QTRY_COMPARE(seen.contents(id).mid(0), m_seen->contents(id).mid(1));
    QCOMPARE(seen.sessions.value(id).unreadCount, 0); // own ones, whichever console wrote them
}

void TestClientAndServer::ticksAndPresence()
{
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(isOnline());
    QVERIFY(say(u"support-1"_s, u"Hello"_s));
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    m_client->openSession(id);
    m_client->send(id, u"Good day"_s);
    QTRY_VERIFY(m_seen->contents(id).contains(u"Good day"_s));
    QTRY_COMPARE(m_seen->online, QStringList{u"tech"_s});
    QVERIFY(m_seen->messages.value(id).value(2).status == domain::DeliveryStatus::Sent);

    ChatClient other(options(token(u"ana"_s, domain::Role::Client), u"other"_s));
    Seen seen(other);
    other.start();
    other.openSession(id);
    other.loadMessages(id, 1, 200);
    QTRY_COMPARE(m_seen->online, (QStringList{u"tech"_s, u"ana"_s}));
    QTRY_COMPARE(m_seen->delivered, 2);
    QTRY_COMPARE(seen.contents(id).size(), 2);
    other.setTyping(id, true);
    QTRY_COMPARE(m_seen->typing, QStringList{u"ana"_s});
    other.send(id, u"Thanks"_s);
    QTRY_COMPARE(m_seen->typing, QStringList());
    other.markRead(id, 2, seen.messages.value(id).value(2).id);
    QTRY_COMPARE(m_seen->read, 2);
}

void TestClientAndServer::tokenEnds()
{
    m_client->start();
    QTRY_VERIFY(isOnline());
    m_client->listSessions({});
    QVERIFY(say(u"support-1"_s, u"Hello"_s));
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    m_client->signIn(token(u"tech"_s, domain::Role::Technician, -1h));
    QTRY_VERIFY(m_client->status().state == ConnectionState::Refused);
    QVERIFY(m_client->status().problem.contains(u"expired"_s));
    m_client->send(id, u"kept"_s);
    QTRY_COMPARE(m_client->status().waitingMessages, 1);
    m_client->signIn(token(u"tech"_s, domain::Role::Technician));
    QTRY_VERIFY(isOnline());
    QTRY_COMPARE(m_client->status().waitingMessages, 0);
    m_client->openSession(id);
    m_client->loadMessages(id, 1, 200);
    QTRY_COMPARE(m_seen->contents(id), (QStringList{u"Hello"_s, u"kept"_s}));
}

void TestClientAndServer::refusals()
{
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(isOnline());
    const domain::SessionId unknown(QUuid::createUuid());
    m_client->openSession(unknown);
    QTRY_COMPARE(m_seen->refused.size(), 1);
    m_client->send(unknown, u"into the void"_s);
    QTRY_COMPARE(m_seen->states(unknown), QStringList{u"into the failed"_s});
    QVERIFY(!m_seen->pending.value(unknown).front().problem.isEmpty());
    QVERIFY(isOnline());
    QVERIFY(say(u"support-1"_s, u"Hello"_s));
    QTRY_COMPARE(m_seen->sessions.size(), 1);
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    m_client->send(id, QString(16 * 1024, u'x'));
    m_client->send(id, QString(16 * 1024 + 1, u'x'));
    QTRY_COMPARE(m_seen->states(id), QStringList{u"xxxxxxxx failed"_s});
    QTRY_COMPARE(m_seen->sessions.value(id).session.lastSeq, 2);
}

void TestClientAndServer::closedServerTakesNothing()
{
    m_server->stop(5s);
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(m_client->status().state == ConnectionState::Reconnecting);
    startServer();
    QTRY_VERIFY(isOnline());
}

domain::SessionId TestClientAndServer::openRoom(const QStringList &texts)
{
    m_client->listSessions({});
    m_client->start();
    [&] { QTRY_VERIFY(isOnline()); }();
    for (const QString &text : texts)
        [&] { QVERIFY(say(u"support-1"_s, text)); }();
    [&] { QTRY_COMPARE(m_seen->sessions.size(), 1); }();
    const domain::SessionId id = m_seen->sessions.cbegin().key();
    m_client->openSession(id);
    m_client->loadMessages(id, 1, 200);
    [&] { QTRY_COMPARE(m_seen->contents(id), texts); }();
    return id;
}

void TestClientAndServer::editsAndDeletes()
{
    const domain::SessionId id = openRoom({u"Hello"_s});
    ChatClient other(options(token(u"ana"_s, domain::Role::Client), u"other"_s));
    Seen seen(other);
    other.start();
    other.openSession(id);
    other.loadMessages(id, 1, 200);
    m_client->send(id, u"first"_s);
    QTRY_COMPARE(seen.contents(id), (QStringList{u"Hello"_s, u"first"_s}));
    const domain::MessageId mine = seen.messages.value(id).value(2).id;

    m_client->editMessage(id, mine, u"second"_s);
    QTRY_COMPARE(m_seen->messages.value(id).value(2).content, u"second"_s);
    QTRY_COMPARE(seen.messages.value(id).value(2).content, u"second"_s);
    QVERIFY(seen.messages.value(id).value(2).editedAt);
    QTRY_VERIFY(m_seen->changes.value(id).empty());
    QTRY_COMPARE(m_seen->sessions.value(id).lastMessage->excerpt, u"second"_s);
    m_client->loadVersions(mine);
    QTRY_COMPARE(m_seen->versions.size(), 1u);
    QCOMPARE(m_seen->versions[0].content, u"first"_s);

    other.editMessage(id, mine, u"not mine"_s);
    QTRY_COMPARE(seen.changeStates(id), QStringList{u"edit failed"_s});
    QVERIFY(!seen.changes.value(id)[0].problem.isEmpty());

    m_client->deleteMessage(id, mine);
    m_client->commitChanges();
    QTRY_VERIFY(m_seen->messages.value(id).value(2).deletedAt);
    QTRY_VERIFY(seen.messages.value(id).value(2).deletedAt);
    QCOMPARE(seen.messages.value(id).value(2).content, QString());
    QTRY_VERIFY(seen.changes.value(id).empty()); // it has lost its sense

    other.stop(); // what happens while it is away
    m_client->deleteMessage(id, m_seen->messages.value(id).value(1).id);
    m_client->commitChanges();
    QTRY_VERIFY(m_seen->messages.value(id).value(1).deletedAt);
    other.start();
    QTRY_VERIFY(seen.messages.value(id).value(1).deletedAt);
    QVERIFY(m_seen->refused.isEmpty());
}

void TestClientAndServer::findsAndLocates()
{
    const domain::SessionId id =
        openRoom({u"Përshëndetje, the pump stops"_s, u"hall four"_s, u"pump again"_s});
    quint64 search = 0;
    const auto found = [&](const QString &text) {
        search = m_client->search({text, {}}, {}, 30);
        return QTest::qWaitFor([&] { return m_seen->found.contains(search); }, 10'000)
                   ? qsizetype(m_seen->found[search].hits.size())
                   : -1;
    };
    QTRY_COMPARE(found(u"pump"_s), 2);
    const domain::SearchHit hit = m_seen->found[search].hits[0];
    QCOMPARE(hit.message.sessionId, id);
    QCOMPARE(hit.room, u"support-1"_s);
    QVERIFY(!hit.highlights.empty());
    QCOMPARE(hit.excerpt.mid(hit.highlights[0].start, hit.highlights[0].length), u"pump"_s);
    QCOMPARE(found(u"pershendetje"_s), 1);
    QVERIFY(found(u"\"pump* OR ' -- %"_s) >= 0);
    QCOMPARE(found(u"nowhere"_s), 0);
    search = m_client->search({u"hall"_s, id}, {}, 30);
    QTRY_COMPARE(m_seen->found[search].hits.size(), 1u);
    m_client->locate(id, m_seen->messages.value(id).value(3).id);
    QTRY_COMPARE(m_seen->place, 3);
    m_client->locate(id, m_seen->messages.value(id).value(1).id);
    QTRY_COMPARE(m_seen->place, 1);
}

void TestClientAndServer::tellsWhoHasRead()
{
    const domain::SessionId id = openRoom({u"Hello"_s});
    QTRY_VERIFY(!m_seen->members.empty());
    m_client->send(id, u"Good day"_s);
    ChatClient other(options(token(u"ana"_s, domain::Role::Client), u"other"_s));
    Seen seen(other);
    other.start();
    other.openSession(id);
    other.loadMessages(id, 1, 200);
    QTRY_COMPARE(seen.contents(id).size(), 2);
    other.markRead(id, 2, seen.messages.value(id).value(2).id);
    QTRY_VERIFY(m_seen->readers.contains(u"ana 2 at"_s));
    m_client->stop();
    m_client->start();
    QTRY_VERIFY(std::any_of(m_seen->members.begin(), m_seen->members.end(), [](const domain::Member &member) {
        return member.user.id == "ana"_L1 && member.readSeq == 2;
    }));
}

void TestClientAndServer::closesAndReopens()
{
    const domain::SessionId id = openRoom({u"Hello"_s});
    m_client->changeSession(id, {.status = domain::SessionStatus::Closed});
    QTRY_VERIFY(m_seen->sessions.value(id).session.status == domain::SessionStatus::Closed);
    m_client->listSessions({{}, client::SessionFilter::Which::Open});
    QTRY_VERIFY(m_seen->listed.isEmpty());
    m_client->listSessions({{}, client::SessionFilter::Which::Closed});
    QTRY_COMPARE(m_seen->listed, QStringList{u"support-1"_s});
    m_client->changeSession(id, {.status = domain::SessionStatus::Active,
                                 .assignee = u"tech"_s,
                                 .labels = QStringList{u"vip"_s},
                                 .priority = domain::Priority::High});
    QTRY_COMPARE(m_seen->sessions.value(id).session.assignee, u"tech"_s);
    QVERIFY(m_seen->sessions.value(id).session.status == domain::SessionStatus::Active);
    QCOMPARE(m_seen->sessions.value(id).session.labels, QStringList{u"vip"_s});
    QVERIFY(m_seen->sessions.value(id).session.priority == domain::Priority::High);
    QVERIFY(m_seen->refused.isEmpty());
}

void TestClientAndServer::fiftyBusySessions()
{
    constexpr int rooms = 50;
    constexpr int perRoom = 20;
    m_client->listSessions({});
    m_client->start();
    QTRY_VERIFY(isOnline());
    for (int i = 0; i < rooms; ++i)
        QVERIFY(say(u"room-%1"_s.arg(i), u"first"_s));
    QTRY_COMPARE(m_seen->sessions.size(), rooms);
    const auto ids = m_seen->sessions.keys();
    for (const domain::SessionId &id : ids)
        m_client->openSession(id);
    QTRY_COMPARE(QSet(m_seen->opened.cbegin(), m_seen->opened.cend()).size(), rooms);
    for (int n = 0; n < perRoom; ++n) {
        for (const domain::SessionId &id : ids)
            m_client->send(id, QString::number(n));
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_client->status().waitingMessages, 0, 20'000);
    for (const domain::SessionId &id : ids) {
        QStringList expected;
        for (int n = 0; n < perRoom; ++n)
            expected.append(QString::number(n));
        QTRY_COMPARE(m_seen->contents(id).mid(m_seen->contents(id).size() - perRoom), expected);
        QCOMPARE(m_seen->messages.value(id).lastKey(), perRoom + 1);
    }
    QVERIFY(m_seen->refused.isEmpty());
}

QTEST_GUILESS_MAIN(TestClientAndServer)
#include "tst_clientandserver.moc"
