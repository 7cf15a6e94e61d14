#include "net/limits.h"
#include "net/router.h"
#include "net/shard.h"
#include "testclient.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QThread>

#include <array>
#include <atomic>
#include <thread>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using net::Shard;

namespace
{

/// Hands what it accepts to a shard, as the listener does.
class Door : public QTcpServer
{
public:
    explicit Door(Shard &shard)
        : m_shard(shard)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("listen");
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_shard.adopt(descriptor); }

private:
    Shard &m_shard;
};

/// A shard that answers /ping with "pong", and never answers /never.
struct Fixture {
    explicit Fixture(std::shared_ptr<const QSslConfiguration> tls = {},
                     std::chrono::milliseconds headerTimeout = 10s)
    {
        config.headerTimeout = headerTimeout;
        router.add("GET", "/ping", [](const net::HttpRequest &, const net::HttpResponder &respond) {
            respond(net::HttpResponse::text(200, "text/plain", "pong"));
        });
        router.add("GET", "/never", [this](const net::HttpRequest &, const net::HttpResponder &respond) {
            unanswered.push_back(respond);
            ++asked;
        });
        shard = std::make_unique<Shard>(0, config, router, limits, std::move(tls));
        door = std::make_unique<Door>(*shard);
    }

    void connectTo(QTcpSocket &socket) const
    {
        socket.connectToHost(door->serverAddress(), door->serverPort());
    }

    /// Runs \a function in the shard's thread and waits for it.
    void run(const std::function<void()> &function) const
    {
        QSemaphore done;
        shard->post([&] {
            function();
            done.release();
        });
        QVERIFY(done.tryAcquire(1, 10'000));
    }

    base::Config config;
    net::Router router;
    net::SharedLimits limits{config};
    std::atomic<int> asked{0};
    std::unique_ptr<Shard> shard;
    std::vector<net::HttpResponder> unanswered; ///< they must not outlive the shard
    std::unique_ptr<Door> door;
};

std::shared_ptr<const QSslConfiguration> tls()
{
    QFile key(QFINDTESTDATA("data/ec.key"));
    if (!key.open(QIODevice::ReadOnly))
        qFatal("key");
    QSslConfiguration configuration;
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(QFINDTESTDATA("data/ec.crt")));
    configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return std::make_shared<const QSslConfiguration>(configuration);
}

} // namespace

class TestShard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The mailbox
    void postsRunInTheShardsThread();
    void postsKeepTheirOrder();
    void postedBeforeStartRunsAfter();
    void postedAfterStopIsDropped();
    void postsThatPostDoNotStarveSockets();

    // Connections
    void servesWhatItAdopts();
    void countsConnections();
    void adoptedAfterStopIsClosed();
    void adoptedGarbageIsNotCounted();
    void servesOverTls();
    void plainTextToTlsIsEnded();
    void slowTlsHandshakeIsEnded();

    // Turns
    void flushesAtTheEndOfTheTurn();
    void forgetsSocketsThatAreDestroyed();
    void everyRunsUntilItsOwnerIsGone();

    // The end
    void stopEndsIdleConnections();
    void stopEndsTlsHandshakes();
    void stopCutsOffAtTheDeadline();
    void userDataGoesLastAndInTheThread();
    void neverStarted();
};

void TestShard::postsRunInTheShardsThread()
{
    Fixture f;
    f.shard->start();
    QThread *thread = nullptr;
    f.run([&] { thread = QThread::currentThread(); });
    QVERIFY(thread != nullptr);
    QVERIFY(thread != QThread::currentThread());
    QCOMPARE(thread, f.shard->thread());
}

