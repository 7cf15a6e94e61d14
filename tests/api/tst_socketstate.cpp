#include "api/socketstate.h"

#include "net/frames.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using api::EventOffset;
using api::RecentEvents;
using api::SocketState;

// What a connection is told when it comes back: the order of events, what is kept of them, and what of that
// is whose.

namespace
{
constexpr qsizetype plenty = 1 << 20;
const RecentEvents::Time start{1h};

domain::SessionId newSession()
{
    return domain::SessionId(QUuid::createUuid());
}

chat::PrincipalPtr principal(domain::Role role, std::optional<QStringList> rooms = {},
                             const QString &id = u"me"_s)
{
    domain::Principal principal;
    principal.userId = id;
    principal.role = role;
    principal.rooms = std::move(rooms);
    return std::make_shared<const domain::Principal>(principal);
}

domain::Event in(const domain::SessionId &session, auto what)
{
    domain::Event event;
    event.session = session;
    event.room = u"room"_s;
    event.what = std::move(what);
    return event;
}

domain::MessagePosted posted(const QString &text = {})
{
    domain::MessagePosted posted;
    posted.message.content = text;
    return posted;
}

domain::MessagesRead readBy(const QString &user)
{
    domain::MessagesRead read;
    read.reader.id = user;
    return read;
}

void append(RecentEvents &recent, std::initializer_list<domain::Event> events, RecentEvents::Time at = start)
{
    std::vector<domain::EventPtr> pointers;
    for (const domain::Event &event : events)
        pointers.push_back(std::make_shared<const domain::Event>(event));
    recent.append(api::WireBatch(pointers, recent.newest() + 1), at);
}

SocketState stateIn(const domain::SessionId &session, domain::Role role = domain::Role::Client,
                    std::optional<QStringList> rooms = {})
{
    SocketState state = SocketState::make(principal(role, std::move(rooms)), 0);
    domain::Session joined;
    joined.id = session;
    joined.room = u"room"_s;
    state.sessions.insert(session, {joined, 0});
    return state;
}

/// An own event that holds just its name.
api::OwnEvent own(EventOffset offset, RecentEvents::Time at = start)
{
    return {offset, at, net::WebSocketFrame::text("42[\"own\",{},\"" + offset.toBytes() + "\"]")};
}

/// `name offset`, in order; `none` where there is nothing to be told.
QStringList missed(const SocketState &state, EventOffset offset, const RecentEvents &recent,
                   qsizetype maxBytes = plenty)
{
    const auto frames = state.missedSince(offset, recent, maxBytes);
    if (!frames)
        return {u"none"_s};
    QStringList told;
    net::FrameWalker walker(frames->bytes());
    while (const auto frame = walker.next()) {
        const QByteArrayList parts = frame->payload.toByteArray().split('"');
        told << QString::fromUtf8(parts.at(1)) + u' ' + QString::fromUtf8(parts.at(parts.size() - 2));
    }
    return told;
}
} // namespace

class tst_SocketState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offsets_data();
    void offsets();
    void offsetsGrow();
    void tellsWhatWasMissed();
    void tellsNothingOfBeforeItJoined();
    void tellsNothingOfOtherSessions();
    void tellsNobodyOfThemselves();
    void tellsStaffOfAll();
    void tellsStaffWhatTheirTokenAdmits();
    void tellsAnUpdateOnce();
    void tellsReadersOfTheirOwnReading();
    void tellsOwnEventsInTheirPlace();
    void forgetsOwnEventsThatHaveArrived();
    void keepsFewOwnEvents();
    void refusesWhatItDoesNotKnow();
    void refusesTooMuch();
    void forgetsByTime();
    void forgetsByMemory();
    void keepsNoBeginningOfTyping();
    void belongsToItsUser_data();
    void belongsToItsUser();
};

void tst_SocketState::offsets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    for (const char *text : {"0", "7", "7.1", "18446744073709551615", "1.4294967295"})
        QTest::newRow(text) << QString::fromLatin1(text) << true;
    for (const char *text : {"", ".", "1.", ".1", "1.2.3", "-1", "+1", " 1", "1 ", "0x1", "1e3", "a",
                             "18446744073709551616", "1.4294967296"})
        QTest::newRow(text) << QString::fromLatin1(text) << false;
    QTest::newRow("other digits") << u"\u0661"_s << false;
    QTest::newRow("endless") << QString(100'000, u'1') << false;
}

void tst_SocketState::offsets()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    const auto offset = EventOffset::fromString(text);
    QCOMPARE(offset.has_value(), good);
    if (good)
        QCOMPARE(QString::fromLatin1(offset->toBytes()), text);
}

void tst_SocketState::offsetsGrow()
{
    QVERIFY((EventOffset{1, 5} < EventOffset{2, 0}));
    QVERIFY((EventOffset{2, 0} < EventOffset{2, 1}));
    QVERIFY((EventOffset{2, 9} < EventOffset{2, 10}));
}

