#include "chatfixture.h"

#include <QDeadlineTimer>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Role;
using domain::Verb;
using test::await;
using test::ChatFixture;
using test::principal;

namespace
{
template <typename T>
std::optional<ErrorKind> errorOf(const base::Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().kind);
}

QStringList rows(const ChatFixture &fixture, const QString &sql)
{
    QStringList result;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
        database.setDatabaseName(fixture.folder.filePath(u"chat.db"_s));
        database.open();
        QSqlQuery query(sql, database);
        while (query.next())
            result << query.value(0).toString() + u'|' + query.value(1).toString() + u'|' +
                          query.value(2).toString();
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    return result;
}
} // namespace

/// Opening and changing sessions, changing messages: who may, and who is told.
class tst_ChatChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsASession();
    void createsWithOneself_data();
    void createsWithOneself();
    void refusesATakenRoom();
    void refusesRoomsThatATokenDoesNotName();
    void refusesARoomThatIsAnId();
    void roleByChange_data();
    void roleByChange();
    void roleByMessage_data();
    void roleByMessage();
    void changeableForFifteenMinutes();
    void foreignAndUnknownLookAlike();
    void closesAndReopens();
    void tellsAndAuditsOnce();
    void tellsOfMessages();
    void repeatedDeletionIsSilent();
    void refusesContent_data();
    void refusesContent();
    void typesThatArePosted();
    void changesCountAsMessages();
    void membersAreOnline();

private:
    using Summary = base::Result<domain::SessionSummary>;
    using Changed = base::Result<domain::Message>;
    using Versions = std::vector<domain::MessageVersion>;

    static Summary create(ChatFixture &fixture, const chat::PrincipalPtr &who,
                          const domain::NewSession &session)
    {
        return await<domain::SessionSummary>(
            [&](auto reply) { fixture.chat.createSession(who, session, reply); });
    }
    static Summary update(ChatFixture &fixture, const chat::PrincipalPtr &who,
                          const store::SessionRef &session, const domain::SessionChange &change)
    {
        return await<domain::SessionSummary>(
            [&](auto reply) { fixture.chat.updateSession(who, session, change, reply); });
    }
    static Changed edit(ChatFixture &fixture, const chat::PrincipalPtr &who, const store::MessageRef &message,
                        const QString &content)
    {
        return await<domain::Message>(
            [&](auto reply) { fixture.chat.editMessage(who, message, {.content = content}, reply); });
    }
    static Changed erase(ChatFixture &fixture, const chat::PrincipalPtr &who,
                         const store::MessageRef &message)
    {
        return await<domain::Message>([&](auto reply) { fixture.chat.deleteMessage(who, message, reply); });
    }
    static base::Result<Versions> versions(ChatFixture &fixture, const chat::PrincipalPtr &who,
                                           const store::MessageRef &message)
    {
        return await<Versions>([&](auto reply) { fixture.chat.messageVersions(who, message, reply); });
    }
    /// Waits until \a count events of a kind were told.
    template <typename What>
    static std::vector<domain::EventPtr> told(ChatFixture &fixture, size_t count)
    {
        std::vector<domain::EventPtr> events;
        QDeadlineTimer deadline(10'000);
        while (events.size() < count && !deadline.hasExpired()) {
            for (const domain::EventPtr &event : fixture.events.take()) {
                if (std::holds_alternative<What>(event->what))
                    events.push_back(event);
            }
            std::this_thread::yield();
        }
        return events;
    }

    const chat::PrincipalPtr m_client = principal(Role::Client, u"ana"_s);
    const chat::PrincipalPtr m_other = principal(Role::Client, u"bob"_s);
    const chat::PrincipalPtr m_technician = principal(Role::Technician, u"tech"_s);
    const QString m_room = u"support-1"_s;
};

