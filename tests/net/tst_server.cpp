#include "net/server.h"
#include "testclient.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkInterface>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>

#include <arpa/inet.h>
#include <atomic>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace
{

base::Config localConfig()
{
    base::Config config;
    config.port = 0;
    config.hosts = {u"127.0.0.1"_s};
    config.shards = 2;
    config.maxConnections = 100;
    return config;
}

net::Router pingRouter()
{
    net::Router router;
    router.add("GET", "/ping", [](const net::HttpRequest &, const net::HttpResponder &respond) {
        respond(net::HttpResponse::text(200, "text/plain", "pong"));
    });
    router.setErrorPage([](int status, const QString &message) {
        const QJsonObject body{{u"error"_s, u"code-%1"_s.arg(status)}, {u"message"_s, message}};
        return net::HttpResponse::json(status, QJsonDocument(body).toJson());
    });
    return router;
}

void connectTo(QTcpSocket &socket, const net::Server &server)
{
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
}

/// Opens a connection that stays, with one request on it.
bool ping(QTcpSocket &socket, const net::Server &server)
{
    connectTo(socket, server);
    ask(socket, "/ping");
    return answer(socket, "pong").startsWith("HTTP/1.1 200 ");
}

struct Refusal {
    int status = 0;
    int retryAfter = 0;
    QJsonObject body;
};

/// What a connection gets that must not be served.
Refusal refusal(const net::Server &server)
{
    QTcpSocket socket;
    connectTo(socket, server);
    ask(socket, "/ping");
    const QByteArray received = answer(socket, "pong");
    const qsizetype end = received.indexOf("\r\n\r\n");
    Refusal refused;
    refused.status = received.mid(9, 3).toInt();
    const qsizetype retry = received.indexOf("Retry-After: ");
    if (retry >= 0)
        refused.retryAfter = received.mid(retry + 13, received.indexOf('\r', retry) - retry - 13).toInt();
    refused.body = QJsonDocument::fromJson(received.mid(end + 4)).object();
    return refused;
}

QString testFile(const QString &name)
{
    return QFINDTESTDATA(u"data/"_s + name);
}

} // namespace

class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Addresses
    void servesOnEveryAddress();
    void listensByName();
    void portTaken();
    void cannotListen_data();
    void cannotListen();

    // Limits
    void refusesOverMaxConnections();
    void refusesOverTheConnectRate();
    void trustedProxiesMayConnectAsTheyLike();
    void refusesWithoutAnAnswerOverTls();
    void malformedTrustedProxies();
    void raisesTheLimitOfOpenFiles();
    void survivesRunningOutOfDescriptors();

    // TLS
    void servesOverTls_data();
    void servesOverTls();
    void badTlsFiles_data();
    void badTlsFiles();

    // The end
    void stopEndsEverything();
    void stoppedWithoutStart();
};

void TestServer::servesOnEveryAddress()
{
    auto config = localConfig();
    config.hosts = {u"127.0.0.1"_s, u"127.0.0.2"_s, u"::1"_s};
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    QVERIFY(server.port() != 0);
    QCOMPARE(server.shards().size(), size_t(2));
    const bool hasIpv6 =
        QNetworkInterface::allAddresses().contains(QHostAddress(QHostAddress::LocalHostIPv6));
    for (const QString &host : std::as_const(config.hosts)) {
        if (host == u"::1" && !hasIpv6)
            continue;
        QTcpSocket client;
        client.connectToHost(QHostAddress(host), server.port());
        ask(client, "/ping");
        QVERIFY2(answer(client, "pong").startsWith("HTTP/1.1 200 "), qPrintable(host));
    }
}

void TestServer::listensByName()
{
    auto config = localConfig();
    config.hosts = {u"localhost"_s};
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    QTcpSocket client;
    QVERIFY(ping(client, server));
}

void TestServer::portTaken()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    auto config = localConfig();
    config.port = other.serverPort();
    const auto router = pingRouter();
    net::Server server(config, router);
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().kind, base::ErrorKind::Unavailable);
    const QString &sentence = started.error().message;
    QVERIFY2(sentence.contains(u"127.0.0.1:%1"_s.arg(other.serverPort())), qPrintable(sentence));
#ifdef Q_OS_LINUX
    QVERIFY2(sentence.contains(u"process %1 (tst_server)"_s.arg(getpid())), qPrintable(sentence));
#endif
}

