#include "chat/presence.h"

#include <QTest>

using chat::Presence;
using namespace std::chrono_literals;

/// \see server/protocol/PROTOCOL.md, "Presence and typing"
class tst_Presence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstConnectionArrives();
    void listIsSortedAndBounded();
    void leaveTakesFiveSeconds();
    void reloadIsNoLeave();
    void secondLeaveStartsTheDelayAgain();
    void leaveWithoutEnterIsIgnored();
    void typingIsAnnouncedOnceASecond();
    void typingEndsByStopAndBySilence();
    void counts();
    void lastLeaveIsTold();
    void audienceKnowsWhoElseHears();
    void fillsInWhoIsOnline();

private:
    static domain::Session session(const QString &room)
    {
        domain::Session s;
        s.id = domain::SessionId(QUuid::createUuidV5(QUuid(), room));
        s.room = room;
        return s;
    }
    const domain::Session m_room = session(QStringLiteral("room"));
    const domain::UserRef m_ada{QStringLiteral("ada"), QStringLiteral("Ada"), domain::Role::Client};
    const domain::UserRef m_bob{QStringLiteral("bob"), QStringLiteral("Bob"), domain::Role::Technician};
    const Presence::Time m_start{1h};
};

void tst_Presence::firstConnectionArrives()
{
    Presence presence;
    QVERIFY(presence.enter(m_room, m_ada).first);
    QVERIFY(!presence.enter(m_room, m_ada).first);
    const Presence::Arrival bob = presence.enter(m_room, m_bob);
    QVERIFY(bob.first);
    QCOMPARE(bob.online.count, 2);
    QCOMPARE(bob.online.userIds(), QStringList({m_ada.id, m_bob.id}));
    QCOMPARE(presence.online(m_room.id).count, 2);
    QCOMPARE(presence.online(session(QStringLiteral("other")).id).count, 0);
}

void tst_Presence::listIsSortedAndBounded()
{
    Presence presence;
    for (int i = 150; i > 0; --i)
        presence.enter(m_room,
                       {QStringLiteral("user-%1").arg(i, 3, 10, QLatin1Char('0')), {}, domain::Role::Client});
    const Presence::Online online = presence.online(m_room.id);
    QCOMPARE(online.count, 150);
    QCOMPARE(online.userIds().size(), Presence::maxListedUsers);
    QCOMPARE(online.userIds().constFirst(), QStringLiteral("user-001"));
    QCOMPARE(online.userIds().constLast(), QStringLiteral("user-100"));
}

void tst_Presence::leaveTakesFiveSeconds()
{
    Presence presence;
    presence.enter(m_room, m_ada);
    presence.enter(m_room, m_bob);
    presence.leave(m_room.id, m_ada.id, m_start);
    QVERIFY(presence.expire(m_start + 4999ms).departures.empty());
    const auto departures = presence.expire(m_start + 5s).departures;
    QCOMPARE(departures.size(), size_t(1));
    QCOMPARE(departures.front().user.id, m_ada.id);
    QCOMPARE(departures.front().room, m_room.room);
    QCOMPARE(departures.front().onlineCount, 1);
    QVERIFY(presence.expire(m_start + 10s).departures.empty());
    QVERIFY(presence.enter(m_room, m_ada).first);
}

void tst_Presence::reloadIsNoLeave()
{
    Presence presence;
    presence.enter(m_room, m_ada);
    presence.leave(m_room.id, m_ada.id, m_start);
    QVERIFY(!presence.enter(m_room, m_ada).first);
    QVERIFY(presence.expire(m_start + 1h).departures.empty());
    QCOMPARE(presence.online(m_room.id).count, 1);
}

void tst_Presence::secondLeaveStartsTheDelayAgain()
{
    Presence presence;
    presence.enter(m_room, m_ada);
    presence.leave(m_room.id, m_ada.id, m_start);
    presence.enter(m_room, m_ada);
    presence.leave(m_room.id, m_ada.id, m_start + 4s);
    QVERIFY(presence.expire(m_start + 6s).departures.empty());
    QCOMPARE(presence.expire(m_start + 9s).departures.size(), size_t(1));
}

