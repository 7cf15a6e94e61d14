#include "storefixture.h"

#include "store/sessionlist.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using base::ErrorKind;

/// Pages of sessions as one user sees them; on both databases.
class TestSessionList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.start()); }
    void init();
    void cleanup() { m_store.reset(); }

    void showsTheLastActiveFirst();
    void showsWhatStandsBeside();
    void namesTheCustomer();
    void showsADeletedMessageWithoutText();
    void countsWhatIsUnread();
    void countsNoFurtherThanItMust();
    void pagesWithoutGapOrDouble_data();
    void pagesWithoutGapOrDouble();
    void goesOnWhereTheCursorsSessionMoved();
    void filters_data();
    void filters();
    void showsAParticipantTheirOwn();
    void showsWhatIsAdmitted();
    void tellsOfOne();
    void readsByTheIndex_data();
    void readsByTheIndex();

private:
    domain::Session open(const QString &room, const QStringList &participants = {u"ana"_s});
    domain::Message post(const domain::Session &session, const QString &text,
                         const QString &author = u"ana"_s);
    QStringList roomsOf(const store::SessionQuery &query);

    StoreFixture m_fixture{StoreFixture::kind};
    base::DatabaseUrl m_url;
    std::unique_ptr<store::Store> m_store;
};

void TestSessionList::init()
{
    m_url = m_fixture.newDatabase();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
}

domain::Session TestSessionList::open(const QString &room, const QStringList &participants)
{
    const auto opened = StoreFixture::run(*m_store, m_fixture.opening(room, participants));
    return opened ? opened->session : domain::Session{};
}

domain::Message TestSessionList::post(const domain::Session &session, const QString &text,
                                      const QString &author)
{
    const auto posted = StoreFixture::run(*m_store, m_fixture.message(session.id, text, author));
    return posted ? posted->message : domain::Message{};
}

QStringList TestSessionList::roomsOf(const store::SessionQuery &query)
{
    const auto page = StoreFixture::sessions(*m_store, query);
    if (!page)
        return {u"error: "_s + page.error().message};
    QStringList rooms;
    for (const domain::SessionSummary &summary : page->sessions)
        rooms << summary.session.room;
    return rooms;
}

void TestSessionList::showsTheLastActiveFirst()
{
    QCOMPARE(roomsOf({}), QStringList());
    const domain::Session a = open(u"a"_s);
    open(u"b"_s);
    open(u"c"_s);
    QCOMPARE(roomsOf({}), QStringList({u"c"_s, u"b"_s, u"a"_s})); // by creation, while nothing was said
    post(a, u"hello"_s);
    QCOMPARE(roomsOf({}), QStringList({u"a"_s, u"c"_s, u"b"_s}));
    open(u"d"_s);
    QCOMPARE(roomsOf({}), QStringList({u"d"_s, u"a"_s, u"c"_s, u"b"_s}));
}

void TestSessionList::showsWhatStandsBeside()
{
    const domain::Session session = open(u"a"_s, {u"ana"_s, u"zef"_s});
    post(session, u"first"_s);
    store::PostMessage write = m_fixture.message(session.id, u"Përshëndetje 🚀"_s, u"tech-1"_s);
    write.shownRole = u"system"_s;
    const auto posted = StoreFixture::run(*m_store, write);
    QVERIFY(posted);
    const auto page = StoreFixture::sessions(*m_store, {.viewer = u"ana"_s});
    QVERIFY(page && page->sessions.size() == 1 && !page->next);
    const domain::SessionSummary &summary = page->sessions.front();
    QCOMPARE(summary.session.id, session.id);
    QCOMPARE(summary.session.room, u"a"_s);
    QCOMPARE(summary.session.title, u"Printer"_s);
    QCOMPARE(summary.session.participants, QStringList({u"ana"_s, u"zef"_s}));
    QCOMPARE(summary.session.lastSeq, 2);
    QCOMPARE(summary.session.lastChange, 2);
    QVERIFY(summary.session.createdAt == session.createdAt);
    QVERIFY(summary.session.lastMessageAt == posted->message.createdAt);
    QVERIFY(summary.lastMessage);
    QCOMPARE(summary.lastMessage->seq, 2);
    QVERIFY(summary.lastMessage->type == domain::MessageType::Text);
    QCOMPARE(summary.lastMessage->excerpt, u"Përshëndetje 🚀"_s);
    QCOMPARE(summary.lastMessage->senderId, u"tech-1"_s);
    QCOMPARE(summary.lastMessage->senderName, u"Name of tech-1"_s);
    QCOMPARE(summary.lastMessage->shownRole, u"system"_s);
    QVERIFY(summary.lastMessage->at == posted->message.createdAt);
    QCOMPARE(summary.readSeq, 0);
    QCOMPARE(summary.unreadCount, 1);

    open(u"b"_s);
    const auto empty = StoreFixture::summary(*m_store, u"b"_s, u"ana"_s);
    QVERIFY(empty && !empty->lastMessage && !empty->session.lastMessageAt);
    QCOMPARE(empty->unreadCount, 0);
}