void tst_SocketState::tellsWhatWasMissed()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted()), in(session, posted())}); // 1, 2; staff 3, 4
    append(recent, {in(session, readBy(u"other"_s))});              // 5; staff 6
    const SocketState state = stateIn(session);
    QCOMPARE(missed(state, {}, recent),
             (QStringList{u"new_message 1"_s, u"new_message 2"_s, u"messages_read 5"_s}));
    QCOMPARE(missed(state, {1}, recent), (QStringList{u"new_message 2"_s, u"messages_read 5"_s}));
    QCOMPARE(missed(state, {2}, recent), QStringList{u"messages_read 5"_s});
    QCOMPARE(missed(state, {5}, recent), QStringList());
}

void tst_SocketState::tellsNothingOfBeforeItJoined()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted())});
    SocketState state = stateIn(session);
    state.sessions[session].since = recent.newest();
    append(recent, {in(session, posted())});
    QCOMPARE(missed(state, {}, recent), QStringList{u"new_message 3"_s});
}

void tst_SocketState::tellsNothingOfOtherSessions()
{
    RecentEvents recent;
    append(recent, {in(newSession(), posted())});
    QCOMPARE(missed(stateIn(newSession()), {}, recent), QStringList());
}

void tst_SocketState::tellsNobodyOfThemselves()
{
    const domain::SessionId session = newSession();
    domain::Event left = in(session, domain::PresenceChanged{});
    left.exceptUser = u"me"_s;
    domain::Event joined = in(session, domain::PresenceChanged{{}, true, 1});
    joined.exceptUser = u"other"_s;
    RecentEvents recent;
    append(recent, {left, joined});
    QCOMPARE(missed(stateIn(session), {}, recent), QStringList{u"user_joined 2"_s});
}

void tst_SocketState::tellsStaffOfAll()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted()), in(session, posted())});
    append(recent, {in(newSession(), domain::SessionOpened{})});
    const SocketState state = stateIn(session, domain::Role::Technician);
    QCOMPARE(missed(state, {1}, recent), (QStringList{u"new_message 2"_s, u"session_updated 3"_s,
                                                      u"session_updated 4"_s, u"session_created 6"_s}));
    QCOMPARE(missed(state, {3}, recent), (QStringList{u"session_updated 4"_s, u"session_created 6"_s}));
    SocketState late = state;
    late.since = recent.newest();
    late.sessions.clear();
    QCOMPARE(missed(late, {1}, recent), QStringList());
}

void tst_SocketState::tellsStaffWhatTheirTokenAdmits()
{
    RecentEvents recent;
    domain::Event elsewhere = in(newSession(), posted());
    elsewhere.room = u"elsewhere"_s;
    append(recent, {elsewhere});
    append(recent, {in(newSession(), posted())});
    const SocketState state =
        SocketState::make(principal(domain::Role::Technician, QStringList{u"roo*"_s}), 0);
    QCOMPARE(missed(state, {}, recent), QStringList{u"session_updated 4"_s});
}

void tst_SocketState::tellsAnUpdateOnce()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, domain::SessionUpdated{}), in(newSession(), domain::SessionUpdated{})});
    QCOMPARE(missed(stateIn(session, domain::Role::Admin), {}, recent),
             (QStringList{u"session_updated 1"_s, u"session_updated 4"_s}));
}

void tst_SocketState::tellsReadersOfTheirOwnReading()
{
    RecentEvents recent;
    append(recent, {in(newSession(), readBy(u"me"_s)), in(newSession(), readBy(u"other"_s))});
    QCOMPARE(missed(stateIn(newSession()), {}, recent), QStringList{u"messages_read 1"_s});
}

void tst_SocketState::tellsOwnEventsInTheirPlace()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted())}); // 1; staff 2
    append(recent, {in(session, posted())}); // 3; staff 4
    SocketState state = stateIn(session);
    state.keep(own({0, 1}), start);
    state.keep(own({2, 2}), start);
    state.keep(own({4, 3}), start);
    QCOMPARE(missed(state, {}, recent),
             (QStringList{u"own 0.1"_s, u"new_message 1"_s, u"own 2.2"_s, u"new_message 3"_s, u"own 4.3"_s}));
    QCOMPARE(missed(state, {2, 2}, recent), (QStringList{u"new_message 3"_s, u"own 4.3"_s}));
    QCOMPARE(missed(state, {3}, recent), QStringList{u"own 4.3"_s});
    QCOMPARE(missed(state, {4, 3}, recent), QStringList());
}

void tst_SocketState::forgetsOwnEventsThatHaveArrived()
{
    SocketState state = stateIn(newSession());
    state.keep(own({0, 1}, start), start);
    state.keep(own({0, 2}, start + 10s), start + 1s);
    QCOMPARE(int(state.ownEvents.size()), 1);
    const RecentEvents recent;
    QCOMPARE(missed(state, {0, 1}, recent), QStringList{u"own 0.2"_s});
    QCOMPARE(missed(state, {}, recent),
             QStringList{u"none"_s}); // says that it never got what it has answered
    state.forgetOwn(start + 11s);
    QVERIFY(state.ownEvents.empty());
}

