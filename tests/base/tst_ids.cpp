#include "base/ids.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::IdGenerator;
using base::ManualClock;
using base::Timestamp;

namespace
{
using SampleId = base::Id<struct SampleTag>;

constexpr Timestamp start{std::chrono::milliseconds(0x019a06077b50)};

quint64 millisecondsOf(const QUuid &uuid)
{
    return uuid.toRfc4122().first(6).toHex().toULongLong(nullptr, 16);
}

/// Whether each is greater than the one before, as text, as bytes, and as a value.
bool grows(const std::vector<QUuid> &ids)
{
    return std::adjacent_find(ids.begin(), ids.end(), [](const QUuid &a, const QUuid &b) {
               return !(a.toString() < b.toString() && a.toRfc4122() < b.toRfc4122() &&
                        SampleId(a) < SampleId(b));
           }) == ids.end();
}
} // namespace

class tst_ids : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bitsAreThoseOfRfc9562();
    void growsWithinAMillisecond();
    void growsWhenTheClockStepsBack();
    void followsTheClockAgain();
    void threadsNeverShareAnId();
    void textForm_data();
    void textForm();
    void byteForm();
    void randomTokens();
};

void tst_ids::bitsAreThoseOfRfc9562()
{
    const ManualClock clock(start);
    IdGenerator generator(clock);
    for (int i = 0; i < 100; ++i) {
        const QUuid id = generator.next();
        QCOMPARE(id.toRfc4122().at(6) & 0xf0, 0x70);        // version 7
        QCOMPARE(uchar(id.toRfc4122().at(8)) & 0xc0, 0x80); // variant of RFC 9562
        QCOMPARE(millisecondsOf(id), quint64(start.time_since_epoch().count()));
    }
}

void tst_ids::growsWithinAMillisecond()
{
    const ManualClock clock(start);
    IdGenerator generator(clock);
    std::vector<QUuid> ids;
    for (int i = 0; i < 3 * 4096; ++i) // past the 12 bits that count, twice
        ids.push_back(generator.next());
    QVERIFY(grows(ids));
    QCOMPARE(millisecondsOf(ids.back()), millisecondsOf(ids.front()) + 2);
}

void tst_ids::growsWhenTheClockStepsBack()
{
    ManualClock clock(start);
    IdGenerator generator(clock);
    std::vector<QUuid> ids;
    for (const auto step : {0ms, 1ms, 1ms, -1ms, -3'600'000ms, 5ms, 0ms, 3'599'000ms, 995ms, 1ms, 10ms}) {
        clock.advance(step);
        ids.push_back(generator.next());
        ids.push_back(generator.next());
    }
    QVERIFY(grows(ids));
}

void tst_ids::followsTheClockAgain()
{
    ManualClock clock(start);
    IdGenerator generator(clock);
    for (int i = 0; i < 5'000; ++i)
        (void)generator.next(); // borrows a millisecond
    clock.advance(1s);
    QCOMPARE(millisecondsOf(generator.next()), quint64((start + 1s).time_since_epoch().count()));
}

void tst_ids::threadsNeverShareAnId()
{
    constexpr size_t threadCount = 4;
    constexpr size_t each = 5'000;
    const base::SystemClock clock;
    IdGenerator generator(clock);
    std::vector<std::vector<QUuid>> made(threadCount);
    {
        std::vector<std::jthread> threads;
        for (auto &ids : made) {
            threads.emplace_back([&generator, &ids] {
                for (size_t i = 0; i < each; ++i)
                    ids.push_back(generator.next());
            });
        }
    }
    QSet<QUuid> all;
    for (const auto &ids : made) {
        QVERIFY(grows(ids));
        all.unite(QSet<QUuid>(ids.begin(), ids.end()));
    }
    QCOMPARE(all.size(), qsizetype(threadCount * each));
}

void tst_ids::textForm_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("lower case") << u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s << true;
    QTest::newRow("upper case") << u"019A0607-7B50-7C3E-8F10-2B64F1A0C5D2"_s << true;

    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("braces") << u"{019a0607-7b50-7c3e-8f10-2b64f1a0c5d2}"_s << false;
    QTest::newRow("no dashes") << u"019a06077b507c3e8f102b64f1a0c5d2"_s << false;
    QTest::newRow("cut") << u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d"_s << false;
    QTest::newRow("one more") << u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2a"_s << false;
    QTest::newRow("not hexadecimal") << u"019a0607-7b50-7c3e-8f10-2b64f1a0c5dg"_s << false;
    QTest::newRow("dash elsewhere") << u"019a06077-b50-7c3e-8f10-2b64f1a0c5d2"_s << false;
    QTest::newRow("null id") << u"00000000-0000-0000-0000-000000000000"_s << false;
    QTest::newRow("digits beyond ASCII") << u"٠19a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s << false;
}

void tst_ids::textForm()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    const auto id = SampleId::fromString(text);
    QCOMPARE(id.has_value(), good);
    if (good) {
        QCOMPARE(id->toString(), text.toLower());
        QCOMPARE(id->toUtf8(), text.toLower().toUtf8());
    }
}

void tst_ids::byteForm()
{
    const SampleId id = SampleId::fromString(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2").value();
    QCOMPARE(id.toBytes(), QByteArray::fromHex("019a06077b507c3e8f102b64f1a0c5d2"));
    QCOMPARE(SampleId::fromBytes(id.toBytes()), id);
    QVERIFY(SampleId::fromBytes({}).isNull());
    QVERIFY(SampleId::fromBytes("short").isNull());
    QVERIFY(SampleId().isNull());
}

void tst_ids::randomTokens()
{
    static const QRegularExpression base64Url(u"\\A[A-Za-z0-9_-]+\\z"_s);
    QSet<QByteArray> tokens;
    for (int i = 0; i < 100; ++i) {
        const QByteArray token = base::randomToken(32);
        QCOMPARE(token.size(), 43); // 32 bytes, without padding
        QVERIFY(base64Url.match(QString::fromLatin1(token)).hasMatch());
        tokens.insert(token);
    }
    QCOMPARE(tokens.size(), 100);
}

QTEST_APPLESS_MAIN(tst_ids)
#include "tst_ids.moc"