void TestShard::postsKeepTheirOrder()
{
    constexpr int threads = 4;
    constexpr int posts = 5000;
    Fixture f;
    f.shard->start();
    std::array<int, threads> got{};
    bool inOrder = true;
    QSemaphore done;
    std::vector<std::thread> posters;
    for (int t = 0; t < threads; ++t) {
        posters.emplace_back([&, t] {
            for (int i = 0; i < posts; ++i)
                f.shard->post([&, t, i] {
                    inOrder = inOrder && got[t]++ == i;
                    done.release();
                });
        });
    }
    for (auto &poster : posters)
        poster.join();
    QVERIFY(done.tryAcquire(threads * posts, 10'000));
    QVERIFY(inOrder);
}

void TestShard::postedBeforeStartRunsAfter()
{
    Fixture f;
    QSemaphore done;
    f.shard->post([&] { done.release(); });
    QVERIFY(!done.tryAcquire());
    f.shard->start();
    QVERIFY(done.tryAcquire(1, 10'000));
}

void TestShard::postedAfterStopIsDropped()
{
    Fixture f;
    f.shard->start();
    f.shard->stop(5s);
    bool ran = false;
    auto witness = std::make_shared<int>();
    f.shard->post([&ran, witness] { ran = true; });
    QCOMPARE(witness.use_count(), 1);
    QVERIFY(!ran);
}

void TestShard::postsThatPostDoNotStarveSockets()
{
    Fixture f;
    f.shard->start();
    std::atomic<bool> enough{false};
    std::function<void()> again = [&] {
        if (!enough)
            f.shard->post(again);
    };
    f.shard->post(again);
    QTcpSocket client;
    f.connectTo(client);
    ask(client, "/ping");
    QVERIFY(answer(client, "pong").startsWith("HTTP/1.1 200 "));
    enough = true;
    f.run([] {});
}

void TestShard::servesWhatItAdopts()
{
    Fixture f;
    f.shard->start();
    QTcpSocket client;
    f.connectTo(client);
    ask(client, "/ping");
    QVERIFY(answer(client, "pong").startsWith("HTTP/1.1 200 "));
}

void TestShard::countsConnections()
{
    Fixture f;
    f.shard->start();
    QTcpSocket one;
    QTcpSocket other;
    f.connectTo(one);
    f.connectTo(other);
    QTRY_COMPARE(f.limits.connections.load(), 2);
    one.disconnectFromHost();
    QTRY_COMPARE(f.limits.connections.load(), 1);
    other.abort();
    QTRY_COMPARE(f.limits.connections.load(), 0);
}

void TestShard::adoptedAfterStopIsClosed()
{
    Fixture f;
    f.shard->start();
    f.shard->stop(5s);
    QTcpSocket client;
    f.connectTo(client);
    QSignalSpy connected(&client, &QTcpSocket::connected);
    QTRY_COMPARE(connected.size(), 1);
    QTRY_VERIFY(isGone(client));
    QCOMPARE(f.limits.connections.load(), 0);
}

void TestShard::adoptedGarbageIsNotCounted()
{
    Fixture f;
    f.shard->start();
    f.shard->adopt(999'999); // no such descriptor
    QTRY_COMPARE(f.limits.connections.load(), 0);
}

void TestShard::servesOverTls()
{
    Fixture f(tls());
    f.shard->start();
    QSslSocket client;
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(f.door->serverAddress().toString(), f.door->serverPort());
    QSignalSpy encrypted(&client, &QSslSocket::encrypted);
    QTRY_COMPARE(encrypted.size(), 1);
    ask(client, "/ping");
    QVERIFY(answer(client, "pong").startsWith("HTTP/1.1 200 "));
    QCOMPARE(f.limits.connections.load(), 1);
    client.disconnectFromHost();
    QTRY_COMPARE(f.limits.connections.load(), 0);
}

void TestShard::plainTextToTlsIsEnded()
{
    Fixture f(tls());
    f.shard->start();
    QTcpSocket client;
    QSignalSpy connected(&client, &QTcpSocket::connected);
    f.connectTo(client);
    ask(client, "/ping");
    QTRY_VERIFY(isGone(client));
    QCOMPARE(connected.size(), 1);
    QVERIFY(!client.readAll().contains("HTTP/1.1 200"));
    QTRY_COMPARE(f.limits.connections.load(), 0);
}

void TestShard::slowTlsHandshakeIsEnded()
{
    Fixture f(tls(), 100ms);
    f.shard->start();
    QTcpSocket client;
    f.connectTo(client);
    QTRY_COMPARE(f.limits.connections.load(), 1);
    QTRY_VERIFY(isGone(client));
    QTRY_COMPARE(f.limits.connections.load(), 0);
}

void TestShard::flushesAtTheEndOfTheTurn()
{
    QTcpServer far;
    QVERIFY(far.listen(QHostAddress::LocalHost));
    Fixture f;
    f.shard->start();
    std::unique_ptr<QTcpSocket> socket;
    f.run([&] {
        socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(far.serverAddress(), far.serverPort());
        socket->waitForConnected();
    });
    QTRY_VERIFY(far.hasPendingConnections());
    std::array<qint64, 2> waiting{};
    f.run([&] {
        for (int i = 0; i < 3; ++i) {
            socket->write("x");
            f.shard->flushLater(socket.get());
        }
        waiting[0] = socket->bytesToWrite();
    });
    f.run([&] { waiting[1] = socket->bytesToWrite(); });
    QCOMPARE(waiting[0], 3);
    QCOMPARE(waiting[1], 0);
    f.run([&] { socket.reset(); });
    QTcpSocket *peer = far.nextPendingConnection();
    QTRY_COMPARE(peer->bytesAvailable(), 3);
}

void TestShard::forgetsSocketsThatAreDestroyed()
{
    Fixture f;
    f.shard->start();
    f.run([&] {
        auto socket = std::make_unique<QTcpSocket>();
        f.shard->flushLater(socket.get());
    });
    f.run([] {});
}

void TestShard::everyRunsUntilItsOwnerIsGone()
{
    Fixture f;
    f.shard->start();
    std::unique_ptr<QObject> owner;
    std::atomic<int> runs{0};
    f.run([&] {
        owner = std::make_unique<QObject>();
        f.shard->every(1ms, owner.get(), [&] { ++runs; });
    });
    QTRY_VERIFY(runs >= 3);
    f.run([&] { owner.reset(); });
    const int last = runs;
    QTest::qWait(20);
    QCOMPARE(runs.load(), last);
}

void TestShard::stopEndsIdleConnections()
{
    Fixture f;
    f.shard->start();
    std::array<QTcpSocket, 10> clients;
    for (QTcpSocket &client : clients) {
        f.connectTo(client);
        ask(client, "/ping");
        QVERIFY(answer(client, "pong").startsWith("HTTP/1.1 200 "));
    }
    QElapsedTimer elapsed;
    elapsed.start();
    f.shard->stop(60s);
    QVERIFY(elapsed.elapsed() < 30'000); // it does not sit out its deadline
    QCOMPARE(f.limits.connections.load(), 0);
    for (QTcpSocket &client : clients)
        QTRY_VERIFY(isGone(client));
}

void TestShard::stopEndsTlsHandshakes()
{
    Fixture f(tls());
    f.shard->start();
    QTcpSocket client;
    f.connectTo(client);
    QTRY_COMPARE(f.limits.connections.load(), 1);
    f.run([] {});
    f.shard->stop(60s);
    QCOMPARE(f.limits.connections.load(), 0);
    QTRY_VERIFY(isGone(client));
}

void TestShard::stopCutsOffAtTheDeadline()
{
    Fixture f;
    f.shard->start();
    QTcpSocket client;
    f.connectTo(client);
    ask(client, "/never");
    QTRY_COMPARE(f.asked.load(), 1);
    QElapsedTimer elapsed;
    elapsed.start();
    f.shard->stop(100ms);
    QVERIFY(elapsed.elapsed() >= 99);
    QVERIFY(elapsed.elapsed() < 10'000);
    QCOMPARE(f.limits.connections.load(), 0);
    QTRY_VERIFY(isGone(client));
}

void TestShard::userDataGoesLastAndInTheThread()
{
    struct Data {
        ~Data()
        {
            *connections = limits->connections;
            *thread = QThread::currentThread();
        }
        const net::SharedLimits *limits;
        qint64 *connections;
        QThread **thread;
    };
    Fixture f;
    QThread *const expected = f.shard->thread();
    f.shard->start();
    qint64 connections = -1;
    QThread *thread = nullptr;
    f.run([&] { f.shard->userData = std::shared_ptr<Data>(new Data{&f.limits, &connections, &thread}); });
    QTcpSocket client;
    f.connectTo(client);
    QTRY_COMPARE(f.limits.connections.load(), 1);
    f.shard->stop(5s);
    QCOMPARE(connections, 0);
    QCOMPARE(thread, expected);
}

void TestShard::neverStarted()
{
    Fixture f;
    f.shard->post([] {});
    f.shard->stop(5s);
}

QTEST_GUILESS_MAIN(TestShard)
#include "tst_shard.moc"
