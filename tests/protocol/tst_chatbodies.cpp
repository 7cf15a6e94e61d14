#include "protocol/chatbodies.h"

#include "protocol/clientevents.h"
#include "protocol/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace protocol::chatapi;

namespace
{
QJsonObject objectOf(const QByteArray &json)
{
    const auto object = protocol::parseObject(json);
    return object ? *object : QJsonObject{{u"not"_s, u"parsed"_s}};
}

/// The field that \a parse refuses; `none` where it refuses nothing.
QString refusedField(const auto &result)
{
    if (result)
        return u"none"_s;
    return result.error().kind == base::ErrorKind::BadRequest ? result.error().field : u"another error"_s;
}

QByteArray listOf(int count, const QByteArray &element)
{
    return '[' + QByteArrayList(count, '"' + element + '"').join(',') + ']';
}
} // namespace

class TestChatBodies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newSession();
    void newSessionIsRefused_data();
    void newSessionIsRefused();
    void sessionChange();
    void sessionChangeIsRefused_data();
    void sessionChangeIsRefused();
    void messageChange();
    void messageChangeIsRefused_data();
    void messageChangeIsRefused();
    void read();
    void message();
};

void TestChatBodies::newSession()
{
    const auto full = parseNewSession(objectOf(
        R"({"participants":["user1","user2"],"type":"booking","booking_id":"b-1","title":" Ç '; -- ","room":"r.1","new":1})"));
    QVERIFY(full);
    QCOMPARE(full->participants, QStringList({u"user1"_s, u"user2"_s}));
    QVERIFY(full->type == domain::SessionType::Booking);
    QCOMPARE(full->bookingId, u"b-1"_s);
    QCOMPARE(full->title, u" Ç '; -- "_s);
    QCOMPARE(full->room, u"r.1"_s);
    for (const QByteArray &json :
         {"{}"_ba, R"({"participants":null,"type":null,"booking_id":null,"title":null,"room":null})"_ba}) {
        const auto plain = parseNewSession(objectOf(json));
        QVERIFY(plain && plain->participants.isEmpty() && plain->room.isEmpty());
        QVERIFY(plain->type == domain::SessionType::Support);
    }
    QVERIFY(
        parseNewSession(objectOf("{\"participants\":" + listOf(int(domain::maxParticipants), "a") + "}")));
}

void TestChatBodies::newSessionIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const QByteArray &json, const QString &field) {
        QTest::newRow(name) << json << field;
    };
    row("too many participants", "{\"participants\":" + listOf(int(domain::maxParticipants) + 1, "a") + "}",
        u"participants"_s);
    row("an empty participant", R"({"participants":[""]})", u"participants"_s);
    row("a long participant", "{\"participants\":" + listOf(1, QByteArray(129, 'x')) + "}",
        u"participants"_s);
    row("a number as participant", R"({"participants":["a",7]})", u"participants"_s);
    row("participants no array", R"({"participants":"a"})", u"participants"_s);
    row("a NUL in a participant", R"({"participants":["a\u0000"]})", u"participants"_s);
    row("an unpaired surrogate in a participant", R"({"participants":["\ud800"]})", u"participants"_s);
    row("an unknown type", R"({"type":"Support"})", u"type"_s);
    row("a long title", R"({"title":")" + QByteArray(201, 'x') + "\"}", u"title"_s);
    row("a title that is a number", R"({"title":1})", u"title"_s);
    row("a long booking", R"({"booking_id":")" + QByteArray(129, 'x') + "\"}", u"booking_id"_s);
    row("a room with a space", R"({"room":"a b"})", u"room"_s);
    row("SQL as a room", R"({"room":"'; DROP TABLE chat_sessions; --"})", u"room"_s);
}

void TestChatBodies::newSessionIsRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    QCOMPARE(refusedField(parseNewSession(objectOf(json))), field);
}

