#include "protocol/jsonwriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using protocol::JsonWriter;

class tst_jsonwriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strings_data();
    void strings();
    void everyCharacterRoundTrips();
    void integers();
    void nesting();
    void startsAnewAfterTake();
};

void tst_jsonwriter::strings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("null") << QString() << R"("")"_ba;
    QTest::newRow("ASCII") << u"a b/c"_s << R"("a b/c")"_ba;
    QTest::newRow("Albanian") << u"Përshëndetje!"_s << R"("Përshëndetje!")"_ba;
    QTest::newRow("astral") << u"🚀"_s << R"("🚀")"_ba;
    QTest::newRow("quotes") << u"\"\\\""_s << R"("\"\\\"")"_ba;
    QTest::newRow("line ends") << u"a\r\nb\tc"_s << R"("a\r\nb\tc")"_ba;
    QTest::newRow("controls") << u"\u0000\u0001\u001f\u007f"_s << "\"\\u0000\\u0001\\u001f\x7f\""_ba;
    QTest::newRow("escape between") << u"ë\"ë\"ë"_s << R"("ë\"ë\"ë")"_ba;
    QTest::newRow("high alone") << QString(QChar(0xd83d)) << R"("�")"_ba;
    QTest::newRow("low alone, then text") << QString(QChar(0xde80)) + u'x' << R"("�x")"_ba;
}

void tst_jsonwriter::strings()
{
    QFETCH(const QString, text);
    QTEST(JsonWriter().string(text).take(), "json");
    // The same after something else was written
    QCOMPARE(JsonWriter(0).beginArray().string(u"ë"_s).string(text).endArray().take(),
             "[\"ë\"," + JsonWriter().string(text).take() + ']');
}

void tst_jsonwriter::everyCharacterRoundTrips()
{
    QString all;
    for (char32_t c = 0; c <= 0x10ffff; c += (c < 0x3000 ? 1 : 37)) {
        if (c < 0xd800 || c > 0xdfff)
            all += QString::fromUcs4(&c, 1);
    }
    const QByteArray json = JsonWriter().beginArray().string(all).endArray().take();
    QVERIFY(json.isValidUtf8());
    QCOMPARE(QJsonDocument::fromJson(json).array().first().toString(), all);
}

void tst_jsonwriter::integers()
{
    QCOMPARE(JsonWriter().integer(0).take(), "0"_ba);
    QCOMPARE(JsonWriter().integer(-7).take(), "-7"_ba);
    QCOMPARE(JsonWriter().integer(std::numeric_limits<qint64>::max()).take(), "9223372036854775807"_ba);
    QCOMPARE(JsonWriter().integer(std::numeric_limits<qint64>::min()).take(), "-9223372036854775808"_ba);
}

void tst_jsonwriter::nesting()
{
    JsonWriter json;
    json.beginObject()
        .key("a")
        .beginArray()
        .integer(1)
        .beginObject()
        .endObject()
        .beginArray()
        .endArray()
        .null()
        .endArray();
    json.key("b")
        .boolean(true)
        .key("c")
        .boolean(false)
        .key("d")
        .raw(R"({"x":1})")
        .key("e")
        .ascii("id")
        .endObject();
    QCOMPARE(json.take(), R"({"a":[1,{},[],null],"b":true,"c":false,"d":{"x":1},"e":"id"})"_ba);
}

void tst_jsonwriter::startsAnewAfterTake()
{
    JsonWriter json;
    QCOMPARE(json.integer(1).take(), "1"_ba);
    QCOMPARE(json.integer(2).take(), "2"_ba);
}

QTEST_APPLESS_MAIN(tst_jsonwriter)
#include "tst_jsonwriter.moc"
