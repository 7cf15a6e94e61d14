#include "net/epolldispatcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace
{

/// Two connected sockets; the far one is ours to play the peer with.
struct SocketPair {
    SocketPair()
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
            qFatal("socketpair");
        near = ends[0];
        far = ends[1];
    }
    ~SocketPair()
    {
        closeNear();
        closeFar();
    }
    Q_DISABLE_COPY_MOVE(SocketPair)

    void closeNear() { closeOnce(near); }
    void closeFar() { closeOnce(far); }
    void makeReadable() const { QCOMPARE(::write(far, "x", 1), 1); }
    void drain() const
    {
        std::array<char, 64> bytes{};
        while (::read(near, bytes.data(), bytes.size()) > 0) {
        }
    }

    int near = -1;
    int far = -1;

private:
    static void closeOnce(int &descriptor)
    {
        if (descriptor >= 0)
            ::close(descriptor);
        descriptor = -1;
    }
};

/// The dispatcher that this program's main thread runs on.
QAbstractEventDispatcher *dispatcher()
{
    return QAbstractEventDispatcher::instance();
}

void turn(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents)
{
    dispatcher()->processEvents(flags);
}

} // namespace

class TestEpollDispatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isInUse();

    // Timers
    void singleShotsComeInOrder();
    void zeroTimersAndSocketsShareTurns();
    void timerStopsItselfInItsSlot();
    void timerRestartsItselfInItsSlot();
    void timerFigures();
    void timersGoWithTheirObject();

    // Sockets
    void readNotifier();
    void readAndWriteNotifierOnOneDescriptor();
    void exceptionNotifier();
    void hangUpTellsReaderAndWriter();
    void notifierDeletedWhilePending();
    void notifierDisabledWhilePending();
    void descriptorReusedWhilePending();
    void writeNotifierToggledWithinATurn();
    void descriptorClosedUnderItsNotifier();
    void manyNotifiers();
    void socketsCanBeLeftOut();
    void tcpEcho();

    // Turns
    void wakeUpFromAnotherThread();
    void wakeUpFromAnotherThreadWithoutSockets();
    void wakeUpInOwnThreadDoesNotBlock();
    void postsFromManyThreadsAllArrive();
    void interruptFromAnotherThread();
    void endOfTurnComesAfterWhatHappened();
    void announcesBlocking();
    void doesNotBlockOnWhatAReceiverOfThatPosts();
    void deleteLater();
    void nestedLoopInASlot();
    void runsAThread();
};

void TestEpollDispatcher::isInUse()
{
    QVERIFY(qobject_cast<net::EpollDispatcher *>(dispatcher()));
}

void TestEpollDispatcher::singleShotsComeInOrder()
{
    QList<int> got;
    QTimer::singleShot(30ms, Qt::PreciseTimer, this, [&] { got << 30; });
    QTimer::singleShot(10ms, Qt::PreciseTimer, this, [&] { got << 10; });
    QTimer::singleShot(0ms, this, [&] { got << 0; });
    QTimer::singleShot(20ms, Qt::PreciseTimer, this, [&] { got << 20; });
    QElapsedTimer elapsed;
    elapsed.start();
    QTRY_COMPARE(got.size(), 4);
    QCOMPARE(got, QList<int>({0, 10, 20, 30}));
    QVERIFY(elapsed.elapsed() >= 29);
}

void TestEpollDispatcher::zeroTimersAndSocketsShareTurns()
{
    SocketPair pair;
    QTimer zero;
    int timeouts = 0;
    connect(&zero, &QTimer::timeout, this, [&] { ++timeouts; });
    zero.start(0);
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    int reads = 0;
    connect(&reader, &QSocketNotifier::activated, this, [&] { ++reads; });
    pair.makeReadable(); // and it stays so: neither may starve the other
    for (int i = 0; i < 5; ++i)
        turn(QEventLoop::WaitForMoreEvents);
    QCOMPARE(timeouts, 5);
    QCOMPARE(reads, 5);
}

void TestEpollDispatcher::timerStopsItselfInItsSlot()
{
    QTimer timer;
    int timeouts = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++timeouts;
        timer.stop();
    });
    timer.start(1);
    QTRY_COMPARE(timeouts, 1);
    QTest::qWait(10);
    QCOMPARE(timeouts, 1);
}

