#include "net/timerqueue.h"

#include <QTest>
#include <QTimerEvent>

#include <functional>

using namespace std::chrono_literals;
using net::TimerQueue;

namespace
{

/// Notes which timers it got, and does as a test says.
class Receiver : public QObject
{
public:
    QList<int> got;
    std::function<void(int)> onTimer;

protected:
    void timerEvent(QTimerEvent *event) override
    {
        got.append(event->timerId());
        if (onTimer)
            onTimer(event->timerId());
    }
};

const TimerQueue::Time start{1'000'000'007ns}; // no whole millisecond, as in life

} // namespace

class TestTimerQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lateness_data();
    void lateness();
    void repeats();
    void firesInOrderOfDueTime();
    void zeroTimerFiresOnceACall();
    void missedTurnsAreNotMadeUp();
    void killedBeforeItsTurn();
    void killedInItsOwnSlot();
    void restartedInItsOwnSlot();
    void addedWhileFiring();
    void nestedCallLeavesBusyTimerAlone();
    void removeAllOfAnObject();
    void remaining();
    void unknownTimers();
};

void TestTimerQueue::lateness_data()
{
    QTest::addColumn<Qt::TimerType>("type");
    QTest::addColumn<std::chrono::milliseconds>("interval");
    QTest::addColumn<std::chrono::nanoseconds>("mayBeLate");

    QTest::newRow("precise") << Qt::PreciseTimer << 1000ms << 0ns;
    QTest::newRow("coarse") << Qt::CoarseTimer << 1000ms << std::chrono::nanoseconds(50ms);
    QTest::newRow("coarse, short") << Qt::CoarseTimer << 3ms << std::chrono::nanoseconds(1ms);
    QTest::newRow("very coarse") << Qt::VeryCoarseTimer << 25'000ms << std::chrono::nanoseconds(1s);
    QTest::newRow("very coarse, short") << Qt::VeryCoarseTimer << 10ms << std::chrono::nanoseconds(1s);
    QTest::newRow("zero, coarse") << Qt::CoarseTimer << 0ms << 0ns;
}

void TestTimerQueue::lateness()
{
    QFETCH(Qt::TimerType, type);
    QFETCH(std::chrono::milliseconds, interval);
    QFETCH(std::chrono::nanoseconds, mayBeLate);

    TimerQueue timers;
    Receiver receiver;
    timers.add(1, interval, type, &receiver, start);
    const auto due = timers.nextDue();
    QVERIFY(due.has_value());
    QVERIFY(*due >= start + interval);
    QVERIFY(*due <= start + interval + mayBeLate);
    QCOMPARE(timers.fire(*due - 1ns), 0);
    QCOMPARE(timers.fire(*due), 1);
}

void TestTimerQueue::repeats()
{
    TimerQueue timers;
    Receiver receiver;
    timers.add(1, 20ms, Qt::CoarseTimer, &receiver, start);
    const auto first = timers.nextDue();
    for (int i = 0; i < 100; ++i)
        QCOMPARE(timers.fire(*timers.nextDue()), 1);
    QCOMPARE(*timers.nextDue(), *first + 100 * 20ms); // it does not drift
    QCOMPARE(receiver.got.size(), 100);
}

void TestTimerQueue::firesInOrderOfDueTime()
{
    TimerQueue timers;
    Receiver receiver;
    timers.add(1, 30ms, Qt::PreciseTimer, &receiver, start);
    timers.add(2, 10ms, Qt::PreciseTimer, &receiver, start);
    timers.add(3, 20ms, Qt::PreciseTimer, &receiver, start);
    timers.add(4, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.fire(start + 29ms), 3);
    QCOMPARE(receiver.got, QList<int>({2, 4, 3}));
}

void TestTimerQueue::zeroTimerFiresOnceACall()
{
    TimerQueue timers;
    Receiver receiver;
    timers.add(1, 0ms, Qt::CoarseTimer, &receiver, start);
    timers.add(2, 0ms, Qt::CoarseTimer, &receiver, start);
    QCOMPARE(timers.fire(start), 2);
    QCOMPARE(timers.fire(start), 2);
    QCOMPARE(receiver.got, QList<int>({1, 2, 1, 2}));
    QVERIFY(*timers.nextDue() <= start);
}

void TestTimerQueue::missedTurnsAreNotMadeUp()
{
    TimerQueue timers;
    Receiver receiver;
    timers.add(1, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.fire(start + 1s), 1);
    QCOMPARE(timers.fire(start + 1s), 0);
    QCOMPARE(*timers.nextDue(), start + 1010ms);
}

