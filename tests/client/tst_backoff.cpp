#include "client/backoff.h"

#include <QTest>

using namespace std::chrono_literals;

class TestBackoff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void doublesUpToItsLimit_data();
    void doublesUpToItsLimit();
    void beginsAnew();
    void isRandom();
};

void TestBackoff::doublesUpToItsLimit_data()
{
    QTest::addColumn<double>("random");
    QTest::addColumn<QList<int>>("waits");
    QTest::newRow("shortest") << 0.0 << QList<int>{500, 1000, 2000, 4000, 5000, 5000};
    QTest::newRow("middle") << 0.5 << QList<int>{1000, 2000, 4000, 8000, 10'000, 10'000};
    QTest::newRow("longest") << 0.999999 << QList<int>{1499, 2999, 5999, 11'999, 14'999, 14'999};
}

void TestBackoff::doublesUpToItsLimit()
{
    QFETCH(double, random);
    QFETCH(QList<int>, waits);
    client::Backoff backoff({500ms, 15'000ms}, [random] { return random; });
    for (const int wait : waits)
        QCOMPARE(int(backoff.next().count()), wait);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(int(backoff.next().count()), waits.last());
}

void TestBackoff::beginsAnew()
{
    client::Backoff backoff({500ms, 15'000ms}, [] { return 0.5; });
    backoff.next();
    backoff.next();
    backoff.reset();
    QCOMPARE(backoff.next(), 1000ms);
}

void TestBackoff::isRandom()
{
    QSet<qint64> waits;
    for (int i = 0; i < 100; ++i)
        waits.insert(client::Backoff({500ms, 15'000ms}, client::Backoff::systemRandom()).next().count());
    QVERIFY(waits.size() > 20);
}

QTEST_GUILESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
