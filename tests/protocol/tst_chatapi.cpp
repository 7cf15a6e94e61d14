#include "protocol/chatapi.h"

#include "protocol/json.h"
#include "protocol/roomprotocol.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace protocol;
using domain::Role;

namespace
{
constexpr base::Timestamp at{std::chrono::milliseconds(1'761'041'410'123)}; // 2025-10-21T10:10:10.123Z
constexpr auto later = at + std::chrono::seconds(1);
const domain::MessageId messageId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s));
const domain::MessageId firstId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d1"_s));
const domain::SessionId sessionId(QUuid(u"019a0607-7a11-7d02-9c55-b0a97f6d3e41"_s));
const domain::UserRef arta{u"tech-ops-1"_s, u"Arta \"Ç\""_s, Role::Technician};

domain::Message plainMessage()
{
    domain::Message message;
    message.number = 123;
    message.id = messageId;
    message.sessionId = sessionId;
    message.room = u"support-ACME-42"_s;
    message.seq = 2;
    message.change = 3;
    message.content = u"U rregullua: 33.7°C\n\"ok\" 🚀"_s;
    message.senderId = u"tech-ops-1"_s;
    message.senderRole = Role::Technician;
    message.senderName = u"Arta"_s;
    message.shownSender = u"AGI-Core"_s;
    message.shownRole = u"system"_s;
    message.createdAt = at;
    return message;
}

domain::Message fullMessage()
{
    domain::Message message = plainMessage();
    message.type = domain::MessageType::Image;
    message.replyTo = domain::ReplyPreview{122, firstId, u"client-007"_s, u"Përshëndetje"_s};
    message.metadata = R"({"a":[1,"x"],"b":{"c":null}})"_ba;
    message.clientMsgId = u"c-17"_s;
    message.status = domain::DeliveryStatus::Read;
    message.editedAt = later;
    message.deletedAt = later + std::chrono::seconds(1);
    return message;
}

domain::SessionSummary plainSession()
{
    domain::SessionSummary summary;
    summary.session.id = sessionId;
    summary.session.createdAt = at;
    return summary;
}

domain::SessionSummary fullSession()
{
    domain::SessionSummary summary = plainSession();
    domain::Session &session = summary.session;
    session.room = u"support-ACME-42"_s;
    session.type = domain::SessionType::Emergency;
    session.status = domain::SessionStatus::Closed;
    session.title = u"Gamma \"33\""_s;
    session.bookingId = u"b-1"_s;
    session.participants = {u"client-007"_s, u"tech-ops-1"_s};
    session.lastSeq = 9;
    session.lastChange = 11;
    session.lastMessageAt = later;
    session.closedAt = later + std::chrono::seconds(1);
    session.assignee = u"tech-ops-1"_s;
    session.labels = {u"vip"_s, u"\"ç\""_s};
    session.priority = domain::Priority::Urgent;
    summary.lastMessage = domain::LastMessage{
        9, domain::MessageType::File, u"Faleminderit"_s, u"client-007"_s, u"Blerta"_s, u"client"_s, later};
    summary.readSeq = 5;
    summary.unreadCount = 4;
    summary.participantsOnline = 2;
    summary.contact = domain::UserRef{u"client-007"_s, u"Blerta"_s, domain::Role::Client};
    summary.contactOnline = true;
    summary.members = {{*summary.contact, true, true, 4, 5}, {arta, true, false, 9, 9}};
    return summary;
}

QJsonObject objectOf(const QByteArray &json)
{
    const auto object = parseObject(json);
    return object ? *object : QJsonObject();
}

/// JSON compares every member, so what is written again tells whether all was read.
QByteArray rewritten(const QByteArray &message)
{
    const auto parsed = chatapi::parseMessage(objectOf(message));
    return parsed ? chatapi::messageJson(*parsed) : parsed.error().message.toUtf8();
}

domain::Event eventOf(auto what)
{
    domain::Event event;
    event.session = sessionId;
    event.room = u"support-ACME-42"_s;
    event.at = at;
    event.what = std::move(what);
    return event;
}
} // namespace

class TestChatApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageHasItsShape();
    void messageIsReadBack_data();
    void messageIsReadBack();
    void messageOfTheWrongShapeIsRefused_data();
    void messageOfTheWrongShapeIsRefused();
    void messagePageIsReadBack();
    void messagePageOfTheWrongShapeIsRefused_data();
    void messagePageOfTheWrongShapeIsRefused();

    void sessionHasItsShape();
    void sessionIsReadBack_data();
    void sessionIsReadBack();
    void sessionOfTheWrongShapeIsRefused_data();
    void sessionOfTheWrongShapeIsRefused();
    void sessionPageIsReadBack();
    void sessionPageOfTheWrongShapeIsRefused();
    void updateTakesOnlyWhatIsThere();
    void updateTellsWhetherTheCustomerIsThere();
    void updateOfTheWrongShapeChangesNothing();

    void membersHear_data();
    void membersHear();
    void staffHear_data();
    void staffHear();
    void updatesThatStaffHearAreTakenOver();
    void settingsThatStaffHearAreTakenOver();
    void deletionIsReadBack();
    void deletionOfTheWrongShapeIsRefused();
    void versionsAreReadBack();
    void roomProtocolTellsOfChanges();
    void roomProtocolIgnoresDelivery();
};

void TestChatApi::messageHasItsShape()
{
    const QJsonObject json = objectOf(chatapi::messageJson(plainMessage()));
    const QJsonObject expected{{u"id"_s, messageId.toString()},
                               {u"session_id"_s, sessionId.toString()},
                               {u"room"_s, u"support-ACME-42"_s},
                               {u"seq"_s, 2},
                               {u"number"_s, 123},
                               {u"type"_s, u"text"_s},
                               {u"content"_s, u"U rregullua: 33.7°C\n\"ok\" 🚀"_s},
                               {u"sender_id"_s, u"tech-ops-1"_s},
                               {u"sender_name"_s, u"Arta"_s},
                               {u"sender_role"_s, u"technician"_s},
                               {u"role"_s, u"system"_s},
                               {u"sender"_s, u"AGI-Core"_s},
                               {u"reply_to_message_id"_s, QJsonValue::Null},
                               {u"reply_to"_s, QJsonValue::Null},
                               {u"attachment"_s, QJsonValue::Null},
                               {u"metadata"_s, QJsonObject()},
                               {u"status"_s, u"sent"_s},
                               {u"is_read"_s, false},
                               {u"client_msg_id"_s, QJsonValue::Null},
                               {u"change"_s, 3},
                               {u"created_at"_s, u"2025-10-21T10:10:10.123Z"_s},
                               {u"edited_at"_s, QJsonValue::Null},
                               {u"deleted_at"_s, QJsonValue::Null}};
    QCOMPARE(json, expected);

    const QJsonObject full = objectOf(chatapi::messageJson(fullMessage()));
    QCOMPARE(full.value("is_read"_L1), QJsonValue(true));
    QCOMPARE(full.value("reply_to_message_id"_L1), QJsonValue(firstId.toString()));
    const QJsonObject reply{{u"id"_s, firstId.toString()},
                            {u"number"_s, 122},
                            {u"sender_name"_s, u"client-007"_s},
                            {u"excerpt"_s, u"Përshëndetje"_s}};
    QCOMPARE(full.value("reply_to"_L1).toObject(), reply);
}

void TestChatApi::messageIsReadBack_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << chatapi::messageJson(plainMessage());
    QTest::newRow("everything") << chatapi::messageJson(fullMessage());
    domain::Message message = plainMessage();
    message.content.clear();
    message.status = domain::DeliveryStatus::Delivered;
    QTest::newRow("no text, delivered") << chatapi::messageJson(message);
}

void TestChatApi::messageIsReadBack()
{
    QFETCH(QByteArray, json);
    QCOMPARE(rewritten(json), json);
}

