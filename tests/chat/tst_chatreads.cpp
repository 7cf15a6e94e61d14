#include "chatfixture.h"

#include <QDeadlineTimer>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Role;
using test::await;
using test::ChatFixture;
using test::principal;
using enum domain::DeliveryStatus;

/// What is listed, who is there, and what has reached whom.
class tst_ChatReads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsWhatOneMaySee_data();
    void listsWhatOneMaySee();
    void listSaysWhoIsOnline();
    void summaryAsksForPermission();
    void onlineHasNames();
    void onlineAsksForPermission();
    void postedIsDeliveredToWhoIsIn();
    void ownConnectionsReceiveNothing();
    void historyKnowsWhoIsIn();
    void enteringDelivers();
    void enteringAgainTellsNothing();
    void leavingKeepsWhatWasDelivered();

private:
    static QStringList roomsOf(ChatFixture &fixture, const chat::PrincipalPtr &who)
    {
        const auto page =
            await<store::SessionPage>([&](auto reply) { fixture.chat.listSessions(who, {}, reply); });
        QStringList rooms;
        if (page) {
            for (const domain::SessionSummary &summary : page->sessions)
                rooms << summary.session.room;
        }
        rooms.sort();
        return rooms;
    }
    static base::Result<domain::SessionSummary> summaryOf(ChatFixture &fixture, const chat::PrincipalPtr &who,
                                                          const store::SessionRef &ref)
    {
        return await<domain::SessionSummary>([&](auto reply) { fixture.chat.summary(who, ref, reply); });
    }
    /// Waits for the next event of that kind.
    template <typename What>
    static std::optional<What> told(ChatFixture &fixture)
    {
        QDeadlineTimer deadline(10'000);
        while (!deadline.hasExpired()) {
            for (const domain::EventPtr &event : fixture.events.take()) {
                if (const auto *what = std::get_if<What>(&event->what))
                    return *what;
            }
            std::this_thread::yield();
        }
        return std::nullopt;
    }
    /// Everything that was queued before has been committed and told: a commit's events come after its
    /// answers, but before the next commit's.
    static void settle(ChatFixture &fixture, const domain::Session &session)
    {
        for (int commit = 0; commit < 2; ++commit) {
            QVERIFY(await<store::DeliveryOutcome>([&](auto reply) {
                fixture.store->markDelivered({session.id, {u"x"_s, u"x"_s, Role::Admin}, {}}, reply);
            }));
        }
    }

    const chat::PrincipalPtr m_client = principal(Role::Client, u"client-007"_s);
    const chat::PrincipalPtr m_other = principal(Role::Client, u"client-008"_s);
    const chat::PrincipalPtr m_technician = principal(Role::Technician, u"tech-ops-1"_s);
    const QString m_room = u"support-ACME-42"_s;
};

void tst_ChatReads::listsWhatOneMaySee_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<QString>("id");
    QTest::addColumn<std::optional<QStringList>>("claim");
    QTest::addColumn<QStringList>("rooms");
    using Claim = std::optional<QStringList>;
    const QStringList all{u"shop-1"_s, u"support-1"_s, u"support-2"_s};
    for (const Role role : {Role::Technician, Role::Admin, Role::SuperAdmin})
        QTest::newRow(domain::toString(role).data()) << role << u"staff"_s << Claim() << all;
    QTest::newRow("client") << Role::Client << u"ana"_s << Claim()
                            << QStringList{u"shop-1"_s, u"support-1"_s};
    QTest::newRow("reader") << Role::Reader << u"bob"_s << Claim() << QStringList{u"support-2"_s};
    QTest::newRow("a stranger") << Role::Client << u"zef"_s << Claim() << QStringList();
    QTest::newRow("staff with a claim") << Role::Admin << u"staff"_s << Claim(QStringList{u"support-*"_s})
                                        << QStringList{u"support-1"_s, u"support-2"_s};
    QTest::newRow("a client with a claim")
        << Role::Client << u"ana"_s << Claim(QStringList{u"shop-1"_s, u"support-2"_s})
        << QStringList{u"shop-1"_s};
    QTest::newRow("an empty claim") << Role::Admin << u"staff"_s << Claim(QStringList()) << QStringList();
}

void tst_ChatReads::listsWhatOneMaySee()
{
    QFETCH(Role, role);
    QFETCH(QString, id);
    QFETCH(std::optional<QStringList>, claim);
    QFETCH(QStringList, rooms);
    ChatFixture fixture;
    QVERIFY(fixture.open(principal(Role::Client, u"ana"_s), u"support-1"_s));
    QVERIFY(fixture.open(principal(Role::Client, u"bob"_s), u"support-2"_s));
    QVERIFY(fixture.open(principal(Role::Client, u"ana"_s), u"shop-1"_s));
    QCOMPARE(roomsOf(fixture, principal(role, id, claim)), rooms);
}

void tst_ChatReads::listSaysWhoIsOnline()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    QVERIFY(session);
    QCOMPARE(summaryOf(fixture, m_client, m_room)->participantsOnline, 0);
    QVERIFY(!summaryOf(fixture, m_technician, m_room)->contactOnline);
    fixture.chat.enter(*m_client, *session);
    fixture.chat.enter(*m_client, *session);
    fixture.chat.enter(*m_technician, *session);
    QCOMPARE(summaryOf(fixture, m_client, session->id)->participantsOnline, 2);
    const auto page =
        await<store::SessionPage>([&](auto reply) { fixture.chat.listSessions(m_technician, {}, reply); });
    QVERIFY(page && page->sessions.size() == 1);
    QCOMPARE(page->sessions.front().participantsOnline, 2);
    QVERIFY(page->sessions.front().contact && page->sessions.front().contact->id == m_client->userId);
    QVERIFY(page->sessions.front().contactOnline);
}

