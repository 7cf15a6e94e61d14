#include "net/gatheringsocket.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using net::FlushQueue;
using net::GatheringSocket;

namespace
{

/// A connected gathering socket and its peer.
struct Pair {
    Pair()
    {
        QTcpServer server;
        if (!server.listen(QHostAddress::LocalHost))
            qFatal("listen");
        near->connectToHost(server.serverAddress(), server.serverPort());
        if (!near->waitForConnected() || !server.waitForNewConnection(5000))
            qFatal("connect");
        far.reset(server.nextPendingConnection());
        far->setParent(nullptr);
    }

    QByteArray received()
    {
        bytes += far->readAll();
        return bytes;
    }

    FlushQueue queue;
    std::unique_ptr<GatheringSocket> near = std::make_unique<GatheringSocket>(queue);
    std::unique_ptr<QTcpSocket> far;
    QByteArray bytes;
};

class CountingListener final : public GatheringSocket::Listener
{
public:
    void gatheredWritten() override { ++count; }
    int count = 0;
};

} // namespace

class TestGatheringSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingLeavesBeforeTheFlush();
    void oneSignalATurn();
    void listenerInPlaceOfTheSignal();
    void sharedLeavesAsItIs();
    void sharedKeepsItsPlaceAmongOthers();
    void keepsTheOrderOfLargeAndSmall();
    void keepsTheOrderBehindABacklog();
    void writtenWhileFlushingWaitsForTheNextTurn();
    void closesAfterWhatWasGathered_data();
    void closesAfterWhatWasGathered();
    void abortDropsIt();
    void peerThatIsGone();
    void destroyedBeforeTheFlush();
    void destroyedWhileOthersAreFlushed();
    void otherSocketsAreFlushedToo();
};

void TestGatheringSocket::nothingLeavesBeforeTheFlush()
{
    Pair pair;
    QCOMPARE(pair.near->write("one "), 4);
    QCOMPARE(pair.near->write("two"), 3);
    QCOMPARE(pair.near->bytesToWrite(), 7);
    QVERIFY(!pair.far->waitForReadyRead(20));
    QVERIFY(!pair.queue.flush());
    QCOMPARE(pair.near->bytesToWrite(), 0);
    QTRY_COMPARE(pair.received(), "one two"_ba);
}

void TestGatheringSocket::oneSignalATurn()
{
    Pair pair;
    QSignalSpy written(pair.near.get(), &QTcpSocket::bytesWritten);
    pair.near->write("one ");
    pair.near->write("two");
    QCOMPARE(written.size(), 0);
    pair.queue.flush();
    QCOMPARE(written.size(), 1);
    QCOMPARE(written.first().first().toLongLong(), 7);
    pair.queue.flush();
    QCOMPARE(written.size(), 1);
}

void TestGatheringSocket::listenerInPlaceOfTheSignal()
{
    Pair pair;
    QSignalSpy written(pair.near.get(), &QTcpSocket::bytesWritten);
    CountingListener listener;
    pair.near->setListener(&listener);
    pair.near->write("one");
    pair.queue.flush();
    QCOMPARE(listener.count, 1);
    QCOMPARE(written.size(), 0);

    pair.near->setListener(nullptr);
    pair.near->write("two");
    pair.queue.flush();
    QCOMPARE(listener.count, 1);
    QCOMPARE(written.size(), 1);
}

void TestGatheringSocket::sharedLeavesAsItIs()
{
    Pair one;
    Pair two;
    QByteArray frame = "to everybody"_ba;
    frame.detach();
    one.near->writeShared(frame);
    two.near->writeShared(frame);
    QVERIFY(!frame.isDetached()); // the sockets hold the same bytes
    QCOMPARE(one.near->bytesToWrite(), frame.size());
    one.queue.flush();
    two.queue.flush();
    QVERIFY(frame.isDetached());
    QTRY_COMPARE(one.received(), frame);
    QTRY_COMPARE(two.received(), frame);
}

void TestGatheringSocket::sharedKeepsItsPlaceAmongOthers()
{
    Pair pair;
    const QByteArray frame = "shared "_ba;
    pair.near->writeShared(frame);
    pair.near->write("own ");
    pair.near->writeShared(frame);
    pair.queue.flush();
    pair.near->write("own ");
    pair.near->writeShared(frame);
    pair.queue.flush();
    QTRY_COMPARE(pair.received(), "shared own shared own shared "_ba);
    QCOMPARE(frame, "shared "_ba);
}