void tst_Presence::leaveWithoutEnterIsIgnored()
{
    Presence presence;
    presence.leave(m_room.id, m_ada.id, m_start);
    presence.enter(m_room, m_bob);
    presence.leave(m_room.id, m_ada.id, m_start);
    QVERIFY(presence.expire(m_start + 1h).departures.empty());
}

void tst_Presence::typingIsAnnouncedOnceASecond()
{
    Presence presence;
    QVERIFY(presence.setTyping(m_room, m_ada, true, m_start));
    QVERIFY(!presence.setTyping(m_room, m_ada, true, m_start + 999ms));
    QVERIFY(presence.setTyping(m_room, m_ada, true, m_start + 1s));
    QVERIFY(presence.setTyping(m_room, m_bob, true, m_start + 1s));
}

void tst_Presence::typingEndsByStopAndBySilence()
{
    Presence presence;
    QVERIFY(!presence.setTyping(m_room, m_ada, false, m_start));
    presence.setTyping(m_room, m_ada, true, m_start);
    QVERIFY(presence.setTyping(m_room, m_ada, false, m_start));
    QVERIFY(!presence.setTyping(m_room, m_ada, false, m_start));

    presence.setTyping(m_room, m_ada, true, m_start);
    presence.setTyping(m_room, m_ada, true, m_start + 3s);
    QVERIFY(presence.expire(m_start + 7s).typingEnds.empty());
    const auto ends = presence.expire(m_start + 8s).typingEnds;
    QCOMPARE(ends.size(), size_t(1));
    QCOMPARE(ends.front().user.id, m_ada.id);
    QCOMPARE(ends.front().room, m_room.room);
}

void tst_Presence::counts()
{
    Presence presence;
    presence.enter(m_room, m_ada);
    presence.enter(session(QStringLiteral("other")), m_ada);
    presence.setTyping(m_room, m_ada, true, m_start);
    QCOMPARE(presence.activeSessions(), 2);
    QCOMPARE(presence.typingSessions(), 1);
    presence.leave(m_room.id, m_ada.id, m_start);
    presence.expire(m_start + 10s);
    QCOMPARE(presence.activeSessions(), 1);
    QCOMPARE(presence.typingSessions(), 0);
}

void tst_Presence::lastLeaveIsTold()
{
    Presence presence;
    QVERIFY(!presence.leave(m_room.id, m_ada.id, m_start));
    presence.enter(m_room, m_ada);
    presence.enter(m_room, m_ada);
    QVERIFY(!presence.leave(m_room.id, m_ada.id, m_start));
    QVERIFY(presence.leave(m_room.id, m_ada.id, m_start));
    QVERIFY(!presence.leave(m_room.id, m_ada.id, m_start));
}

void tst_Presence::audienceKnowsWhoElseHears()
{
    Presence presence;
    QVERIFY(!presence.audience(m_room.id).hasOther(m_ada.id));
    presence.enter(m_room, m_ada);
    presence.enter(m_room, m_ada);
    QVERIFY(!presence.audience(m_room.id).hasOther(m_ada.id));
    QVERIFY(presence.audience(m_room.id).hasOther(m_bob.id));
    presence.enter(m_room, m_bob);
    QVERIFY(presence.audience(m_room.id).hasOther(m_ada.id));
    presence.leave(m_room.id, m_bob.id, m_start);
    QVERIFY(presence.audience(m_room.id).hasOther(m_ada.id)); // online until they have departed
    presence.expire(m_start + Presence::leaveDelay);
    QVERIFY(!presence.audience(m_room.id).hasOther(m_ada.id));
}

void tst_Presence::fillsInWhoIsOnline()
{
    Presence presence;
    presence.enter(m_room, m_ada);
    presence.enter(m_room, m_bob);
    std::vector<domain::SessionSummary> summaries(2);
    summaries[0].session = m_room;
    summaries[1].session = session(QStringLiteral("empty"));
    summaries[1].participantsOnline = 7;
    presence.fillOnline(summaries);
    QCOMPARE(summaries[0].participantsOnline, 2);
    QCOMPARE(summaries[1].participantsOnline, 0);
}

QTEST_APPLESS_MAIN(tst_Presence)
#include "tst_presence.moc"
