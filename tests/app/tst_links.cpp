#include "server/links.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestLinks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pageUrl_data();
    void pageUrl();
    void startLines();
};

void TestLinks::pageUrl_data()
{
    QTest::addColumn<QString>("hosts");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("expected");
    QTest::newRow("this machine") << u"127.0.0.1 ::1"_s << 8080 << false << u"http://localhost:8080/"_s;
    QTest::newRow("all addresses") << u"0.0.0.0"_s << 8080 << false << u"http://localhost:8080/"_s;
    QTest::newRow("all IPv6 addresses") << u"::"_s << 8080 << false << u"http://localhost:8080/"_s;
    QTest::newRow("one address") << u"192.0.2.1"_s << 8080 << false << u"http://192.0.2.1:8080/"_s;
    QTest::newRow("one IPv6 address") << u"2001:db8::1"_s << 8080 << false << u"http://[2001:db8::1]:8080/"_s;
    QTest::newRow("standard port") << u"127.0.0.1"_s << 80 << false << u"http://localhost/"_s;
    QTest::newRow("TLS") << u"127.0.0.1"_s << 8443 << true << u"https://localhost:8443/"_s;
    QTest::newRow("TLS, standard port") << u"127.0.0.1"_s << 443 << true << u"https://localhost/"_s;
    QTest::newRow("TLS on the other's port") << u"127.0.0.1"_s << 80 << true << u"https://localhost:80/"_s;
}

void TestLinks::pageUrl()
{
    QFETCH(QString, hosts);
    QFETCH(int, port);
    QFETCH(bool, tls);
    QFETCH(QString, expected);
    base::Config config;
    config.hosts = hosts.split(u' ');
    if (tls)
        config.tlsCertFile = u"/cert.pem"_s;
    QCOMPARE(app::pageUrl(config, quint16(port)), expected);
}

void TestLinks::startLines()
{
    base::Config config;
    config.allowVisitors = true;
    config.database.path = u"/data/ultracom.db"_s;
    QStringList lines = app::startLines(config, 8080, "TOK.EN");
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0], u"Customers:   http://localhost:8080/"_s);
    QCOMPARE(lines[1], u"Technicians: http://localhost:8080/#token=TOK.EN&name=Technician"_s);
    QCOMPARE(lines[2], u"Data:        /data/ultracom.db"_s);

    config.allowVisitors = false;
    config.database = *base::DatabaseUrl::parse(u"postgresql://u:sesame@h/n"_s, u"/"_s);
    lines = app::startLines(config, 8080, {});
    QVERIFY(lines[0].contains(u"ALLOW_VISITORS=1"));
    QVERIFY(lines[1].contains(u"ultracom-server token"));
    QVERIFY(!lines.join(u' ').contains(u"sesame"));
}

QTEST_GUILESS_MAIN(TestLinks)
#include "tst_links.moc"
