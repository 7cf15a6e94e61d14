#include "theme/avatar.h"

#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;

class TestAvatar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initials_data();
    void initials();
    void hueIsTheSameAtEveryStart();
    void paintsADisc_data();
    void paintsADisc();
};

void TestAvatar::initials_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initials");

    // Sunny
    QTest::newRow("two words") << u"Ana Krasniqi"_s << u"AK"_s;
    QTest::newRow("one word") << u"ana"_s << u"A"_s;
    QTest::newRow("first and last") << u"Jean-Luc van der Berg"_s << u"JB"_s;
    QTest::newRow("a room") << u"support-ACME-42"_s << u"S4"_s;
    QTest::newRow("letters with marks") << u"çiljeta ëndrra"_s << u"ÇË"_s;
    QTest::newRow("Arabic, kept apart") << u"سارة منصور"_s << u"س\u200cم"_s;
    QTest::newRow("Chinese") << u"王小明"_s << u"王"_s;
    QTest::newRow("beyond the first plane") << u"𝒜da"_s << u"𝒜"_s;
    QTest::newRow("a combining mark") << u"e\u0301lan"_s << u"E\u0301"_s;
    // Rainy
    QTest::newRow("empty") << u""_s << u""_s;
    QTest::newRow("blank") << u"  \n"_s << u""_s;
    QTest::newRow("emoji alone") << u"👩‍🔧"_s << u"👩‍🔧"_s;
    QTest::newRow("emoji and a word") << u"🙂 zoe"_s << u"Z"_s;
    QTest::newRow("quotes") << u"\"Bob\" (Support)"_s << u"BS"_s;
    QTest::newRow("signs alone") << u"--"_s << u"-"_s;
    QTest::newRow("half a pair") << QString(QChar(0xD83D)) << QString(QChar(0xD83D));
}

void TestAvatar::initials()
{
    QFETCH(QString, name);
    QTEST(theme::initials(name), "initials");
}

void TestAvatar::hueIsTheSameAtEveryStart()
{
    QCOMPARE(theme::avatarColor(u"019ab"_s), theme::avatarColor(u"019ab"_s));
    QCOMPARE(theme::avatarColor(u"019ab"_s).name(), u"#11776b"_s);
}

void TestAvatar::paintsADisc_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("letters") << u"Ana Krasniqi"_s;
    QTest::newRow("no name") << u""_s;
}

void TestAvatar::paintsADisc()
{
    QFETCH(QString, name);
    QImage image(40, 40, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    theme::paintAvatar(painter, QRectF(0, 0, 40, 40), u"id"_s, name);
    painter.end();
    QCOMPARE(image.pixelColor(0, 0).alpha(), 0);
    QCOMPARE(image.pixelColor(20, 2), theme::avatarColor(u"id"_s));
    int white = 0;
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x)
            white += image.pixelColor(x, y).lightness() > 220 ? 1 : 0;
    }
    QVERIFY(white > 20);
}

QTEST_MAIN(TestAvatar)
#include "tst_avatar.moc"