void TestChatBodies::sessionChange()
{
    const auto full = parseSessionChange(objectOf(
        R"({"status":"closed","title":"t","type":"emergency","assignee":"tech","labels":["a","b","a"],"priority":"urgent"})"));
    QVERIFY(full);
    QVERIFY(full->status == domain::SessionStatus::Closed && full->type == domain::SessionType::Emergency);
    QCOMPARE(full->title, u"t"_s);
    QCOMPARE(full->assignee, u"tech"_s);
    QCOMPARE(full->labels, QStringList({u"a"_s, u"b"_s}));
    QVERIFY(full->priority == domain::Priority::Urgent);
    const auto cleared =
        parseSessionChange(objectOf(R"({"title":null,"assignee":"","labels":[],"status":null})"));
    QVERIFY(cleared && !cleared->status && !cleared->priority);
    QVERIFY(cleared->title && cleared->title->isEmpty());
    QVERIFY(cleared->assignee && cleared->assignee->isEmpty());
    QVERIFY(cleared->labels && cleared->labels->isEmpty());
}

void TestChatBodies::sessionChangeIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("nothing") << "{}"_ba << QString();
    QTest::newRow("nothing known") << R"({"participants":["a"]})"_ba << QString();
    QTest::newRow("status") << R"({"status":"open"})"_ba << u"status"_s;
    QTest::newRow("status a boolean") << R"({"status":true})"_ba << u"status"_s;
    QTest::newRow("priority") << R"({"priority":"highest"})"_ba << u"priority"_s;
    QTest::newRow("type") << R"({"type":"chat"})"_ba << u"type"_s;
    QTest::newRow("21 labels") << "{\"labels\":" + listOf(21, "x") + "}" << u"labels"_s;
    QTest::newRow("a long label") << "{\"labels\":" + listOf(1, QByteArray(51, 'x')) + "}" << u"labels"_s;
    QTest::newRow("an empty label") << R"({"labels":[""]})"_ba << u"labels"_s;
    QTest::newRow("labels an object") << R"({"labels":{}})"_ba << u"labels"_s;
    QTest::newRow("a long assignee") << R"({"assignee":")" + QByteArray(129, 'x') + "\"}" << u"assignee"_s;
    QTest::newRow("a long title") << R"({"title":")" + QByteArray(201, 'x') + "\"}" << u"title"_s;
}

void TestChatBodies::sessionChangeIsRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    QCOMPARE(refusedField(parseSessionChange(objectOf(json))), field);
}

void TestChatBodies::messageChange()
{
    const auto both = parseMessageChange(objectOf(R"({"content":" new ","metadata":{"a":[1]}})"));
    QVERIFY(both);
    QCOMPARE(both->content, u" new "_s);
    QCOMPARE(both->metadata, R"({"a":[1]})"_ba);
    const auto cleared = parseMessageChange(objectOf(R"({"metadata":{}})"));
    QVERIFY(cleared && !cleared->content && cleared->metadata && cleared->metadata->isEmpty());
}

void TestChatBodies::messageChangeIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("nothing") << "{}"_ba << u"content"_s;
    QTest::newRow("content null") << R"({"content":null})"_ba << u"content"_s;
    QTest::newRow("content a number") << R"({"content":7})"_ba << u"content"_s;
    QTest::newRow("a NUL") << R"({"content":"a\u0000"})"_ba << u"content"_s;
    QTest::newRow("metadata an array") << R"({"metadata":[]})"_ba << u"metadata"_s;
}

void TestChatBodies::messageChangeIsRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    QCOMPARE(refusedField(parseMessageChange(objectOf(json))), field);
}

void TestChatBodies::read()
{
    const auto id = parseRead(objectOf(R"({"up_to_message_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"})"));
    QVERIFY(id);
    QCOMPARE(id->toString(), u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s);
    for (const QByteArray &json : {"{}"_ba, R"({"up_to_message_id":7})"_ba, R"({"up_to_message_id":"7"})"_ba})
        QCOMPARE(refusedField(parseRead(objectOf(json))), u"up_to_message_id"_s);
}

void TestChatBodies::message()
{
    const auto send = parseSend(objectOf(R"({"session_id":"r","type":"system","content":"a"})"));
    QVERIFY(send && send->type == domain::MessageType::System);
    QVERIFY(parseSend(objectOf(R"({"session_id":"r","content":"a"})"))->type == domain::MessageType::Text);
    QCOMPARE(refusedField(parseSend(objectOf(R"({"session_id":"r","type":"video","content":"a"})"))),
             u"type"_s);
    QCOMPARE(refusedField(parseSend(objectOf(R"({"content":"a"})"))), u"session_id"_s);
    QCOMPARE(refusedField(parseSend(objectOf(R"({"session_id":"r"})"))), u"content"_s);
}

QTEST_APPLESS_MAIN(TestChatBodies)
#include "tst_chatbodies.moc"