void TestChatApi::messageOfTheWrongShapeIsRefused_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value"); // undefined: the member is missing
    QTest::addColumn<QString>("field");
    for (const char *name :
         {"id", "session_id", "room", "seq", "number", "type", "content", "sender_id", "sender_name",
          "sender_role", "role", "sender", "status", "change", "created_at"}) {
        const QString member = QString::fromLatin1(name);
        QTest::addRow("no %s", name) << member << QJsonValue(QJsonValue::Undefined) << member;
        QTest::addRow("%s null", name) << member << QJsonValue(QJsonValue::Null) << member;
        QTest::addRow("%s true", name) << member << QJsonValue(true) << member;
    }
    for (const char *name : {"id", "session_id", "type", "sender_role", "status", "created_at", "edited_at",
                             "deleted_at", "reply_to", "metadata"}) {
        const QString member = QString::fromLatin1(name);
        QTest::addRow("%s of another word", name) << member << QJsonValue(u"rubbish"_s) << member;
    }
    QTest::newRow("seq 0") << u"seq"_s << QJsonValue(0) << u"seq"_s;
    QTest::newRow("seq a string") << u"seq"_s << QJsonValue(u"1"_s) << u"seq"_s;
    QTest::newRow("client_msg_id a number") << u"client_msg_id"_s << QJsonValue(1) << u"client_msg_id"_s;
    QTest::newRow("reply without its parts") << u"reply_to"_s << QJsonValue(QJsonObject()) << u"id"_s;
    QTest::newRow("text with a NUL") << u"content"_s << QJsonValue(QString(QChar(u'\0'))) << u"content"_s;
}

void TestChatApi::messageOfTheWrongShapeIsRefused()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    QFETCH(QString, field);
    QJsonObject json = objectOf(chatapi::messageJson(fullMessage()));
    if (value.isUndefined())
        json.remove(member);
    else
        json.insert(member, value);
    const auto parsed = chatapi::parseMessage(json);
    QVERIFY(!parsed);
    QVERIFY(parsed.error().kind == base::ErrorKind::BadRequest);
    QCOMPARE(parsed.error().field, field);
    QVERIFY(!parsed.error().message.isEmpty());
}

void TestChatApi::messagePageIsReadBack()
{
    const std::vector<domain::Message> messages{plainMessage(), fullMessage()};
    for (const bool hasMore : {true, false}) {
        const QByteArray json = chatapi::messagePageJson(messages, hasMore);
        const auto page = chatapi::parseMessagePage(objectOf(json));
        QVERIFY(page);
        QCOMPARE(page->hasMore, hasMore);
        QCOMPARE(chatapi::messagePageJson(page->messages, page->hasMore), json);
    }
    const QByteArray empty = chatapi::messagePageJson({}, false);
    QCOMPARE(empty, R"({"messages":[],"has_more":false})"_ba);
    QVERIFY(chatapi::parseMessagePage(objectOf(empty))->messages.empty());
}

void TestChatApi::messagePageOfTheWrongShapeIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("no messages") << R"({"has_more":false})"_ba << u"messages"_s;
    QTest::newRow("messages an object") << R"({"messages":{},"has_more":false})"_ba << u"messages"_s;
    QTest::newRow("no has_more") << R"({"messages":[]})"_ba << u"has_more"_s;
    QTest::newRow("a message a string") << R"({"messages":["x"],"has_more":false})"_ba << u"number"_s;
    QTest::newRow("a message without members") << R"({"messages":[{}],"has_more":false})"_ba << u"number"_s;
}

void TestChatApi::messagePageOfTheWrongShapeIsRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    const auto page = chatapi::parseMessagePage(objectOf(json));
    QVERIFY(!page);
    QCOMPARE(page.error().field, field);
}