void tst_SocketState::keepsFewOwnEvents()
{
    SocketState state = stateIn(newSession());
    for (quint32 i = 1; i <= 100; ++i)
        state.keep(own({0, i}), start);
    QCOMPARE(state.ownEvents.size(), SocketState::maxOwnEvents);
    const RecentEvents recent;
    QCOMPARE(missed(state, {0, 83}, recent), QStringList{u"none"_s});
    QCOMPARE(missed(state, {0, 84}, recent).size(), 16);
    api::OwnEvent large = own({0, 101});
    large.frame = net::WebSocketFrame::text(QByteArray(SocketState::maxOwnBytes, 'x'));
    state.keep(large, start);
    QVERIFY(state.ownEvents.empty());
    QCOMPARE(missed(state, {0, 100}, recent), QStringList{u"none"_s});
    QCOMPARE(missed(state, {0, 101}, recent), QStringList());
}

void tst_SocketState::refusesWhatItDoesNotKnow()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted())});
    QCOMPARE(missed(stateIn(session), {3}, recent), QStringList{u"none"_s});
    QCOMPARE(missed(stateIn(session), {~quint64(0), ~quint32(0)}, recent), QStringList{u"none"_s});
}

void tst_SocketState::refusesTooMuch()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted(QString(1000, u'x')))});
    QCOMPARE(missed(stateIn(session), {}, recent, 1000), QStringList{u"none"_s});
    QCOMPARE(missed(stateIn(session), {}, recent, 3000), QStringList{u"new_message 1"_s});
}

void tst_SocketState::forgetsByTime()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, posted()), in(session, posted())}); // 1, 2; staff 3, 4
    append(recent, {in(session, posted())}, start + RecentEvents::window);
    QVERIFY(recent.reachesBackTo(0));
    recent.trim(start + RecentEvents::window + 1ms);
    QVERIFY(!recent.reachesBackTo(3));
    QVERIFY(recent.reachesBackTo(4));
    QCOMPARE(missed(stateIn(session), {2}, recent), QStringList{u"none"_s});
    QCOMPARE(missed(stateIn(session), {4}, recent), QStringList{u"new_message 5"_s});
    QCOMPARE(recent.newest(), quint64(6));
}

void tst_SocketState::forgetsByMemory()
{
    const domain::SessionId session = newSession();
    const domain::Event large = in(session, posted(QString(16 * 1024, u'x')));
    RecentEvents recent;
    for (int i = 0; i < 10'000; ++i)
        append(recent, {large});
    qsizetype bytes = 0;
    recent.visitAfter(0, [&bytes](const api::WireEventPtr &event) {
        bytes += event->event().what.index() == 0 ? 32 * 1024 : 0; // the text alone
    });
    QVERIFY(bytes > 0);
    QVERIFY(bytes <= RecentEvents::maxBytes);
    QVERIFY(!recent.reachesBackTo(0));
    QVERIFY(recent.reachesBackTo(recent.newest()));
}

void tst_SocketState::keepsNoBeginningOfTyping()
{
    const domain::SessionId session = newSession();
    RecentEvents recent;
    append(recent, {in(session, domain::TypingChanged{{}, true}), in(session, domain::TypingChanged{})});
    QCOMPARE(missed(stateIn(session), {}, recent), QStringList{u"user_stopped_typing 2"_s});
}

void tst_SocketState::belongsToItsUser_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<domain::Role>("role");
    QTest::addColumn<QStringList>("rooms");
    QTest::addColumn<bool>("expected");
    using domain::Role;
    QTest::newRow("the same") << u"me"_s << Role::Client << QStringList() << true;
    QTest::newRow("with its room") << u"me"_s << Role::Client << QStringList{u"room"_s} << true;
    QTest::newRow("another user") << u"other"_s << Role::Client << QStringList() << false;
    QTest::newRow("less of a role") << u"me"_s << Role::Reader << QStringList() << false;
    QTest::newRow("more of a role") << u"me"_s << Role::Admin << QStringList() << false;
    QTest::newRow("without its room") << u"me"_s << Role::Client << QStringList{u"elsewhere"_s} << false;
}

void tst_SocketState::belongsToItsUser()
{
    QFETCH(const QString, user);
    QFETCH(const domain::Role, role);
    QFETCH(const QStringList, rooms);
    const auto who = principal(role, rooms.isEmpty() ? std::optional<QStringList>() : rooms, user);
    QTEST(stateIn(newSession()).belongsTo(*who), "expected");
}

QTEST_APPLESS_MAIN(tst_SocketState)
#include "tst_socketstate.moc"
