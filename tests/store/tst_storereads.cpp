#include "storefixture.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using enum domain::DeliveryStatus;

namespace
{

std::vector<QString> contents(const store::MessagePage &page)
{
    std::vector<QString> result;
    for (const domain::Message &message : page.messages)
        result.push_back(message.content);
    return result;
}

store::MessageQuery pageOf(const domain::Session &session, int limit = 50)
{
    return {session.id, limit, {}, {}};
}

} // namespace

/// Pages of messages, and how far everybody has received and read; on both databases.
class TestStoreReads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.start()); }
    void init();
    void cleanup() { m_store.reset(); }

    void marksRead();
    void marksReadTwiceInOneCommit();
    void saysWhatWasReadByOthers();
    void marksDelivered();
    void deliveryIsNewsOnceOnly();
    void ownMessagesAreNotDeliveredByOneself();
    void deliveryTakesWhatWasQueuedBefore();
    void answersARepetitionWithItsStatus();

    void pages_data();
    void pages();
    void pagesPastNumbersOfOtherSessions();
    void pagesByTimeAndSeq_data();
    void pagesByTimeAndSeq();
    void pagesByTimeWhereTheClockWentBack();
    void pagesWhatChanged();
    void refusesToPageBeforeAForeignMessage();

private:
    domain::Session openRoom(const QString &room = u"support-1"_s,
                             const QStringList &participants = {u"ana"_s});
    domain::Message post(const domain::Session &session, const QString &text,
                         const QString &author = u"ana"_s);
    base::Result<store::DeliveryOutcome> deliver(const domain::Session &session, const QString &who);
    std::vector<domain::DeliveryStatus> statuses(const domain::Session &session);

    StoreFixture m_fixture{StoreFixture::kind};
    base::DatabaseUrl m_url;
    std::unique_ptr<store::Store> m_store;
};

void TestStoreReads::init()
{
    m_url = m_fixture.newDatabase();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
}

domain::Session TestStoreReads::openRoom(const QString &room, const QStringList &participants)
{
    const auto opened = StoreFixture::run(*m_store, m_fixture.opening(room, participants));
    return opened ? opened->session : domain::Session{};
}

domain::Message TestStoreReads::post(const domain::Session &session, const QString &text,
                                     const QString &author)
{
    const auto posted = StoreFixture::run(*m_store, m_fixture.message(session.id, text, author));
    return posted ? posted->message : domain::Message{};
}

base::Result<store::DeliveryOutcome> TestStoreReads::deliver(const domain::Session &session,
                                                             const QString &who)
{
    return StoreFixture::run(*m_store,
                             store::MarkDelivered{session.id, m_fixture.user(who), m_fixture.tick()});
}

std::vector<domain::DeliveryStatus> TestStoreReads::statuses(const domain::Session &session)
{
    std::vector<domain::DeliveryStatus> result;
    const auto page = StoreFixture::page(*m_store, pageOf(session));
    for (const domain::Message &message : page->messages)
        result.push_back(message.status);
    return result;
}

