#include "views/heightindex.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using views::HeightIndex;

class tst_heightindex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void estimates();
    void measured();
    void agreesWithAPlainList();
};

void tst_heightindex::empty()
{
    HeightIndex index;
    index.reset(0, 60);
    QCOMPARE(index.total(), 0);
    QCOMPARE(index.rowAt(0), -1);
}

void tst_heightindex::estimates()
{
    HeightIndex index;
    index.reset(100'000, 60);
    QCOMPARE(index.total(), 6'000'000);
    QCOMPARE(index.top(70'000), 4'200'000);
    QCOMPARE(index.rowAt(4'200'000), 70'000);
    QCOMPARE(index.rowAt(4'199'999), 69'999);
    QCOMPARE(index.rowAt(-5), 0);
    QCOMPARE(index.rowAt(10'000'000), 99'999);
}

void tst_heightindex::measured()
{
    HeightIndex index;
    index.reset(3, 60);
    index.setMeasured(1, 100);
    QVERIFY(index.isMeasured(1) && !index.isMeasured(0));
    QCOMPARE(index.top(2), 160);
    index.forgetAll();
    QVERIFY(!index.isMeasured(1));
    QCOMPARE(index.height(1), 100);
}

void tst_heightindex::agreesWithAPlainList()
{
    HeightIndex index;
    index.reset(50, 60);
    QList<int> plain(50, 60);
    QRandomGenerator random(7);
    for (int i = 0; i < 2000; ++i) {
        const int row = int(random.bounded(quint32(plain.size())));
        switch (random.bounded(4)) {
        case 0:
            index.insert(row, 3, 40);
            plain.insert(row, 3, 40);
            break;
        case 1:
            if (plain.size() > 3) {
                index.remove(row, 1);
                plain.remove(row, 1);
            }
            break;
        case 2: {
            const int to = int(random.bounded(quint32(plain.size())));
            index.move(row, to);
            plain.move(row, to);
            break;
        }
        default:
            index.setMeasured(row, int(random.bounded(300u)) + 1);
            plain[row] = index.height(row);
        }
        const int probe = int(random.bounded(quint32(plain.size())));
        const qint64 top = std::accumulate(plain.cbegin(), plain.cbegin() + probe, qint64(0));
        QCOMPARE(index.count(), int(plain.size()));
        QCOMPARE(index.height(probe), plain[probe]);
        QCOMPARE(index.top(probe), top);
        QCOMPARE(index.rowAt(top), probe);
        QCOMPARE(index.rowAt(top + plain[probe] - 1), probe);
    }
}

QTEST_GUILESS_MAIN(tst_heightindex)
#include "tst_heightindex.moc"