void tst_ChatReads::summaryAsksForPermission()
{
    ChatFixture fixture;
    QVERIFY(fixture.send(m_client, m_room, u"hello"_s));
    const auto seen = summaryOf(fixture, m_technician, m_room);
    QVERIFY(seen);
    QCOMPARE(seen->session.participants, QStringList{m_client->userId});
    QCOMPARE(seen->unreadCount, 1);
    QCOMPARE(summaryOf(fixture, m_client, m_room)->unreadCount, 0);
    QCOMPARE(summaryOf(fixture, m_other, m_room).error().kind, ErrorKind::Forbidden);
    QCOMPARE(summaryOf(fixture, m_other, u"nowhere"_s).error().kind, ErrorKind::Forbidden);
    QCOMPARE(summaryOf(fixture, m_technician, u"nowhere"_s).error().kind, ErrorKind::NotFound);
    const auto limited = principal(Role::Admin, u"admin"_s, QStringList{u"elsewhere"_s});
    QCOMPARE(summaryOf(fixture, limited, m_room).error().kind, ErrorKind::Forbidden);
}

void tst_ChatReads::onlineHasNames()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    fixture.chat.enter(*m_technician, *session);
    fixture.chat.enter(*m_client, *session);
    const auto online =
        await<chat::Presence::Online>([&](auto reply) { fixture.chat.online(m_client, m_room, reply); });
    QVERIFY(online);
    QCOMPARE(online->count, 2);
    QCOMPARE(online->userIds(), QStringList({m_client->userId, m_technician->userId}));
    QCOMPARE(online->users[1].name, m_technician->name);
    QVERIFY(online->users[1].role == Role::Technician);
}

void tst_ChatReads::onlineAsksForPermission()
{
    ChatFixture fixture;
    QVERIFY(fixture.open(m_client, m_room));
    const auto online =
        await<chat::Presence::Online>([&](auto reply) { fixture.chat.online(m_other, m_room, reply); });
    QVERIFY(!online);
    QCOMPARE(online.error().kind, ErrorKind::Forbidden);
}

void tst_ChatReads::postedIsDeliveredToWhoIsIn()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    const auto alone = fixture.send(m_client, m_room, u"alone"_s);
    QVERIFY(alone->message.status == Sent);
    QVERIFY(told<domain::MessagePosted>(fixture)->message.status == Sent);
    fixture.chat.enter(*m_technician, *session);
    const auto heard = fixture.send(m_client, m_room, u"heard"_s);
    QVERIFY(heard->message.status == Delivered);
    QVERIFY(told<domain::MessagePosted>(fixture)->message.status == Delivered);
}

void tst_ChatReads::ownConnectionsReceiveNothing()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    fixture.chat.enter(*m_client, *session);
    fixture.chat.enter(*m_client, *session);
    QVERIFY(fixture.send(m_client, m_room, u"alone"_s)->message.status == Sent);
    QVERIFY(fixture.history(m_client, m_room)->messages.front().status == Sent);
}

void tst_ChatReads::historyKnowsWhoIsIn()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    fixture.chat.enter(*m_technician, *session);
    QVERIFY(fixture.send(m_client, m_room, u"heard"_s));
    QVERIFY(fixture.history(m_client, m_room)->messages.front().status == Delivered);
    QVERIFY(
        fixture.markRead(m_technician, m_room, fixture.history(m_client, m_room)->messages.front().number));
    QVERIFY(fixture.history(m_client, m_room)->messages.front().status == Read);
}

void tst_ChatReads::enteringDelivers()
{
    ChatFixture fixture;
    QVERIFY(fixture.send(m_client, m_room, u"one"_s));
    const auto second = fixture.send(m_client, m_room, u"two"_s);
    fixture.events.take();
    fixture.chat.enter(*m_technician, *fixture.open(m_technician, m_room));
    const auto delivered = told<domain::MessageDelivered>(fixture);
    QVERIFY(delivered);
    QCOMPARE(delivered->user.id, m_technician->userId);
    QCOMPARE(delivered->upToSeq, 2);
    QCOMPARE(delivered->upToNumber, second->message.number);
    QCOMPARE(delivered->upToId, second->message.id);
}

void tst_ChatReads::enteringAgainTellsNothing()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    QVERIFY(fixture.send(m_client, m_room, u"one"_s));
    fixture.chat.enter(*m_technician, *session);
    QVERIFY(told<domain::MessageDelivered>(fixture));
    fixture.chat.enter(*m_technician, *session);
    fixture.chat.enter(*m_client, *session); // their own message
    settle(fixture, *session);
    for (const domain::EventPtr &event : fixture.events.take())
        QVERIFY(!std::holds_alternative<domain::MessageDelivered>(event->what));
}

void tst_ChatReads::leavingKeepsWhatWasDelivered()
{
    ChatFixture fixture;
    const auto session = fixture.open(m_client, m_room);
    fixture.chat.enter(*m_technician, *session);
    QVERIFY(fixture.send(m_client, m_room, u"heard"_s));
    const auto stored = [&] {
        const auto page = await<store::MessagePage>([&](auto reply) {
            fixture.store->messages({session->id, 50, {}, {}}, reply);
        });
        return page->messages.front().status;
    };
    QVERIFY(stored() == Sent); // no message costs a further write
    fixture.chat.leave(*m_technician, *session);
    QTRY_VERIFY(stored() == Delivered);
}

QTEST_GUILESS_MAIN(tst_ChatReads)
#include "tst_chatreads.moc"