void TestEpollDispatcher::timerRestartsItselfInItsSlot()
{
    QTimer timer;
    int timeouts = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++timeouts;
        timer.start(timeouts < 5 ? 1 : 60'000);
    });
    timer.start(1);
    QTRY_COMPARE(timeouts, 5);
    QVERIFY(timer.remainingTime() > 50'000);
}

void TestEpollDispatcher::timerFigures()
{
    QObject object;
    const int id = object.startTimer(60'000, Qt::PreciseTimer);
    const auto infos = dispatcher()->registeredTimers(&object);
    QCOMPARE(infos.size(), 1);
    QCOMPARE(infos.first().timerId, id);
    QCOMPARE(infos.first().interval, 60'000);
    QCOMPARE(infos.first().timerType, Qt::PreciseTimer);
    const int left = dispatcher()->remainingTime(id);
    QVERIFY(left > 50'000 && left <= 60'000);
    object.killTimer(id);
    QCOMPARE(dispatcher()->remainingTime(id), -1);
    QVERIFY(dispatcher()->registeredTimers(&object).isEmpty());
}

void TestEpollDispatcher::timersGoWithTheirObject()
{
    int timeouts = 0;
    auto timer = std::make_unique<QTimer>();
    connect(timer.get(), &QTimer::timeout, this, [&] { ++timeouts; });
    timer->start(0);
    timer.reset();
    turn();
    QCOMPARE(timeouts, 0);
}

void TestEpollDispatcher::readNotifier()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QSignalSpy activated(&reader, &QSocketNotifier::activated);
    turn();
    QCOMPARE(activated.size(), 0);

    pair.makeReadable();
    turn();
    turn();
    QCOMPARE(activated.size(), 2); // level triggered: it is still readable
    pair.drain();
    turn();
    QCOMPARE(activated.size(), 2);
}

void TestEpollDispatcher::readAndWriteNotifierOnOneDescriptor()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QSocketNotifier writer(pair.near, QSocketNotifier::Write);
    QSignalSpy reads(&reader, &QSocketNotifier::activated);
    QSignalSpy writes(&writer, &QSocketNotifier::activated);
    turn();
    QCOMPARE(reads.size(), 0);
    QCOMPARE(writes.size(), 1);

    pair.makeReadable();
    turn();
    QCOMPARE(reads.size(), 1);
    QCOMPARE(writes.size(), 2);

    writer.setEnabled(false);
    turn();
    QCOMPARE(reads.size(), 2);
    QCOMPARE(writes.size(), 2);

    writer.setEnabled(true);
    turn();
    QCOMPARE(writes.size(), 3);
}

void TestEpollDispatcher::exceptionNotifier()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket client;
    client.connectToHost(server.serverAddress(), server.serverPort());
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());

    // Qt's sockets have an exception notifier of their own, so the urgent byte is watched on a duplicate.
    const int duplicate = ::dup(static_cast<int>(peer->socketDescriptor()));
    {
        QSocketNotifier urgent(duplicate, QSocketNotifier::Exception);
        QSignalSpy activated(&urgent, &QSocketNotifier::activated);
        turn();
        QCOMPARE(activated.size(), 0);
        QCOMPARE(::send(static_cast<int>(client.socketDescriptor()), "!", 1, MSG_OOB), 1);
        QTRY_VERIFY(activated.size() > 0);
    }
    ::close(duplicate);
}

void TestEpollDispatcher::hangUpTellsReaderAndWriter()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QSocketNotifier writer(pair.near, QSocketNotifier::Write);
    QSignalSpy reads(&reader, &QSocketNotifier::activated);
    QSignalSpy writes(&writer, &QSocketNotifier::activated);
    pair.closeFar();
    turn();
    QCOMPARE(reads.size(), 1);
    QCOMPARE(writes.size(), 1);
}

void TestEpollDispatcher::notifierDeletedWhilePending()
{
    SocketPair one;
    SocketPair other;
    auto first = std::make_unique<QSocketNotifier>(one.near, QSocketNotifier::Read);
    auto second = std::make_unique<QSocketNotifier>(other.near, QSocketNotifier::Read);
    int activations = 0;
    // Whichever comes first deletes both, itself included by deleteLater as Qt asks for.
    const auto deleteBoth = [&](std::unique_ptr<QSocketNotifier> &self,
                                std::unique_ptr<QSocketNotifier> &victim) {
        ++activations;
        victim.reset();
        self->setEnabled(false);
    };
    connect(first.get(), &QSocketNotifier::activated, this, [&] { deleteBoth(first, second); });
    connect(second.get(), &QSocketNotifier::activated, this, [&] { deleteBoth(second, first); });
    one.makeReadable();
    other.makeReadable();
    turn();
    turn();
    QCOMPARE(activations, 1);
}

