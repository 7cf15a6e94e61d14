#include "protocol/roomprotocol.h"

#include "protocol/json.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Role;

namespace
{
constexpr base::Timestamp at{std::chrono::milliseconds(1'761'041'410'123)}; // 2025-10-21T10:10:10.123Z
const domain::MessageId messageId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s));
const domain::SessionId sessionId(QUuid(u"019a0607-7a11-7d02-9c55-b0a97f6d3e41"_s));
const domain::UserRef arta{u"tech-ops-1"_s, u"Arta \"Ç\""_s, Role::Technician};

domain::Message sampleMessage()
{
    domain::Message message;
    message.number = 123;
    message.id = messageId;
    message.sessionId = sessionId;
    message.room = u"support-ACME-42"_s;
    message.seq = 2;
    message.content = u"U rregullua sensori Gamma: 33.7°C\n\"ok\" 🚀"_s;
    message.senderId = u"tech-ops-1"_s;
    message.senderRole = Role::Technician;
    message.senderName = u"Arta"_s;
    message.shownSender = u"AGI-Core"_s;
    message.shownRole = u"system"_s;
    message.createdAt = at;
    return message;
}

QJsonObject sampleJson()
{
    return {{u"id"_s, 123},
            {u"message_id"_s, u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s},
            {u"session_id"_s, u"019a0607-7a11-7d02-9c55-b0a97f6d3e41"_s},
            {u"room"_s, u"support-ACME-42"_s},
            {u"role"_s, u"system"_s},
            {u"sender"_s, u"AGI-Core"_s},
            {u"sender_name"_s, u"Arta"_s},
            {u"text"_s, u"U rregullua sensori Gamma: 33.7°C\n\"ok\" 🚀"_s},
            {u"ts"_s, u"2025-10-21T10:10:10.123Z"_s},
            {u"seq"_s, 2},
            {u"type"_s, u"text"_s},
            {u"attachment"_s, QJsonValue::Null},
            {u"client_msg_id"_s, QJsonValue::Null},
            {u"reply_to"_s, QJsonValue::Null},
            {u"edited_at"_s, QJsonValue::Null},
            {u"deleted_at"_s, QJsonValue::Null}};
}

/// The `data` of a frame of that type; fails the caller by an empty object.
QJsonObject dataOf(const QByteArray &frame, const QString &type)
{
    const auto object = protocol::parseObject(frame);
    if (!object || object->size() != 2 || object->value("type"_L1).toString() != type)
        return {};
    return object->value("data"_L1).toObject();
}

domain::Event eventOf(decltype(domain::Event::what) what)
{
    return {sessionId, u"support-ACME-42"_s, at, {}, std::move(what)};
}

template <typename Frame>
std::optional<Frame> parsed(const QByteArray &json)
{
    const protocol::ParsedFrame result = protocol::parseClientFrame(json);
    if (!result.frame || !std::holds_alternative<Frame>(*result.frame))
        return std::nullopt;
    return std::get<Frame>(*result.frame);
}
} // namespace

class tst_roomprotocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsSend_data();
    void readsSend();
    void readsOtherFrames();
    void refusesFrames_data();
    void refusesFrames();
    void givesBackTheClientMsgId_data();
    void givesBackTheClientMsgId();
    void readsRestSend();
    void refusesRestSend_data();
    void refusesRestSend();
    void writesMessages();
    void writesReplies();
    void writesHistory();
    void writesEvents();
    void writesJoined();
    void writesErrorsAndPongs();
    void encodesFast();
};

void tst_roomprotocol::readsSend_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("clientMsgId");
    QTest::addColumn<std::optional<qint64>>("replyTo");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("sender");
    const std::optional<qint64> none;
    QTest::newRow("text alone") << R"({ "text": "Përshëndetje! Si mund t'ju ndihmoj?" })"_ba
                                << u"Përshëndetje! Si mund t'ju ndihmoj?"_s << QString() << none << QString()
                                << QString();
    QTest::newRow("all")
        << R"({"type":"message","text":"a","client_msg_id":"c-1","reply_to":7,"role":"system","sender":"AGI-Core"})"_ba
        << u"a"_s << u"c-1"_s << std::optional<qint64>(7) << u"system"_s << u"AGI-Core"_s;
    QTest::newRow("nulls")
        << R"({"type":null,"text":"a","client_msg_id":null,"reply_to":null,"role":null,"sender":null})"_ba
        << u"a"_s << QString() << none << QString() << QString();
    QTest::newRow("empty strings") << R"({"text":"a","client_msg_id":"","role":"","sender":""})"_ba << u"a"_s
                                   << QString() << none << QString() << QString();
    QTest::newRow("unknown members") << R"({"text":"a","colour":{"x":[1]},"is_typing":7})"_ba << u"a"_s
                                     << QString() << none << QString() << QString();
    QTest::newRow("white space is left")
        << R"({"text":" a\n"})"_ba << u" a\n"_s << QString() << none << QString() << QString();
    QTest::newRow("128 characters") << R"({"text":"a","client_msg_id":")" + QByteArray(128, 'c') +
                                           R"(","sender":")" + "ë"_ba.repeated(128) + R"("})"
                                    << u"a"_s << QString(128, u'c') << none << QString()
                                    << QString(128, u'ë');
    for (const char *role : {"client", "reader", "technician", "admin", "super_admin"})
        QTest::newRow(role) << R"({"text":"a","role":")" + QByteArray(role) + R"("})" << u"a"_s << QString()
                            << none << QString::fromLatin1(role) << QString();
}