void TestChatApi::sessionHasItsShape()
{
    const QJsonObject expected{{u"id"_s, sessionId.toString()},
                               {u"room"_s, QJsonValue::Null},
                               {u"participants"_s, QJsonArray()},
                               {u"type"_s, u"support"_s},
                               {u"booking_id"_s, QJsonValue::Null},
                               {u"status"_s, u"active"_s},
                               {u"title"_s, QJsonValue::Null},
                               {u"created_at"_s, u"2025-10-21T10:10:10.123Z"_s},
                               {u"closed_at"_s, QJsonValue::Null},
                               {u"last_message_at"_s, QJsonValue::Null},
                               {u"last_seq"_s, 0},
                               {u"last_change"_s, 0},
                               {u"read_seq"_s, 0},
                               {u"unread_count"_s, 0},
                               {u"participants_online"_s, 0},
                               {u"contact"_s, QJsonValue::Null},
                               {u"last_message"_s, QJsonValue::Null},
                               {u"bookings"_s, QJsonValue::Null},
                               {u"assignee"_s, QJsonValue::Null},
                               {u"labels"_s, QJsonArray()},
                               {u"priority"_s, u"normal"_s},
                               {u"members"_s, QJsonArray()}};
    QCOMPARE(objectOf(chatapi::sessionJson(plainSession())), expected);

    const QJsonObject last{{u"seq"_s, 9},
                           {u"type"_s, u"file"_s},
                           {u"excerpt"_s, u"Faleminderit"_s},
                           {u"sender_id"_s, u"client-007"_s},
                           {u"sender_name"_s, u"Blerta"_s},
                           {u"role"_s, u"client"_s},
                           {u"created_at"_s, u"2025-10-21T10:10:11.123Z"_s}};
    const QJsonObject full = objectOf(chatapi::sessionJson(fullSession()));
    QCOMPARE(full.value("last_message"_L1).toObject(), last);
    QCOMPARE(full.value("participants"_L1).toArray(), QJsonArray({u"client-007"_s, u"tech-ops-1"_s}));
    QCOMPARE(full.value("assignee"_L1), QJsonValue(u"tech-ops-1"_s));
    QCOMPARE(full.value("labels"_L1).toArray(), QJsonArray({u"vip"_s, u"\"ç\""_s}));
    QCOMPARE(full.value("priority"_L1), QJsonValue(u"urgent"_s));
    const QJsonObject member{{u"user_id"_s, u"client-007"_s},
                             {u"user_name"_s, u"Blerta"_s},
                             {u"role"_s, u"client"_s},
                             {u"online"_s, true},
                             {u"read_seq"_s, 4},
                             {u"delivered_seq"_s, 5}};
    QCOMPARE(full.value("members"_L1).toArray().first().toObject(), member);
}

void TestChatApi::sessionIsReadBack_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << chatapi::sessionJson(plainSession());
    QTest::newRow("everything") << chatapi::sessionJson(fullSession());
}

void TestChatApi::sessionIsReadBack()
{
    QFETCH(QByteArray, json);
    const auto parsed = chatapi::parseSession(objectOf(json));
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().message));
    QCOMPARE(chatapi::sessionJson(*parsed), json);
}

void TestChatApi::sessionOfTheWrongShapeIsRefused_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("field");
    for (const char *name :
         {"id", "type", "status", "participants", "created_at", "last_seq", "last_change"}) {
        const QString member = QString::fromLatin1(name);
        QTest::addRow("no %s", name) << member << QJsonValue(QJsonValue::Undefined) << member;
        QTest::addRow("%s null", name) << member << QJsonValue(QJsonValue::Null) << member;
    }
    for (const char *name :
         {"id", "type", "status", "participants", "created_at", "closed_at", "last_message_at", "last_seq",
          "last_change", "read_seq", "unread_count", "participants_online", "contact", "presence",
          "last_message", "labels", "priority", "members"}) {
        const QString member = QString::fromLatin1(name);
        QTest::addRow("%s rubbish", name) << member << QJsonValue(u"rubbish"_s) << member;
    }
    for (const char *name : {"room", "booking_id", "title", "assignee"}) {
        const QString member = QString::fromLatin1(name);
        QTest::addRow("%s a number", name) << member << QJsonValue(7) << member;
    }
    QTest::newRow("a participant a number")
        << u"participants"_s << QJsonValue(QJsonArray({1})) << u"participants"_s;
    QTest::newRow("a label a number") << u"labels"_s << QJsonValue(QJsonArray({1})) << u"labels"_s;
    QTest::newRow("a member without its parts")
        << u"members"_s << QJsonValue(QJsonArray({QJsonObject()})) << u"read_seq"_s;
    QTest::newRow("a member no object") << u"members"_s << QJsonValue(QJsonArray({7})) << u"read_seq"_s;
    QTest::newRow("unread_count negative") << u"unread_count"_s << QJsonValue(-1) << u"unread_count"_s;
    QTest::newRow("last message without its parts")
        << u"last_message"_s << QJsonValue(QJsonObject()) << u"seq"_s;
}