void TestEpollDispatcher::notifierDisabledWhilePending()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QSocketNotifier writer(pair.near, QSocketNotifier::Write);
    QSignalSpy writes(&writer, &QSocketNotifier::activated);
    connect(&reader, &QSocketNotifier::activated, this, [&] { writer.setEnabled(false); });
    pair.makeReadable();
    turn();
    QCOMPARE(writes.size(), 0);
}

void TestEpollDispatcher::descriptorReusedWhilePending()
{
    SocketPair one;
    SocketPair other;
    SocketPair fresh;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers{
        std::make_unique<QSocketNotifier>(one.near, QSocketNotifier::Read),
        std::make_unique<QSocketNotifier>(other.near, QSocketNotifier::Read)};
    std::unique_ptr<QSocketNotifier> heir;
    int heirActivations = 0;
    const auto replace = [&](size_t victim, const SocketPair &pair) {
        if (heir)
            return;
        notifiers[1 - victim]->setEnabled(false);
        notifiers[victim].reset();
        QCOMPARE(::dup2(fresh.near, pair.near),
                 pair.near); // closes it and gives its number to another socket
        heir = std::make_unique<QSocketNotifier>(pair.near, QSocketNotifier::Read);
        connect(heir.get(), &QSocketNotifier::activated, this, [&] { ++heirActivations; });
    };
    connect(notifiers[0].get(), &QSocketNotifier::activated, this, [&] { replace(1, other); });
    connect(notifiers[1].get(), &QSocketNotifier::activated, this, [&] { replace(0, one); });
    one.makeReadable();
    other.makeReadable();
    turn();
    turn();
    QVERIFY(heir);
    QCOMPARE(heirActivations, 0); // what was pending belonged to its predecessor
    fresh.makeReadable();
    turn();
    QCOMPARE(heirActivations, 1);
}

void TestEpollDispatcher::writeNotifierToggledWithinATurn()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QSocketNotifier writer(pair.near, QSocketNotifier::Write);
    QSignalSpy reads(&reader, &QSocketNotifier::activated);
    QSignalSpy writes(&writer, &QSocketNotifier::activated);
    writer.setEnabled(false);
    turn();
    for (int i = 0; i < 3; ++i) {
        writer.setEnabled(true);
        writer.setEnabled(false);
    }
    turn();
    QCOMPARE(writes.size(), 0);
    for (int i = 0; i < 3; ++i) {
        writer.setEnabled(false);
        writer.setEnabled(true);
    }
    turn();
    QCOMPARE(writes.size(), 1);
    QCOMPARE(reads.size(), 0);
    pair.makeReadable();
    turn();
    QCOMPARE(reads.size(), 1);
}

void TestEpollDispatcher::descriptorClosedUnderItsNotifier()
{
    SocketPair closed;
    const int number = closed.near;
    QSocketNotifier orphan(number, QSocketNotifier::Read);
    QSignalSpy orphanActivated(&orphan, &QSocketNotifier::activated);
    turn();
    closed.closeNear();
    turn();
    QSocketNotifier closedAtOnce(number, QSocketNotifier::Write); // EBADF when it is told
    turn();

    // The next socket gets the same number, and its notifier works.
    SocketPair fresh;
    QCOMPARE(fresh.near, number);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"two notifiers"_s));
    QSocketNotifier heir(number, QSocketNotifier::Read);
    QSignalSpy heirActivated(&heir, &QSocketNotifier::activated);
    orphan.setEnabled(false); // too late: it must not take its successor's place away
    fresh.makeReadable();
    turn();
    QCOMPARE(heirActivated.size(), 1);
    QCOMPARE(orphanActivated.size(), 0);
}

void TestEpollDispatcher::manyNotifiers()
{
    constexpr int count = 400; // with both ends within 1,024 descriptors
    std::vector<std::unique_ptr<SocketPair>> pairs;
    std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
    std::vector<int> activations(count);
    for (int i = 0; i < count; ++i) {
        pairs.push_back(std::make_unique<SocketPair>());
        notifiers.push_back(std::make_unique<QSocketNotifier>(pairs.back()->near, QSocketNotifier::Read));
        connect(notifiers.back().get(), &QSocketNotifier::activated, this, [&, i] {
            ++activations[i];
            pairs[i]->drain();
        });
    }
    for (int i = 0; i < count; i += 2)
        pairs[i]->makeReadable();
    const auto total = [&] { return std::accumulate(activations.begin(), activations.end(), 0); };
    QTRY_COMPARE(total(), count / 2);
    turn();
    for (int i = 0; i < count; ++i)
        QCOMPARE(activations[i], i % 2 == 0 ? 1 : 0);
}

