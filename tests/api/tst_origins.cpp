#include "api/origins.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_Origins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void admits_data();
    void admits();
    void preflight();
    void everybodyReadsWhatAnyMay();
    void foreignPagesReadNothing();

private:
    static net::HttpRequest from(const QByteArray &origin, const QByteArray &host = "localhost:8080")
    {
        net::HttpRequest request;
        request.method = "GET";
        request.headers = {{"host", host}};
        if (!origin.isEmpty())
            request.headers.emplace_back("origin", origin);
        return request;
    }
    static QByteArray valueOf(const net::HttpResponse &response, const QByteArray &name)
    {
        for (const auto &header : response.headers) {
            if (header.first == name)
                return header.second;
        }
        return {};
    }
};

void tst_Origins::admits_data()
{
    QTest::addColumn<QStringList>("allowed");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("admitted");
    const QStringList list{u"https://yourdomain.com"_s, u"https://app.yourdomain.com"_s};
    // Sunny
    QTest::newRow("no browser") << QStringList() << ""_ba
                                << "localhost:8080"_ba << true;
    QTest::newRow("own") << QStringList() << "http://localhost:8080"_ba
                         << "localhost:8080"_ba << true;
    QTest::newRow("own, default port") << QStringList() << "https://chat.example.org"_ba
                                       << "chat.example.org"_ba << true;
    QTest::newRow("own, IPv6") << QStringList() << "http://[::1]:8080"_ba
                               << "[::1]:8080"_ba << true;
    QTest::newRow("any") << QStringList{u"*"_s} << "https://evil.example"_ba
                         << "localhost:8080"_ba << true;
    QTest::newRow("listed") << list << "https://app.yourdomain.com"_ba
                            << "localhost:8080"_ba << true;
    QTest::newRow("own beside a list") << list << "http://localhost:8080"_ba
                                       << "localhost:8080"_ba << true;
    // Rainy
    QTest::newRow("foreign") << QStringList() << "https://evil.example"_ba
                             << "localhost:8080"_ba << false;
    QTest::newRow("another port") << QStringList() << "http://localhost:8081"_ba
                                  << "localhost:8080"_ba << false;
    QTest::newRow("not listed") << list << "https://evil.example"_ba
                                << "localhost:8080"_ba << false;
    QTest::newRow("beginning like a listed one") << list << "https://yourdomain.com.evil.example"_ba
                                                 << "localhost:8080"_ba << false;
    QTest::newRow("null") << QStringList() << "null"_ba
                          << "localhost:8080"_ba << false;
    QTest::newRow("no host") << QStringList() << "http://"_ba
                             << ""_ba << false;
    QTest::newRow("rubbish") << QStringList() << "\x01\xff//"_ba
                             << "localhost:8080"_ba << false;
}

void tst_Origins::admits()
{
    QFETCH(QStringList, allowed);
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, host);
    QTEST(api::Origins(allowed).admits(from(origin, host)), "admitted");
}

void tst_Origins::preflight()
{
    net::HttpRequest request = from("https://a.example");
    request.method = "OPTIONS";
    request.headers.emplace_back("access-control-request-method", "POST");
    request.headers.emplace_back("access-control-request-headers", "x-auth-token,content-type");
    net::HttpResponse response = net::HttpResponse::json(405, "{}");
    response.withHeader("Allow", "GET, PATCH");
    api::Origins({u"https://a.example"_s}).apply(request, response);
    QCOMPARE(response.status, 204);
    QVERIFY(response.body.isEmpty());
    QCOMPARE(valueOf(response, "Access-Control-Allow-Origin"), "https://a.example"_ba);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Headers"), "x-auth-token,content-type"_ba);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Methods"), "GET, PATCH"_ba);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Credentials"), "true"_ba);
    QCOMPARE(valueOf(response, "Vary"), "Origin"_ba);
}

void tst_Origins::everybodyReadsWhatAnyMay()
{
    const api::Origins any({u"*"_s});
    net::HttpResponse response = net::HttpResponse::json(200, "{}");
    any.apply(from({}), response);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Origin"), "*"_ba);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Credentials"), ""_ba);
    // With its credentials only who is named.
    net::HttpResponse named = net::HttpResponse::json(200, "{}");
    any.apply(from("https://a.example"), named);
    QCOMPARE(valueOf(named, "Access-Control-Allow-Origin"), "https://a.example"_ba);
    QCOMPARE(valueOf(named, "Access-Control-Allow-Credentials"), "true"_ba);
    QCOMPARE(valueOf(named, "Vary"), "Origin"_ba);
}

void tst_Origins::foreignPagesReadNothing()
{
    net::HttpResponse response = net::HttpResponse::json(200, "{}");
    api::Origins({}).apply(from("https://evil.example"), response);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Origin"), ""_ba);
    QCOMPARE(valueOf(response, "Access-Control-Allow-Credentials"), ""_ba);
    QCOMPARE(response.status, 200);
}

QTEST_APPLESS_MAIN(tst_Origins)
#include "tst_origins.moc"
