#include "domain/message.h"

#include <QTest>

using namespace Qt::StringLiterals;
using base::ErrorKind;

class tst_message : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keeps_data();
    void keeps();
    void refuses_data();
    void refuses();
    void storableText_data();
    void storableText();
    void typeNames();
};

void tst_message::keeps_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("kept");
    QTest::newRow("one letter") << u"a"_s << u"a"_s;
    QTest::newRow("Albanian") << u"Përshëndetje! Si mund t'ju ndihmoj?"_s
                              << u"Përshëndetje! Si mund t'ju ndihmoj?"_s;
    QTest::newRow("white space around") << u" \t\r\n a  b \n"_s << u"a  b"_s;
    QTest::newRow("wide spaces around") << u"\u00a0\u2003a\u3000"_s << u"a"_s;
    QTest::newRow("line ends within") << u"a\r\nb\rc"_s << u"a\r\nb\rc"_s;
    QTest::newRow("controls within") << u"a\u0001\u001b\u007f\u0085b"_s << u"a\u0001\u001b\u007f\u0085b"_s;
    QTest::newRow("not normalised") << u"e\u0308 \u00eb"_s << u"e\u0308 \u00eb"_s;
    QTest::newRow("invisible, but not white space") << u"\u200b"_s << u"\u200b"_s;
    QTest::newRow("byte order mark") << u"\ufeffa"_s << u"\ufeffa"_s;
    QTest::newRow("not a character") << u"a\uffff"_s << u"a\uffff"_s;
    QTest::newRow("astral") << u"👩‍🔧🚀"_s << u"👩‍🔧🚀"_s;
    QTest::newRow("16 KiB of ASCII") << QString(16'384, u'a') << QString(16'384, u'a');
    QTest::newRow("16 KiB of two bytes") << QString(8'192, u'ë') << QString(8'192, u'ë');
    QTest::newRow("16 KiB of four bytes") << u"🚀"_s.repeated(4'096) << u"🚀"_s.repeated(4'096);
    QTest::newRow("16 KiB once trimmed")
        << QString(1'000, u' ') + QString(16'384, u'a') + QString(1'000, u'\n') << QString(16'384, u'a');
}

void tst_message::keeps()
{
    QFETCH(const QString, content);
    const auto checked = domain::checkedContent(content);
    QVERIFY2(checked, qPrintable(checked ? QString() : checked.error().message));
    QTEST(*checked, "kept");
    QCOMPARE(domain::checkedContent(*checked).value(), *checked);
}

void tst_message::refuses_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("null") << QString() << ErrorKind::BadRequest;
    QTest::newRow("empty") << u""_s << ErrorKind::BadRequest;
    QTest::newRow("white space") << u" \n\t\u00a0\u3000"_s << ErrorKind::BadRequest;
    QTest::newRow("NUL") << u"a\0b"_s << ErrorKind::BadRequest;
    QTest::newRow("NUL alone") << QString(QChar(0)) << ErrorKind::BadRequest;
    QTest::newRow("NUL at the end") << u"a\0"_s << ErrorKind::BadRequest;
    QTest::newRow("high alone") << QString(QChar(0xd83d)) << ErrorKind::BadRequest;
    QTest::newRow("high at the end") << QString(u'a') + QChar(0xd83d) << ErrorKind::BadRequest;
    QTest::newRow("high, then a letter") << QString(QChar(0xd83d)) + u'a' << ErrorKind::BadRequest;
    QTest::newRow("two highs") << QString(QChar(0xd83d)) + QChar(0xd83d) + QChar(0xde80)
                               << ErrorKind::BadRequest;
    QTest::newRow("low alone") << QString(QChar(0xde80)) << ErrorKind::BadRequest;
    QTest::newRow("a pair, then a low") << u"🚀"_s + QChar(0xde80) << ErrorKind::BadRequest;
    QTest::newRow("one byte over") << QString(16'385, u'a') << ErrorKind::TooLarge;
    QTest::newRow("one byte over, two bytes each") << QString(8'192, u'ë') + u'a' << ErrorKind::TooLarge;
    QTest::newRow("three bytes each") << QString(5'462, u'€') << ErrorKind::TooLarge;
    QTest::newRow("one byte over, four bytes each") << u"🚀"_s.repeated(4'096) + u'a' << ErrorKind::TooLarge;
    QTest::newRow("10 MB") << QString(10'000'000, u'a') << ErrorKind::TooLarge;
}

void tst_message::refuses()
{
    QFETCH(const QString, content);
    const auto checked = domain::checkedContent(content);
    QVERIFY(!checked);
    QTEST(checked.error().kind, "kind");
    QCOMPARE(checked.error().field, u"text"_s);
    QVERIFY(!checked.error().message.isEmpty());
}

void tst_message::storableText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("storable");
    QTest::newRow("empty") << u""_s << true;
    QTest::newRow("white space") << u" \n"_s << true;
    QTest::newRow("pairs") << u"🚀🚀"_s << true;
    QTest::newRow("NUL") << QString(QChar(0)) << false;
    QTest::newRow("high") << QString(QChar(0xdbff)) << false;
    QTest::newRow("low") << QString(QChar(0xdc00)) << false;
    QTest::newRow("turned round") << QString(QChar(0xde80)) + QChar(0xd83d) << false;
}

void tst_message::storableText()
{
    QFETCH(const QString, text);
    QTEST(domain::isStorableText(text), "storable");
}

void tst_message::typeNames()
{
    using domain::MessageType;
    const std::pair<MessageType, QLatin1String> names[] = {{MessageType::Text, QLatin1String("text")},
                                                           {MessageType::Audio, QLatin1String("audio")},
                                                           {MessageType::Image, QLatin1String("image")},
                                                           {MessageType::File, QLatin1String("file")},
                                                           {MessageType::System, QLatin1String("system")}};
    for (const auto &[type, name] : names) {
        QCOMPARE(domain::toString(type), name);
        QVERIFY(domain::messageTypeFromString(QString(name)) == type);
    }
    QVERIFY(!domain::messageTypeFromString(u"video"));
    QVERIFY(!domain::messageTypeFromString(u""));
}

QTEST_APPLESS_MAIN(tst_message)
#include "tst_message.moc"