void TestSessionList::namesTheCustomer()
{
    const auto contactOf = [this](const QString &room) {
        const auto summary = StoreFixture::summary(*m_store, room, u"tech-1"_s);
        return summary && summary->contact ? summary->contact->id + u'/' + summary->contact->name : QString();
    };
    store::OpenSession byStaff = m_fixture.opening(u"a"_s);
    byStaff.creator = m_fixture.user(u"tech-1"_s);
    QVERIFY(StoreFixture::run(*m_store, byStaff));
    QCOMPARE(contactOf(u"a"_s), QString());

    byStaff = m_fixture.opening(u"b"_s, {u"zef"_s});
    byStaff.creator = m_fixture.user(u"tech-1"_s);
    const auto invited = StoreFixture::run(*m_store, byStaff);
    QVERIFY(invited);
    QCOMPARE(contactOf(u"b"_s), u"zef/"_s); // was only named so far
    post(invited->session, u"hello"_s, u"zef"_s);
    QCOMPARE(contactOf(u"b"_s), u"zef/Name of zef"_s);

    open(u"c"_s);
    QCOMPARE(contactOf(u"c"_s), u"ana/Name of ana"_s);
}

void TestSessionList::showsADeletedMessageWithoutText()
{
    post(open(u"a"_s), u"secret"_s);
    StoreFixture::execute(m_url, u"UPDATE chat_messages SET deleted_at = 1"_s);
    const auto summary = StoreFixture::summary(*m_store, u"a"_s, u"tech-1"_s);
    QVERIFY(summary && summary->lastMessage);
    QCOMPARE(summary->lastMessage->excerpt, QString());
    QCOMPARE(summary->unreadCount, 0);
}

void TestSessionList::countsWhatIsUnread()
{
    const domain::Session session = open(u"a"_s);
    const auto unread = [&](const QString &who) {
        const auto page = StoreFixture::sessions(*m_store, {.viewer = who});
        return std::pair(page->sessions.front().readSeq, page->sessions.front().unreadCount);
    };
    using Counted = std::pair<qint64, qint64>;
    for (const QString &author : {u"ana"_s, u"ana"_s, u"tech-1"_s, u"ana"_s, u"ana"_s})
        post(session, u"hello"_s, author);
    QCOMPARE(unread(u"ana"_s), Counted(0, 1));
    QCOMPARE(unread(u"tech-1"_s), Counted(0, 4)); // no cursor of theirs: everything of others
    QCOMPARE(unread(u"tech-2"_s), Counted(0, 5)); // who was never named
    const auto page = StoreFixture::page(*m_store, {session.id, 50, {}, {}});
    QVERIFY(StoreFixture::run(*m_store, store::MarkRead{session.id, m_fixture.user(u"tech-1"_s),
                                                        page->messages[3].id, m_fixture.tick()}));
    QCOMPARE(unread(u"tech-1"_s), Counted(4, 1));
    StoreFixture::execute(m_url, u"UPDATE chat_messages SET deleted_at = 1 WHERE seq = 5"_s);
    QCOMPARE(unread(u"tech-1"_s), Counted(4, 0));
}

