#include "client/sendqueue.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::PendingMessage;
using State = PendingMessage::State;

class TestSendQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void sendsInOrderOneAtATime();
    void sessionsDoNotWaitForEachOther();
    void sendsNothingBeforeItIsOnDisk();
    void whatCannotBeKeptFails();
    void nothingIsSentOffline();
    void sendsAgainAfterALoss();
    void passingRefusalsAreTriedAgain_data();
    void passingRefusalsAreTriedAgain();
    void finalRefusalsLetOthersPass_data();
    void finalRefusalsLetOthersPass();
    void unauthorizedLosesNothing();
    void confirmedByAnEventIsNotSentTwice();
    void retryAndDiscard();
    void restoredComesFirst();
    void lateAnswersDoNotCount();

private:
    struct Sent {
        QString id;
        client::SendQueue::Done done;
    };
    void add(const QString &id, const domain::SessionId &session, State state = State::Waiting);
    QStringList sent() const;
    QStringList states(const domain::SessionId &session) const;
    static base::Error error(base::ErrorKind kind) { return {kind, u"no"_s}; }

    const domain::SessionId m_a{QUuid::createUuid()};
    const domain::SessionId m_b{QUuid::createUuid()};
    std::vector<Sent> m_sent;
    std::vector<client::SendQueue::Done> m_keeping; ///< answered by the test where m_keepNow is false
    base::Status m_kept = base::success();
    QHash<QString, State> m_disk;
    bool m_keepNow = true;
    std::unique_ptr<client::SendQueue> m_queue;
};

void TestSendQueue::init()
{
    m_sent.clear();
    m_keeping.clear();
    m_disk.clear();
    m_keepNow = true;
    m_kept = base::success();
    m_queue = std::make_unique<client::SendQueue>(
        client::SendQueue::Doors{[this](const PendingMessage &message, client::SendQueue::Done done) {
                                     m_sent.push_back({message.clientMsgId, done});
                                 },
                                 [this](const PendingMessage &message, client::SendQueue::Done done) {
                                     m_disk.insert(message.clientMsgId, message.state);
                                     if (m_keepNow)
                                         done(m_kept);
                                     else
                                         m_keeping.push_back(done);
                                 },
                                 [this](const QString &id) { m_disk.remove(id); }},
        client::Backoff::Limits{1ms, 10ms});
    m_queue->setConnected(true);
}

void TestSendQueue::cleanup()
{
    m_queue.reset();
}

void TestSendQueue::add(const QString &id, const domain::SessionId &session, State state)
{
    PendingMessage message;
    message.clientMsgId = id;
    message.session = session;
    message.content = id;
    message.state = state;
    m_queue->add(message);
}

QStringList TestSendQueue::sent() const
{
    QStringList ids;
    for (const Sent &sent : m_sent)
        ids.append(sent.id);
    return ids;
}

QStringList TestSendQueue::states(const domain::SessionId &session) const
{
    QStringList states;
    for (const PendingMessage &message : m_queue->pending(session)) {
        const QString names[] = {u"waiting"_s, u"sending"_s, u"failed"_s};
        states.append(message.clientMsgId + u' ' + names[int(message.state)]);
    }
    return states;
}

void TestSendQueue::sendsInOrderOneAtATime()
{
    for (const QString &id : {u"1"_s, u"2"_s, u"3"_s})
        add(id, m_a);
    QCOMPARE(sent(), QStringList{u"1"_s});
    QCOMPARE(states(m_a), (QStringList{u"1 sending"_s, u"2 waiting"_s, u"3 waiting"_s}));
    QCOMPARE(m_queue->waitingCount(), 3);
    m_sent[0].done(base::success());
    QCOMPARE(sent(), (QStringList{u"1"_s, u"2"_s}));
    m_sent[1].done(base::success());
    m_sent[2].done(base::success());
    QVERIFY(m_queue->pending(m_a).empty());
    QVERIFY(m_disk.isEmpty());
    QCOMPARE(m_queue->waitingCount(), 0);
}

void TestSendQueue::sessionsDoNotWaitForEachOther()
{
    add(u"1"_s, m_a);
    add(u"2"_s, m_b);
    QCOMPARE(sent(), (QStringList{u"1"_s, u"2"_s}));
}

void TestSendQueue::sendsNothingBeforeItIsOnDisk()
{
    m_keepNow = false;
    add(u"1"_s, m_a);
    add(u"2"_s, m_a);
    QCOMPARE(sent(), QStringList());
    QCOMPARE(states(m_a), QStringList()); // nor is it shown
    QCOMPARE(m_queue->waitingCount(), 2);
    m_keeping[1](base::success());
    QCOMPARE(sent(), QStringList());
    QCOMPARE(states(m_a), QStringList{u"2 waiting"_s});
    m_keeping[0](base::success());
    QCOMPARE(sent(), QStringList{u"1"_s});
}

void TestSendQueue::whatCannotBeKeptFails()
{
    m_kept = error(base::ErrorKind::Unavailable);
    add(u"1"_s, m_a);
    QCOMPARE(sent(), QStringList());
    QCOMPARE(states(m_a), QStringList{u"1 failed"_s});
    QCOMPARE(m_queue->pending(m_a).front().problem, u"no"_s);
    m_kept = base::success();
    m_queue->retry(u"1"_s);
    QCOMPARE(sent(), QStringList{u"1"_s});
}

