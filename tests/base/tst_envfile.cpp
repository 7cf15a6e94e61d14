#include "base/envfile.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestEnvFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void errorNamesTheLineAndNoValue();
};

void TestEnvFile::parse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // line:key=value, separated by |; "error" if it cannot be read

    // Sunny
    QTest::newRow("nothing") << u""_s << u""_s;
    QTest::newRow("one") << u"A=b"_s << u"1:A=b"_s;
    QTest::newRow("several") << u"A=1\n\nB=2\n"_s << u"1:A=1|3:B=2"_s;
    QTest::newRow("empty value") << u"A=\nB="_s << u"1:A=|2:B="_s;
    QTest::newRow("blanks") << u"  A \t=  b c  \n"_s << u"1:A=b c"_s;
    QTest::newRow("export") << u"export A=b"_s << u"1:A=b"_s;
    QTest::newRow("named export") << u"export=b"_s << u"1:export=b"_s;
    QTest::newRow("comments") << u"# x=1\n  # y\nA=b # c\nB=b#c\nC=#d"_s << u"3:A=b|4:B=b#c|5:C="_s;
    QTest::newRow("Windows line ends") << u"A=b\r\nB=\"c\"\r\n"_s << u"1:A=b|2:B=c"_s;
    QTest::newRow("byte order mark") << u"\xfeff"
                                        u"A=b"_s
                                     << u"1:A=b"_s;
    QTest::newRow("equals in the value") << u"A=b=c"_s << u"1:A=b=c"_s;
    QTest::newRow("single quotes keep all") << u"A='b # \\n \"$X'"_s << u"1:A=b # \\n \"$X"_s;
    QTest::newRow("double quotes") << u"A=\"b # \\\"\\\\\\$\\t\\x\" # c"_s << u"1:A=b # \"\\$\t\\x"_s;
    QTest::newRow("over lines") << u"A=\"b\nc\"\nB=1"_s << u"1:A=b\nc|3:B=1"_s;
    QTest::newRow("not expanded") << u"A=$B${C}"_s << u"1:A=$B${C}"_s;
    QTest::newRow("quotes inside") << u"A=it's"_s << u"1:A=it's"_s;
    QTest::newRow("Albanian") << u"A=Përshëndetje"_s << u"1:A=Përshëndetje"_s;
    QTest::newRow("twice") << u"A=1\nA=2"_s << u"1:A=1|2:A=2"_s;
    // Rainy
    QTest::newRow("no equals sign") << u"A"_s << u"error"_s;
    QTest::newRow("no name") << u"=b"_s << u"error"_s;
    QTest::newRow("blank in the name") << u"A B=c"_s << u"error"_s;
    QTest::newRow("colon") << u"A: b"_s << u"error"_s;
    QTest::newRow("open quote") << u"A=\"b\nC=d"_s << u"error"_s;
    QTest::newRow("open single quote") << u"A='b"_s << u"error"_s;
    QTest::newRow("backslash at the end") << u"A=\"b\\"_s << u"error"_s;
    QTest::newRow("text behind the quote") << u"A=\"b\" c"_s << u"error"_s;
}

void TestEnvFile::parse()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto entries = base::parseEnv(text, u"file"_s);
    QStringList shown;
    if (!entries) {
        shown = {u"error"_s};
    } else {
        for (const base::EnvEntry &entry : *entries)
            shown += u"%1:%2=%3"_s.arg(QString::number(entry.line), entry.key, entry.value);
    }
    QCOMPARE(shown.join(u'|'), expected);
}

void TestEnvFile::errorNamesTheLineAndNoValue()
{
    const auto entries = base::parseEnv(u"A=1\n\nJWT_SECRET=\"sesame\" x\n"_s, u"/etc/x.env"_s);
    QVERIFY(!entries);
    QVERIFY(entries.error().message.contains(u"Line 3 of /etc/x.env"));
    QVERIFY(!entries.error().message.contains(u"sesame"));
}

QTEST_GUILESS_MAIN(TestEnvFile)
#include "tst_envfile.moc"