void TestSessionList::countsNoFurtherThanItMust()
{
    const domain::Session session = open(u"a"_s);
    for (int i = 0; i < store::maxUnreadCount + 5; ++i)
        m_store->postMessage(m_fixture.message(session.id, u"x"_s), {});
    post(session, u"last"_s);
    const auto summary = StoreFixture::summary(*m_store, u"a"_s, u"tech-1"_s);
    QVERIFY(summary);
    QCOMPARE(summary->session.lastSeq, store::maxUnreadCount + 6);
    QCOMPARE(summary->unreadCount, store::maxUnreadCount);
}

void TestSessionList::pagesWithoutGapOrDouble_data()
{
    QTest::addColumn<int>("limit");
    for (const int limit : {1, 4, 5, 12, 13})
        QTest::addRow("%d a page", limit) << limit;
}

void TestSessionList::pagesWithoutGapOrDouble()
{
    QFETCH(int, limit);
    QStringList expected;
    for (int i = 0; i < 12; ++i) {
        open(u"room-%1"_s.arg(i));
        expected << u"room-%1"_s.arg(i);
    }
    // Of one moment, so that the id decides. Ids grow with creation.
    StoreFixture::execute(m_url, u"UPDATE chat_sessions SET created_at = 1000"_s);
    std::reverse(expected.begin(), expected.end());
    QStringList found;
    store::SessionQuery query{.viewer = u"tech-1"_s, .limit = limit};
    for (int pages = 0; pages <= 12; ++pages) {
        const auto page = StoreFixture::sessions(*m_store, query);
        QVERIFY(page);
        QVERIFY(std::ssize(page->sessions) <= limit);
        for (const domain::SessionSummary &summary : page->sessions)
            found << summary.session.room;
        query.after = page->next;
        if (!page->next)
            break;
        QCOMPARE(page->next->id, page->sessions.back().session.id);
    }
    QVERIFY(!query.after);
    QCOMPARE(found, expected);
}

void TestSessionList::goesOnWhereTheCursorsSessionMoved()
{
    open(u"a"_s);
    open(u"b"_s);
    const domain::Session c = open(u"c"_s);
    store::SessionQuery query{.limit = 1};
    const auto page = StoreFixture::sessions(*m_store, query);
    QVERIFY(page && page->next);
    post(c, u"moves to the top again"_s);
    query.after = page->next;
    query.limit = 50;
    QCOMPARE(roomsOf(query), QStringList({u"b"_s, u"a"_s}));
}

void TestSessionList::filters_data()
{
    using enum domain::SessionStatus;
    using enum domain::SessionType;
    QTest::addColumn<std::optional<domain::SessionStatus>>("status");
    QTest::addColumn<std::optional<domain::SessionType>>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("rooms");
    using Status = std::optional<domain::SessionStatus>;
    using Type = std::optional<domain::SessionType>;
    const QStringList all{u"c-Closed"_s, u"b_booking"_s, u"a-100%"_s};
    QTest::newRow("all") << Status() << Type() << QString() << all;
    QTest::newRow("active") << Status(Active) << Type() << QString()
                            << QStringList{u"b_booking"_s, u"a-100%"_s};
    QTest::newRow("closed") << Status(Closed) << Type() << QString() << QStringList{u"c-Closed"_s};
    QTest::newRow("support") << Status() << Type(Support) << QString()
                             << QStringList{u"c-Closed"_s, u"a-100%"_s};
    QTest::newRow("booking") << Status() << Type(Booking) << QString() << QStringList{u"b_booking"_s};
    QTest::newRow("emergency") << Status() << Type(Emergency) << QString() << QStringList();
    QTest::newRow("closed bookings") << Status(Closed) << Type(Booking) << QString() << QStringList();
    QTest::newRow("by room") << Status() << Type() << u"BOOK"_s << QStringList{u"b_booking"_s};
    QTest::newRow("by title") << Status() << Type() << u"pRiNt"_s << QStringList{u"c-Closed"_s, u"a-100%"_s};
    QTest::newRow("by participant's id") << Status() << Type() << u"ZEF"_s << QStringList{u"b_booking"_s};
    QTest::newRow("by participant's name") << Status() << Type() << u"of ana"_s << QStringList{u"a-100%"_s};
    QTest::newRow("of no participant") << Status() << Type() << u"tech"_s << QStringList();
    QTest::newRow("% is a character") << Status() << Type() << u"%"_s << QStringList{u"a-100%"_s};
    QTest::newRow("_ is a character") << Status() << Type() << u"_"_s << QStringList{u"b_booking"_s};
    QTest::newRow("' is a character") << Status() << Type() << u"'"_s << QStringList{u"b_booking"_s};
    QTest::newRow("a script as it is") << Status() << Type() << u"مرحبا"_s << QStringList{u"b_booking"_s};
    QTest::newRow("text and status") << Status(Active) << Type() << u"print"_s << QStringList{u"a-100%"_s};
}

