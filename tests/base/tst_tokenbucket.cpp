#include "base/tokenbucket.h"

#include <QTest>

using namespace std::chrono_literals;
using base::RateLimit;
using base::TokenBucket;

class TestTokenBucket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstThenRate_data();
    void burstThenRate();
    void waitingAsToldIsEnough();
    void refusalsCostNothing();
    void aLongRestGivesOneBurst();
    void forgettable();
    void zeroRateIsUnlimited();
};

void TestTokenBucket::burstThenRate_data()
{
    QTest::addColumn<double>("perSecond");
    QTest::addColumn<double>("burst");
    QTest::addColumn<int>("atOnce");
    QTest::addColumn<int>("inTenSeconds");

    QTest::newRow("messages") << 20.0 << 60.0 << 60 << 200;
    QTest::newRow("slow") << 0.5 << 3.0 << 3 << 5;
    QTest::newRow("no even fraction") << 3.0 << 7.0 << 7 << 30;
    QTest::newRow("burst under one") << 1.0 << 0.0 << 1 << 10;
}

void TestTokenBucket::burstThenRate()
{
    QFETCH(double, perSecond);
    QFETCH(double, burst);
    QFETCH(int, atOnce);
    QFETCH(int, inTenSeconds);

    const RateLimit limit{perSecond, burst};
    TokenBucket bucket;
    TokenBucket::Time now{1h};
    int taken = 0;
    while (bucket.take(limit, now) == 0ns)
        ++taken;
    QCOMPARE(taken, atOnce);

    taken = 0;
    for (int ms = 0; ms < 10'000; ++ms) {
        now += 1ms;
        while (bucket.take(limit, now) == 0ns)
            ++taken;
    }
    QVERIFY(taken >= inTenSeconds - 1 && taken <= inTenSeconds + 1);
}

void TestTokenBucket::waitingAsToldIsEnough()
{
    const RateLimit limit{3, 2};
    TokenBucket bucket;
    TokenBucket::Time now{1h};
    for (int i = 0; i < 100; ++i) {
        const auto wait = bucket.take(limit, now);
        QVERIFY(wait <= 334ms);
        if (wait == 0ns)
            continue;
        QVERIFY(bucket.take(limit, now + wait - 1ns) > 0ns);
        now += wait;
        QCOMPARE(bucket.take(limit, now), 0ns);
    }
}

void TestTokenBucket::refusalsCostNothing()
{
    const RateLimit limit{1, 1};
    TokenBucket bucket;
    const TokenBucket::Time now{1h};
    QCOMPARE(bucket.take(limit, now), 0ns);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(bucket.take(limit, now), std::chrono::nanoseconds(1s));
    QCOMPARE(bucket.take(limit, now + 1s), 0ns);
}

void TestTokenBucket::aLongRestGivesOneBurst()
{
    const RateLimit limit{10, 5};
    TokenBucket bucket;
    QCOMPARE(bucket.take(limit, TokenBucket::Time(1h)), 0ns);
    int taken = 0;
    while (bucket.take(limit, TokenBucket::Time(1000h)) == 0ns)
        ++taken;
    QCOMPARE(taken, 5);
}

void TestTokenBucket::forgettable()
{
    const RateLimit limit{2, 4};
    TokenBucket bucket;
    const TokenBucket::Time now{1h};
    QVERIFY(bucket.isFull(now));
    QCOMPARE(bucket.take(limit, now), 0ns);
    QVERIFY(!bucket.isFull(now + 499ms));
    QVERIFY(bucket.isFull(now + 500ms));
}

void TestTokenBucket::zeroRateIsUnlimited()
{
    TokenBucket bucket;
    for (int i = 0; i < 100'000; ++i)
        QCOMPARE(bucket.take({0, 0}, TokenBucket::Time(1h)), 0ns);
}

QTEST_APPLESS_MAIN(TestTokenBucket)
#include "tst_tokenbucket.moc"