void TestChatApi::sessionOfTheWrongShapeIsRefused()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    QFETCH(QString, field);
    QJsonObject json = objectOf(chatapi::sessionJson(fullSession()));
    if (value.isUndefined())
        json.remove(member);
    else
        json.insert(member, value);
    const auto parsed = chatapi::parseSession(json);
    QVERIFY(!parsed);
    QVERIFY(parsed.error().kind == base::ErrorKind::BadRequest);
    QCOMPARE(parsed.error().field, field);
}

void TestChatApi::sessionPageIsReadBack()
{
    const std::vector<domain::SessionSummary> sessions{fullSession(), plainSession()};
    for (const QString &cursor : {u"abc"_s, QString()}) {
        const QByteArray json = chatapi::sessionPageJson(sessions, cursor);
        QVERIFY(json.endsWith(cursor.isEmpty() ? R"("next_cursor":null})"_ba : R"("next_cursor":"abc"})"_ba));
        const auto page = chatapi::parseSessionPage(objectOf(json));
        QVERIFY(page);
        QCOMPARE(page->nextCursor, cursor);
        QCOMPARE(chatapi::sessionPageJson(page->sessions, page->nextCursor), json);
    }
}

void TestChatApi::sessionPageOfTheWrongShapeIsRefused()
{
    QCOMPARE(chatapi::parseSessionPage({}).error().field, u"sessions"_s);
    QCOMPARE(chatapi::parseSessionPage({{u"sessions"_s, QJsonArray{QJsonObject()}}}).error().field, u"id"_s);
    QCOMPARE(chatapi::parseSessionPage({{u"sessions"_s, QJsonArray()}, {u"next_cursor"_s, 7}}).error().field,
             u"next_cursor"_s);
}

void TestChatApi::updateTakesOnlyWhatIsThere()
{
    domain::SessionSummary summary = fullSession();
    QVERIFY(chatapi::updateSession(summary, {{u"id"_s, sessionId.toString()},
                                             {u"status"_s, u"active"_s},
                                             {u"closed_at"_s, QJsonValue::Null},
                                             {u"participants_online"_s, 7},
                                             {u"of_a_later_version"_s, 1}}));
    domain::SessionSummary expected = fullSession();
    expected.session.status = domain::SessionStatus::Active;
    expected.session.closedAt.reset();
    expected.participantsOnline = 7;
    QCOMPARE(chatapi::sessionJson(summary), chatapi::sessionJson(expected));
}

void TestChatApi::updateTellsWhetherTheCustomerIsThere()
{
    domain::SessionSummary summary = fullSession();
    const auto somebody = [](const QString &id, bool online) {
        return QJsonObject{{u"presence"_s, QJsonObject{{u"user_id"_s, id},
                                                       {u"user_name"_s, u"N"_s},
                                                       {u"role"_s, u"client"_s},
                                                       {u"online"_s, online}}}};
    };
    QVERIFY(chatapi::updateSession(summary, somebody(u"tech-ops-1"_s, false)));
    QVERIFY(summary.contactOnline);
    QVERIFY(chatapi::updateSession(summary, somebody(u"client-007"_s, false)));
    QVERIFY(!summary.contactOnline);
    QVERIFY(chatapi::updateSession(summary, somebody(u"client-007"_s, true)));
    QVERIFY(summary.contactOnline);
    QVERIFY(chatapi::updateSession(summary, {{u"contact"_s, QJsonValue::Null}}));
    QVERIFY(!summary.contact && !summary.contactOnline);
}

