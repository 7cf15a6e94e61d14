#include "protocol/clientevents.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace protocol::chatapi;

namespace
{
const auto id = "019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_ba;

base::Result<ClientEvent> parse(const QByteArray &json)
{
    return parseClientEvent(QJsonDocument::fromJson(json).array());
}

template <typename Event>
Event parsed(const QByteArray &json)
{
    const auto event = parse(json);
    if (!event || !std::holds_alternative<Event>(*event))
        qFatal("another event was expected of %s", json.constData());
    return std::get<Event>(*event);
}
} // namespace

class tst_ClientEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachOfThem();
    void aMessageWithAllThereIs();
    void nullAndEmptyAreAbsent();
    void refuses_data();
    void refuses();
};

void tst_ClientEvents::eachOfThem()
{
    QCOMPARE(parsed<JoinSession>(R"(["join_session",{"session_id":"room-1"}])").session, u"room-1"_s);
    QCOMPARE(parsed<LeaveSession>(R"(["leave_session",{"session_id":"room-1"}])").session, u"room-1"_s);
    QVERIFY(parsed<SetTyping>(R"(["typing_start",{"session_id":"r"}])").typing);
    QVERIFY(!parsed<SetTyping>(R"(["typing_stop",{"session_id":"r"}])").typing);
    QCOMPARE(parsed<GetOnlineUsers>(R"(["get_online_users",{"session_id":"r"},"more"])").session, u"r"_s);
    const auto read = parsed<MarkMessagesRead>(
        R"(["mark_messages_read",{"session_id":"r","up_to_message_id":")" + id + "\"}]");
    QCOMPARE(read.session, u"r"_s);
    QCOMPARE(read.upTo.toUtf8(), id);
    const auto send = parsed<SendMessage>(R"(["send_message",{"session_id":"r","content":" hi "}])");
    QCOMPARE(send.session, u"r"_s);
    QCOMPARE(send.content, u" hi "_s);
    QVERIFY(!send.replyTo);
}

void tst_ClientEvents::aMessageWithAllThereIs()
{
    const auto send = parsed<SendMessage>(
        R"(["send_message",{"session_id":"r","type":"text","content":"ë","reply_to_message_id":")" + id +
        R"(","metadata":{"b":[1,true],"a":"ë"},"client_msg_id":"c-1","role":"system","sender":"AGI"}])");
    QVERIFY(send.replyTo);
    QCOMPARE(send.replyTo->toUtf8(), id);
    QCOMPARE(send.metadata, R"({"a":"ë","b":[1,true]})"_ba);
    QCOMPARE(send.clientMsgId, u"c-1"_s);
    QCOMPARE(send.role, u"system"_s);
    QCOMPARE(send.sender, u"AGI"_s);
}

void tst_ClientEvents::nullAndEmptyAreAbsent()
{
    const auto send = parsed<SendMessage>(
        R"(["send_message",{"session_id":"r","content":"","type":null,"reply_to_message_id":null,"metadata":{},)"
        R"("client_msg_id":"","role":null,"sender":""}])");
    QVERIFY(!send.replyTo);
    QVERIFY(send.metadata.isEmpty());
    QVERIFY(send.clientMsgId.isEmpty() && send.role.isEmpty() && send.sender.isEmpty());
}

void tst_ClientEvents::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("unknown") << R"(["hello",{}])"_ba << QString();
    QTest::newRow("a number") << "[7,{}]"_ba << QString();
    QTest::newRow("no argument") << R"(["join_session"])"_ba << QString();
    QTest::newRow("argument of text") << R"(["join_session","r"])"_ba << QString();
    QTest::newRow("argument null") << R"(["join_session",null])"_ba << QString();
    for (const char *name : {"join_session", "leave_session", "send_message", "mark_messages_read",
                             "typing_start", "typing_stop", "get_online_users"}) {
        QTest::addRow("%s without session", name) << "[\""_ba + name + "\",{}]" << u"session_id"_s;
        QTest::addRow("%s in no session", name)
            << "[\""_ba + name + "\",{\"session_id\":\"\"}]" << u"session_id"_s;
        QTest::addRow("%s in a long session", name)
            << "[\""_ba + name + "\",{\"session_id\":\"" + QByteArray(129, 'x') + "\"}]" << u"session_id"_s;
    }
    const auto send = [](const QByteArray &members) {
        return R"(["send_message",{"session_id":"r",)" + members + "}]";
    };
    QTest::newRow("no content") << send(R"("x":1)") << u"content"_s;
    QTest::newRow("content of numbers") << send(R"("content":1)") << u"content"_s;
    QTest::newRow("content with a NUL") << send(R"("content":"\u0000")") << u"content"_s;
    QTest::newRow("no such type") << send(R"("content":"x","type":"hologram")") << u"type"_s;
    QTest::newRow("type of numbers") << send(R"("content":"x","type":1)") << u"type"_s;
    QTest::newRow("reply to a number")
        << send(R"("content":"x","reply_to_message_id":7)") << u"reply_to_message_id"_s;
    QTest::newRow("reply to no id") << send(R"("content":"x","reply_to_message_id":"abc")")
                                    << u"reply_to_message_id"_s;
    QTest::newRow("metadata of text") << send(R"("content":"x","metadata":"a")") << u"metadata"_s;
    QTest::newRow("metadata as array") << send(R"("content":"x","metadata":[1])") << u"metadata"_s;
    QTest::newRow("a long client_msg_id")
        << send(R"("content":"x","client_msg_id":")" + QByteArray(129, 'x') + '"') << u"client_msg_id"_s;
    QTest::newRow("role of numbers") << send(R"("content":"x","role":1)") << u"role"_s;
    QTest::newRow("a long sender") << send(R"("content":"x","sender":")" + QByteArray(129, 'x') + '"')
                                   << u"sender"_s;
    QTest::newRow("read up to nothing")
        << R"(["mark_messages_read",{"session_id":"r"}])"_ba << u"up_to_message_id"_s;
    QTest::newRow("read up to no id")
        << R"(["mark_messages_read",{"session_id":"r","up_to_message_id":"x"}])"_ba << u"up_to_message_id"_s;
}

void tst_ClientEvents::refuses()
{
    QFETCH(const QByteArray, json);
    const auto event = parse(json);
    QVERIFY(!event);
    QCOMPARE(event.error().kind, base::ErrorKind::BadRequest);
    QTEST(event.error().field, "field");
    QVERIFY(!event.error().message.isEmpty());
}

QTEST_APPLESS_MAIN(tst_ClientEvents)
#include "tst_clientevents.moc"