void tst_ChatChanges::createsASession()
{
    ChatFixture fixture;
    const auto created =
        create(fixture, m_technician,
               {{u"ana"_s, u"bob"_s, u"ana"_s}, domain::SessionType::Booking, u"b-1"_s, u"T"_s, m_room});
    QVERIFY(created);
    const domain::Session &session = created->session;
    QCOMPARE(session.participants, QStringList({u"ana"_s, u"bob"_s}));
    QVERIFY(session.type == domain::SessionType::Booking);
    QCOMPARE(session.bookingId, u"b-1"_s);
    QCOMPARE(session.title, u"T"_s);
    QCOMPARE(session.room, m_room);
    QCOMPARE(created->members.size(), size_t(2));
    QVERIFY(created->contact && created->contact->id == u"ana"_s);
    QVERIFY(fixture.open(m_other, m_room));
    QVERIFY(fixture.open(m_client, session.id));
    QCOMPARE(errorOf(fixture.open(principal(Role::Client, u"eve"_s), session.id)),
             std::optional(ErrorKind::Forbidden));
    const auto events = told<domain::SessionOpened>(fixture, 1);
    QCOMPARE(events.size(), size_t(1));
    const auto &opened = std::get<domain::SessionOpened>(events.front()->what);
    QCOMPARE(opened.session.participants, session.participants);
    QVERIFY(opened.contact && opened.contact->id == u"ana"_s);
    QCOMPARE(rows(fixture, u"SELECT action, user_id, details FROM chat_audit_logs"_s),
             QStringList{u"session.open|tech|{\"participants\":[\"ana\",\"bob\"]}"_s});
}

void tst_ChatChanges::createsWithOneself_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<QStringList>("named");
    QTest::addColumn<QStringList>("participants");
    for (const Role role : domain::allRoles) {
        const bool any = domain::isStaff(role);
        const QStringList named{u"user1"_s, u"user2"_s};
        QTest::addRow("%s, nobody named", domain::toString(role).data())
            << role << QStringList() << QStringList{u"who"_s};
        QTest::addRow("%s, itself named", domain::toString(role).data())
            << role << QStringList{u"who"_s} << QStringList{u"who"_s};
        QTest::addRow("%s, others named", domain::toString(role).data())
            << role << named << (any ? named : named + QStringList{u"who"_s});
    }
}

void tst_ChatChanges::createsWithOneself()
{
    QFETCH(Role, role);
    QFETCH(QStringList, named);
    QFETCH(QStringList, participants);
    ChatFixture fixture;
    const auto created = create(fixture, principal(role, u"who"_s), {.participants = named});
    QVERIFY(created);
    QCOMPARE(created->session.participants, participants);
    QVERIFY(created->session.room.isEmpty());
}

void tst_ChatChanges::refusesATakenRoom()
{
    ChatFixture fixture;
    QVERIFY(create(fixture, m_client, {.room = m_room}));
    QCOMPARE(errorOf(create(fixture, m_client, {.room = m_room})), std::optional(ErrorKind::Conflict));
    QCOMPARE(errorOf(create(fixture, m_technician, {.room = m_room})), std::optional(ErrorKind::Conflict));
    QCOMPARE(errorOf(create(fixture, m_other, {.room = m_room})), std::optional(ErrorKind::Forbidden));
    QCOMPARE(fixture.open(m_client, m_room)->participants, QStringList{u"ana"_s});
}

void tst_ChatChanges::refusesRoomsThatATokenDoesNotName()
{
    ChatFixture fixture;
    for (const Role role : domain::allRoles) {
        const auto bound = principal(role, u"bound-"_s + domain::toString(role), QStringList{u"only-*"_s});
        QVERIFY(create(fixture, bound, {.room = u"only-"_s + domain::toString(role)}));
        QCOMPARE(errorOf(create(fixture, bound, {.room = u"other"_s})), std::optional(ErrorKind::Forbidden));
        QCOMPARE(errorOf(create(fixture, bound, {})), std::optional(ErrorKind::Forbidden));
    }
}

void tst_ChatChanges::refusesARoomThatIsAnId()
{
    ChatFixture fixture;
    const auto refused = create(fixture, m_client, {.room = u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s});
    QCOMPARE(errorOf(refused), std::optional(ErrorKind::BadRequest));
    QCOMPARE(refused.error().field, u"room"_s);
}

void tst_ChatChanges::roleByChange_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<bool>("participates");
    for (const Role role : domain::allRoles) {
        for (const bool participates : {true, false}) {
            QTest::addRow("%s, %s", domain::toString(role).data(), participates ? "own" : "foreign")
                << role << participates;
        }
    }
}

