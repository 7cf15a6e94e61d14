#include "client/changequeue.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::ChangeQueue;
using client::PendingChange;
using Kind = PendingChange::Kind;
using State = PendingChange::State;

class TestChangeQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void sendsAtOnce();
    void holdsForAWhile();
    void whatIsHeldIsTakenBack();
    void releaseDoesNotWait();
    void waitsForTheConnection();
    void aLossSendsAgain();
    void aRefusalStays();
    void passingRefusalsAreTriedAgain();
    void unauthorizedIsTold();
    void theLaterOneWins();
    void aLaterOneWaitsForTheFirst();
    void settles();
    void whatCannotBeSentFailsAtOnce();

private:
    struct Sent {
        PendingChange change;
        ChangeQueue::Done done;
    };
    PendingChange change(int number, const QString &content = {}) const
    {
        const domain::MessageId id(QUuid(uint(number), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        return {m_session, id, content.isEmpty() ? Kind::Delete : Kind::Edit, content, {}, {}};
    }
    QList<State> states() const
    {
        QList<State> states;
        for (const PendingChange &pending : m_queue->pending(m_session))
            states.append(pending.state);
        return states;
    }

    const domain::SessionId m_session{QUuid::createUuid()};
    std::vector<Sent> m_sent;
    std::unique_ptr<ChangeQueue> m_queue;
};

void TestChangeQueue::init()
{
    m_sent.clear();
    m_queue = std::make_unique<ChangeQueue>(
        [this](const PendingChange &leaving, ChangeQueue::Done done) {
            m_sent.push_back({leaving, done});
        },
        client::Backoff::Limits{1ms, 10ms});
    m_queue->setConnected(true);
}

void TestChangeQueue::sendsAtOnce()
{
    QSignalSpy changed(m_queue.get(), &ChangeQueue::changed);
    m_queue->add(change(1, u"new"_s));
    QCOMPARE(m_sent.size(), 1u);
    QCOMPARE(m_sent[0].change.content, u"new"_s);
    QCOMPARE(states(), QList{State::Sending});
    QCOMPARE(m_queue->waitingCount(), 1);
    m_sent[0].done(base::success());
    QCOMPARE(states(), QList<State>());
    QCOMPARE(m_queue->waitingCount(), 0);
    QVERIFY(changed.count() >= 3);
}

void TestChangeQueue::holdsForAWhile()
{
    m_queue->add(change(1), 30ms);
    QCOMPARE(states(), QList{State::Held});
    QVERIFY(m_queue->hasHeld());
    QVERIFY(m_sent.empty());
    QTRY_COMPARE(m_sent.size(), 1u);
}

void TestChangeQueue::whatIsHeldIsTakenBack()
{
    m_queue->add(change(1), 20ms);
    m_queue->add(change(2), 20ms);
    m_queue->undo(change(1).message);
    QTRY_COMPARE(m_sent.size(), 1u);
    QCOMPARE(m_sent[0].change.message, change(2).message);
    m_queue->undo(change(2).message); // too late
    QCOMPARE(states(), QList{State::Sending});
}

void TestChangeQueue::releaseDoesNotWait()
{
    m_queue->add(change(1), 1h);
    m_queue->release();
    QCOMPARE(m_sent.size(), 1u);
    QVERIFY(!m_queue->hasHeld());
}

void TestChangeQueue::waitsForTheConnection()
{
    m_queue->setConnected(false);
    m_queue->add(change(1, u"new"_s));
    QCOMPARE(states(), QList{State::Waiting});
    QVERIFY(m_sent.empty());
    m_queue->setConnected(true);
    QCOMPARE(m_sent.size(), 1u);
}

void TestChangeQueue::aLossSendsAgain()
{
    m_queue->add(change(1, u"new"_s));
    m_queue->setConnected(false);
    QCOMPARE(states(), QList{State::Waiting});
    m_sent[0].done(base::success()); // of the connection that is no more
    QCOMPARE(states(), QList{State::Waiting});
    m_queue->setConnected(true);
    QCOMPARE(m_sent.size(), 2u);
}

void TestChangeQueue::aRefusalStays()
{
    m_queue->add(change(1, u"new"_s));
    m_sent[0].done(base::Error{base::ErrorKind::Conflict, u"Too late."_s, {}});
    QCOMPARE(states(), QList{State::Failed});
    QCOMPARE(m_queue->pending(m_session)[0].problem, u"Too late."_s);
    QCOMPARE(m_queue->waitingCount(), 0);
    m_queue->setConnected(false);
    m_queue->setConnected(true);
    QCOMPARE(m_sent.size(), 1u);
    m_queue->retry(change(1).message);
    QCOMPARE(m_sent.size(), 2u);
    QVERIFY(m_queue->pending(m_session)[0].problem.isEmpty());
    m_sent[1].done(base::Error{base::ErrorKind::Conflict, u"Too late."_s, {}});
    m_queue->undo(change(1).message);
    QCOMPARE(states(), QList<State>());
}

void TestChangeQueue::passingRefusalsAreTriedAgain()
{
    m_queue->add(change(1, u"new"_s));
    m_sent[0].done(base::Error{base::ErrorKind::Unavailable, u"Later."_s, {}});
    QCOMPARE(states(), QList{State::Waiting});
    QTRY_COMPARE(m_sent.size(), 2u);
}

void TestChangeQueue::unauthorizedIsTold()
{
    QSignalSpy told(m_queue.get(), &ChangeQueue::unauthorized);
    m_queue->add(change(1, u"new"_s));
    m_sent[0].done(base::Error{base::ErrorKind::Unauthorized, u"Expired."_s, {}});
    QCOMPARE(told.count(), 1);
    QCOMPARE(states(), QList{State::Waiting});
    m_queue->setConnected(false);
    m_queue->setConnected(true);
    QCOMPARE(m_sent.size(), 2u);
}

void TestChangeQueue::theLaterOneWins()
{
    m_queue->setConnected(false);
    m_queue->add(change(1, u"one"_s));
    m_queue->add(change(1, u"two"_s));
    m_queue->setConnected(true);
    QCOMPARE(m_sent.size(), 1u);
    QCOMPARE(m_sent[0].change.content, u"two"_s);
}

void TestChangeQueue::aLaterOneWaitsForTheFirst()
{
    m_queue->add(change(1, u"one"_s));
    m_queue->add(change(1, u"two"_s));
    QCOMPARE(m_sent.size(), 1u);
    m_sent[0].done(base::success());
    QCOMPARE(m_sent.size(), 2u);
    QCOMPARE(m_sent[1].change.content, u"two"_s);
    m_sent[1].done(base::success());
    QCOMPARE(states(), QList<State>());
}

void TestChangeQueue::settles()
{
    m_queue->setConnected(false);
    m_queue->add(change(1, u"new"_s));
    m_queue->add(change(2));
    domain::Message message;
    message.id = change(1).message;
    message.content = u"old"_s;
    m_queue->settle(message);
    QCOMPARE(states().size(), 2);
    message.content = u"new"_s;
    m_queue->settle(message);
    QCOMPARE(states().size(), 1);
    message.id = change(2).message;
    message.deletedAt = base::Timestamp{};
    m_queue->settle(message);
    QCOMPARE(states().size(), 0);
}

void TestChangeQueue::whatCannotBeSentFailsAtOnce()
{
    PendingChange tooLong = change(1, u"x"_s);
    tooLong.state = State::Failed;
    tooLong.problem = u"Too long."_s;
    m_queue->add(tooLong);
    QVERIFY(m_sent.empty());
    QCOMPARE(states(), QList{State::Failed});
}

QTEST_GUILESS_MAIN(TestChangeQueue)
#include "tst_changequeue.moc"
