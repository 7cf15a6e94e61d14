#include "chatfixture.h"

#include <QDeadlineTimer>
#include <QSqlDatabase>
#include <QSqlQuery>

using base::ErrorKind;
using domain::Role;
using test::ChatFixture;
using test::principal;

class tst_ChatService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstToOpenCreatesTheRoom();
    void roleByVerb_data();
    void roleByVerb();
    void refusalTellsNothing();
    void badRoomNames_data();
    void badRoomNames();
    void roomsClaimLimits();
    void messagesAreNumberedAndTold();
    void sameWriteAgain();
    void impersonationIsAudited();
    void tooManyMessages();
    void readReceipts();
    void presenceIsTold();
    void messageEndsTyping();
    void visitorHasOneRoom();

private:
    /// Waits until \a count events were told; answers come before their events.
    static std::vector<domain::EventPtr> told(ChatFixture &fixture, size_t count)
    {
        std::vector<domain::EventPtr> events;
        QDeadlineTimer deadline(10'000);
        while (events.size() < count && !deadline.hasExpired()) {
            const auto more = fixture.events.take();
            events.insert(events.end(), more.begin(), more.end());
            std::this_thread::yield();
        }
        return events;
    }

    const chat::PrincipalPtr m_client = principal(Role::Client, QStringLiteral("client-007"));
    const chat::PrincipalPtr m_other = principal(Role::Client, QStringLiteral("client-008"));
    const chat::PrincipalPtr m_technician = principal(Role::Technician, QStringLiteral("tech-ops-1"));
    const QString m_room = QStringLiteral("support-ACME-42");
};

template <typename T>
std::optional<ErrorKind> errorOf(const base::Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

void tst_ChatService::firstToOpenCreatesTheRoom()
{
    ChatFixture fixture;
    const auto opened = fixture.open(m_client, m_room);
    QVERIFY(opened);
    QCOMPARE(opened->participants, QStringList{m_client->userId});
    QCOMPARE(errorOf(fixture.open(m_other, m_room)), std::optional(ErrorKind::Forbidden));
    const auto again = fixture.open(m_technician, m_room);
    QVERIFY(again);
    QCOMPARE(again->id, opened->id);
    QVERIFY(fixture.open(m_technician, opened->id));
    QCOMPARE(fixture.open(m_technician, opened->id.toString())->room, m_room);
    QCOMPARE(errorOf(fixture.open(m_technician, QUuid::createUuid().toString(QUuid::WithoutBraces))),
             std::optional(ErrorKind::NotFound)); // an id is no name to create a room by

    const auto events = told(fixture, 1);
    QCOMPARE(events.size(), size_t(1));
    QVERIFY(std::holds_alternative<domain::SessionOpened>(events.front()->what));
}

void tst_ChatService::roleByVerb_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<domain::Verb>("verb");
    QTest::addColumn<bool>("participates");
    for (const Role role : domain::allRoles) {
        for (const domain::Verb verb : {domain::Verb::See, domain::Verb::Join, domain::Verb::Send,
                                        domain::Verb::Type, domain::Verb::MarkRead}) {
            for (const bool participates : {true, false}) {
                QTest::addRow("%s, verb %d, %s", domain::toString(role).data(), int(verb),
                              participates ? "own" : "foreign")
                    << role << verb << participates;
            }
        }
    }
}

void tst_ChatService::roleByVerb()
{
    QFETCH(Role, role);
    QFETCH(domain::Verb, verb);
    QFETCH(bool, participates);
    ChatFixture fixture;
    const chat::PrincipalPtr who = principal(role, QStringLiteral("who"));
    QVERIFY(fixture.open(participates ? who : m_client, m_room));
    const bool allowed = participates || (role != Role::Client && role != Role::Reader);
    QCOMPARE(errorOf(fixture.open(who, m_room, verb)),
             allowed ? std::nullopt : std::optional(ErrorKind::Forbidden));
}

void tst_ChatService::refusalTellsNothing()
{
    ChatFixture fixture;
    QVERIFY(fixture.open(m_client, m_room));
    const auto foreign = fixture.history(m_other, m_room);
    const auto missing = fixture.history(m_other, QStringLiteral("no-such-room"));
    QVERIFY(!foreign && !missing);
    QCOMPARE(foreign.error(), missing.error());
    const auto missingId = fixture.open(m_other, domain::SessionId(QUuid::createUuid()));
    QCOMPARE(missingId.error(), foreign.error());
    QCOMPARE(errorOf(fixture.history(m_technician, QStringLiteral("no-such-room"))),
             std::optional(ErrorKind::NotFound));
}