void TestEpollDispatcher::socketsCanBeLeftOut()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QSignalSpy activated(&reader, &QSocketNotifier::activated);
    pair.makeReadable();
    QTimer::singleShot(5ms, this, [] {});
    turn(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
    QCOMPARE(activated.size(), 0);
    turn();
    QCOMPARE(activated.size(), 1);
}

void TestEpollDispatcher::tcpEcho()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *peer = server.nextPendingConnection();
        connect(peer, &QTcpSocket::readyRead, peer, [peer] { peer->write(peer->readAll()); });
        connect(peer, &QTcpSocket::disconnected, peer, &QObject::deleteLater);
    });
    QByteArray sent(3'000'000, 'a'); // more than the kernel buffers, so that the write notifiers work too
    for (qsizetype i = 0; i < sent.size(); ++i)
        sent[i] = static_cast<char>('a' + i % 23);
    QTcpSocket client;
    QByteArray received;
    connect(&client, &QTcpSocket::readyRead, this, [&] { received += client.readAll(); });
    connect(&client, &QTcpSocket::connected, this, [&] { client.write(sent); });
    client.connectToHost(server.serverAddress(), server.serverPort());
    QTRY_COMPARE(received.size(), sent.size());
    QCOMPARE(received, sent);
    QSignalSpy disconnected(&client, &QTcpSocket::disconnected);
    client.disconnectFromHost();
    QTRY_COMPARE(disconnected.size(), 1);
}

void TestEpollDispatcher::wakeUpFromAnotherThread()
{
    // Each round trip would hang for ever if a wake-up were lost.
    QEventLoop loop;
    int rounds = 0;
    QSemaphore asked;
    std::thread other([&] {
        for (int i = 0; i < 1000; ++i) {
            QMetaObject::invokeMethod(&loop, [&] {
                ++rounds;
                asked.release();
            });
            asked.acquire();
        }
        QMetaObject::invokeMethod(&loop, [&] { loop.quit(); });
    });
    loop.exec();
    other.join();
    QCOMPARE(rounds, 1000);
}

void TestEpollDispatcher::wakeUpFromAnotherThreadWithoutSockets()
{
    for (int i = 0; i < 100; ++i) {
        QEventLoop loop;
        std::thread other([&] { QMetaObject::invokeMethod(&loop, [&] { loop.quit(); }); });
        loop.exec(QEventLoop::ExcludeSocketNotifiers);
        other.join();
    }
}

void TestEpollDispatcher::wakeUpInOwnThreadDoesNotBlock()
{
    SocketPair pair;
    QSocketNotifier writer(pair.near, QSocketNotifier::Write);
    bool ran = false;
    connect(&writer, &QSocketNotifier::activated, this, [&] {
        writer.setEnabled(false);
        QMetaObject::invokeMethod(
            this, [&] { ran = true; }, Qt::QueuedConnection);
    });
    turn();
    QVERIFY(!ran);
    dispatcher()->wakeUp();
    turn(QEventLoop::AllEvents);
    QVERIFY(ran);
}

void TestEpollDispatcher::postsFromManyThreadsAllArrive()
{
    constexpr int threads = 4;
    constexpr int posts = 1000;
    std::array<int, threads> got{};
    bool inOrder = true;
    std::vector<std::thread> others;
    for (int t = 0; t < threads; ++t) {
        others.emplace_back([&, t] {
            for (int i = 0; i < posts; ++i)
                QMetaObject::invokeMethod(this, [&, t, i] { inOrder = inOrder && got[t]++ == i; });
        });
    }
    QTRY_COMPARE(std::accumulate(got.begin(), got.end(), 0), threads * posts);
    QVERIFY(inOrder);
    for (auto &other : others)
        other.join();
}