void tst_ChatChanges::roleByChange()
{
    QFETCH(Role, role);
    QFETCH(bool, participates);
    ChatFixture fixture;
    const auto who = principal(role, u"who"_s);
    QVERIFY(fixture.open(participates ? who : m_client, m_room));
    const auto expected = [&](Verb verb) {
        return domain::isAllowed(role, verb, participates) ? std::nullopt
                                                           : std::optional(ErrorKind::Forbidden);
    };
    QCOMPARE(errorOf(update(fixture, who, m_room, {.title = u"T"_s})), expected(Verb::Assign));
    QCOMPARE(errorOf(update(fixture, who, m_room, {.type = domain::SessionType::Emergency})),
             expected(Verb::Assign));
    QCOMPARE(errorOf(update(fixture, who, m_room, {.assignee = u"tech"_s})), expected(Verb::Assign));
    QCOMPARE(errorOf(update(fixture, who, m_room, {.labels = QStringList{u"vip"_s}})),
             expected(Verb::Assign));
    QCOMPARE(errorOf(update(fixture, who, m_room, {.priority = domain::Priority::High})),
             expected(Verb::Assign));
    QCOMPARE(errorOf(update(fixture, who, m_room, {.status = domain::SessionStatus::Closed})),
             expected(Verb::Close));
    QCOMPARE(errorOf(update(fixture, who, m_room, {.status = domain::SessionStatus::Active})),
             expected(Verb::Close));
    const auto both =
        update(fixture, who, m_room, {.status = domain::SessionStatus::Closed, .title = u"U"_s});
    QCOMPARE(errorOf(both), expected(Verb::Assign));
    // What is refused in part is refused whole.
    const auto now = fixture.open(m_technician, m_room);
    QCOMPARE(now->status == domain::SessionStatus::Closed, both.has_value());
}

void tst_ChatChanges::roleByMessage_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<bool>("participates");
    QTest::addColumn<bool>("own");
    for (const Role role : domain::allRoles) {
        QTest::addRow("%s, own message", domain::toString(role).data()) << role << true << true;
        QTest::addRow("%s, another's message", domain::toString(role).data()) << role << true << false;
        QTest::addRow("%s, foreign session", domain::toString(role).data()) << role << false << false;
    }
}

void tst_ChatChanges::roleByMessage()
{
    QFETCH(Role, role);
    QFETCH(bool, participates);
    QFETCH(bool, own);
    ChatFixture fixture;
    const auto who = principal(role, u"who"_s);
    QVERIFY(fixture.open(participates ? who : m_client, m_room));
    const auto author = own ? who : participates ? m_technician : m_client;
    const auto posted = fixture.send(author, m_room, u"one"_s);
    QVERIFY(posted);
    const store::MessageRef message = posted->message.id;
    const auto refused = std::optional(ErrorKind::Forbidden);
    const bool sees = domain::isAllowed(role, Verb::See, participates);
    const bool any = domain::isAllowed(role, Verb::DeleteAny, participates);
    QCOMPARE(errorOf(edit(fixture, who, message, u"uno"_s)), own ? std::nullopt : refused);
    QCOMPARE(errorOf(versions(fixture, who, message)), own || (sees && any) ? std::nullopt : refused);
    QCOMPARE(errorOf(erase(fixture, who, posted->message.number)), own || any ? std::nullopt : refused);
}

void tst_ChatChanges::changeableForFifteenMinutes()
{
    ChatFixture fixture;
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    const auto another = fixture.send(m_client, m_room, u"two"_s);
    const auto technicians = fixture.send(m_technician, m_room, u"three"_s);
    QVERIFY(posted && another && technicians);
    fixture.clock.advance(domain::changeableFor);
    QVERIFY(edit(fixture, m_client, posted->message.id, u"uno"_s));
    fixture.clock.advance(std::chrono::milliseconds(1));
    for (const auto &[who, message] : {std::pair(m_client, posted), std::pair(m_technician, technicians)})
        QCOMPARE(errorOf(edit(fixture, who, message->message.id, u"eins"_s)),
                 std::optional(ErrorKind::Forbidden));
    QCOMPARE(errorOf(erase(fixture, m_client, another->message.id)), std::optional(ErrorKind::Forbidden));
    QCOMPARE(rows(fixture, u"SELECT 1, 1, 1 FROM chat_audit_logs"_s), QStringList{});
    QVERIFY(erase(fixture, m_technician, technicians->message.id));
    QVERIFY(erase(fixture, m_technician, another->message.id));
    QCOMPARE(rows(fixture, u"SELECT action, user_id, details FROM chat_audit_logs ORDER BY entry_key"_s),
             QStringList({u"message.delete|tech|{\"sender\":\"tech\"}"_s,
                          u"message.delete|tech|{\"sender\":\"ana\"}"_s}));
}

