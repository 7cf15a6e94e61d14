#include "base/clock.h"

#include <QDateTime>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Timestamp;

class tst_clock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAndReads_data();
    void writesAndReads();
    void agreesWithQDateTime();
    void readsOtherForms_data();
    void readsOtherForms();
    void refuses_data();
    void refuses();
    void clocks();
};

namespace
{
Timestamp ofMs(qint64 ms)
{
    return Timestamp(std::chrono::milliseconds(ms));
}
} // namespace

void tst_clock::writesAndReads_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << qint64(0) << "1970-01-01T00:00:00.000Z"_ba;
    QTest::newRow("specification's") << Q_INT64_C(1'761'041'410'000) << "2025-10-21T10:10:10.000Z"_ba;
    QTest::newRow("milliseconds") << Q_INT64_C(1'761'041'410'007) << "2025-10-21T10:10:10.007Z"_ba;
    QTest::newRow("leap day") << Q_INT64_C(1'709'251'199'999) << "2024-02-29T23:59:59.999Z"_ba;
    QTest::newRow("end") << Q_INT64_C(253'402'300'799'999) << "9999-12-31T23:59:59.999Z"_ba;
}

void tst_clock::writesAndReads()
{
    QFETCH(const qint64, ms);
    QFETCH(const QByteArray, text);
    QCOMPARE(base::toRfc3339(ofMs(ms)), text);
    QVERIFY(base::fromRfc3339(QString::fromLatin1(text)) == ofMs(ms));
}

void tst_clock::agreesWithQDateTime()
{
    for (qint64 ms = 0; ms < 253'402'300'800'000; ms += 123'456'789'123)
        QCOMPARE(QString::fromLatin1(base::toRfc3339(ofMs(ms))),
                 QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODateWithMs));
}

void tst_clock::readsOtherForms_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("no fraction") << u"2025-10-21T10:10:10Z"_s << Q_INT64_C(1'761'041'410'000);
    QTest::newRow("one digit") << u"2025-10-21T10:10:10.1Z"_s << Q_INT64_C(1'761'041'410'100);
    QTest::newRow("microseconds") << u"2025-10-21T10:10:10.123456Z"_s << Q_INT64_C(1'761'041'410'123);
    QTest::newRow("ahead") << u"2025-10-21T12:10:10+02:00"_s << Q_INT64_C(1'761'041'410'000);
    QTest::newRow("behind") << u"2025-10-21T04:40:10.000-05:30"_s << Q_INT64_C(1'761'041'410'000);
    QTest::newRow("unknown offset") << u"2025-10-21T10:10:10-00:00"_s << Q_INT64_C(1'761'041'410'000);
    QTest::newRow("lower case") << u"2025-10-21t10:10:10z"_s << Q_INT64_C(1'761'041'410'000);
    QTest::newRow("over midnight") << u"2025-01-01T00:30:00+01:00"_s << Q_INT64_C(1'735'687'800'000);
}

void tst_clock::readsOtherForms()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, ms);
    const auto time = base::fromRfc3339(text);
    QVERIFY(time);
    QCOMPARE(time->time_since_epoch().count(), ms);
}

void tst_clock::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             "now",
                             "1761041410",
                             "2025-10-21",
                             "10:10:10Z",
                             "2025-10-21T10:10:10",
                             "2025-10-21 10:10:10Z",
                             "2025-10-21T10:10Z",
                             "2025-10-21T10:10:10+0200",
                             "2025-10-21T10:10:10+02",
                             "2025-10-21T10:10:10,5Z",
                             "2025-10-21T10:10:10.Z",
                             "2025-13-01T00:00:00Z",
                             "2025-02-29T00:00:00Z",
                             "2025-10-21T25:00:00Z",
                             "2025-10-21T10:60:00Z",
                             "2025-10-21T10:10:61Z",
                             "25-10-21T10:10:10Z",
                             "2025-10-21T10:10:10Z ",
                             " 2025-10-21T10:10:10Z",
                             "2025-10-21T10:10:10Z\n",
                             "2025-10-21T10:10:10ZZ",
                             "+2025-10-21T10:10:10Z"})
        QTest::addRow("'%s'", text) << QString::fromLatin1(text);
}

void tst_clock::refuses()
{
    QFETCH(const QString, text);
    QVERIFY(!base::fromRfc3339(text));
}

void tst_clock::clocks()
{
    base::ManualClock manual(ofMs(1'000));
    QVERIFY(manual.now() == ofMs(1'000));
    manual.advance(1'500ms);
    QVERIFY(manual.now() == ofMs(2'500));
    manual.advance(-2s);
    QVERIFY(manual.now() == ofMs(500));

    const qint64 before = QDateTime::currentMSecsSinceEpoch() - 1; // which Qt 6.8 rounds up, too
    const qint64 now = base::SystemClock().now().time_since_epoch().count();
    QVERIFY(before <= now && now <= QDateTime::currentMSecsSinceEpoch());
}

QTEST_APPLESS_MAIN(tst_clock)
#include "tst_clock.moc"