void tst_ChatService::badRoomNames_data()
{
    QTest::addColumn<QString>("room");
    QTest::newRow("empty") << QString();
    QTest::newRow("129 characters") << QString(129, u'x');
    QTest::newRow("slash") << QStringLiteral("a/../b");
    QTest::newRow("dots") << QStringLiteral("..");
    QTest::newRow("hash") << QStringLiteral("#room");
    QTest::newRow("letters beyond ASCII") << QStringLiteral("përshëndetje");
}

void tst_ChatService::badRoomNames()
{
    QFETCH(QString, room);
    ChatFixture fixture;
    const auto opened = fixture.open(m_technician, room);
    QCOMPARE(errorOf(opened), std::optional(ErrorKind::BadRequest));
    QCOMPARE(opened.error().field, QStringLiteral("room"));
}

void tst_ChatService::roomsClaimLimits()
{
    ChatFixture fixture;
    const auto limited =
        principal(Role::Technician, QStringLiteral("t"), QStringList{QStringLiteral("acme-*")});
    QVERIFY(fixture.open(limited, QStringLiteral("acme-1")));
    QCOMPARE(errorOf(fixture.open(limited, QStringLiteral("other-1"))), std::optional(ErrorKind::Forbidden));
    QVERIFY(fixture.open(m_client, QStringLiteral("other-1")));
    QCOMPARE(errorOf(fixture.open(limited, QStringLiteral("other-1"))), std::optional(ErrorKind::Forbidden));
}

void tst_ChatService::messagesAreNumberedAndTold()
{
    ChatFixture fixture;
    const QString text = QString::fromUtf8("  Përshëndetje! Si mund t'ju ndihmoj?\n");
    for (int i = 1; i <= 3; ++i) {
        const auto posted = fixture.send(m_client, m_room, text);
        QVERIFY(posted);
        QCOMPARE(posted->message.seq, i);
        QCOMPARE(posted->message.content, text.trimmed());
        QCOMPARE(posted->message.room, m_room);
        QCOMPARE(posted->message.shownRole, QStringLiteral("client"));
        QCOMPARE(posted->message.createdAt, test::testStart());
    }
    const auto page = fixture.history(m_technician, m_room);
    QVERIFY(page);
    QCOMPARE(page->messages.size(), size_t(3));

    // Each commit's events follow its answers, so the last may still be on their way.
    const auto events = told(fixture, 4);
    QCOMPARE(events.size(), size_t(4));
    QVERIFY(std::holds_alternative<domain::SessionOpened>(events[0]->what));
    for (size_t i = 1; i <= 3; ++i)
        QCOMPARE(std::get<domain::MessagePosted>(events[i]->what).message.seq, qint64(i));
}

void tst_ChatService::sameWriteAgain()
{
    ChatFixture fixture;
    const auto first = fixture.send(m_client, m_room, QStringLiteral("Hello"), QStringLiteral("id-1"));
    QVERIFY(first && !first->duplicate);
    QCOMPARE(told(fixture, 2).size(), size_t(2));
    const auto again = fixture.send(m_client, m_room, QStringLiteral("Hello"), QStringLiteral("id-1"));
    QVERIFY(again && again->duplicate);
    QCOMPARE(again->message.number, first->message.number);
    QCOMPARE(errorOf(fixture.send(m_client, m_room, QStringLiteral("Bye"), QStringLiteral("id-1"))),
             std::optional(ErrorKind::Conflict));
    const auto next = fixture.send(m_technician, m_room, QStringLiteral("Hello"), QStringLiteral("id-1"));
    QVERIFY(next && !next->duplicate); // another sender's ids are their own
    QCOMPARE(next->message.seq, 2);
    QCOMPARE(told(fixture, 1).size(), size_t(1));
}

void tst_ChatService::impersonationIsAudited()
{
    ChatFixture fixture;
    chat::SendCommand command;
    command.content = QString::fromUtf8("ALERT: Temperatura në Gamma: 33.7°C");
    command.role = QStringLiteral("system");
    command.sender = QStringLiteral("AGI-Core");
    const auto posted = fixture.send(m_technician, m_room, command);
    QVERIFY(posted);
    QCOMPARE(posted->message.shownSender, QStringLiteral("AGI-Core"));
    QCOMPARE(posted->message.senderId, m_technician->userId);
    QCOMPARE(errorOf(fixture.send(m_client, m_room, command)), std::optional(ErrorKind::Forbidden));

    fixture.store->close(std::chrono::seconds(5));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("audit"));
        database.setDatabaseName(fixture.folder.filePath(QStringLiteral("chat.db")));
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(QStringLiteral("SELECT count(*), max(action) FROM chat_audit_logs")));
        QVERIFY(query.next());
        QCOMPARE(query.value(0).toInt(), 1);
        QCOMPARE(query.value(1).toString(), QStringLiteral("message.impersonate"));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("audit"));
}