void TestChatApi::updateOfTheWrongShapeChangesNothing()
{
    domain::SessionSummary summary = fullSession();
    const base::Status refused =
        chatapi::updateSession(summary, {{u"title"_s, u"another"_s}, {u"last_seq"_s, u"x"_s}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().field, u"last_seq"_s);
    QCOMPARE(chatapi::sessionJson(summary), chatapi::sessionJson(fullSession()));
}

void TestChatApi::membersHear_data()
{
    QTest::addColumn<domain::EventPtr>("event");
    QTest::addColumn<QByteArray>("name"); // empty: nothing
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *title, auto what, QByteArray name, QByteArray json) {
        QTest::newRow(title) << std::make_shared<const domain::Event>(eventOf(std::move(what))) << name
                             << json;
    };
    const QByteArray who = R"("user_id":"tech-ops-1","user_name":"Arta \"Ç\"",)"_ba;
    const QByteArray when = R"("timestamp":"2025-10-21T10:10:10.123Z"})"_ba;
    const QByteArray in = R"({"session_id":"019a0607-7a11-7d02-9c55-b0a97f6d3e41",)"_ba;
    row("message", domain::MessagePosted{fullMessage()}, "new_message"_ba,
        chatapi::messageJson(fullMessage()));
    row("read", domain::MessagesRead{arta, 2, 123, messageId, 4}, "messages_read"_ba,
        in + who + R"("up_to_message_id":")"_ba + messageId.toUtf8() +
            R"(","up_to_seq":2,"read_count":4,)"_ba + when);
    row("delivered", domain::MessageDelivered{arta, 2, 123, messageId}, "message_delivered"_ba,
        in + R"("message_id":")"_ba + messageId.toUtf8() + R"(","up_to_seq":2,)"_ba + who + when);
    row("typing", domain::TypingChanged{arta, true}, "user_typing"_ba, in + who + when);
    row("typing ends", domain::TypingChanged{arta, false}, "user_stopped_typing"_ba, in + who + when);
    row("joined", domain::PresenceChanged{arta, true, 3}, "user_joined"_ba,
        in + who + R"("role":"technician","online_count":3,)"_ba + when);
    row("left", domain::PresenceChanged{arta, false, 2}, "user_left"_ba,
        in + who + R"("role":"technician","online_count":2,)"_ba + when);
    row("opened", domain::SessionOpened{fullSession().session, {}}, {}, {});
    row("edited", domain::MessageEdited{fullMessage(), arta}, "message_updated"_ba,
        chatapi::messageJson(fullMessage()));
    row("deleted", domain::MessageDeleted{fullMessage(), arta}, "message_deleted"_ba,
        in + R"("message_id":")"_ba + messageId.toUtf8() +
            R"(","seq":2,"number":123,"change":3,"deleted_at":"2025-10-21T10:10:12.123Z",)"_ba + who + when);
    row("updated", domain::SessionUpdated{fullSession().session, arta}, "session_updated"_ba,
        in + R"("session":{"id":")"_ba + sessionId.toUtf8() +
            R"(","room":"support-ACME-42","type":"emergency","status":"closed","title":"Gamma \"33\"",)"_ba +
            R"("closed_at":"2025-10-21T10:10:12.123Z","assignee":"tech-ops-1","labels":["vip","\"ç\""],)"_ba +
            R"("priority":"urgent"}})"_ba);
}

void TestChatApi::membersHear()
{
    QFETCH(domain::EventPtr, event);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, json);
    const auto told = chatapi::memberEvent(*event);
    QCOMPARE(told.has_value(), !name.isEmpty());
    if (!told)
        return;
    QCOMPARE(told->name.toByteArray(), name);
    QCOMPARE(told->json, json);
}

