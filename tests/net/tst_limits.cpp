#include "net/limits.h"
#include "net/turnmeter.h"

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
    void givesBack();
    void countsRejections();
    void metersTurns();
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

void TestLimits::givesBack()
{
    net::ConnectRate rate({1, 2});
    const QHostAddress one = address("10.0.0.1");
    for (int i = 0; i < 10; ++i) {
        QVERIFY(rate.take(one, start) == 0ns);
        rate.giveBack(one);
    }
    QVERIFY(rate.take(one, start) == 0ns);
    QVERIFY(rate.take(one, start) == 0ns);
    QVERIFY(rate.take(one, start) > 0ns);
    rate.giveBack(address("10.0.0.2")); // nobody knows it
    QVERIFY(rate.take(one, start) > 0ns);
}

void TestLimits::countsRejections()
{
    net::Rejections rejections;
    rejections.count(net::Rejection::ConnectRate);
    for (const quint16 code : {1000, 1001, 1002, 1007, 1008, 1009, 4408, 4413, 4429})
        rejections.countClose(code);
    std::map<QByteArray, qint64> expected{
        {"connect_rate", 1}, {"protocol_error", 2}, {"too_large", 2}, {"too_slow", 1}, {"too_fast", 1}};
    const auto counts = rejections.byName();
    QCOMPARE(counts.size(), size_t(net::Rejection::Count));
    for (const auto &[name, count] : counts)
        QCOMPARE(count, expected[name]);

    net::AnswerCounts answers;
    for (const int status : {200, 200, 404, 599, 600, 0, -1})
        answers.count(status);
    QCOMPARE(answers.byStatus(), (std::map<int, qint64>{{200, 2}, {404, 1}, {599, 1}}));
}

void TestLimits::metersTurns()
{
    net::TurnMeter meter;
    QVERIFY(meter.longest(start) == 0ns);
    meter.turn(start, start + 5ms);
    meter.turn(start + 10ms, start + 12ms);
    QCOMPARE(meter.turns(), 2);
    QVERIFY(meter.busy() == 7ms);
    QVERIFY(meter.longest(start + 1s) == 5ms);
    meter.turn(start + 16s, start + 16s + 1ms); // the next window remembers the one before
    QVERIFY(meter.longest(start + 17s) == 5ms);
    meter.turn(start + 32s, start + 32s + 2ms);
    QVERIFY(meter.longest(start + 33s) == 2ms);
    QVERIFY(meter.longest(start + 90s) == 0ns);
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
