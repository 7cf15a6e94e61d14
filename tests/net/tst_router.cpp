#include "net/router.h"

#include <QTest>

using namespace net;
using namespace Qt::StringLiterals;

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void matches_data();
    void matches();
    void webSockets();
    void errorPages();
    void filters();

private:
    /// Routes are told apart by their body limits here.
    void add(const QByteArray &method, const QByteArray &pattern, qint64 id)
    {
        m_router->add(
            method, pattern, [](const HttpRequest &, const HttpResponder &) {}, id);
    }

    std::unique_ptr<Router> m_router;
};

void TestRouter::init()
{
    m_router = std::make_unique<Router>();
    add("GET", "/", 1);
    add("GET", "/rooms/{room}", 2);
    add("POST", "/rooms/{room}", 3);
    add("GET", "/rooms/all", 4);
    add("GET", "/rooms/{room}/files/{file}", 5);
    add("HEAD", "/own", 6);
    add("GET", "/own", 7);
    add("GET", "/under/{*}", 8);
    add("GET", "/under/it", 9);
    m_router->addWebSocket(
        "/ws/{room}", [](const HttpRequest &) { return std::nullopt; },
        [](WebSocketConnection &, const HttpRequest &, Shard &) { return nullptr; });
}

void TestRouter::matches_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("id");
    QTest::addColumn<QString>("room");
    QTest::addColumn<bool>("known");
    QTest::addColumn<QByteArray>("allow");

    const auto roomMethods = "GET, POST, HEAD, OPTIONS"_ba;
    QTest::newRow("root") << "GET"_ba
                          << "/"_ba << 1 << QString() << true << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("parameter") << "GET"_ba
                               << "/rooms/a b"_ba << 2 << u"a b"_s << true << roomMethods;
    QTest::newRow("method") << "POST"_ba
                            << "/rooms/x"_ba << 3 << u"x"_s << true << roomMethods;
    QTest::newRow("spelled out wins") << "GET"_ba
                                      << "/rooms/all"_ba << 4 << QString() << true << roomMethods;
    QTest::newRow("spelled out, other method") << "POST"_ba
                                               << "/rooms/all"_ba << 3 << u"all"_s << true << roomMethods;
    QTest::newRow("two parameters") << "GET"_ba
                                    << "/rooms/r/files/f"_ba << 5 << u"r"_s << true
                                    << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("HEAD by GET") << "HEAD"_ba
                                 << "/rooms/x"_ba << 2 << u"x"_s << true << roomMethods;
    QTest::newRow("HEAD's own") << "HEAD"_ba
                                << "/own"_ba << 6 << QString() << true << "HEAD, GET, OPTIONS"_ba;
    QTest::newRow("UTF-8") << "GET"_ba << u"/rooms/ë"_s.toUtf8() << 2 << u"ë"_s << true << roomMethods;

    QTest::newRow("the rest: none") << "GET"_ba
                                    << "/under"_ba << 8 << QString() << true << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("the rest: a slash") << "GET"_ba
                                       << "/under/"_ba << 8 << QString() << true << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("the rest: segments")
        << "GET"_ba
        << "/under/a/b"_ba << 8 << QString() << true << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("spelled out wins over the rest")
        << "GET"_ba
        << "/under/it"_ba << 9 << QString() << true << "GET, HEAD, OPTIONS"_ba;

    QTest::newRow("method not allowed") << "DELETE"_ba
                                        << "/rooms/x"_ba << 0 << QString() << true << roomMethods;
    QTest::newRow("method in lower case") << "get"_ba
                                          << "/"_ba << 0 << QString() << true << "GET, HEAD, OPTIONS"_ba;
    QTest::newRow("unknown") << "GET"_ba
                             << "/nowhere"_ba << 0 << QString() << false << ""_ba;
    QTest::newRow("empty parameter") << "GET"_ba
                                     << "/rooms/"_ba << 0 << QString() << false << ""_ba;
    QTest::newRow("one segment more") << "GET"_ba
                                      << "/rooms/a/b"_ba << 0 << QString() << false << ""_ba;
    QTest::newRow("not under it") << "GET"_ba
                                  << "/underneath"_ba << 0 << QString() << false << ""_ba;
    QTest::newRow("dots") << "GET"_ba
                          << "/rooms/../rooms/a"_ba << 0 << QString() << false << ""_ba;
    QTest::newRow("slash at the end") << "GET"_ba
                                      << "/own/"_ba << 0 << QString() << false << ""_ba;
    QTest::newRow("only a WebSocket") << "GET"_ba
                                      << "/ws/r"_ba << 0 << QString() << true << ""_ba;
    QTest::newRow("star") << "OPTIONS"_ba
                          << "*"_ba << 0 << QString() << false << ""_ba;
}

void TestRouter::matches()
{
    QFETCH(int, id);
    HttpRequest request;
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    request.method = method;
    request.path = path;
    const auto match = m_router->match(request, false);
    QCOMPARE(match.handler != nullptr, id != 0);
    QCOMPARE(match.terms ? match.terms->maxBodyBytes : 0, id);
    QTEST(request.pathParameter("room"), "room");
    QTEST(match.pathKnown, "known");
    QVERIFY(!match.opened);

    request.method = "BREW";
    QTEST(m_router->match(request, false).allow, "allow");
}

void TestRouter::webSockets()
{
    HttpRequest request;
    request.method = "GET"_ba;
    request.path = "/ws/r1"_ba;
    auto match = m_router->match(request, true);
    QVERIFY(match.check && match.opened && !match.handler);
    QCOMPARE(request.pathParameter("room"), u"r1"_s);

    request.path = "/rooms/x"_ba;
    match = m_router->match(request, true);
    QVERIFY(!match.opened && match.pathKnown);
    request.path = "/nowhere"_ba;
    QVERIFY(!m_router->match(request, true).pathKnown);
}

void TestRouter::errorPages()
{
    QCOMPARE(m_router->errorPage(404, u"Nothing here."_s).status, 404);
    QVERIFY(m_router->errorPage(404, u"Nothing here."_s).body.contains("Nothing here."));
    m_router->setErrorPage([](int status, const QString &message) {
        return HttpResponse::json(status, "{\"error\":\"" + message.toUtf8() + "\"}");
    });
    const HttpResponse page = m_router->errorPage(503, u"Later."_s);
    QCOMPARE(page.status, 503);
    QCOMPARE(page.body, "{\"error\":\"Later.\"}"_ba);
}

void TestRouter::filters()
{
    HttpRequest request;
    HttpResponse response;
    m_router->filter(request, response);
    QVERIFY(response.headers.empty());
    m_router->setResponseFilter([](const HttpRequest &, HttpResponse &r) { r.withHeader("X-A"_ba, "1"_ba); });
    m_router->filter(request, response);
    QCOMPARE(response.headers.size(), size_t(1));
}

QTEST_GUILESS_MAIN(TestRouter)
#include "tst_router.moc"