void TestChatApi::staffHear_data()
{
    QTest::addColumn<domain::EventPtr>("event");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *title, domain::Event event, QByteArray name, QByteArray json) {
        QTest::newRow(title) << std::make_shared<const domain::Event>(std::move(event)) << name << json;
    };
    const QByteArray id = sessionId.toUtf8();
    const QByteArray in = R"({"session_id":")"_ba + id + R"(","session":{"id":")"_ba + id + R"(","room":)"_ba;
    domain::Message message = plainMessage();
    message.content = u"ok"_s;
    row("message", eventOf(domain::MessagePosted{message}), "session_updated"_ba,
        in + R"("support-ACME-42","status":"active","last_message_at":"2025-10-21T10:10:10.123Z",)"_ba +
            R"("last_seq":2,"last_change":3,"last_message":{"seq":2,"type":"text","excerpt":"ok",)"_ba +
            R"("sender_id":"tech-ops-1","sender_name":"Arta","role":"system",)"_ba +
            R"("created_at":"2025-10-21T10:10:10.123Z"}}})"_ba);
    row("presence", eventOf(domain::PresenceChanged{arta, true, 3}), "session_updated"_ba,
        in + R"("support-ACME-42","participants_online":3,"presence":{"user_id":"tech-ops-1",)"_ba +
            R"("user_name":"Arta \"Ç\"","role":"technician","online":true}}})"_ba);
    domain::Event nameless = eventOf(domain::PresenceChanged{arta, false, 0});
    nameless.room = sessionId.toString();
    row("without a room name", nameless, "session_updated"_ba,
        in +
            R"(null,"participants_online":0,"presence":{"user_id":"tech-ops-1","user_name":"Arta \"Ç\"",)"_ba +
            R"("role":"technician","online":false}}})"_ba);
    domain::SessionSummary opened;
    opened.session = fullSession().session;
    opened.contact = fullSession().contact;
    row("opened", eventOf(domain::SessionOpened{fullSession().session, opened.contact}), "session_created"_ba,
        R"({"session_id":")"_ba + id + R"(","session":)"_ba +
            chatapi::sessionJson(opened).replace(",\"members\":[]", "") + "}"_ba);
    row("updated", eventOf(domain::SessionUpdated{plainSession().session, arta}), "session_updated"_ba,
        in + R"("support-ACME-42","type":"support","status":"active","title":null,"closed_at":null,)"_ba +
            R"("assignee":null,"labels":[],"priority":"normal"}})"_ba);
    row("edited", eventOf(domain::MessageEdited{message, arta, false}), "session_updated"_ba,
        in + R"("support-ACME-42","last_change":3}})"_ba);
    const QByteArray last =
        R"("sender_id":"tech-ops-1","sender_name":"Arta","role":"system","created_at":"2025-10-21T10:10:10.123Z"}}})"_ba;
    row("the last one edited", eventOf(domain::MessageEdited{message, arta, true}), "session_updated"_ba,
        in + R"("support-ACME-42","last_change":3,"last_message":{"seq":2,"type":"text","excerpt":"ok",)"_ba +
            last);
    message.deletedAt = later;
    row("the last one deleted", eventOf(domain::MessageDeleted{message, arta, true}), "session_updated"_ba,
        in + R"("support-ACME-42","last_change":3,"last_message":{"seq":2,"type":"text","excerpt":"",)"_ba +
            last);
    row("read", eventOf(domain::MessagesRead{}), {}, {});
    row("delivered", eventOf(domain::MessageDelivered{}), {}, {});
    row("typing", eventOf(domain::TypingChanged{}), {}, {});
}

void TestChatApi::staffHear()
{
    QFETCH(domain::EventPtr, event);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, json);
    const auto told = chatapi::staffEvent(*event);
    QCOMPARE(told.has_value(), !name.isEmpty());
    if (!told)
        return;
    QCOMPARE(told->name.toByteArray(), name);
    QCOMPARE(told->json, json);
}

void TestChatApi::updatesThatStaffHearAreTakenOver()
{
    domain::SessionSummary summary = plainSession();
    const auto posted = chatapi::staffEvent(eventOf(domain::MessagePosted{plainMessage()}));
    const auto came = chatapi::staffEvent(eventOf(domain::PresenceChanged{arta, true, 3}));
    for (const auto &told : {posted, came})
        QVERIFY(chatapi::updateSession(summary, objectOf(told->json).value("session"_L1).toObject()));
    QCOMPARE(summary.session.lastSeq, 2);
    QCOMPARE(summary.session.lastChange, 3);
    QVERIFY(summary.session.lastMessageAt == at);
    QVERIFY(summary.lastMessage);
    QCOMPARE(summary.lastMessage->excerpt, plainMessage().content);
    QCOMPARE(summary.participantsOnline, 3);
}