void tst_ChatChanges::foreignAndUnknownLookAlike()
{
    ChatFixture fixture;
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    QVERIFY(posted && fixture.open(m_other, u"other"_s));
    const store::MessageRef foreign = posted->message.id;
    const store::MessageRef unknown = domain::MessageId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s));
    const auto bound = principal(Role::Technician, u"bound"_s, QStringList{u"other"_s});
    for (const chat::PrincipalPtr &who : {m_other, bound}) {
        const auto same = [](const auto &one, const auto &two) {
            return !one && !two && one.error() == two.error();
        };
        QVERIFY(same(edit(fixture, who, foreign, u"x"_s), edit(fixture, who, unknown, u"x"_s)));
        QVERIFY(same(erase(fixture, who, foreign), erase(fixture, who, unknown)));
        QVERIFY(same(versions(fixture, who, foreign), versions(fixture, who, unknown)));
        QVERIFY(same(edit(fixture, who, posted->message.number, u"x"_s),
                     edit(fixture, who, qint64(1'000'000), u"x"_s)));
        const auto nowhere = domain::SessionId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d3"_s));
        QVERIFY(same(update(fixture, who, posted->message.sessionId, {.title = u"T"_s}),
                     update(fixture, who, nowhere, {.title = u"T"_s})));
    }
    QCOMPARE(errorOf(edit(fixture, m_technician, unknown, u"x"_s)), std::optional(ErrorKind::NotFound));
}

void tst_ChatChanges::closesAndReopens()
{
    ChatFixture fixture;
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    QVERIFY(posted);
    const auto closed = update(fixture, m_client, m_room, {.status = domain::SessionStatus::Closed});
    QVERIFY(closed && closed->session.closedAt);
    QCOMPARE(errorOf(fixture.send(m_client, m_room, u"late"_s)), std::optional(ErrorKind::Conflict));
    QCOMPARE(errorOf(edit(fixture, m_client, posted->message.id, u"uno"_s)),
             std::optional(ErrorKind::Conflict));
    QVERIFY(erase(fixture, m_client, posted->message.id));
    const auto open = update(fixture, m_client, m_room, {.status = domain::SessionStatus::Active});
    QVERIFY(open && !open->session.closedAt);
    QVERIFY(fixture.send(m_client, m_room, u"again"_s));
    QCOMPARE(errorOf(edit(fixture, m_client, posted->message.id, u"uno"_s)),
             std::optional(ErrorKind::Conflict));
}

void tst_ChatChanges::tellsAndAuditsOnce()
{
    ChatFixture fixture;
    QVERIFY(fixture.open(m_client, m_room));
    const domain::SessionChange change{.status = domain::SessionStatus::Closed, .assignee = u"tech-2"_s};
    QVERIFY(update(fixture, m_technician, m_room, change));
    QVERIFY(update(fixture, m_technician, m_room, change));
    QVERIFY(update(fixture, m_technician, m_room, {.status = domain::SessionStatus::Active}));
    const auto events = told<domain::SessionUpdated>(fixture, 2);
    QCOMPARE(events.size(), size_t(2));
    const auto &updated = std::get<domain::SessionUpdated>(events[0]->what);
    QCOMPARE(updated.session.assignee, u"tech-2"_s);
    QVERIFY(updated.session.status == domain::SessionStatus::Closed);
    QCOMPARE(updated.by.id, u"tech"_s);
    QVERIFY(std::get<domain::SessionUpdated>(events[1]->what).session.status ==
            domain::SessionStatus::Active);
    QCOMPARE(rows(fixture, u"SELECT action, user_id, details FROM chat_audit_logs ORDER BY entry_key"_s),
             QStringList({u"session.close|tech|{}"_s, u"session.assign|tech|{\"assignee\":\"tech-2\"}"_s,
                          u"session.reopen|tech|{}"_s}));
}

void tst_ChatChanges::tellsOfMessages()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    QVERIFY(session);
    fixture.chat.enter(*m_technician, *session);
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    QVERIFY(posted);
    const auto edited = edit(fixture, m_client, posted->message.id, u"  uno "_s);
    QVERIFY(edited);
    QCOMPARE(edited->content, u"uno"_s);
    QVERIFY(edited->status == domain::DeliveryStatus::Delivered);
    auto events = told<domain::MessageEdited>(fixture, 1);
    QCOMPARE(events.size(), size_t(1));
    const auto &change = std::get<domain::MessageEdited>(events.front()->what);
    QCOMPARE(change.message.content, u"uno"_s);
    QCOMPARE(change.message.change, 2);
    QCOMPARE(change.editor.id, u"ana"_s);
    QVERIFY(change.isLast && change.message.editedAt == events.front()->at);
    QVERIFY(erase(fixture, m_technician, posted->message.id));
    events = told<domain::MessageDeleted>(fixture, 1);
    QCOMPARE(events.size(), size_t(1));
    const auto &deletion = std::get<domain::MessageDeleted>(events.front()->what);
    QVERIFY(deletion.message.content.isEmpty() && deletion.message.deletedAt && deletion.isLast);
    QCOMPARE(deletion.deleter.id, u"tech"_s);
}