void TestSessionList::filters()
{
    QFETCH(std::optional<domain::SessionStatus>, status);
    QFETCH(std::optional<domain::SessionType>, type);
    QFETCH(QString, text);
    QFETCH(QStringList, rooms);
    const domain::Session a = open(u"a-100%"_s, {u"ana"_s});
    store::OpenSession booking = m_fixture.opening(u"b_booking"_s, {u"zef"_s});
    booking.creator = m_fixture.user(u"zef"_s);
    booking.session.type = domain::SessionType::Booking;
    booking.session.title = u"Zef's مرحبا ÇELËS"_s;
    QVERIFY(StoreFixture::run(*m_store, booking));
    store::OpenSession closed = m_fixture.opening(u"c-Closed"_s, {u"bob"_s});
    closed.creator = m_fixture.user(u"bob"_s);
    QVERIFY(StoreFixture::run(*m_store, closed));
    StoreFixture::execute(m_url, u"UPDATE chat_sessions SET status = 'closed' WHERE room = 'c-Closed'"_s);
    // Staff who look in are no participants.
    const domain::Message message = post(a, u"tech looks in"_s);
    QVERIFY(StoreFixture::run(
        *m_store, store::MarkRead{a.id, m_fixture.user(u"tech-1"_s), message.id, m_fixture.tick()}));
    StoreFixture::execute(m_url, u"UPDATE chat_sessions SET last_message_at = NULL"_s);
    QCOMPARE(roomsOf({.viewer = u"tech-1"_s, .status = status, .type = type, .text = text}), rooms);

    if (text.isEmpty() && StoreFixture::kind == base::DatabaseUrl::Kind::Sqlite) // PostgreSQL: by its locale
        QCOMPARE(roomsOf({.text = u"çelës"_s}), QStringList{u"b_booking"_s});
}

void TestSessionList::showsAParticipantTheirOwn()
{
    const domain::Session a = open(u"a"_s, {u"ana"_s, u"bob"_s});
    const domain::Session b = open(u"b"_s, {u"ana"_s});
    open(u"c"_s, {u"ana"_s});
    const auto own = [&](const QString &who, int limit = 50) {
        return roomsOf({.viewer = who, .participating = true, .limit = limit});
    };
    QCOMPARE(own(u"bob"_s), QStringList{u"a"_s});
    QCOMPARE(own(u"ana"_s), QStringList({u"c"_s, u"b"_s, u"a"_s}));
    QCOMPARE(own(u"ana"_s, 2), QStringList({u"c"_s, u"b"_s}));
    QCOMPARE(own(u"nobody"_s), QStringList());
    // A cursor makes nobody a participant.
    QVERIFY(StoreFixture::run(
        *m_store, store::MarkRead{b.id, m_fixture.user(u"bob"_s), post(b, u"1"_s).id, m_fixture.tick()}));
    QCOMPARE(own(u"bob"_s), QStringList{u"a"_s});
    post(a, u"1"_s);
    QCOMPARE(own(u"ana"_s), QStringList({u"a"_s, u"b"_s, u"c"_s}));
}

