#include "net/pingqueue.h"

#include <QStringList>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using net::PingQueue;

namespace
{
class Session final : public net::Pinged
{
public:
    Session(QString name, QStringList &log)
        : m_name(std::move(name))
        , m_log(log)
    {
    }
    void ping() override
    {
        m_log << u"ping "_s + m_name;
        if (onPing)
            onPing();
    }
    void unanswered() override { m_log << u"lost "_s + m_name; }

    std::function<void()> onPing;

private:
    QString m_name;
    QStringList &m_log;
};
} // namespace

class tst_PingQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pingsAnIntervalAfterTheStartAndEachAnswer();
    void givesUpAfterTheTimeout();
    void knowsWhatIsDueNext_data();
    void knowsWhatIsDueNext();
    void answersThatNobodyAskedForCountForNothing();
    void whoIsRemovedHearsNothing();
    void oneMayLeaveWhileItIsPinged();

private:
    const PingQueue::Time m_start{1000s};
    QStringList m_log;
};

void tst_PingQueue::pingsAnIntervalAfterTheStartAndEachAnswer()
{
    m_log.clear();
    PingQueue queue(300ms, 200ms);
    Session a(u"a"_s, m_log);
    Session b(u"b"_s, m_log);
    QVERIFY(!queue.nextDue());
    queue.add(a, m_start);
    queue.add(b, m_start + 100ms);
    queue.run(m_start + 299ms);
    QCOMPARE(m_log, QStringList());
    queue.run(m_start + 300ms);
    QCOMPARE(m_log, QStringList{u"ping a"_s});
    queue.run(m_start + 400ms);
    QCOMPARE(m_log, (QStringList{u"ping a"_s, u"ping b"_s}));
    queue.answered(a, m_start + 450ms);
    queue.answered(b, m_start + 460ms);
    queue.run(m_start + 749ms);
    QCOMPARE(m_log.size(), 2);
    queue.run(m_start + 760ms);
    QCOMPARE(m_log.sliced(2), (QStringList{u"ping a"_s, u"ping b"_s}));
}

void tst_PingQueue::givesUpAfterTheTimeout()
{
    m_log.clear();
    PingQueue queue(300ms, 200ms);
    Session a(u"a"_s, m_log);
    queue.add(a, m_start);
    queue.run(m_start + 300ms);
    queue.run(m_start + 499ms);
    QCOMPARE(m_log.size(), 1);
    queue.run(m_start + 500ms);
    QCOMPARE(m_log, (QStringList{u"ping a"_s, u"lost a"_s}));
    QVERIFY(!queue.nextDue());
    queue.run(m_start + 5000ms);
    QCOMPARE(m_log.size(), 2);
}

void tst_PingQueue::knowsWhatIsDueNext_data()
{
    QTest::addColumn<int>("interval");
    QTest::addColumn<int>("timeout");
    QTest::addColumn<int>("due"); ///< after the first session was pinged, and another began 10 ms later
    QTest::newRow("the answer") << 300 << 200 << 500;
    QTest::newRow("the other's ping") << 300 << 1000 << 610;
}

void tst_PingQueue::knowsWhatIsDueNext()
{
    QFETCH(int, interval);
    QFETCH(int, timeout);
    QFETCH(int, due);
    PingQueue queue{std::chrono::milliseconds(interval), std::chrono::milliseconds(timeout)};
    Session a(u"a"_s, m_log);
    Session b(u"b"_s, m_log);
    queue.add(a, m_start);
    QVERIFY(queue.nextDue() == m_start + std::chrono::milliseconds(interval));
    queue.run(m_start + 300ms);
    queue.add(b, m_start + 310ms);
    QVERIFY(queue.nextDue() == m_start + std::chrono::milliseconds(due));
}

void tst_PingQueue::answersThatNobodyAskedForCountForNothing()
{
    m_log.clear();
    PingQueue queue(300ms, 200ms);
    Session a(u"a"_s, m_log);
    queue.answered(a, m_start);
    QVERIFY(!queue.nextDue());
    queue.add(a, m_start);
    queue.answered(a, m_start + 200ms);
    queue.run(m_start + 300ms);
    QCOMPARE(m_log, QStringList{u"ping a"_s});
}

void tst_PingQueue::whoIsRemovedHearsNothing()
{
    m_log.clear();
    PingQueue queue(300ms, 200ms);
    Session a(u"a"_s, m_log);
    Session b(u"b"_s, m_log);
    queue.remove(a);
    queue.add(a, m_start);
    queue.add(b, m_start);
    queue.remove(a);
    queue.run(m_start + 300ms);
    QCOMPARE(m_log, QStringList{u"ping b"_s});
    queue.remove(b);
    queue.run(m_start + 500ms);
    QCOMPARE(m_log.size(), 1);
    QVERIFY(!queue.nextDue());
}

void tst_PingQueue::oneMayLeaveWhileItIsPinged()
{
    m_log.clear();
    PingQueue queue(300ms, 200ms);
    Session a(u"a"_s, m_log);
    Session b(u"b"_s, m_log);
    Session c(u"c"_s, m_log);
    for (Session *session : {&a, &b, &c})
        queue.add(*session, m_start);
    a.onPing = [&] {
        queue.remove(a);
        queue.remove(b);
    };
    queue.run(m_start + 300ms);
    QCOMPARE(m_log, (QStringList{u"ping a"_s, u"ping c"_s}));
    queue.run(m_start + 500ms);
    QCOMPARE(m_log.last(), u"lost c"_s);
}

QTEST_APPLESS_MAIN(tst_PingQueue)
#include "tst_pingqueue.moc"