void TestStoreReads::marksRead()
{
    const domain::Session session = openRoom(u"support-1"_s, {u"ana"_s, u"bob"_s});
    std::vector<domain::Message> sent;
    for (int i = 0; i < 6; ++i) {
        const auto posted = StoreFixture::run(
            *m_store, m_fixture.message(session.id, QString::number(i), i % 3 ? u"bob"_s : u"ana"_s));
        QVERIFY(posted);
        sent.push_back(posted->message);
    }
    // ana bob bob ana bob bob; bob's last one is gone.
    StoreFixture::execute(m_url, u"UPDATE chat_messages SET deleted_at = 1 WHERE seq = 6"_s);

    const auto read = [&](const store::MessageRef &upTo, const QString &who = u"ana"_s) {
        return StoreFixture::run(*m_store,
                                 store::MarkRead{session.id, m_fixture.user(who), upTo, m_fixture.tick()});
    };
    auto outcome = read(sent[2].number);
    QVERIFY(outcome);
    QCOMPARE(outcome->upToSeq, 3);
    QCOMPARE(outcome->upToNumber, sent[2].number);
    QCOMPARE(outcome->upToId, sent[2].id);
    QCOMPARE(outcome->readCount, 2);
    QCOMPARE(outcome->unreadCount, 1);

    outcome = read(sent[1].id); // back: nothing moves
    QVERIFY(outcome);
    QCOMPARE(outcome->readCount, 0);
    QCOMPARE(outcome->unreadCount, 1);

    outcome = read(sent[5].id);
    QVERIFY(outcome);
    QCOMPARE(outcome->readCount, 1);
    QCOMPARE(outcome->unreadCount, 0);

    // Staff get a cursor, and are no participants by it.
    outcome = read(sent[5].id, u"tech-1"_s);
    QVERIFY(outcome);
    QCOMPARE(outcome->readCount, 5);
    const auto found = StoreFixture::find(*m_store, session.id);
    QVERIFY(found);
    QCOMPARE(found->participants, QStringList({u"ana"_s, u"bob"_s}));

    outcome = read(qint64(999'999));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::BadRequest);
    QCOMPARE(outcome.error().field, u"up_to"_s);
    outcome = read(std::monostate{});
    QVERIFY(!outcome && outcome.error().kind == ErrorKind::BadRequest);
    outcome = StoreFixture::run(*m_store, store::MarkRead{m_fixture.newSessionId(), m_fixture.user(u"ana"_s),
                                                          sent[0].id, m_fixture.tick()});
    QVERIFY(!outcome && outcome.error().kind == ErrorKind::NotFound);
}

void TestStoreReads::marksReadTwiceInOneCommit()
{
    const domain::Session session = openRoom();
    const auto one = StoreFixture::run(*m_store, m_fixture.message(session.id, u"1"_s, u"bob"_s));
    const auto two = StoreFixture::run(*m_store, m_fixture.message(session.id, u"2"_s, u"bob"_s));
    QVERIFY(one && two);
    std::array<Answer<store::ReadOutcome>, 3> answers;
    StoreFixture::inOneCommit(*m_store, [&] {
        const auto mark = [&](const domain::MessageId &upTo, size_t i) {
            m_store->markRead({session.id, m_fixture.user(u"ana"_s), upTo, m_fixture.tick()},
                              answers[i].reply());
        };
        mark(one->message.id, 0);
        mark(two->message.id, 1);
        mark(one->message.id, 2);
        // Written in the same commit, but after those: not unread for them.
        m_store->postMessage(m_fixture.message(session.id, u"3"_s, u"bob"_s), {});
    });
    const std::array<std::pair<qint64, qint64>, 3> expected{{{1, 1}, {1, 0}, {0, 0}}};
    for (size_t i = 0; i < answers.size(); ++i) {
        const auto outcome = answers[i].get();
        QVERIFY(outcome);
        QCOMPARE(std::pair(outcome->readCount, outcome->unreadCount), expected[i]);
    }
}

void TestStoreReads::saysWhatWasReadByOthers()
{
    const domain::Session session = openRoom();
    const auto one = StoreFixture::run(*m_store, m_fixture.message(session.id, u"1"_s));
    const auto two = StoreFixture::run(*m_store, m_fixture.message(session.id, u"2"_s));
    QVERIFY(one && two);
    const auto read = [&](const QString &who) {
        return StoreFixture::run(
            *m_store, store::MarkRead{session.id, m_fixture.user(who), one->message.id, m_fixture.tick()});
    };
    QVERIFY(read(u"ana"_s));
    QCOMPARE(statuses(session), (std::vector{Sent, Sent})); // a sender's own cursor says nothing
    QVERIFY(read(u"bob"_s));
    QCOMPARE(statuses(session), (std::vector{Read, Sent}));
    StoreFixture::execute(m_url, u"UPDATE chat_participants SET delivered_seq = 2 WHERE user_key = "
                                 "(SELECT user_key FROM chat_users WHERE user_id = 'bob')"_s);
    QCOMPARE(statuses(session), (std::vector{Read, Delivered}));
}

void TestStoreReads::pages_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("before"); // seq; 0: not given
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<bool>("hasMore");
    QTest::newRow("newest") << 4 << 0 << -1 << 7 << 10 << true;
    QTest::newRow("all") << 50 << 0 << -1 << 1 << 10 << false;
    QTest::newRow("exactly all") << 10 << 0 << -1 << 1 << 10 << false;
    QTest::newRow("before") << 4 << 7 << -1 << 3 << 6 << true;
    QTest::newRow("before, the oldest") << 4 << 5 << -1 << 1 << 4 << false;
    QTest::newRow("before the first") << 4 << 1 << -1 << 1 << 0 << false;
    QTest::newRow("after") << 4 << 0 << 2 << 3 << 6 << true;
    QTest::newRow("after, the newest") << 4 << 0 << 6 << 7 << 10 << false;
    QTest::newRow("after nothing") << 4 << 0 << 0 << 1 << 4 << true;
    QTest::newRow("after the last") << 4 << 0 << 10 << 1 << 0 << false;
}

void TestStoreReads::pages()
{
    QFETCH(int, limit);
    QFETCH(int, before);
    QFETCH(int, after);
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(bool, hasMore);
    const domain::Session session = openRoom();
    std::vector<qint64> numbers{0};
    for (int i = 1; i <= 10; ++i) {
        const auto posted = StoreFixture::run(*m_store, m_fixture.message(session.id, QString::number(i)));
        QVERIFY(posted);
        numbers.push_back(posted->message.number);
    }
    store::MessageQuery query = pageOf(session, limit);
    if (before > 0)
        query.beforeNumber = numbers[static_cast<size_t>(before)];
    if (after >= 0)
        query.afterNumber = numbers[static_cast<size_t>(after)];
    const auto page = StoreFixture::page(*m_store, query);
    QVERIFY(page);
    std::vector<QString> expected;
    for (int i = first; i <= last; ++i)
        expected.push_back(QString::number(i));
    QCOMPARE(contents(*page), expected);
    QCOMPARE(page->hasMore, hasMore);
}

void TestStoreReads::pagesPastNumbersOfOtherSessions()
{
    const domain::Session session = openRoom();
    const domain::Session other = openRoom(u"other"_s);
    std::vector<qint64> foreign;
    for (int i = 1; i <= 9; ++i) {
        QVERIFY(StoreFixture::run(*m_store, m_fixture.message(session.id, QString::number(i))));
        const auto posted = StoreFixture::run(*m_store, m_fixture.message(other.id, u"foreign"_s));
        QVERIFY(posted);
        foreign.push_back(posted->message.number);
    }
    for (size_t i = 0; i < foreign.size(); ++i) {
        const auto before = StoreFixture::page(*m_store, {session.id, 1, foreign[i], {}});
        QVERIFY(before);
        QCOMPARE(contents(*before), std::vector{QString::number(i + 1)});
        const auto after = StoreFixture::page(*m_store, {session.id, 1, {}, foreign[i]});
        QVERIFY(after);
        QCOMPARE(contents(*after),
                 i + 1 < foreign.size() ? std::vector{QString::number(i + 2)} : std::vector<QString>{});
    }
    const auto none = StoreFixture::page(*m_store, {session.id, 5, qint64(0), {}});
    QVERIFY(none && none->messages.empty());
    const auto all = StoreFixture::page(*m_store, {session.id, 50, std::numeric_limits<qint64>::max(), {}});
    QVERIFY(all);
    QCOMPARE(all->messages.size(), 9);
}

void TestStoreReads::marksDelivered()
{
    const domain::Session session = openRoom();
    post(session, u"1"_s, u"ana"_s);
    const domain::Message newest = post(session, u"2"_s, u"ana"_s);
    QCOMPARE(statuses(session), (std::vector{Sent, Sent}));

    const auto outcome = deliver(session, u"tech-1"_s);
    QVERIFY(outcome);
    QVERIFY(outcome->news);
    QCOMPARE(outcome->upToSeq, 2);
    QCOMPARE(outcome->upToNumber, newest.number);
    QCOMPARE(outcome->upToId, newest.id);
    QCOMPARE(statuses(session), (std::vector{Delivered, Delivered}));

    // Staff get a cursor, and are no participants by it; what they have read stays as it was.
    QCOMPARE(StoreFixture::find(*m_store, session.id)->participants, QStringList({u"ana"_s}));
    QCOMPARE(StoreFixture::summary(*m_store, session.id, u"tech-1"_s)->readSeq, 0);
    QVERIFY(StoreFixture::run(
        *m_store, store::MarkRead{session.id, m_fixture.user(u"tech-1"_s), newest.id, m_fixture.tick()}));
    QVERIFY(deliver(session, u"tech-1"_s));
    QCOMPARE(statuses(session), (std::vector{Read, Read}));

    const auto nowhere = StoreFixture::run(
        *m_store, store::MarkDelivered{m_fixture.newSessionId(), m_fixture.user(u"ana"_s), m_fixture.tick()});
    QVERIFY(!nowhere && nowhere.error().kind == ErrorKind::NotFound);
}

void TestStoreReads::deliveryIsNewsOnceOnly()
{
    const domain::Session session = openRoom();
    QVERIFY(!deliver(session, u"bob"_s)->news); // there is nothing
    post(session, u"1"_s, u"ana"_s);
    QVERIFY(deliver(session, u"bob"_s)->news);
    QVERIFY(!deliver(session, u"bob"_s)->news);
    QVERIFY(!deliver(session, u"tech-1"_s)->news); // to its sender it was delivered already
    const domain::Message second = post(session, u"2"_s, u"bob"_s);
    const auto toAna = deliver(session, u"ana"_s);
    QVERIFY(toAna->news);
    QCOMPARE(toAna->upToId, second.id);
}

void TestStoreReads::ownMessagesAreNotDeliveredByOneself()
{
    const domain::Session session = openRoom();
    const domain::Message theirs = post(session, u"1"_s, u"bob"_s);
    post(session, u"2"_s, u"ana"_s);
    const auto outcome = deliver(session, u"ana"_s);
    QVERIFY(outcome->news);
    QCOMPARE(outcome->upToId, theirs.id);
    QCOMPARE(statuses(session), (std::vector{Delivered, Sent}));
    post(session, u"3"_s, u"ana"_s);
    QVERIFY(!deliver(session, u"ana"_s)->news);
    QCOMPARE(statuses(session), (std::vector{Delivered, Sent, Sent}));
}

void TestStoreReads::deliveryTakesWhatWasQueuedBefore()
{
    const domain::Session session = openRoom();
    Answer<store::DeliveryOutcome> delivered;
    StoreFixture::inOneCommit(*m_store, [&] {
        m_store->postMessage(m_fixture.message(session.id, u"1"_s), {});
        m_store->markDelivered({session.id, m_fixture.user(u"bob"_s), m_fixture.tick()}, delivered.reply());
        m_store->postMessage(m_fixture.message(session.id, u"2"_s), {});
    });
    const auto outcome = delivered.get();
    QVERIFY(outcome && outcome->news);
    QCOMPARE(outcome->upToSeq, 1);
    QCOMPARE(statuses(session), (std::vector{Delivered, Sent}));
}

void TestStoreReads::answersARepetitionWithItsStatus()
{
    const domain::Session session = openRoom();
    const store::PostMessage write = m_fixture.message(session.id, u"1"_s, u"ana"_s, u"c-1"_s);
    QVERIFY(StoreFixture::run(*m_store, write)->message.status == Sent);
    QVERIFY(deliver(session, u"bob"_s));
    const auto again = StoreFixture::run(*m_store, write);
    QVERIFY(again && again->duplicate);
    QVERIFY(again->message.status == Delivered);
}

void TestStoreReads::pagesByTimeAndSeq_data()
{
    QTest::addColumn<QString>("by");
    QTest::addColumn<int>("seq"); // of the message whose id, time, seq or change is given
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<bool>("hasMore");
    QTest::newRow("before an id") << u"id"_s << 7 << 0 << 3 << 6 << true;
    QTest::newRow("before an id, the oldest") << u"id"_s << 5 << 0 << 1 << 4 << false;
    QTest::newRow("before the first id") << u"id"_s << 1 << 0 << 1 << 0 << false;
    QTest::newRow("before an id with an offset") << u"id"_s << 9 << 2 << 3 << 6 << true;
    QTest::newRow("before a time") << u"time"_s << 7 << 0 << 3 << 6 << true;
    QTest::newRow("before a time, the oldest") << u"time"_s << 5 << 0 << 1 << 4 << false;
    QTest::newRow("before the first time") << u"time"_s << 1 << 0 << 1 << 0 << false;
    QTest::newRow("before a time with an offset") << u"time"_s << 9 << 2 << 3 << 6 << true;
    QTest::newRow("after a seq") << u"seq"_s << 2 << 0 << 3 << 6 << true;
    QTest::newRow("after a seq, the newest") << u"seq"_s << 6 << 0 << 7 << 10 << false;
    QTest::newRow("after seq 0") << u"seq"_s << 0 << 0 << 1 << 4 << true;
    QTest::newRow("after the last seq") << u"seq"_s << 10 << 0 << 1 << 0 << false;
    QTest::newRow("after a change") << u"change"_s << 2 << 0 << 3 << 6 << true;
    QTest::newRow("after the last change") << u"change"_s << 10 << 0 << 1 << 0 << false;
    QTest::newRow("an offset") << u""_s << 0 << 2 << 5 << 8 << true;
    QTest::newRow("an offset to the oldest") << u""_s << 0 << 8 << 1 << 2 << false;
    QTest::newRow("an offset past all") << u""_s << 0 << 11 << 1 << 0 << false;
}

void TestStoreReads::pagesByTimeAndSeq()
{
    QFETCH(QString, by);
    QFETCH(int, seq);
    QFETCH(int, offset);
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(bool, hasMore);
    const domain::Session session = openRoom();
    const domain::Session other = openRoom(u"other"_s);
    std::vector<domain::Message> messages(1);
    for (int i = 1; i <= 10; ++i) {
        messages.push_back(post(session, QString::number(i)));
        post(other, u"foreign"_s);
    }
    const domain::Message &message = messages[static_cast<size_t>(seq)];
    store::MessageQuery query = pageOf(session, 4);
    query.offset = offset;
    if (by == "id"_L1)
        query.beforeId = message.id;
    else if (by == "time"_L1)
        query.beforeTime = message.createdAt;
    else if (by == "seq"_L1)
        query.afterSeq = message.seq;
    else if (by == "change"_L1)
        query.afterChange = message.change;
    const auto page = StoreFixture::page(*m_store, query);
    QVERIFY(page);
    std::vector<QString> expected;
    for (int i = first; i <= last; ++i)
        expected.push_back(QString::number(i));
    QCOMPARE(contents(*page), expected);
    QCOMPARE(page->hasMore, hasMore);
}

void TestStoreReads::pagesByTimeWhereTheClockWentBack()
{
    const domain::Session session = openRoom();
    for (int i = 1; i <= 4; ++i)
        post(session, QString::number(i));
    StoreFixture::execute(m_url,
                          u"UPDATE chat_messages SET created_at = CASE seq WHEN 1 THEN 1000 WHEN 2 THEN "
                          "3000 WHEN 3 THEN 2000 ELSE 4000 END"_s);
    store::MessageQuery query = pageOf(session);
    query.beforeTime = base::Timestamp(std::chrono::milliseconds(3000));
    QCOMPARE(contents(*StoreFixture::page(*m_store, query)), (std::vector{u"1"_s, u"3"_s}));
    query.beforeTime = base::Timestamp(std::chrono::milliseconds(4000));
    QCOMPARE(contents(*StoreFixture::page(*m_store, query)), (std::vector{u"1"_s, u"2"_s, u"3"_s}));
}

void TestStoreReads::pagesWhatChanged()
{
    const domain::Session session = openRoom();
    for (int i = 1; i <= 4; ++i)
        post(session, QString::number(i));
    StoreFixture::execute(
        m_url, u"UPDATE chat_messages SET content = 'edited', change = 5, edited_at = 1 WHERE seq = 2"_s);
    StoreFixture::execute(m_url, u"UPDATE chat_sessions SET last_change = 5"_s);
    store::MessageQuery query = pageOf(session, 2);
    query.afterChange = 1;
    const auto page = StoreFixture::page(*m_store, query);
    QVERIFY(page && page->hasMore);
    QCOMPARE(contents(*page), (std::vector{u"3"_s, u"4"_s}));
    query.afterChange = page->messages.back().change;
    const auto next = StoreFixture::page(*m_store, query);
    QVERIFY(next && !next->hasMore);
    QCOMPARE(contents(*next), std::vector{u"edited"_s});
    QCOMPARE(next->messages.front().change, 5);
    QCOMPARE(next->messages.front().seq, 2);
}

void TestStoreReads::refusesToPageBeforeAForeignMessage()
{
    const domain::Session session = openRoom();
    post(session, u"1"_s);
    const domain::Message foreign = post(openRoom(u"other"_s), u"2"_s);
    for (const domain::MessageId &id : {foreign.id, m_fixture.newMessageId()}) {
        store::MessageQuery query = pageOf(session);
        query.beforeId = id;
        const auto page = StoreFixture::page(*m_store, query);
        QVERIFY(!page);
        QCOMPARE(page.error().kind, ErrorKind::BadRequest);
        QCOMPARE(page.error().field, u"before"_s);
    }
}

int main(int argc, char *argv[])
{
    return runOnDatabase<TestStoreReads>(argc, argv);
}

#include "tst_storereads.moc"