void TestSessionList::showsWhatIsAdmitted()
{
    for (int i = 0; i < 600; ++i)
        m_store->openSession(m_fixture.opening(u"room-%1"_s.arg(i), {u"ana"_s}), {});
    open(u"last"_s);
    store::SessionQuery query{.limit = 3};
    query.admits = [](const domain::Session &session) { return session.room.endsWith(u"00"_s); };
    QCOMPARE(roomsOf(query), QStringList({u"room-500"_s, u"room-400"_s, u"room-300"_s}));
    query.after = StoreFixture::sessions(*m_store, query)->next;
    QVERIFY(query.after);
    QCOMPARE(roomsOf(query), QStringList({u"room-200"_s, u"room-100"_s}));
    QVERIFY(!StoreFixture::sessions(*m_store, query)->next);
    query = {};
    query.admits = [](const domain::Session &) { return false; };
    QCOMPARE(roomsOf(query), QStringList());
}

void TestSessionList::tellsOfOne()
{
    const domain::Session session = open(u"a"_s);
    post(session, u"hello"_s);
    for (const store::SessionRef &ref : {store::SessionRef(session.id), store::SessionRef(u"a"_s)}) {
        const auto summary = StoreFixture::summary(*m_store, ref, u"tech-1"_s);
        QVERIFY(summary);
        QCOMPARE(summary->session.id, session.id);
        QCOMPARE(summary->session.participants, QStringList{u"ana"_s});
        QCOMPARE(summary->lastMessage->excerpt, u"hello"_s);
        QCOMPARE(summary->unreadCount, 1);
    }
    const auto none = StoreFixture::summary(*m_store, u"nowhere"_s, u"tech-1"_s);
    QVERIFY(!none && none.error().kind == ErrorKind::NotFound);
}

void TestSessionList::readsByTheIndex_data()
{
    QTest::addColumn<bool>("participating");
    QTest::addColumn<QString>("index");
    QTest::newRow("of all") << false << u"chat_sessions_activity"_s;
    QTest::newRow("of a participant") << true << u"chat_participants_user"_s;
}

void TestSessionList::readsByTheIndex()
{
    QFETCH(bool, participating);
    QFETCH(QString, index);
    const bool sqlite = StoreFixture::kind == base::DatabaseUrl::Kind::Sqlite;
    if (!sqlite) {
        // Few rows are read whole whatever index there is, so that is made dear.
        StoreFixture::execute(m_url, u"ALTER DATABASE %1 SET enable_seqscan = off"_s.arg(m_url.name));
        StoreFixture::execute(m_url, u"ALTER DATABASE %1 SET enable_bitmapscan = off"_s.arg(m_url.name));
    }
    QString sql = QString::fromLatin1(store::SessionList::statement(participating));
    QStringList values{u"9"_s, sqlite ? u"X'00'"_s : u"'019a0607-7a11-7d02-9c55-b0a97f6d3e41'"_s};
    if (participating)
        values.prepend(u"1"_s);
    while (values.size() < sql.count(u'?') - 1)
        values << u"'x'"_s;
    values << u"50"_s;
    for (const QString &value : values)
        sql.replace(sql.indexOf(u'?'), 1, value);
    sql.prepend(sqlite ? u"EXPLAIN QUERY PLAN "_s : u"EXPLAIN "_s);
    const QString plan = StoreFixture::rows(m_url, sql).join(u'\n');
    QVERIFY2(plan.contains(index), qPrintable(plan));
    if (!participating)
        QVERIFY2(!plan.contains(u"TEMP B-TREE"_s) && !plan.contains(u"Sort"_s), qPrintable(plan));
}

int main(int argc, char *argv[])
{
    return runOnDatabase<TestSessionList>(argc, argv);
}

#include "tst_sessionlist.moc"