void tst_roomprotocol::readsSend()
{
    QFETCH(const QByteArray, json);
    const auto send = parsed<protocol::SendFrame>(json);
    QVERIFY(send);
    QTEST(send->text, "text");
    QTEST(send->clientMsgId, "clientMsgId");
    QTEST(send->replyTo, "replyTo");
    QTEST(send->role, "role");
    QTEST(send->sender, "sender");
    QCOMPARE(protocol::parseClientFrame(json).clientMsgId, send->clientMsgId);
}

void tst_roomprotocol::readsOtherFrames()
{
    QCOMPARE(parsed<protocol::TypingFrame>(R"({"type":"typing","is_typing":true})").value().typing, true);
    QCOMPARE(
        parsed<protocol::TypingFrame>(R"({"type":"typing","is_typing":false,"text":"x"})").value().typing,
        false);
    QCOMPARE(parsed<protocol::ReadFrame>(R"({"type":"read","up_to":123})").value().upTo, 123);
    QVERIFY(parsed<protocol::PingFrame>(R"({"type":"ping"})"));
}

void tst_roomprotocol::refusesFrames_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("not JSON") << "hello"_ba << QString();
    QTest::newRow("an array") << R"(["text"])"_ba << QString();
    QTest::newRow("depth 10,000") << R"({"text":)" + QByteArray(10'000, '[') << QString();
    QTest::newRow("nothing in it") << "{}"_ba << u"text"_s;
    QTest::newRow("text a number") << R"({"text":1})"_ba << u"text"_s;
    QTest::newRow("text null") << R"({"text":null})"_ba << u"text"_s;
    QTest::newRow("text with NUL") << R"({"text":"a\u0000b"})"_ba << u"text"_s;
    QTest::newRow("half a pair") << R"({"text":"\ud800"})"_ba << u"text"_s;
    QTest::newRow("message without text") << R"({"type":"message"})"_ba << u"text"_s;
    QTest::newRow("client_msg_id a number") << R"({"text":"a","client_msg_id":1})"_ba << u"client_msg_id"_s;
    QTest::newRow("client_msg_id of 129")
        << R"({"text":"a","client_msg_id":")" + QByteArray(129, 'c') + R"("})" << u"client_msg_id"_s;
    QTest::newRow("reply_to text") << R"({"text":"a","reply_to":"7"})"_ba << u"reply_to"_s;
    QTest::newRow("reply_to 0") << R"({"text":"a","reply_to":0})"_ba << u"reply_to"_s;
    QTest::newRow("reply_to 1.5") << R"({"text":"a","reply_to":1.5})"_ba << u"reply_to"_s;
    QTest::newRow("unknown role") << R"({"text":"a","role":"root"})"_ba << u"role"_s;
    QTest::newRow("role a number") << R"({"text":"a","role":1})"_ba << u"role"_s;
    QTest::newRow("role of 1000") << R"({"text":"a","role":")" + QByteArray(1000, 'r') + R"("})" << u"role"_s;
    QTest::newRow("sender of 129") << R"({"text":"a","sender":")" + QByteArray(129, 's') + R"("})"
                                   << u"sender"_s;
    QTest::newRow("sender with NUL") << R"({"text":"a","sender":"\u0000"})"_ba << u"sender"_s;
    QTest::newRow("unknown type") << R"({"type":"join","text":"a"})"_ba << u"type"_s;
    QTest::newRow("type in capitals") << R"({"type":"Ping"})"_ba << u"type"_s;
    QTest::newRow("type a number") << R"({"type":1,"text":"a"})"_ba << u"type"_s;
    QTest::newRow("typing without a word") << R"({"type":"typing"})"_ba << u"is_typing"_s;
    QTest::newRow("typing 1") << R"({"type":"typing","is_typing":1})"_ba << u"is_typing"_s;
    QTest::newRow("read nothing") << R"({"type":"read"})"_ba << u"up_to"_s;
    QTest::newRow("read -1") << R"({"type":"read","up_to":-1})"_ba << u"up_to"_s;
    QTest::newRow("read past 2^53") << R"({"type":"read","up_to":9007199254740993})"_ba << u"up_to"_s;
}

void tst_roomprotocol::refusesFrames()
{
    QFETCH(const QByteArray, json);
    const auto result = protocol::parseClientFrame(json);
    QVERIFY(!result.frame);
    QCOMPARE(result.frame.error().kind, base::ErrorKind::BadRequest);
    QTEST(result.frame.error().field, "field");
    QVERIFY(!result.frame.error().message.isEmpty());
}

void tst_roomprotocol::givesBackTheClientMsgId_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("clientMsgId");
    QTest::newRow("no text") << R"({"client_msg_id":"c-1"})"_ba << u"c-1"_s;
    QTest::newRow("bad role") << R"({"text":"a","role":"root","client_msg_id":"ç"})"_ba << u"ç"_s;
    QTest::newRow("unknown type") << R"({"type":"x","client_msg_id":"c-1"})"_ba << u"c-1"_s;
    QTest::newRow("none") << R"({"text":1})"_ba << QString();
    QTest::newRow("itself at fault") << R"({"text":"a","client_msg_id":7})"_ba << QString();
    QTest::newRow("itself too long") << R"({"text":"a","client_msg_id":")" + QByteArray(129, 'c') + R"("})"
                                     << QString();
    QTest::newRow("itself half a pair") << R"({"text":"a","client_msg_id":"\ud800"})"_ba << QString();
}

