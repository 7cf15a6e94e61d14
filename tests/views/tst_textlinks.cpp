#include "views/textlinks.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_textlinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
};

void tst_textlinks::finds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    // Sunny
    QTest::newRow("alone") << u"https://example.org/a?b=c#d"_s
                           << QStringList{u"https://example.org/a?b=c#d"_s};
    QTest::newRow("two") << u"see http://a.example and HTTPS://B.example/x"_s
                         << QStringList{u"http://a.example"_s, u"HTTPS://B.example/x"_s};
    QTest::newRow("ends a sentence") << u"Look at https://example.org/a."_s
                                     << QStringList{u"https://example.org/a"_s};
    QTest::newRow("in brackets") << u"(https://example.org/a)"_s << QStringList{u"https://example.org/a"_s};
    QTest::newRow("brackets of its own")
        << u"https://example.org/b_(c)"_s << QStringList{u"https://example.org/b_(c)"_s};
    QTest::newRow("lines") << u"https://example.org/a\u2028next"_s << QStringList{u"https://example.org/a"_s};
    QTest::newRow("port and address")
        << u"http://127.0.0.1:8080/"_s << QStringList{u"http://127.0.0.1:8080/"_s};
    QTest::newRow("Arabic around") << u"انظر https://example.org/a، شكرا"_s
                                   << QStringList{u"https://example.org/a"_s};
    // Rainy
    QTest::newRow("none") << u"no link here"_s << QStringList();
    QTest::newRow("other schemes") << u"file:///etc/passwd javascript:alert(1) ftp://a.example data:x"_s
                                   << QStringList();
    QTest::newRow("no host") << u"https:// http:///x"_s << QStringList();
    QTest::newRow("within a word") << u"xhttps://example.org"_s << QStringList();
    QTest::newRow("quoted markup") << u"<a href=\"https://example.org/a\">"_s
                                   << QStringList{u"https://example.org/a"_s};
    QTest::newRow("too long") << u"https://example.org/"_s + QString(3000, u'a') << QStringList();
}

void tst_textlinks::finds()
{
    QFETCH(const QString, text);
    QStringList found;
    for (const views::TextLink &link : views::findLinks(text)) {
        found.append(text.mid(link.start, link.length));
        QVERIFY(link.url.isValid());
        QVERIFY(link.url.scheme() == u"http" || link.url.scheme() == u"https");
    }
    QTEST(found, "found");
}

QTEST_GUILESS_MAIN(tst_textlinks)
#include "tst_textlinks.moc"