void TestGatheringSocket::keepsTheOrderOfLargeAndSmall()
{
    Pair pair;
    QByteArray expected;
    for (int i = 0; i < 40; ++i) {
        const QByteArray part(i % 3 == 2 ? 50'000 : 10, static_cast<char>('a' + i % 26));
        QCOMPARE(pair.near->write(part), part.size());
        expected += part;
        if (i % 7 == 0)
            pair.queue.flush();
    }
    QCOMPARE(pair.near->bytesToWrite() > 0, true);
    pair.queue.flush();
    QTRY_COMPARE(pair.received().size(), expected.size());
    QCOMPARE(pair.received(), expected);
}

void TestGatheringSocket::keepsTheOrderBehindABacklog()
{
    Pair pair;
    pair.far->setReadBufferSize(1);
    QByteArray expected;
    while (true) { // until the kernel takes no more
        const QByteArray part(60'000, static_cast<char>('a' + expected.size() % 23));
        pair.near->write(part);
        expected += part;
        pair.queue.flush();
        if (pair.near->bytesToWrite() > 0)
            break;
    }
    for (int i = 0; i < 10; ++i) {
        pair.near->write("small");
        expected += "small";
        pair.queue.flush();
    }
    QVERIFY(pair.near->bytesToWrite() >= 50);
    pair.far->setReadBufferSize(0);
    QTRY_COMPARE(pair.received().size(), expected.size());
    QCOMPARE(pair.received(), expected);
    QCOMPARE(pair.near->bytesToWrite(), 0);

    pair.near->write("afterwards"); // and from here on it gathers again
    QCOMPARE(pair.near->bytesToWrite(), 10);
    pair.queue.flush();
    QCOMPARE(pair.near->bytesToWrite(), 0);
}

void TestGatheringSocket::writtenWhileFlushingWaitsForTheNextTurn()
{
    Pair pair;
    int more = 2;
    connect(pair.near.get(), &QTcpSocket::bytesWritten, this, [&] {
        if (more-- > 0)
            pair.near->write("again ");
    });
    pair.near->write("once ");
    QVERIFY(pair.queue.flush());
    QVERIFY(pair.queue.flush());
    QVERIFY(!pair.queue.flush());
    QTRY_COMPARE(pair.received(), "once again again "_ba);
}

void TestGatheringSocket::closesAfterWhatWasGathered_data()
{
    QTest::addColumn<bool>("close");
    QTest::newRow("disconnectFromHost") << false;
    QTest::newRow("close") << true;
}

void TestGatheringSocket::closesAfterWhatWasGathered()
{
    QFETCH(bool, close);
    Pair pair;
    pair.near->write("last words");
    if (close)
        pair.near->close();
    else
        pair.near->disconnectFromHost();
    pair.queue.flush();
    QTRY_COMPARE(pair.far->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(pair.received(), "last words"_ba);
    QTRY_COMPARE(pair.near->state(), QAbstractSocket::UnconnectedState);
}

void TestGatheringSocket::abortDropsIt()
{
    Pair pair;
    pair.near->write("unsaid");
    pair.near->abort();
    QCOMPARE(pair.near->state(), QAbstractSocket::UnconnectedState);
    pair.queue.flush();
    QTRY_COMPARE(pair.far->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(pair.received(), QByteArray());
    QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (net::GatheringSocket): device not open");
    QCOMPARE(pair.near->write("too late"), -1);
}

void TestGatheringSocket::peerThatIsGone()
{
    Pair pair;
    QSignalSpy disconnected(pair.near.get(), &QTcpSocket::disconnected);
    pair.far->abort();
    for (int i = 0; i < 3;
         ++i) { // the first finds the peer gone, the next gets EPIPE: no signal, no endless retry
        pair.near->write("hello?");
        pair.queue.flush();
    }
    QTRY_COMPARE(disconnected.size(), 1);
    QVERIFY(!pair.queue.flush());
}

void TestGatheringSocket::destroyedBeforeTheFlush()
{
    Pair pair;
    pair.near->write("x");
    pair.near.reset();
    QVERIFY(!pair.queue.flush());
}

void TestGatheringSocket::destroyedWhileOthersAreFlushed()
{
    FlushQueue queue;
    Pair one;
    Pair other;
    // Of one queue, which each pair does not give by itself
    const auto join = [&queue](Pair &pair) {
        auto joined = std::make_unique<GatheringSocket>(queue);
        const auto descriptor = ::dup(static_cast<int>(pair.near->socketDescriptor()));
        QVERIFY(joined->setSocketDescriptor(descriptor));
        pair.near = std::move(joined);
    };
    join(one);
    join(other);
    connect(one.near.get(), &QTcpSocket::bytesWritten, this, [&] { other.near.reset(); });
    connect(other.near.get(), &QTcpSocket::bytesWritten, this, [&] { one.near.reset(); });
    one.near->write("x");
    other.near->write("x");
    QVERIFY(!queue.flush());
    QVERIFY(one.near && !other.near);
    one.near.reset();
}

void TestGatheringSocket::otherSocketsAreFlushedToo()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket plain;
    plain.connectToHost(server.serverAddress(), server.serverPort());
    QVERIFY(plain.waitForConnected());
    auto doomed = std::make_unique<QTcpSocket>();
    FlushQueue queue;
    plain.write("x");
    queue.add(&plain);
    queue.add(doomed.get());
    queue.add(&plain);
    doomed.reset();
    QVERIFY(!queue.flush());
    QCOMPARE(plain.bytesToWrite(), 0);
}

QTEST_GUILESS_MAIN(TestGatheringSocket)
#include "tst_gatheringsocket.moc"
