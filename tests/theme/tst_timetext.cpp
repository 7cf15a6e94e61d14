#include "theme/timetext.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace
{

QDateTime utc(int year, int month, int day, int hour = 12, int minute = 5)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute), QTimeZone::utc());
}

} // namespace

class TestTimeText : public QObject
{
    Q_OBJECT

    /// Thursday 13 November 2025, 15:00 in Tirana.
    const QDateTime m_now = utc(2025, 11, 13, 14, 0).toTimeZone(QTimeZone("Europe/Tirane"));

private Q_SLOTS:
    void listTime_data();
    void listTime();
    void dayTitle_data();
    void dayTitle();
    void clockAndFullTime();
};

void TestTimeText::listTime_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QDateTime>("when");
    QTest::addColumn<QString>("text");

    // Sunny
    QTest::newRow("today") << u"en_GB"_s << utc(2025, 11, 13, 13, 5) << u"14:05"_s;
    QTest::newRow("today, C locale") << u"C"_s << utc(2025, 11, 13, 13, 5) << u"14:05"_s;
    QTest::newRow("yesterday") << u"en_GB"_s << utc(2025, 11, 12) << u"Wed"_s;
    QTest::newRow("six days ago") << u"en_GB"_s << utc(2025, 11, 7) << u"Fri"_s;
    QTest::newRow("a week ago") << u"en_GB"_s << utc(2025, 11, 6) << u"6 Nov"_s;
    QTest::newRow("month first") << u"en_US"_s << utc(2025, 11, 3) << u"Nov 3"_s;
    QTest::newRow("last year") << u"en_GB"_s << utc(2024, 12, 31) << u"31/12/2024"_s;
    QTest::newRow("Albanian, yesterday") << u"sq_AL"_s << utc(2025, 11, 12) << u"mër"_s;
    QTest::newRow("Albanian, this year") << u"sq_AL"_s << utc(2025, 11, 3) << u"3 nën"_s;
    QTest::newRow("Arabic, yesterday") << u"ar_EG"_s << utc(2025, 11, 12) << u"الأربعاء"_s;
    QTest::newRow("Arabic, this year") << u"ar_EG"_s << utc(2025, 11, 3) << u"٣ نوفمبر"_s;
    // Rainy
    QTest::newRow("a day by the reader's zone") << u"en_GB"_s << utc(2025, 11, 12, 23, 30) << u"00:30"_s;
    QTest::newRow("a clock ahead, tomorrow") << u"en_GB"_s << utc(2025, 11, 14) << u"14 Nov"_s;
}

void TestTimeText::listTime()
{
    QFETCH(QString, locale);
    QFETCH(QDateTime, when);
    QFETCH(QString, text);
    // Versions of the locale data differ in capitals.
    QCOMPARE(theme::listTime(when, m_now, QLocale(locale)).toLower(), text.toLower());
}

void TestTimeText::dayTitle_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QDateTime>("when");
    QTest::addColumn<QString>("text");

    QTest::newRow("today") << u"en_GB"_s << utc(2025, 11, 13) << u"Today"_s;
    QTest::newRow("yesterday") << u"en_GB"_s << utc(2025, 11, 12) << u"Yesterday"_s;
    QTest::newRow("this week") << u"en_GB"_s << utc(2025, 11, 11) << u"Tuesday"_s;
    QTest::newRow("this year") << u"en_GB"_s << utc(2025, 11, 3) << u"3 November"_s;
    QTest::newRow("this year, month first") << u"en_US"_s << utc(2025, 11, 3) << u"November 3"_s;
    QTest::newRow("this year, Albanian") << u"sq_AL"_s << utc(2025, 11, 3) << u"3 nëntor"_s;
    QTest::newRow("long ago") << u"en_GB"_s << utc(2024, 11, 3) << u"Sunday, 3 November 2024"_s;
}

void TestTimeText::dayTitle()
{
    QFETCH(QString, locale);
    QFETCH(QDateTime, when);
    QTEST(theme::dayTitle(when, m_now, QLocale(locale)), "text");
}

void TestTimeText::clockAndFullTime()
{
    const QDateTime when = utc(2025, 11, 3, 13, 5);
    QCOMPARE(theme::clockTime(when, m_now, QLocale(u"en_GB"_s)), u"14:05"_s);
    QCOMPARE(theme::fullTime(when, m_now, QLocale(u"en_GB"_s)), u"Monday, 3 November 2025, 14:05 CET"_s);
}

QTEST_APPLESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
