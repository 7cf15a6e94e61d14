#include "dialogs/serveraddress.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestServerAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void read_data();
    void read();
};

void TestServerAddress::read_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("address"); // empty: refused

    // Sunny
    QTest::newRow("whole") << u"https://chat.example.com"_s << u"https://chat.example.com"_s;
    QTest::newRow("a port") << u"http://desk:8080/"_s << u"http://desk:8080"_s;
    QTest::newRow("no scheme") << u" desk:8080 "_s << u"http://desk:8080"_s;
    QTest::newRow("IPv6") << u"http://[::1]:8080"_s << u"http://[::1]:8080"_s;
    QTest::newRow("copied from a browser") << u"http://desk:8080/?a=b#token=x"_s << u"http://desk:8080"_s;
    // Rainy
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("no host") << u"http://"_s << QString();
    QTest::newRow("another scheme") << u"ws://desk"_s << QString();
    QTest::newRow("a file") << u"file:///etc/passwd"_s << QString();
    QTest::newRow("blanks inside") << u"my desk"_s << QString();
    QTest::newRow("a port that is none") << u"desk:99999"_s << QString();
    QTest::newRow("a password") << u"http://me:secret@desk"_s << QString();
}

void TestServerAddress::read()
{
    QFETCH(QString, text);
    QFETCH(QString, address);
    const auto url = dialogs::readServerAddress(text);
    QCOMPARE(url ? url->toString() : QString(), address);
    if (!url) {
        QVERIFY(!url.error().message.isEmpty());
        QVERIFY(!url.error().message.contains(u"secret"));
    }
}

QTEST_GUILESS_MAIN(TestServerAddress)
#include "tst_serveraddress.moc"