void tst_roomprotocol::givesBackTheClientMsgId()
{
    QFETCH(const QByteArray, json);
    const auto result = protocol::parseClientFrame(json);
    QVERIFY(!result.frame);
    QTEST(result.clientMsgId, "clientMsgId");
}

void tst_roomprotocol::readsRestSend()
{
    const auto body = protocol::parseObject(R"({
        "room": "support-ACME-42",
        "role": "system",
        "sender": "AGI-Core",
        "text": "ALERT: Temperatura në Gamma: 33.7°C"
    })");
    const auto request = protocol::parseSend(body.value());
    QVERIFY(request);
    QCOMPARE(request->room, u"support-ACME-42"_s);
    QCOMPARE(request->send.role, u"system"_s);
    QCOMPARE(request->send.sender, u"AGI-Core"_s);
    QCOMPARE(request->send.text, u"ALERT: Temperatura në Gamma: 33.7°C"_s);
    QCOMPARE(request->send.clientMsgId, QString());
    QCOMPARE(request->send.replyTo, std::nullopt);
}

void tst_roomprotocol::refusesRestSend_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("no room") << R"({"text":"a"})"_ba << u"room"_s;
    QTest::newRow("room a number") << R"({"room":1,"text":"a"})"_ba << u"room"_s;
    QTest::newRow("room empty") << R"({"room":"","text":"a"})"_ba << u"room"_s;
    QTest::newRow("room of 129") << R"({"text":"a","room":")" + QByteArray(129, 'r') + R"("})" << u"room"_s;
    QTest::newRow("room up") << R"({"room":"..","text":"a"})"_ba << u"room"_s;
    QTest::newRow("room with a slash") << R"({"room":"a/../b","text":"a"})"_ba << u"room"_s;
    QTest::newRow("no text") << R"({"room":"a"})"_ba << u"text"_s;
    QTest::newRow("unknown role") << R"({"room":"a","text":"a","role":"root"})"_ba << u"role"_s;
}

void tst_roomprotocol::refusesRestSend()
{
    QFETCH(const QByteArray, json);
    const auto request = protocol::parseSend(protocol::parseObject(json).value());
    QVERIFY(!request);
    QCOMPARE(request.error().kind, base::ErrorKind::BadRequest);
    QTEST(request.error().field, "field");
}

void tst_roomprotocol::writesMessages()
{
    domain::Message message = sampleMessage();
    QCOMPARE(protocol::parseObject(protocol::messageJson(message)).value(), sampleJson());
    QCOMPARE(dataOf(protocol::messageFrame(message), u"message"_s), sampleJson());

    message.clientMsgId = u"c-\"1\""_s;
    message.type = domain::MessageType::System;
    QJsonObject expected = sampleJson();
    expected[u"client_msg_id"_s] = u"c-\"1\""_s;
    expected[u"type"_s] = u"system"_s;
    QCOMPARE(protocol::parseObject(protocol::messageJson(message)).value(), expected);
}

void tst_roomprotocol::writesReplies()
{
    domain::Message message = sampleMessage();
    message.replyTo = domain::ReplyPreview{122, messageId, u"client-007"_s, u"Përshëndetje…"_s};
    QCOMPARE(protocol::parseObject(protocol::messageJson(message)).value().value("reply_to"_L1),
             QJsonValue(QJsonObject{
                 {u"id"_s, 122}, {u"sender_name"_s, u"client-007"_s}, {u"excerpt"_s, u"Përshëndetje…"_s}}));
}