void tst_ChatService::tooManyMessages()
{
    ChatFixture fixture({0.001, 3});
    for (int i = 0; i < 3; ++i)
        QVERIFY(fixture.send(m_client, m_room, QStringLiteral("Hello")));
    const auto refused = fixture.send(m_client, m_room, QStringLiteral("Hello"));
    QCOMPARE(errorOf(refused), std::optional(ErrorKind::RateLimited));
    QVERIFY(refused.error().retryAfter.count() > 0);
    QVERIFY(fixture.send(m_technician, m_room, QStringLiteral("Hello")));
}

void tst_ChatService::readReceipts()
{
    ChatFixture fixture;
    fixture.send(m_client, m_room, QStringLiteral("one")).value();
    const auto second = fixture.send(m_client, m_room, QStringLiteral("two"));
    QVERIFY(second);
    QCOMPARE(told(fixture, 3).size(), size_t(3));

    const auto read = fixture.markRead(m_technician, m_room, second->message.number);
    QVERIFY(read);
    QCOMPARE(read->readCount, 2);
    QCOMPARE(read->unreadCount, 0);
    QCOMPARE(fixture.markRead(m_technician, m_room, second->message.number)->readCount, 0);
    const auto events = told(fixture, 1);
    QCOMPARE(events.size(), size_t(1)); // nothing new was read the second time
    const auto &told = std::get<domain::MessagesRead>(events.front()->what);
    QCOMPARE(told.reader.id, m_technician->userId);
    QCOMPARE(told.upToNumber, second->message.number);
    QCOMPARE(told.readCount, 2);
    QCOMPARE(errorOf(fixture.markRead(m_other, m_room, 1)), std::optional(ErrorKind::Forbidden));
    QCOMPARE(errorOf(fixture.markRead(m_technician, m_room, 999)), std::optional(ErrorKind::BadRequest));
}

void tst_ChatService::presenceIsTold()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    QVERIFY(session);
    QCOMPARE(told(fixture, 1).size(), size_t(1));
    QCOMPARE(fixture.chat.enter(*m_client, *session).count, 1);
    QCOMPARE(fixture.chat.enter(*m_technician, *session).userIds(),
             QStringList({m_client->userId, m_technician->userId}));
    fixture.chat.enter(*m_technician, *session);
    const auto events = fixture.events.take();
    QCOMPARE(events.size(), size_t(2)); // a second connection of the same user is no news
    const auto &arrived = std::get<domain::PresenceChanged>(events.back()->what);
    QVERIFY(arrived.online);
    QCOMPARE(arrived.onlineCount, 2);
    QCOMPARE(events.back()->exceptUser, m_technician->userId);
    QCOMPARE(fixture.chat.figures().activeSessions, 1);
}

void tst_ChatService::messageEndsTyping()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    QVERIFY(session);
    QCOMPARE(told(fixture, 1).size(), size_t(1));
    fixture.chat.setTyping(*m_client, *session, true);
    QCOMPARE(fixture.chat.figures().typingSessions, 1);
    QVERIFY(fixture.send(m_client, m_room, QStringLiteral("Hello")));
    QCOMPARE(fixture.chat.figures().typingSessions, 0);
    const auto events = told(fixture, 3);
    QCOMPARE(events.size(), size_t(3));
    QVERIFY(std::get<domain::TypingChanged>(events[0]->what).typing);
    QVERIFY(!std::get<domain::TypingChanged>(events[1]->what).typing);
    QVERIFY(std::holds_alternative<domain::MessagePosted>(events[2]->what));
}

void tst_ChatService::visitorHasOneRoom()
{
    ChatFixture fixture;
    const auto visitor = std::make_shared<const domain::Principal>(
        fixture.chat.startVisit({QStringLiteral("Ada"), QStringLiteral("ada@example.org"), {}, {}}));
    QCOMPARE(visitor->name, QStringLiteral("Ada"));
    QVERIFY(visitor->role == Role::Client);
    QCOMPARE(visitor->rooms->size(), 1);
    QVERIFY(fixture.open(visitor, visitor->rooms->constFirst()));
    QCOMPARE(errorOf(fixture.open(visitor, m_room)), std::optional(ErrorKind::Forbidden));
    QVERIFY(fixture.chat.startVisit({}).rooms != visitor->rooms);
}

QTEST_GUILESS_MAIN(tst_ChatService)
#include "tst_chatservice.moc"
