#include "protocol/json.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using protocol::JsonFields;

namespace
{
QByteArray nested(int depth)
{
    return R"({"a":)" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + '}';
}

QJsonObject objectOf(const QByteArray &json)
{
    return protocol::parseObject(json).value();
}
} // namespace

class tst_json : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void saysWhatIsNotUtf8();
    void deepNestingIsCheap();
    void parsesArrays();
    void texts_data();
    void texts();
    void integers_data();
    void integers();
    void booleans_data();
    void booleans();
    void absentFields();
    void keepsTheFirstRefusal();
};

void tst_json::parses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QJsonObject>("object");
    QTest::newRow("empty") << "{}"_ba << QJsonObject();
    QTest::newRow("white space") << " \r\n\t{ } \n"_ba << QJsonObject();
    QTest::newRow("Albanian") << R"({"text":"Përshëndetje! Si mund t'ju ndihmoj?"})"_ba
                              << QJsonObject{{u"text"_s, u"Përshëndetje! Si mund t'ju ndihmoj?"_s}};
    QTest::newRow("escapes") << R"({"a":"\"\\\/\b\f\n\r\t\u00eb\ud83d\ude80"})"_ba
                             << QJsonObject{{u"a"_s, u"\"\\/\b\f\n\r\të🚀"_s}};
    QTest::newRow("brackets in strings")
        << R"({"a":"[[[{{{\"]"})"_ba << QJsonObject{{u"a"_s, u"[[[{{{\"]"_s}};
    QTest::newRow("last of two counts")
        << R"({"a":1,"b":0,"a":2})"_ba << QJsonObject{{u"a"_s, 2}, {u"b"_s, 0}};
    QTest::newRow("DEL and U+2028") << "{\"a\":\"\x7f\xe2\x80\xa8\"}"_ba
                                    << QJsonObject{{u"a"_s, u"\u007f\u2028"_s}};
}

void tst_json::parses()
{
    QFETCH(const QByteArray, json);
    const auto object = protocol::parseObject(json);
    QVERIFY2(object, qPrintable(object ? QString() : object.error().message));
    QTEST(*object, "object");
}

void tst_json::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("white space") << "  "_ba;
    QTest::newRow("array") << "[]"_ba;
    QTest::newRow("string") << R"("text")"_ba;
    QTest::newRow("number") << "7"_ba;
    QTest::newRow("null") << "null"_ba;
    QTest::newRow("word") << "hello"_ba;
    QTest::newRow("open") << R"({"a":1)"_ba;
    QTest::newRow("open string") << R"({"a":"1)"_ba;
    QTest::newRow("closed twice") << "{}}"_ba;
    QTest::newRow("two objects") << "{}{}"_ba;
    QTest::newRow("trailing comma") << R"({"a":1,})"_ba;
    QTest::newRow("comment") << "{/**/}"_ba;
    QTest::newRow("single quotes") << "{'a':1}"_ba;
    QTest::newRow("bare key") << "{a:1}"_ba;
    QTest::newRow("NaN") << R"({"a":NaN})"_ba;
    QTest::newRow("infinite") << R"({"a":1e999})"_ba;
    QTest::newRow("leading zero") << R"({"a":01})"_ba;
    QTest::newRow("newline in a string") << "{\"a\":\"x\ny\"}"_ba;
    QTest::newRow("NUL in a string") << R"({"a":")"_ba + '\0' + R"("})";
    QTest::newRow("NUL after") << "{}"_ba + '\0';
    QTest::newRow("not UTF-8") << "{\"a\":\"\xff\"}"_ba;
    QTest::newRow("overlong UTF-8") << "{\"a\":\"\xc0\xaf\"}"_ba;
    QTest::newRow("surrogate in UTF-8") << "{\"a\":\"\xed\xa0\x80\"}"_ba;
    QTest::newRow("cut UTF-8") << "{\"a\":\"\xc3\"}"_ba;
    QTest::newRow("not UTF-8 in a key") << "{\"\xff\":1}"_ba;
    QTest::newRow("depth 65") << nested(65);
    QTest::newRow("depth 10,000") << nested(10'000);
    QTest::newRow("depth 10,000 of objects") << QByteArray(R"({"a":)").repeated(10'000);
}

void tst_json::refuses()
{
    QFETCH(const QByteArray, json);
    const auto object = protocol::parseObject(json);
    QVERIFY(!object);
    QCOMPARE(object.error().kind, base::ErrorKind::BadRequest);
    QVERIFY(object.error().message.endsWith(u'.'));
}

void tst_json::saysWhatIsNotUtf8()
{
    for (const QByteArray &json :
         {"{\"a\":\"\xff\"}"_ba, "{\"a\":\"\xed\xa0\x80\"}"_ba, "\xff"_ba, "{\"\xc3\":1}"_ba})
        QCOMPARE(protocol::parseObject(json).error().message, u"The JSON is not valid UTF-8."_s);
}

void tst_json::deepNestingIsCheap()
{
    QVERIFY(protocol::parseObject(nested(protocol::maxJsonDepth)));
    const auto object = protocol::parseObject(nested(50'000'000 / 2));
    QVERIFY(!object);
    QVERIFY(object.error().message.contains(u"64"));
}

void tst_json::parsesArrays()
{
    const auto array = protocol::parseArray(R"( ["a",{"b":[1]}] )");
    QVERIFY(array);
    QCOMPARE(*array, (QJsonArray{u"a"_s, QJsonObject{{u"b"_s, QJsonArray{1}}}}));
    QVERIFY(protocol::parseArray("[]"));
    for (const QByteArray &json : {""_ba, "{}"_ba, "1"_ba, "[1"_ba, "[1]]"_ba, "[\"\x01\"]"_ba,
                                   "[\"\xff\"]"_ba, QByteArray(1'000'000, '[')}) {
        const auto refused = protocol::parseArray(json);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, base::ErrorKind::BadRequest);
    }
}

void tst_json::texts_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("text"); // null: refused
    QTest::newRow("one") << R"("a")"_ba << u"a"_s;
    QTest::newRow("four") << R"("ëëëë")"_ba << u"ëëëë"_s;
    QTest::newRow("pair") << R"("\ud83d\ude80")"_ba << u"🚀"_s;

    QTest::newRow("empty") << R"("")"_ba << QString();
    QTest::newRow("five") << R"("ëëëëë")"_ba << QString();
    QTest::newRow("NUL") << R"("a\u0000")"_ba << QString();
    QTest::newRow("high alone") << R"("\ud83d")"_ba << QString();
    QTest::newRow("high, then a letter") << R"("\ud83da")"_ba << QString();
    QTest::newRow("low alone") << R"("\ude80")"_ba << QString();
    QTest::newRow("turned round") << R"("\ude80\ud83d")"_ba << QString();
    QTest::newRow("number") << "1"_ba << QString();
    QTest::newRow("boolean") << "true"_ba << QString();
    QTest::newRow("array") << R"(["a"])"_ba << QString();
    QTest::newRow("object") << R"({"a":"a"})"_ba << QString();
    QTest::newRow("null") << "null"_ba << QString();
}

void tst_json::texts()
{
    QFETCH(const QByteArray, value);
    QFETCH(const QString, text);
    const QJsonObject object = objectOf("{\"f\":" + value + '}');
    JsonFields fields(object);
    QCOMPARE(fields.requiredString("f"_L1, 4), text);
    QCOMPARE(fields.ok(), !text.isNull());
    if (!fields.ok()) {
        QCOMPARE(fields.error().kind, base::ErrorKind::BadRequest);
        QCOMPARE(fields.error().field, u"f"_s);
        QVERIFY(fields.error().message.contains(u"`f`"));
    }
}

void tst_json::integers_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<std::optional<qint64>>("integer");
    const auto row = [](const char *value, std::optional<qint64> integer) {
        QTest::newRow(value) << QByteArray(value) << integer;
    };
    row("1", 1);
    row("7.0", 7);
    row("1e3", 1000);
    row("9007199254740992", 9'007'199'254'740'992);

    row("0", std::nullopt);
    row("-1", std::nullopt);
    row("1.5", std::nullopt);
    row("9007199254740993", std::nullopt);
    row("9223372036854775808", std::nullopt);
    row("1e300", std::nullopt);
    row("-1e300", std::nullopt);
    row("\"7\"", std::nullopt);
    row("true", std::nullopt);
    row("[7]", std::nullopt);
    row("{}", std::nullopt);
}

void tst_json::integers()
{
    QFETCH(const QByteArray, value);
    QFETCH(const std::optional<qint64>, integer);
    const QJsonObject object = objectOf("{\"f\":" + value + '}');
    JsonFields optional(object);
    QCOMPARE(optional.integer("f"_L1, 1), integer);
    QCOMPARE(optional.ok(), integer.has_value());
    JsonFields required(object);
    QCOMPARE(required.requiredInteger("f"_L1, 1), integer.value_or(0));
    QCOMPARE(required.ok(), integer.has_value());
}

void tst_json::booleans_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<bool>("boolean");
    QTest::newRow("true") << "true"_ba << true << true;
    QTest::newRow("false") << "false"_ba << true << false;
    QTest::newRow("null") << "null"_ba << false << false;
    QTest::newRow("1") << "1"_ba << false << false;
    QTest::newRow("string") << "\"true\""_ba << false << false;
}

void tst_json::booleans()
{
    QFETCH(const QByteArray, value);
    const QJsonObject object = objectOf("{\"f\":" + value + '}');
    JsonFields fields(object);
    QTEST(fields.requiredBoolean("f"_L1), "boolean");
    QTEST(fields.ok(), "ok");
}

void tst_json::absentFields()
{
    const QJsonObject object = objectOf(R"({"nothing":null,"empty":""})");
    for (const QLatin1String name : {"nothing"_L1, "missing"_L1}) {
        JsonFields optional(object);
        QCOMPARE(optional.string(name, 4), QString());
        QCOMPARE(optional.integer(name, 1), std::nullopt);
        QVERIFY(optional.ok());

        JsonFields text(object), string(object), integer(object), boolean(object);
        QVERIFY(text.requiredText(name).isEmpty() && !text.ok());
        QVERIFY(string.requiredString(name, 4).isEmpty() && !string.ok());
        QVERIFY(integer.requiredInteger(name, 1) == 0 && !integer.ok());
        QVERIFY(!boolean.requiredBoolean(name) && !boolean.ok());
        QCOMPARE(boolean.error().message, u"The field `%1` is missing."_s.arg(name));
    }
    JsonFields fields(object);
    QCOMPARE(fields.string("empty"_L1, 4), QString());
    QCOMPARE(fields.requiredText("empty"_L1), QString());
    QVERIFY(fields.ok());
}

void tst_json::keepsTheFirstRefusal()
{
    const QJsonObject object = objectOf(R"({"a":1,"b":2})");
    JsonFields fields(object);
    QCOMPARE(fields.requiredString("a"_L1, 4), QString());
    QCOMPARE(fields.requiredString("b"_L1, 4), QString());
    fields.refuse("c"_L1, u"No."_s);
    QCOMPARE(fields.error().field, u"a"_s);
}

QTEST_APPLESS_MAIN(tst_json)
#include "tst_json.moc"