void TestChatApi::settingsThatStaffHearAreTakenOver()
{
    domain::SessionSummary summary = plainSession();
    const auto told = chatapi::staffEvent(eventOf(domain::SessionUpdated{fullSession().session, arta}));
    QVERIFY(chatapi::updateSession(summary, objectOf(told->json).value("session"_L1).toObject()));
    domain::Session expected = plainSession().session;
    const domain::Session full = fullSession().session;
    QVERIFY(summary.session.status == full.status && summary.session.type == full.type);
    QVERIFY(summary.session.closedAt == full.closedAt && summary.session.priority == full.priority);
    QCOMPARE(summary.session.title, full.title);
    QCOMPARE(summary.session.assignee, full.assignee);
    QCOMPARE(summary.session.labels, full.labels);
    QCOMPARE(summary.session.participants, expected.participants);
}

void TestChatApi::deletionIsReadBack()
{
    const auto told = chatapi::memberEvent(eventOf(domain::MessageDeleted{fullMessage(), arta}));
    const auto deleted = chatapi::parseDeletedMessage(objectOf(told->json));
    QVERIFY(deleted);
    QCOMPARE(deleted->sessionId, sessionId);
    QCOMPARE(deleted->id, messageId);
    QCOMPARE(deleted->seq, 2);
    QCOMPARE(deleted->number, 123);
    QCOMPARE(deleted->change, 3);
    QVERIFY(deleted->deletedAt == *fullMessage().deletedAt);
    QCOMPARE(deleted->deleter.id, arta.id);
    QCOMPARE(deleted->deleter.name, arta.name);
}

void TestChatApi::deletionOfTheWrongShapeIsRefused()
{
    const auto told = chatapi::memberEvent(eventOf(domain::MessageDeleted{fullMessage(), arta}));
    for (const QString &name : {u"session_id"_s, u"message_id"_s, u"seq"_s, u"number"_s, u"change"_s,
                                u"deleted_at"_s, u"user_id"_s, u"user_name"_s}) {
        QJsonObject json = objectOf(told->json);
        json.insert(name, QJsonArray());
        const auto refused = chatapi::parseDeletedMessage(json);
        QVERIFY(!refused);
        QCOMPARE(refused.error().field, name);
    }
}

void TestChatApi::versionsAreReadBack()
{
    const std::vector<domain::MessageVersion> versions{{u"one \"1\""_s, at, u"ana"_s},
                                                       {u"uno"_s, later, u"ana"_s}};
    const QByteArray json = chatapi::versionsJson(versions);
    const auto parsed = chatapi::parseVersions(objectOf(json));
    QVERIFY(parsed);
    QCOMPARE(chatapi::versionsJson(*parsed), json);
    QVERIFY(!chatapi::parseVersions({}));
    QVERIFY(!chatapi::parseVersions({{u"versions"_s, QJsonArray({7})}}));
}

void TestChatApi::roomProtocolTellsOfChanges()
{
    const QJsonObject edited = objectOf(eventFrame(eventOf(domain::MessageEdited{plainMessage(), arta})));
    QCOMPARE(edited.value("type"_L1), QJsonValue(u"message_updated"_s));
    QCOMPARE(edited.value("data"_L1).toObject(), objectOf(protocol::messageJson(plainMessage())));
    const QJsonObject deleted = objectOf(eventFrame(eventOf(domain::MessageDeleted{fullMessage(), arta})));
    QCOMPARE(deleted.value("type"_L1), QJsonValue(u"message_deleted"_s));
    QCOMPARE(deleted.value("data"_L1).toObject().value("deleted_at"_L1),
             QJsonValue(u"2025-10-21T10:10:12.123Z"_s));
    QVERIFY(eventFrame(eventOf(domain::SessionUpdated{plainSession().session, arta})).isEmpty());
}

void TestChatApi::roomProtocolIgnoresDelivery()
{
    QVERIFY(eventFrame(eventOf(domain::MessageDelivered{arta, 2, 123, messageId})).isEmpty());
}

QTEST_APPLESS_MAIN(TestChatApi)
#include "tst_chatapi.moc"
