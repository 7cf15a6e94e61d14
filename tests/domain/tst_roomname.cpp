#include "domain/roomname.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_roomname : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void everyCharacter();
};

void tst_roomname::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("specification's") << u"support-ACME-42"_s << true;
    QTest::newRow("one character") << u"a"_s << true;
    QTest::newRow("every kind") << u"aZ09._:-"_s << true;
    QTest::newRow("128") << QString(128, u'r') << true;
    QTest::newRow("a session's id") << u"019a0607-7a11-7d02-9c55-b0a97f6d3e41"_s << true;
    QTest::newRow("dots and more") << u"..."_s << true;
    QTest::newRow("hidden") << u".a"_s << true;

    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("null") << QString() << false;
    QTest::newRow("129") << QString(129, u'r') << false;
    QTest::newRow("here") << u"."_s << false;
    QTest::newRow("up") << u".."_s << false;
    QTest::newRow("path") << u"a/../b"_s << false;
    QTest::newRow("space") << u"a b"_s << false;
    QTest::newRow("star") << u"support-*"_s << false;
    QTest::newRow("NUL") << u"a\0b"_s << false;
    QTest::newRow("newline at the end") << u"a\n"_s << false;
    QTest::newRow("letter beyond ASCII") << u"çelës"_s << false;
    QTest::newRow("digit beyond ASCII") << u"٣"_s << false;
    QTest::newRow("half a pair") << QString(QChar(0xd800)) << false;
}

void tst_roomname::names()
{
    QFETCH(const QString, name);
    QTEST(domain::isRoomName(name), "good");
}

void tst_roomname::everyCharacter()
{
    const QString allowed = u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"_s;
    for (int c = 0; c <= 0xffff; ++c) {
        const QChar character(c);
        QCOMPARE(domain::isRoomName(QString(u'a') + character), allowed.contains(character));
    }
}

QTEST_APPLESS_MAIN(tst_roomname)
#include "tst_roomname.moc"