void tst_roomprotocol::writesHistory()
{
    QCOMPARE(protocol::messagesJson({}), "[]"_ba);
    domain::Message second = sampleMessage();
    second.number = 124;
    const std::vector<domain::Message> page{sampleMessage(), second};
    QCOMPARE(protocol::messagesJson(page),
             '[' + protocol::messageJson(page[0]) + ',' + protocol::messageJson(page[1]) + ']');
}

void tst_roomprotocol::writesEvents()
{
    QCOMPARE(protocol::eventFrame(eventOf(domain::MessagePosted{sampleMessage()})),
             protocol::messageFrame(sampleMessage()));
    QCOMPARE(
        dataOf(protocol::eventFrame(eventOf(domain::MessagesRead{arta, 2, 123, messageId, 5})), u"read"_s),
        (QJsonObject{{u"room"_s, u"support-ACME-42"_s},
                     {u"user_id"_s, u"tech-ops-1"_s},
                     {u"user_name"_s, u"Arta \"Ç\""_s},
                     {u"up_to"_s, 123},
                     {u"read_count"_s, 5},
                     {u"ts"_s, u"2025-10-21T10:10:10.123Z"_s}}));
    for (const bool typing : {true, false})
        QCOMPARE(dataOf(protocol::eventFrame(eventOf(domain::TypingChanged{arta, typing})), u"typing"_s),
                 (QJsonObject{{u"room"_s, u"support-ACME-42"_s},
                              {u"user_id"_s, u"tech-ops-1"_s},
                              {u"user_name"_s, u"Arta \"Ç\""_s},
                              {u"is_typing"_s, typing},
                              {u"ts"_s, u"2025-10-21T10:10:10.123Z"_s}}));
    for (const bool online : {true, false})
        QCOMPARE(
            dataOf(protocol::eventFrame(eventOf(domain::PresenceChanged{arta, online, 3})), u"presence"_s),
            (QJsonObject{{u"room"_s, u"support-ACME-42"_s},
                         {u"user_id"_s, u"tech-ops-1"_s},
                         {u"user_name"_s, u"Arta \"Ç\""_s},
                         {u"role"_s, u"technician"_s},
                         {u"online"_s, online},
                         {u"online_count"_s, 3},
                         {u"ts"_s, u"2025-10-21T10:10:10.123Z"_s}}));
    QVERIFY(protocol::eventFrame(eventOf(domain::SessionOpened{})).isEmpty());
}

void tst_roomprotocol::writesJoined()
{
    QCOMPARE(
        dataOf(protocol::joinedFrame(u"r"_s, arta, 2, {u"client-007"_s, u"tech-ops-1"_s}, at), u"presence"_s),
        (QJsonObject{{u"room"_s, u"r"_s},
                     {u"user_id"_s, u"tech-ops-1"_s},
                     {u"user_name"_s, u"Arta \"Ç\""_s},
                     {u"role"_s, u"technician"_s},
                     {u"online"_s, true},
                     {u"online_count"_s, 2},
                     {u"online_users"_s, QJsonArray{u"client-007"_s, u"tech-ops-1"_s}},
                     {u"ts"_s, u"2025-10-21T10:10:10.123Z"_s}}));
    const QJsonObject crowded =
        dataOf(protocol::joinedFrame(u"r"_s, arta, 101, QStringList(101, u"u"_s), at), u"presence"_s);
    QCOMPARE(crowded.value("online_users"_L1).toArray().size(), 100);
    QCOMPARE(crowded.value("online_count"_L1).toInt(), 101);
}

void tst_roomprotocol::writesErrorsAndPongs()
{
    const base::Error error{base::ErrorKind::Conflict, u"Ky id u përdor \"më parë\"."_s, u"client_msg_id"_s};
    QCOMPARE(dataOf(protocol::errorFrame(error, u"c-1"_s), u"error"_s),
             (QJsonObject{{u"error"_s, u"conflict"_s},
                          {u"message"_s, u"Ky id u përdor \"më parë\"."_s},
                          {u"client_msg_id"_s, u"c-1"_s}}));
    QCOMPARE(dataOf(protocol::errorFrame(error), u"error"_s),
             (QJsonObject{{u"error"_s, u"conflict"_s}, {u"message"_s, u"Ky id u përdor \"më parë\"."_s}}));
    QCOMPARE(dataOf(protocol::pongFrame(at), u"pong"_s),
             (QJsonObject{{u"ts"_s, u"2025-10-21T10:10:10.123Z"_s}}));
}

void tst_roomprotocol::encodesFast()
{
    const domain::Message message = sampleMessage();
    QBENCHMARK
    {
        QVERIFY(!protocol::messageFrame(message).isEmpty());
    }
}

QTEST_APPLESS_MAIN(tst_roomprotocol)
#include "tst_roomprotocol.moc"