void TestServer::cannotListen_data()
{
    QTest::addColumn<QStringList>("hosts");
    QTest::addColumn<QString>("named");

    QTest::newRow("not an address of this machine") << QStringList{u"192.0.2.1"_s} << u"192.0.2.1"_s;
    QTest::newRow("one good, one bad") << QStringList{u"127.0.0.1"_s, u"192.0.2.1"_s} << u"192.0.2.1"_s;
    QTest::newRow("unknown name") << QStringList{u"no-such-host.invalid"_s} << u"no-such-host.invalid"_s;
    QTest::newRow("none") << QStringList{} << u"HOST"_s;
}

void TestServer::cannotListen()
{
    QFETCH(QStringList, hosts);
    QFETCH(QString, named);
    auto config = localConfig();
    config.hosts = hosts;
    const auto router = pingRouter();
    net::Server server(config, router);
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().kind, base::ErrorKind::Unavailable);
    QVERIFY2(started.error().message.contains(named), qPrintable(started.error().message));
    QCOMPARE(server.port(), 0);
}

void TestServer::refusesOverMaxConnections()
{
    auto config = localConfig();
    config.maxConnections = 2;
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    QTcpSocket one;
    QTcpSocket other;
    QVERIFY(ping(one, server));
    QVERIFY(ping(other, server));
    QCOMPARE(server.figures().connections, 2);

    const auto refused = refusal(server);
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.retryAfter > 0);
    QCOMPARE(refused.body[u"error"].toString(), u"code-503"_s);
    QVERIFY(!refused.body[u"message"].toString().isEmpty());
    QCOMPARE(server.figures().refusedConnections, 1);
    QCOMPARE(server.figures().connections, 2);

    one.disconnectFromHost();
    QTRY_COMPARE(server.figures().connections, 1);
    QTcpSocket next;
    QVERIFY(ping(next, server));
}

void TestServer::refusesOverTheConnectRate()
{
    auto config = localConfig();
    config.connectRate = {0.01, 2};
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    QTcpSocket one;
    QTcpSocket other;
    QVERIFY(ping(one, server));
    QVERIFY(ping(other, server));

    const auto refused = refusal(server);
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.retryAfter > 0 && refused.retryAfter <= 100);
    QCOMPARE(refused.body[u"error"].toString(), u"code-429"_s);
    QCOMPARE(server.figures().refusedConnections, 1);
    QCOMPARE(server.figures().connections, 2);

    ask(one, "/ping"); // who is in stays in
    QVERIFY(answer(one, "pong").startsWith("HTTP/1.1 200 "));
}

void TestServer::trustedProxiesMayConnectAsTheyLike()
{
    auto config = localConfig();
    config.connectRate = {0.01, 1};
    config.trustedProxies = {u"127.0.0.0/8"_s};
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    for (int i = 0; i < 5; ++i) {
        QTcpSocket client;
        QVERIFY(ping(client, server));
    }
    QCOMPARE(server.figures().refusedConnections, 0);
}

void TestServer::refusesWithoutAnAnswerOverTls()
{
    auto config = localConfig();
    config.maxConnections = 0;
    config.tlsCertFile = testFile(u"ec.crt"_s);
    config.tlsKeyFile = testFile(u"ec.key"_s);
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    QTcpSocket client;
    connectTo(client, server);
    QTRY_COMPARE(server.figures().refusedConnections, 1);
    QTRY_VERIFY(isGone(client));
    QCOMPARE(client.readAll(), QByteArray());
}

void TestServer::malformedTrustedProxies()
{
    auto config = localConfig();
    config.trustedProxies = {u"10.0.0.0/99"_s};
    const auto router = pingRouter();
    net::Server server(config, router);
    const auto started = server.start();
    QVERIFY(!started);
    QVERIFY(started.error().message.contains(u"10.0.0.0/99"_s));
}

void TestServer::raisesTheLimitOfOpenFiles()
{
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    const auto restore = qScopeGuard([&] { setrlimit(RLIMIT_NOFILE, &before); });
    if (before.rlim_max < 1000)
        QSKIP("The system allows too few open files to try this");
    const rlimit low{512, before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &low), 0);

    auto config = localConfig();
    config.maxConnections = 600;
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    rlimit after{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &after), 0);
    QVERIFY(after.rlim_cur >= 600 + 100);
}