void TestTimerQueue::killedBeforeItsTurn()
{
    TimerQueue timers;
    Receiver receiver;
    receiver.onTimer = [&](int) { timers.remove(2); };
    timers.add(1, 10ms, Qt::PreciseTimer, &receiver, start);
    timers.add(2, 10ms, Qt::PreciseTimer, &receiver, start);
    timers.add(3, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.fire(start + 10ms), 2);
    QCOMPARE(receiver.got, QList<int>({1, 3}));
}

void TestTimerQueue::killedInItsOwnSlot()
{
    TimerQueue timers;
    Receiver receiver;
    receiver.onTimer = [&](int id) { timers.remove(id); };
    timers.add(1, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.fire(start + 10ms), 1);
    QCOMPARE(timers.fire(start + 1s), 0);
    QVERIFY(!timers.nextDue());
}

void TestTimerQueue::restartedInItsOwnSlot()
{
    TimerQueue timers;
    Receiver receiver;
    receiver.onTimer = [&](int id) {
        timers.remove(id);
        timers.add(id, 70ms, Qt::PreciseTimer, &receiver, start + 10ms);
    };
    timers.add(1, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.fire(start + 10ms), 1);
    QCOMPARE(*timers.nextDue(), start + 80ms);
    QCOMPARE(timers.fire(start + 79ms), 0);
    QCOMPARE(timers.fire(start + 80ms), 1);
}

void TestTimerQueue::addedWhileFiring()
{
    TimerQueue timers;
    Receiver receiver;
    receiver.onTimer = [&](int id) { timers.add(id + 1, 0ms, Qt::CoarseTimer, &receiver, start); };
    timers.add(1, 0ms, Qt::CoarseTimer, &receiver, start);
    QCOMPARE(timers.fire(start), 1); // the new one has to wait, else a timer that adds timers would never end
    QCOMPARE(receiver.got, QList<int>({1}));
}

void TestTimerQueue::nestedCallLeavesBusyTimerAlone()
{
    TimerQueue timers;
    Receiver receiver;
    receiver.onTimer = [&](int id) {
        if (id != 1)
            return;
        QCOMPARE(*timers.nextDue(), start + 10ms); // of timer 2; timer 1 is busy
        QCOMPARE(timers.fire(start + 20ms), 1);
    };
    timers.add(1, 0ms, Qt::CoarseTimer, &receiver, start);
    timers.add(2, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.fire(start + 10ms), 1);
    QCOMPARE(receiver.got, QList<int>({1, 2})); // and timer 2, done inside, does not come again outside
    QVERIFY(*timers.nextDue() <= start + 10ms);
}

void TestTimerQueue::removeAllOfAnObject()
{
    TimerQueue timers;
    Receiver one;
    Receiver other;
    timers.add(1, 10ms, Qt::PreciseTimer, &one, start);
    timers.add(2, 20ms, Qt::CoarseTimer, &one, start);
    timers.add(3, 10ms, Qt::PreciseTimer, &other, start);
    QCOMPARE(timers.timersOf(&one).size(), 2);
    QVERIFY(timers.removeAll(&one));
    QVERIFY(!timers.removeAll(&one));
    QVERIFY(timers.timersOf(&one).isEmpty());
    QCOMPARE(timers.timersOf(&other).size(), 1);
    QCOMPARE(timers.timersOf(&other).first().timerId, 3);
    QCOMPARE(timers.timersOf(&other).first().interval, 10);
    QCOMPARE(timers.fire(start + 1s), 1);
}

void TestTimerQueue::remaining()
{
    TimerQueue timers;
    Receiver receiver;
    timers.add(1, 10ms, Qt::PreciseTimer, &receiver, start);
    QCOMPARE(timers.remaining(1, start), std::optional(10ms));
    QCOMPARE(timers.remaining(1, start + 1ns), std::optional(10ms));
    QCOMPARE(timers.remaining(1, start + 9ms), std::optional(1ms));
    QCOMPARE(timers.remaining(1, start + 5s), std::optional(0ms));
}

void TestTimerQueue::unknownTimers()
{
    TimerQueue timers;
    QVERIFY(!timers.nextDue());
    QVERIFY(!timers.remove(1));
    QVERIFY(!timers.remaining(1, start));
    QCOMPARE(timers.fire(start), 0);
}

QTEST_GUILESS_MAIN(TestTimerQueue)
#include "tst_timerqueue.moc"
