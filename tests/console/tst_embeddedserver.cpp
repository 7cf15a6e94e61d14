#include "console/embeddedserver.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using State = console::EmbeddedServer::State;

class TestEmbeddedServer : public QObject
{
    Q_OBJECT

    base::Config config(const QTemporaryDir &folder, quint16 port = 0) const
    {
        base::Config config;
        config.port = port;
        config.hosts = {u"127.0.0.1"_s};
        config.shards = 1;
        config.jwtSecret = "an example that is long enough for a secret";
        config.dataFolder = folder.path();
        config.database.path = folder.filePath(u"ultracom.db"_s);
        return config;
    }
    static bool answers(quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, port);
        return socket.waitForConnected(2000);
    }

private Q_SLOTS:
    void startsAndStops();
    void startsAgainWithOtherSettings();
    void toldToStopWhileItStarts();
    void lastWordCounts();
    void takenPort();
    void otherFailures();
    void endsWhileItRuns();
    void freePort();
};

void TestEmbeddedServer::startsAndStops()
{
    const QTemporaryDir folder;
    console::EmbeddedServer server;
    QSignalSpy started(&server, &console::EmbeddedServer::started);
    QSignalSpy stopped(&server, &console::EmbeddedServer::stopped);
    QSignalSpy figures(&server, &console::EmbeddedServer::figuresChanged);
    server.start(config(folder));
    QCOMPARE(server.state(), State::Starting);
    QVERIFY(started.wait());
    QCOMPARE(server.state(), State::Running);
    QVERIFY(server.port() != 0);
    QCOMPARE(started.first().first().value<quint16>(), server.port());
    QVERIFY(answers(server.port()));
    QTRY_VERIFY(!figures.isEmpty());
    QVERIFY(figures.last().first().value<host::Figures>().storeAvailable);

    const quint16 port = server.port();
    server.stop();
    QVERIFY(stopped.wait());
    QCOMPARE(server.state(), State::Stopped);
    QCOMPARE(server.port(), quint16(0));
    QVERIFY(!figures.last().first().value<host::Figures>().storeAvailable);
    QVERIFY(!answers(port));
    server.stop();
    QCOMPARE(server.state(), State::Stopped);

    server.start(config(folder, port));
    QVERIFY(started.wait());
    QCOMPARE(server.port(), port);
}

void TestEmbeddedServer::startsAgainWithOtherSettings()
{
    const QTemporaryDir folder;
    console::EmbeddedServer server;
    QSignalSpy started(&server, &console::EmbeddedServer::started);
    server.start(config(folder));
    QVERIFY(started.wait());
    const quint16 port = server.port();
    server.start(config(folder));
    QVERIFY(started.wait());
    QVERIFY(server.port() != 0);
    QVERIFY(!answers(port) || server.port() == port);
    QVERIFY(answers(server.port()));
}

void TestEmbeddedServer::toldToStopWhileItStarts()
{
    const QTemporaryDir folder;
    console::EmbeddedServer server;
    QSignalSpy started(&server, &console::EmbeddedServer::started);
    QSignalSpy stopped(&server, &console::EmbeddedServer::stopped);
    server.start(config(folder));
    server.stop();
    QVERIFY(stopped.wait());
    QCOMPARE(started.size(), 0);
    QCOMPARE(server.state(), State::Stopped);
    server.start(config(folder));
    QVERIFY(started.wait());
}

void TestEmbeddedServer::lastWordCounts()
{
    const QTemporaryDir folder;
    console::EmbeddedServer server;
    QSignalSpy started(&server, &console::EmbeddedServer::started);
    QSignalSpy stopped(&server, &console::EmbeddedServer::stopped);
    server.start(config(folder));
    QVERIFY(started.wait());
    server.stop();
    server.start(config(folder)); // while it stops
    QVERIFY(started.wait());
    QCOMPARE(server.state(), State::Running);
    server.start(config(folder));
    server.stop();
    QTRY_COMPARE(stopped.size(), 2);
    QCoreApplication::processEvents();
    QCOMPARE(server.state(), State::Stopped);
    QCOMPARE(started.size(), 2);
}

void TestEmbeddedServer::takenPort()
{
    const QTemporaryDir folder;
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    console::EmbeddedServer server;
    QSignalSpy failed(&server, &console::EmbeddedServer::failed);
    QSignalSpy started(&server, &console::EmbeddedServer::started);
    server.start(config(folder, other.serverPort()));
    QVERIFY(failed.wait());
    QCOMPARE(server.state(), State::Stopped);
    const auto problem = failed.first().first().value<console::StartProblem>();
    QVERIFY(problem.portTaken);
    QCOMPARE(problem.port, other.serverPort());
    QVERIFY2(problem.owner.contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(problem.owner));
    QVERIFY(problem.freePort != other.serverPort());
    QVERIFY(problem.sentence.contains(QString::number(other.serverPort())));

    server.start(config(folder, problem.freePort));
    QVERIFY(started.wait());
}

void TestEmbeddedServer::otherFailures()
{
    const QTemporaryDir folder;
    console::EmbeddedServer server;
    QSignalSpy failed(&server, &console::EmbeddedServer::failed);
    base::Config noFolder = config(folder);
    noFolder.database.path = folder.filePath(u"missing/ultracom.db"_s);
    server.start(noFolder);
    QVERIFY(failed.wait());
    const auto problem = failed.first().first().value<console::StartProblem>();
    QVERIFY(!problem.portTaken);
    QVERIFY(!problem.sentence.isEmpty());
}

void TestEmbeddedServer::endsWhileItRuns()
{
    const QTemporaryDir folder;
    quint16 port = 0;
    {
        console::EmbeddedServer server;
        QSignalSpy started(&server, &console::EmbeddedServer::started);
        server.start(config(folder));
        QVERIFY(started.wait());
        port = server.port();
    }
    QVERIFY(!answers(port));
    {
        console::EmbeddedServer server; // and one that never ran, or is just starting
        server.start(config(folder));
    }
}

void TestEmbeddedServer::freePort()
{
    const QTemporaryDir folder;
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const quint16 port = console::findFreePort(config(folder, quint16(other.serverPort() - 1)));
    QVERIFY(port != other.serverPort());
    QCOMPARE(console::findFreePort(config(folder, 65'535)), quint16(0));
}

QTEST_GUILESS_MAIN(TestEmbeddedServer)
#include "tst_embeddedserver.moc"