void TestServer::survivesRunningOutOfDescriptors()
{
    const auto config = localConfig();
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    QTcpSocket warmUp; // what is loaded at the first connection is not to fail at the second
    QVERIFY(ping(warmUp, server));

    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    const auto restore = qScopeGuard([&] { setrlimit(RLIMIT_NOFILE, &before); });
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); // while there still are some
    const int lowestFree = ::fcntl(0, F_DUPFD, 0);
    QVERIFY(lowestFree >= 0);
    ::close(lowestFree);

    static std::atomic<int> warnings;
    warnings = 0;
    static QtMessageHandler previous;
    previous =
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &context, const QString &text) {
            if (text.contains(u"No connection can be accepted"_s))
                ++warnings;
            else
                previous(type, context, text);
        });
    const auto uninstall = qScopeGuard([] { qInstallMessageHandler(previous); });

    const rlimit none{static_cast<rlim_t>(lowestFree), before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &none), 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QTcpSocket client;
    QVERIFY(client.setSocketDescriptor(descriptor));
    ask(client, "/ping");
    QTRY_COMPARE(warnings.load(), 1);
    QTest::qWait(200);
    QCOMPARE(warnings.load(), 1); // it rests instead of trying again and again
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
    QVERIFY(answer(client, "pong").startsWith("HTTP/1.1 200 "));
}

void TestServer::servesOverTls_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");

    QTest::newRow("RSA") << u"rsa.crt"_s << u"rsa.key"_s;
    QTest::newRow("EC") << u"ec.crt"_s << u"ec.key"_s;
    QTest::newRow("EC, PKCS #8") << u"ec.crt"_s << u"ec-pkcs8.key"_s;
}

void TestServer::servesOverTls()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    auto config = localConfig();
    config.tlsCertFile = testFile(certificate);
    config.tlsKeyFile = testFile(key);
    const auto router = pingRouter();
    net::Server server(config, router);
    const auto started = server.start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));

    QSslSocket client;
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates(QSslCertificate::fromPath(config.tlsCertFile));
    client.setSslConfiguration(tls);
    client.connectToHostEncrypted(u"127.0.0.1"_s, server.port());
    QSignalSpy encrypted(&client, &QSslSocket::encrypted);
    QTRY_COMPARE(encrypted.size(), 1);
    QVERIFY(client.sessionProtocol() >= QSsl::TlsV1_2);
    ask(client, "/ping");
    QVERIFY(answer(client, "pong").startsWith("HTTP/1.1 200 "));
}

void TestServer::badTlsFiles_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("named");

    const QString missing = u"/nonexistent/tls.pem"_s;
    QTest::newRow("no key set") << testFile(u"ec.crt"_s) << QString() << u"TLS_KEY"_s;
    QTest::newRow("no certificate set") << QString() << testFile(u"ec.key"_s) << u"TLS_CERT"_s;
    QTest::newRow("certificate missing") << missing << testFile(u"ec.key"_s) << missing;
    QTest::newRow("key missing") << testFile(u"ec.crt"_s) << missing << missing;
    QTest::newRow("certificate is a key")
        << testFile(u"ec.key"_s) << testFile(u"ec.key"_s) << u"no certificate"_s;
    QTest::newRow("key is a certificate")
        << testFile(u"ec.crt"_s) << testFile(u"ec.crt"_s) << u"no RSA or EC private key"_s;
    QTest::newRow("key with a passphrase")
        << testFile(u"ec.crt"_s) << testFile(u"encrypted.key"_s) << u"passphrase"_s;
    QTest::newRow("of two pairs") << testFile(u"rsa.crt"_s) << testFile(u"ec.key"_s)
                                  << u"cannot be used together"_s;
}

void TestServer::badTlsFiles()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, named);
    auto config = localConfig();
    config.tlsCertFile = certificate;
    config.tlsKeyFile = key;
    const auto router = pingRouter();
    net::Server server(config, router);
    const auto started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().kind, base::ErrorKind::Unavailable);
    QVERIFY2(started.error().message.contains(named), qPrintable(started.error().message));
    QCOMPARE(server.port(), 0);
}

void TestServer::stopEndsEverything()
{
    const auto config = localConfig();
    const auto router = pingRouter();
    net::Server server(config, router);
    QVERIFY(server.start());
    const quint16 port = server.port();
    std::array<QTcpSocket, 8> clients;
    for (QTcpSocket &client : clients)
        QVERIFY(ping(client, server));

    QElapsedTimer elapsed;
    elapsed.start();
    server.stop(60s);
    QVERIFY(elapsed.elapsed() < 30'000);
    QCOMPARE(server.figures().connections, 0);
    for (QTcpSocket &client : clients)
        QTRY_VERIFY(isGone(client));
    QTcpSocket late;
    late.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
    for (const auto &shard : server.shards()) // they last, for those who still post to them
        shard->post([] { QFAIL("ran after the stop"); });
}

void TestServer::stoppedWithoutStart()
{
    const auto config = localConfig();
    const auto router = pingRouter();
    net::Server server(config, router);
    server.stop(1s);
    QCOMPARE(server.port(), 0);
    QCOMPARE(server.figures().connections, 0);
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
