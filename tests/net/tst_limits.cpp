#include "net/limits.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace
{

const base::TokenBucket::Time start{1h};

QHostAddress address(const char *text)
{
    return QHostAddress(QString::fromLatin1(text));
}

} // namespace

class TestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trustedProxies_data();
    void trustedProxies();
    void malformedProxies_data();
    void malformedProxies();
    void connectRate_data();
    void connectRate();
    void unlimitedRemembersNobody();
    void memoryIsBounded();
    void forgetsFullBucketsFirst();
};

void TestLimits::trustedProxies_data()
{
    QTest::addColumn<QString>("entries");
    QTest::addColumn<QString>("peer");
    QTest::addColumn<bool>("trusted");

    QTest::newRow("address") << u"10.0.0.1"_s << u"10.0.0.1"_s << true;
    QTest::newRow("net") << u"10.0.0.0/8"_s << u"10.200.3.4"_s << true;
    QTest::newRow("second of a list") << u"192.0.2.1,10.0.0.0/8"_s << u"10.1.1.1"_s << true;
    QTest::newRow("IPv6 net") << u"fd00::/8"_s << u"fd12::1"_s << true;
    QTest::newRow("IPv4 through an IPv6 socket") << u"10.0.0.1"_s << u"::ffff:10.0.0.1"_s << true;

    QTest::newRow("nobody is trusted") << QString() << u"127.0.0.1"_s << false;
    QTest::newRow("another address") << u"10.0.0.1"_s << u"10.0.0.2"_s << false;
    QTest::newRow("just outside the net") << u"10.0.0.0/30"_s << u"10.0.0.4"_s << false;
    QTest::newRow("another family") << u"0.0.0.0/0"_s << u"fd12::1"_s << false;
}

void TestLimits::trustedProxies()
{
    QFETCH(QString, entries);
    QFETCH(QString, peer);
    QFETCH(bool, trusted);
    const auto proxies = net::TrustedProxies::parse(entries.split(u',', Qt::SkipEmptyParts));
    QVERIFY(proxies.has_value());
    QCOMPARE(proxies->contains(QHostAddress(peer)), trusted);
}

void TestLimits::malformedProxies_data()
{
    QTest::addColumn<QString>("entry");
    QTest::newRow("a name") << u"proxy.example.org"_s;
    QTest::newRow("mask too long") << u"10.0.0.0/33"_s;
    QTest::newRow("empty") << QString();
}

void TestLimits::malformedProxies()
{
    QFETCH(QString, entry);
    const auto proxies = net::TrustedProxies::parse({u"10.0.0.1"_s, entry});
    QVERIFY(!proxies.has_value());
    QCOMPARE(proxies.error().kind, base::ErrorKind::BadRequest);
    QVERIFY(proxies.error().message.contains(u"TRUSTED_PROXIES"_s));
    QVERIFY(proxies.error().message.contains(u'"' + entry + u'"'));
}

void TestLimits::connectRate_data()
{
    QTest::addColumn<QHostAddress>("first");
    QTest::addColumn<QHostAddress>("second");
    QTest::addColumn<bool>("oneBucket");

    QTest::newRow("one address") << address("192.0.2.1") << address("192.0.2.1") << true;
    QTest::newRow("neighbours") << address("192.0.2.1") << address("192.0.2.2") << false;
    QTest::newRow("mapped") << address("192.0.2.1") << address("::ffff:192.0.2.1") << true;
    QTest::newRow("one /64") << address("2001:db8:1:2::1") << address("2001:db8:1:2:ffff::9") << true;
    QTest::newRow("two /64") << address("2001:db8:1:2::1") << address("2001:db8:1:3::1") << false;
}

void TestLimits::connectRate()
{
    QFETCH(QHostAddress, first);
    QFETCH(QHostAddress, second);
    QFETCH(bool, oneBucket);

    net::ConnectRate rate({1, 3});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(rate.take(first, start), 0ns);
    QCOMPARE(rate.take(first, start), std::chrono::nanoseconds(1s));
    QCOMPARE(rate.take(second, start) > 0ns, oneBucket);
    QCOMPARE(rate.take(first, start + 1s), 0ns);
}

void TestLimits::unlimitedRemembersNobody()
{
    net::ConnectRate rate({0, 0});
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(rate.take(address("192.0.2.1"), start), 0ns);
    QCOMPARE(rate.addressCount(), size_t(0));
}

void TestLimits::memoryIsBounded()
{
    net::ConnectRate rate({0.001, 5});
    for (quint32 i = 0; i < 3 * net::ConnectRate::maxAddresses; ++i) {
        rate.take(QHostAddress(0x0a000000 + i), start);
        QVERIFY(rate.addressCount() <= net::ConnectRate::maxAddresses);
    }
}

void TestLimits::forgetsFullBucketsFirst()
{
    net::ConnectRate rate({1, 1});
    for (quint32 i = 0; i < net::ConnectRate::maxAddresses - 1; ++i)
        rate.take(QHostAddress(0x0a000000 + i), start);
    QCOMPARE(rate.take(address("192.0.2.1"), start + 10s), 0ns);
    QCOMPARE(rate.addressCount(), net::ConnectRate::maxAddresses);
    QCOMPARE(rate.take(address("192.0.2.2"), start + 10s), 0ns);
    QCOMPARE(rate.addressCount(), size_t(2));
    QVERIFY(rate.take(address("192.0.2.1"), start + 10s) > 0ns);
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