void TestEpollDispatcher::interruptFromAnotherThread()
{
    for (int i = 0; i < 200; ++i) {
        QEventLoop loop;
        QSemaphore running; // an exit() before the exec() would be forgotten, by Qt's rule
        QMetaObject::invokeMethod(
            &loop, [&] { running.release(); }, Qt::QueuedConnection);
        std::thread other([&] {
            running.acquire();
            loop.exit(i);
        });
        QCOMPARE(loop.exec(), i);
        other.join();
    }
}

void TestEpollDispatcher::endOfTurnComesAfterWhatHappened()
{
    SocketPair pair;
    QSocketNotifier reader(pair.near, QSocketNotifier::Read);
    QStringList events;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        pair.drain();
        events << u"read"_s;
        QMetaObject::invokeMethod(
            this, [&] { events << u"posted"_s; }, Qt::QueuedConnection);
    });
    auto *epoll = qobject_cast<net::EpollDispatcher *>(dispatcher());
    turn();
    epoll->setEndOfTurn([&] { events << u"end"_s; });
    pair.makeReadable();
    turn();
    turn();
    epoll->setEndOfTurn({});
    QCOMPARE(events, QStringList({u"end"_s, u"read"_s, u"posted"_s, u"end"_s}));
}

void TestEpollDispatcher::announcesBlocking()
{
    QSignalSpy blocks(dispatcher(), &QAbstractEventDispatcher::aboutToBlock);
    QSignalSpy awakes(dispatcher(), &QAbstractEventDispatcher::awake);
    turn();
    QCOMPARE(blocks.size(), 0);
    QCOMPARE(awakes.size(), 1);
    QTimer::singleShot(1ms, Qt::PreciseTimer, this, [] {});
    turn(QEventLoop::WaitForMoreEvents);
    QCOMPARE(blocks.size(), 1);
    QCOMPARE(awakes.size(), 2);
}

void TestEpollDispatcher::doesNotBlockOnWhatAReceiverOfThatPosts()
{
    QEventLoop loop;
    const auto connection = connect(dispatcher(), &QAbstractEventDispatcher::aboutToBlock, &loop, [&] {
        QMetaObject::invokeMethod(
            &loop, [&] { loop.quit(); }, Qt::QueuedConnection);
    });
    loop.exec(); // for ever, if the post were not noticed
    disconnect(connection);
}

void TestEpollDispatcher::deleteLater()
{
    SocketPair pair;
    QPointer<QSocketNotifier> writer = new QSocketNotifier(pair.near, QSocketNotifier::Write);
    int activations = 0;
    connect(writer, &QSocketNotifier::activated, this, [&] {
        ++activations;
        writer->setEnabled(false);
        writer->deleteLater();
    });
    QEventLoop loop;
    connect(writer, &QObject::destroyed, &loop, [&] { loop.quit(); });
    loop.exec();
    QVERIFY(!writer);
    QCOMPARE(activations, 1);
}

void TestEpollDispatcher::nestedLoopInASlot()
{
    SocketPair one;
    SocketPair other;
    QSocketNotifier first(one.near, QSocketNotifier::Read);
    QSocketNotifier second(other.near, QSocketNotifier::Read);
    QStringList events;
    QTimer zero;
    const auto nested = [&](const QString &name, const SocketPair &pair) {
        pair.drain();
        events << name;
        if (events.size() > 1)
            return;
        QEventLoop loop;
        QTimer::singleShot(5ms, &loop, &QEventLoop::quit);
        loop.exec();
        events << u"nested done"_s;
    };
    connect(&first, &QSocketNotifier::activated, this, [&] { nested(u"first"_s, one); });
    connect(&second, &QSocketNotifier::activated, this, [&] { nested(u"second"_s, other); });
    one.makeReadable();
    other.makeReadable();
    turn();
    turn();
    QCOMPARE(events.size(), 3); // the other one came inside, and not again outside
    QCOMPARE(events.last(), u"nested done"_s);
}

void TestEpollDispatcher::runsAThread()
{
    QThread thread;
    thread.setEventDispatcher(new net::EpollDispatcher);
    QObject resident;
    resident.moveToThread(&thread);
    thread.start();
    QSemaphore done;
    for (int i = 0; i < 100; ++i) {
        QMetaObject::invokeMethod(&resident,
                                  [&] { QTimer::singleShot(0, &resident, [&] { done.release(); }); });
        QVERIFY(done.tryAcquire(1, 10'000));
    }
    thread.quit();
    QVERIFY(thread.wait(10'000));
}

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new net::EpollDispatcher);
    QCoreApplication app(argc, argv);
    TestEpollDispatcher test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_epolldispatcher.moc"