void tst_ChatChanges::repeatedDeletionIsSilent()
{
    ChatFixture fixture;
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    QVERIFY(posted);
    for (int i = 0; i < 2; ++i)
        QVERIFY(erase(fixture, m_client, posted->message.id)->deletedAt);
    QVERIFY(fixture.send(m_client, m_room, u"two"_s));
    size_t deletions = 0;
    bool seen = false;
    for (QDeadlineTimer deadline(10'000); !seen && !deadline.hasExpired(); std::this_thread::yield()) {
        for (const domain::EventPtr &event : fixture.events.take()) {
            deletions += std::holds_alternative<domain::MessageDeleted>(event->what);
            const auto *message = std::get_if<domain::MessagePosted>(&event->what);
            seen = seen || (message && message->message.content == u"two"_s);
        }
    }
    QVERIFY(seen);
    QCOMPARE(deletions, size_t(1));
}

void tst_ChatChanges::refusesContent_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("empty") << u" \n "_s << ErrorKind::BadRequest;
    QTest::newRow("NUL") << u"a\0b"_s << ErrorKind::BadRequest;
    QTest::newRow("too long") << QString(domain::maxContentBytes + 1, u'x') << ErrorKind::TooLarge;
}

void tst_ChatChanges::refusesContent()
{
    QFETCH(QString, content);
    QFETCH(ErrorKind, kind);
    ChatFixture fixture;
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    QVERIFY(posted);
    QCOMPARE(errorOf(edit(fixture, m_client, posted->message.id, content)), std::optional(kind));
    const QByteArray metadata(domain::maxMetadataBytes + 1, 'x');
    QCOMPARE(errorOf(await<domain::Message>([&](auto reply) {
                 fixture.chat.editMessage(m_client, posted->message.id, {.metadata = metadata}, reply);
             })),
             std::optional(ErrorKind::TooLarge));
    QCOMPARE(versions(fixture, m_client, posted->message.id)->size(), size_t(0));
}

void tst_ChatChanges::typesThatArePosted()
{
    ChatFixture fixture;
    chat::SendCommand command;
    command.content = u"The desk closes at five."_s;
    command.type = domain::MessageType::System;
    QCOMPARE(errorOf(fixture.send(m_client, m_room, command)), std::optional(ErrorKind::Forbidden));
    const auto posted = fixture.send(m_technician, m_room, command);
    QVERIFY(posted);
    QVERIFY(posted->message.type == domain::MessageType::System);
    QCOMPARE(posted->message.shownRole, u"system"_s);
    for (const auto type :
         {domain::MessageType::Audio, domain::MessageType::Image, domain::MessageType::File}) {
        command.type = type;
        const auto refused = fixture.send(m_technician, m_room, command);
        QCOMPARE(errorOf(refused), std::optional(ErrorKind::BadRequest));
        QCOMPARE(refused.error().field, u"type"_s);
    }
}

void tst_ChatChanges::changesCountAsMessages()
{
    ChatFixture fixture({0.001, 2});
    const auto posted = fixture.send(m_client, m_room, u"one"_s);
    QVERIFY(posted);
    QVERIFY(edit(fixture, m_client, posted->message.id, u"uno"_s));
    const auto limited = std::optional(ErrorKind::RateLimited);
    QCOMPARE(errorOf(edit(fixture, m_client, posted->message.id, u"due"_s)), limited);
    QCOMPARE(errorOf(erase(fixture, m_client, posted->message.id)), limited);
    QCOMPARE(errorOf(create(fixture, m_client, {})), limited);
    QCOMPARE(errorOf(update(fixture, m_client, m_room, {.status = domain::SessionStatus::Closed})), limited);
}

void tst_ChatChanges::membersAreOnline()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    QVERIFY(session);
    const auto members = [&] {
        return await<domain::SessionSummary>(
                   [&](auto reply) { fixture.chat.summary(m_client, m_room, reply); })
            ->members;
    };
    QVERIFY(!members().front().online);
    fixture.chat.enter(*m_client, *session);
    QVERIFY(members().front().online);
}

QTEST_GUILESS_MAIN(tst_ChatChanges)
#include "tst_chatchanges.moc"