void TestSendQueue::nothingIsSentOffline()
{
    m_queue->setConnected(false);
    add(u"1"_s, m_a);
    add(u"2"_s, m_a);
    QCOMPARE(sent(), QStringList());
    QCOMPARE(m_disk.size(), 2);
    m_queue->setConnected(true);
    QCOMPARE(sent(), QStringList{u"1"_s});
}

void TestSendQueue::sendsAgainAfterALoss()
{
    add(u"1"_s, m_a);
    add(u"2"_s, m_a);
    m_queue->setConnected(false);
    QCOMPARE(states(m_a), (QStringList{u"1 waiting"_s, u"2 waiting"_s}));
    m_queue->setConnected(true);
    QCOMPARE(sent(), (QStringList{u"1"_s, u"1"_s}));
}

void TestSendQueue::passingRefusalsAreTriedAgain_data()
{
    QTest::addColumn<base::ErrorKind>("kind");
    QTest::newRow("too fast") << base::ErrorKind::RateLimited;
    QTest::newRow("store away") << base::ErrorKind::Unavailable;
}

void TestSendQueue::passingRefusalsAreTriedAgain()
{
    QFETCH(base::ErrorKind, kind);
    add(u"1"_s, m_a);
    add(u"2"_s, m_a);
    for (size_t i = 0; i < 5; ++i) {
        m_sent[i].done(error(kind));
        QCOMPARE(states(m_a).first(), u"1 waiting"_s);
        QTRY_COMPARE(m_sent.size(), i + 2);
        QCOMPARE(m_sent.back().id, u"1"_s);
    }
    m_sent.back().done(base::success());
    QCOMPARE(m_sent.back().id, u"2"_s);
}

void TestSendQueue::finalRefusalsLetOthersPass_data()
{
    QTest::addColumn<base::ErrorKind>("kind");
    QTest::newRow("bad request") << base::ErrorKind::BadRequest;
    QTest::newRow("forbidden") << base::ErrorKind::Forbidden;
    QTest::newRow("not found") << base::ErrorKind::NotFound;
    QTest::newRow("closed") << base::ErrorKind::Conflict;
    QTest::newRow("too large") << base::ErrorKind::TooLarge;
    QTest::newRow("fault") << base::ErrorKind::Internal;
}

void TestSendQueue::finalRefusalsLetOthersPass()
{
    QFETCH(base::ErrorKind, kind);
    add(u"1"_s, m_a);
    add(u"2"_s, m_a);
    m_sent[0].done(error(kind));
    QCOMPARE(states(m_a), (QStringList{u"1 failed"_s, u"2 sending"_s}));
    QCOMPARE(m_queue->pending(m_a).front().problem, u"no"_s);
    QVERIFY(m_disk.value(u"1"_s) == State::Failed);
    QCOMPARE(m_queue->waitingCount(), 1);
}

void TestSendQueue::unauthorizedLosesNothing()
{
    QSignalSpy unauthorized(m_queue.get(), &client::SendQueue::unauthorized);
    add(u"1"_s, m_a);
    m_sent[0].done(error(base::ErrorKind::Unauthorized));
    QCOMPARE(unauthorized.size(), 1);
    QCOMPARE(states(m_a), QStringList{u"1 waiting"_s});
    m_queue->setConnected(false);
    m_queue->setConnected(true);
    QCOMPARE(sent(), (QStringList{u"1"_s, u"1"_s}));
}

void TestSendQueue::confirmedByAnEventIsNotSentTwice()
{
    add(u"1"_s, m_a);
    add(u"2"_s, m_a);
    m_queue->confirm(u"1"_s);
    QCOMPARE(sent(), (QStringList{u"1"_s, u"2"_s}));
    m_sent[0].done(base::success());
    QCOMPARE(states(m_a), QStringList{u"2 sending"_s});
    m_queue->setConnected(false);
    m_queue->confirm(u"2"_s);
    m_queue->setConnected(true);
    QCOMPARE(m_sent.size(), 2U);
}

void TestSendQueue::retryAndDiscard()
{
    add(u"1"_s, m_a, State::Failed);
    add(u"2"_s, m_a, State::Failed);
    QCOMPARE(sent(), QStringList());
    m_queue->retry(u"1"_s);
    QCOMPARE(sent(), QStringList{u"1"_s});
    m_queue->discard(u"1"_s);
    m_queue->discard(u"2"_s);
    m_queue->discard(u"3"_s);
    QCOMPARE(states(m_a), QStringList{u"1 sending"_s});
    QCOMPARE(m_disk.keys(), QStringList{u"1"_s});
}

void TestSendQueue::restoredComesFirst()
{
    m_queue->setConnected(false);
    add(u"2"_s, m_a);
    PendingMessage before;
    before.clientMsgId = u"1"_s;
    before.session = m_a;
    PendingMessage known = before;
    known.clientMsgId = u"2"_s;
    m_queue->restore({before, known});
    QCOMPARE(states(m_a), (QStringList{u"1 waiting"_s, u"2 waiting"_s}));
}

void TestSendQueue::lateAnswersDoNotCount()
{
    add(u"1"_s, m_a);
    m_queue->setConnected(false);
    m_queue->setConnected(true);
    m_sent[0].done(error(base::ErrorKind::Conflict));
    QCOMPARE(states(m_a), QStringList{u"1 sending"_s});
}

QTEST_GUILESS_MAIN(TestSendQueue)
#include "tst_sendqueue.moc"
