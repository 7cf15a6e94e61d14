#include "base/ids.h"
#include "host/server.h"
#include "protocol/jwt.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>

using namespace Qt::StringLiterals;

namespace
{
constexpr std::chrono::milliseconds deadline{5000};
}

/// A whole server in one object, as both programs use it.
class TestHost : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    base::Config m_config;
    QNetworkAccessManager m_network;

    QByteArray token() const
    {
        protocol::TokenClaims claims;
        claims.sub = u"arta"_s;
        claims.role = domain::Role::Technician;
        claims.issuedAt = base::SystemClock().now();
        claims.expiresAt = claims.issuedAt + std::chrono::hours(1);
        return protocol::encodeToken(claims, m_config.jwtSecret);
    }
    int post(quint16 port, const QString &room, const QString &text)
    {
        QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/chat/send"_s.arg(port)));
        request.setRawHeader("x-auth-token", token());
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        const QByteArray body =
            QJsonDocument(QJsonObject{{u"room"_s, room}, {u"text"_s, text}}).toJson(QJsonDocument::Compact);
        const std::unique_ptr<QNetworkReply> reply(m_network.post(request, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!finished.wait(10'000))
            return 0;
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

private Q_SLOTS:
    void init();
    void figuresOfAServerThatDoesNotServe();
    void figuresCountWhatHappens();
    void servesAgainAfterAStop();
    void failedStartLeavesNothingRunning();
};

void TestHost::init()
{
    m_config = base::Config();
    m_config.port = 0;
    m_config.hosts = {u"127.0.0.1"_s};
    m_config.shards = 1;
    m_config.jwtSecret = "an example that is long enough for a secret";
    m_config.database.path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".db"_s);
}

void TestHost::figuresOfAServerThatDoesNotServe()
{
    const host::Server server(m_config);
    QCOMPARE(server.port(), quint16(0));
    QCOMPARE(server.figures().connections, 0);
    QVERIFY(!server.figures().storeAvailable);
}

void TestHost::figuresCountWhatHappens()
{
    host::Server server(m_config);
    QVERIFY(server.start());
    QVERIFY(server.figures().storeAvailable);
    QCOMPARE(server.figures().messages, 0);
    QCOMPARE(server.figures().webSockets, 0);

    QWebSocket socket;
    QSignalSpy connected(&socket, &QWebSocket::connected);
    socket.open(QUrl(
        u"ws://127.0.0.1:%1/chat/ws/desk?token=%2"_s.arg(server.port()).arg(QString::fromLatin1(token()))));
    QVERIFY(connected.wait());
    QTRY_COMPARE(server.figures().webSockets, 1);
    QVERIFY(server.figures().connections >= 1);

    for (int i = 1; i <= 3; ++i)
        QCOMPARE(post(server.port(), u"desk"_s, u"Përshëndetje %1"_s.arg(i)), 200);
    QTRY_COMPARE(server.figures().messages, 3); // counted by the event, which may leave after the answer
    QVERIFY(server.figures().commits >= 3);
    QTRY_COMPARE(server.figures().queuedWrites, 0); // who joined is written a moment later

    socket.close();
    QTRY_COMPARE(server.figures().webSockets, 0);
    server.stop(deadline);
    QCOMPARE(server.figures().messages, 0);
}

void TestHost::servesAgainAfterAStop()
{
    host::Server server(m_config);
    QVERIFY(server.start());
    QCOMPARE(post(server.port(), u"desk"_s, u"one"_s), 200);
    server.stop(deadline);
    QCOMPARE(server.port(), quint16(0));
    QVERIFY(server.start());
    QCOMPARE(post(server.port(), u"desk"_s, u"two"_s), 200);
    QTRY_COMPARE(server.figures().messages, 1);
}

void TestHost::failedStartLeavesNothingRunning()
{
    host::Server first(m_config);
    QVERIFY(first.start());
    base::Config other = m_config;
    other.port = first.port();
    other.database.path = m_folder.filePath(u"other.db"_s);
    host::Server second(other);
    const base::Status started = second.start();
    QVERIFY(!started);
    QVERIFY2(started.error().message.contains(QString::number(first.port())),
             qPrintable(started.error().message));
    QVERIFY(!second.figures().storeAvailable);
    first.stop(deadline);
    QVERIFY2(second.start(), "what the failed start opened is closed");
}

QTEST_GUILESS_MAIN(TestHost)
#include "tst_host.moc"
