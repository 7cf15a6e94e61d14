#include "storefixture.h"

#include <QtTest>

using namespace Qt::StringLiterals;

namespace
{

QList<qint64> seqs(const base::Result<store::MessagePage> &page)
{
    QList<qint64> result;
    if (page) {
        for (const domain::Message &message : page->messages)
            result.push_back(message.seq);
    }
    return result;
}

} // namespace

/// Pages by time and by change, which no index of their own serves. Run with `sqlite` or `postgres`.
class TestMessagePages : public QObject
{
    Q_OBJECT

    static constexpr int posted = 10;

    StoreFixture m_fixture{StoreFixture::kind};
    base::DatabaseUrl m_url;
    std::unique_ptr<store::Store> m_store;
    domain::Session m_session;
    std::vector<base::Timestamp> m_times; ///< of the messages, a second apart

    void post();
    /// As an edit leaves it: the message takes the session's next change.
    void edit(qint64 seq);
    store::MessageQuery query(int limit = 50) const { return {.session = m_session.id, .limit = limit}; }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.start()); }
    void init();
    void cleanup() { m_store.reset(); }

    void byTime_data();
    void byTime();
    void byTimeAmongEquals();
    void byChangeBeforeAnyEdit();
    void byChangeWithEdits();
    void byChangeAPageAtATime();
};

void TestMessagePages::init()
{
    m_url = m_fixture.newDatabase();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    const auto opened = StoreFixture::run(*m_store, m_fixture.opening(u"support-1"_s, {u"ana"_s}));
    QVERIFY(opened);
    m_session = opened->session;
    // Another conversation in between, whose messages have numbers and changes of their own.
    const auto other = StoreFixture::run(*m_store, m_fixture.opening(u"support-2"_s, {u"ana"_s}));
    QVERIFY(other);
    m_times.clear();
    for (int i = 0; i < posted; ++i) {
        post();
        QVERIFY(StoreFixture::run(*m_store, m_fixture.message(other->session.id, u"elsewhere"_s)));
    }
}

void TestMessagePages::post()
{
    store::PostMessage write = m_fixture.message(m_session.id, u"text"_s);
    write.at = base::Timestamp(std::chrono::seconds(1'800'000'000 + std::ssize(m_times)));
    m_times.push_back(write.at);
    QVERIFY(StoreFixture::run(*m_store, std::move(write)));
}

void TestMessagePages::edit(qint64 seq)
{
    StoreFixture::execute(
        m_url, u"UPDATE chat_sessions SET last_change = last_change + 1 WHERE room = 'support-1'"_s);
    StoreFixture::execute(m_url,
                          u"UPDATE chat_messages SET change = (SELECT last_change FROM chat_sessions "
                          "WHERE room = 'support-1') WHERE seq = %1 AND session_key = "
                          "(SELECT session_key FROM chat_sessions WHERE room = 'support-1')"_s.arg(seq));
}

void TestMessagePages::byTime_data()
{
    QTest::addColumn<int>("secondsAfterFirst");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QList<qint64>>("expected");
    QTest::newRow("in the middle") << 5 << 3 << QList<qint64>{3, 4, 5};
    QTest::newRow("after all") << 1000 << 2 << QList<qint64>{9, 10};
    QTest::newRow("whole") << 1000 << 50 << QList<qint64>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    QTest::newRow("the first") << 1 << 50 << QList<qint64>{1};
    QTest::newRow("before all") << 0 << 50 << QList<qint64>{};
}

void TestMessagePages::byTime()
{
    QFETCH(int, secondsAfterFirst);
    QFETCH(int, limit);
    store::MessageQuery before = query(limit);
    before.beforeTime = m_times.front() + std::chrono::seconds(secondsAfterFirst);
    QTEST(seqs(StoreFixture::page(*m_store, before)), "expected");
}

void TestMessagePages::byTimeAmongEquals()
{
    // Two writers at the same moment: the second one's clock reading is the earlier one.
    StoreFixture::execute(m_url, u"UPDATE chat_messages SET created_at = created_at - 2000 WHERE seq = 7"_s);
    store::MessageQuery before = query();
    before.beforeTime = m_times[5];
    QCOMPARE(seqs(StoreFixture::page(*m_store, before)), (QList<qint64>{1, 2, 3, 4, 5, 7}));
}

void TestMessagePages::byChangeBeforeAnyEdit()
{
    store::MessageQuery after = query();
    after.afterChange = 7;
    QCOMPARE(seqs(StoreFixture::page(*m_store, after)), (QList<qint64>{8, 9, 10}));
    after.afterChange = 10;
    QCOMPARE(seqs(StoreFixture::page(*m_store, after)), QList<qint64>{});
}

void TestMessagePages::byChangeWithEdits()
{
    edit(3); // change 11
    post();  // seq 11, change 12
    edit(9); // change 13
    post();  // seq 12, change 14
    edit(3); // change 15
    const QList<std::pair<qint64, QList<qint64>>> expected{{0, {1, 2, 4, 5, 6, 7, 8, 10, 11, 9, 12, 3}},
                                                           {8, {10, 11, 9, 12, 3}},
                                                           {10, {11, 9, 12, 3}},
                                                           {12, {9, 12, 3}},
                                                           {13, {12, 3}},
                                                           {15, {}}};
    for (const auto &[change, messages] : expected) {
        store::MessageQuery after = query();
        after.afterChange = change;
        QCOMPARE(seqs(StoreFixture::page(*m_store, after)), messages);
    }
}

void TestMessagePages::byChangeAPageAtATime()
{
    edit(1);
    edit(2);
    post();
    QList<qint64> all;
    store::MessageQuery after = query(3);
    after.afterChange = 0;
    for (bool more = true; more;) {
        const auto page = StoreFixture::page(*m_store, after);
        QVERIFY(page && !page->messages.empty());
        all += seqs(page);
        after.afterChange = page->messages.back().change;
        more = page->hasMore;
    }
    QCOMPARE(all, (QList<qint64>{3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 11}));
}

int main(int argc, char *argv[])
{
    return runOnDatabase<TestMessagePages>(argc, argv);
}

#include "tst_messagepages.moc"
