#include "views/plaintext.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestPlainText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesRunAsTheyRead_data();
    void linesRunAsTheyRead();
};

void TestPlainText::linesRunAsTheyRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Qt::LayoutDirection>("layout");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("English") << u"Hello"_s << Qt::LeftToRight << Qt::LeftToRight;
    QTest::newRow("English in an Arabic window") << u"Hello"_s << Qt::RightToLeft << Qt::LeftToRight;
    QTest::newRow("Arabic in an English window") << u"مرحبا"_s << Qt::LeftToRight << Qt::RightToLeft;
    QTest::newRow("author and English in an Arabic window")
        << u"\u2068أنت\u2069: \u2068Hello\u2069"_s << Qt::RightToLeft << Qt::RightToLeft;
    QTest::newRow("author and Arabic in an English window")
        << u"\u2068ليلى\u2069: \u2068مرحبا\u2069"_s << Qt::LeftToRight << Qt::LeftToRight;
    QTest::newRow("empty") << QString() << Qt::RightToLeft << Qt::LeftToRight;
}

void TestPlainText::linesRunAsTheyRead()
{
    QFETCH(QString, text);
    QFETCH(Qt::LayoutDirection, layout);
    QTEST(views::lineDirection(text, layout), "direction");
}

QTEST_MAIN(TestPlainText)
#include "tst_plaintext.moc"
