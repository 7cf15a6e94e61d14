#include "client/restclient.h"
#include "fakeserver.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using protocol::chatapi::MessagePage;
using protocol::chatapi::SessionPage;

class TestRestClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksAsTheServerExpects();
    void readsPages();
    void failures_data();
    void failures();
    void slowServer();
    void followsNoRedirectElsewhere();
    void keepsNoCookies();
    void cancelledIsNotAnswered();

private:
    static QByteArray http(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {})
    {
        return "HTTP/1.1 " + status + "\r\n" + headers +
               "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }
};

void TestRestClient::asksAsTheServerExpects()
{
    FakeServer server;
    client::RestClient rest(5000ms);
    rest.setServer(server.url());
    rest.setToken("the.token");
    bool answered = false;
    rest.sessions({u"a+b & c%"_s, client::SessionFilter::Which::Open}, u"cur+sor=="_s, 7,
                  [&](const base::Result<SessionPage> &page) { answered = page.has_value(); });
    QTRY_VERIFY(answered);
    const QByteArray head = server.requests.first();
    QVERIFY2(head.startsWith(
                 "GET /api/chat/sessions?limit=7&status=active&q=a%2Bb%20%26%20c%25&cursor=cur%2Bsor%3D%3D "),
             head.constData());
    QVERIFY(head.contains("Authorization: Bearer the.token\r\n"));
}

void TestRestClient::readsPages()
{
    FakeServer server;
    const domain::SessionId id = server.addSession(u"room"_s);
    for (int i = 1; i <= 5; ++i)
        server.post(id, u"ana"_s, QString::number(i));
    client::RestClient rest(5000ms);
    rest.setServer(server.url());
    std::optional<MessagePage> messages;
    rest.messagesAfterSeq(id, 2, 2, [&](const base::Result<MessagePage> &page) { messages = *page; });
    QTRY_VERIFY(messages);
    QCOMPARE(messages->messages.size(), 2U);
    QCOMPARE(messages->messages.front().content, u"3"_s);
    QVERIFY(messages->hasMore);
    messages.reset();
    rest.messagesAfterChange(id, 3, 200, [&](const base::Result<MessagePage> &page) { messages = *page; });
    QTRY_VERIFY(messages);
    QCOMPARE(messages->messages.size(), 2U);
    QVERIFY(!messages->hasMore);
    std::optional<domain::SessionSummary> session;
    rest.session(id, [&](const base::Result<domain::SessionSummary> &summary) { session = *summary; });
    QTRY_VERIFY(session);
    QCOMPARE(session->session.room, u"room"_s);
}

void TestRestClient::failures_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<base::ErrorKind>("kind");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("token") << http("401 Unauthorized",
                                   R"({"error":"unauthorized","message":"It has expired."})")
                           << base::ErrorKind::Unauthorized << u"It has expired."_s;
    QTest::newRow("forbidden") << http("403 Forbidden", R"({"error":"forbidden","message":"Not yours."})")
                               << base::ErrorKind::Forbidden << u"Not yours."_s;
    QTest::newRow("too fast") << http("429 Too Many Requests",
                                      R"({"error":"rate_limited","message":"Slow."})", "Retry-After: 3\r\n")
                              << base::ErrorKind::RateLimited << u"Slow."_s;
    QTest::newRow("proxy") << http("502 Bad Gateway", "<html>") << base::ErrorKind::Unavailable
                           << u"reason"_s;
    QTest::newRow("page") << http("200 OK", "<html>Hi</html>") << base::ErrorKind::Unavailable
                          << u"does not understand"_s;
    QTest::newRow("other JSON") << http("200 OK", R"({"messages":1})") << base::ErrorKind::Unavailable
                                << u"does not understand"_s;
    QTest::newRow("no HTTP") << "nonsense\r\n\r\n"_ba << base::ErrorKind::Unavailable << u""_s;
    QTest::newRow("empty") << http("204 No Content", "") << base::ErrorKind::Unavailable << u""_s;
}

void TestRestClient::failures()
{
    QFETCH(QByteArray, answer);
    QFETCH(base::ErrorKind, kind);
    QFETCH(QString, sentence);
    FakeServer server;
    server.httpAnswer = [&](const QByteArray &) { return answer; };
    client::RestClient rest(2000ms);
    rest.setServer(server.url());
    std::optional<base::Error> error;
    rest.messagesAfterSeq(domain::SessionId(QUuid::createUuid()), 0, 50,
                          [&](const base::Result<MessagePage> &page) { error = page.error(); });
    QTRY_VERIFY(error);
    QVERIFY2(error->kind == kind, qPrintable(error->message));
    QVERIFY2(error->message.contains(sentence) && !error->message.isEmpty(), qPrintable(error->message));
    if (kind == base::ErrorKind::RateLimited)
        QCOMPARE(error->retryAfter, 3s);
}

void TestRestClient::slowServer()
{
    FakeServer server;
    server.manner = FakeServer::Manner::Silent;
    client::RestClient rest(100ms);
    rest.setServer(server.url());
    std::optional<base::Error> error;
    rest.session(domain::SessionId(QUuid::createUuid()),
                 [&](const base::Result<domain::SessionSummary> &summary) { error = summary.error(); });
    QTRY_VERIFY(error);
    QVERIFY(error->kind == base::ErrorKind::Unavailable);
}

void TestRestClient::followsNoRedirectElsewhere()
{
    FakeServer other;
    FakeServer server;
    server.httpAnswer = [&](const QByteArray &) {
        return http("302 Found", "", "Location: " + other.url().toEncoded() + "/api/chat/sessions\r\n");
    };
    client::RestClient rest(2000ms);
    rest.setServer(server.url());
    rest.setToken("secret");
    std::optional<base::Error> error;
    rest.sessions({}, {}, 50, [&](const base::Result<SessionPage> &page) { error = page.error(); });
    QTRY_VERIFY(error);
    QVERIFY(other.requests.isEmpty());
}

void TestRestClient::keepsNoCookies()
{
    FakeServer server;
    server.httpAnswer = [&](const QByteArray &) {
        return http("200 OK", R"({"sessions":[],"next_cursor":null})",
                    "Set-Cookie: id=1\r\nCache-Control: max-age=3600\r\nETag: \"x\"\r\n");
    };
    client::RestClient rest(2000ms);
    rest.setServer(server.url());
    int answered = 0;
    for (int i = 1; i <= 2; ++i) {
        rest.sessions({}, {}, 50, [&](const base::Result<SessionPage> &page) { answered += page ? 1 : 0; });
        QTRY_COMPARE(answered, i);
    }
    QCOMPARE(server.requests.size(), 2);
    QVERIFY(!server.requests.last().toLower().contains("cookie"));
}

void TestRestClient::cancelledIsNotAnswered()
{
    FakeServer server;
    client::RestClient rest(5000ms);
    rest.setServer(server.url());
    int answered = 0;
    const auto count = [&](const base::Result<SessionPage> &) { ++answered; };
    rest.sessions({}, {}, 50, count);
    rest.cancelAll();
    rest.sessions({}, {}, 50, count);
    QTRY_COMPARE(answered, 1);
    QTest::qWait(50);
    QCOMPARE(answered, 1);
}

QTEST_GUILESS_MAIN(TestRestClient)
#include "tst_restclient.moc"
