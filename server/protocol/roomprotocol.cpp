#include "protocol/roomprotocol.h"

#include "domain/roomname.h"
#include "protocol/errors.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"

#include <algorithm>

namespace protocol
{

namespace
{
namespace name
{
constexpr QLatin1String type("type");
constexpr QLatin1String text("text");
constexpr QLatin1String clientMsgId("client_msg_id");
constexpr QLatin1String replyTo("reply_to");
constexpr QLatin1String role("role");
constexpr QLatin1String sender("sender");
constexpr QLatin1String room("room");
constexpr QLatin1String isTyping("is_typing");
constexpr QLatin1String upTo("up_to");
} // namespace name

constexpr qsizetype maxRoleLength = 32;

SendFrame readSend(JsonFields &fields)
{
    SendFrame send{fields.requiredText(name::text),
                   fields.string(name::clientMsgId, domain::maxClientMsgIdLength),
                   fields.integer(name::replyTo, 1), fields.string(name::role, maxRoleLength),
                   fields.string(name::sender, domain::maxSenderLength)};
    if (!send.role.isEmpty() && send.role != QLatin1String("system") && !domain::roleFromString(send.role))
        fields.refuse(
            name::role,
            QStringLiteral(
                "The field `role` must be client, reader, technician, admin, super_admin or system."));
    return send;
}

base::Result<ClientFrame> readFrame(const QJsonObject &object)
{
    JsonFields fields(object);
    const auto checked = [&fields](ClientFrame frame) -> base::Result<ClientFrame> {
        if (!fields.ok())
            return fields.error();
        return frame;
    };
    const QJsonValue type = object.value(name::type);
    if (type.isUndefined() || type.isNull() || type == QJsonValue(QStringLiteral("message")))
        return checked(readSend(fields));
    if (type == QJsonValue(QStringLiteral("typing")))
        return checked(TypingFrame{fields.requiredBoolean(name::isTyping)});
    if (type == QJsonValue(QStringLiteral("read")))
        return checked(ReadFrame{fields.requiredInteger(name::upTo, 1)});
    if (type == QJsonValue(QStringLiteral("ping")))
        return checked(PingFrame{});
    fields.refuse(name::type, QStringLiteral("The field `type` must be message, typing, read or ping."));
    return fields.error();
}

void writeReply(JsonWriter &json, const std::optional<domain::ReplyPreview> &reply)
{
    if (!reply) {
        json.null();
        return;
    }
    json.beginObject().key("id").integer(reply->number).key("sender_name").string(reply->senderName);
    json.key("excerpt").string(reply->excerpt).endObject();
}

void writeTime(JsonWriter &json, const std::optional<base::Timestamp> &time)
{
    if (time)
        json.ascii(base::toRfc3339(*time));
    else
        json.null();
}

void writeMessage(JsonWriter &json, const domain::Message &message)
{
    json.beginObject().key("id").integer(message.number).key("message_id").uuid(message.id.uuid());
    json.key("session_id").uuid(message.sessionId.uuid()).key("room").string(message.room);
    json.key("role").string(message.shownRole).key("sender").string(message.shownSender);
    json.key("sender_name").string(message.senderName).key("text").string(message.content);
    json.key("ts").ascii(base::toRfc3339(message.createdAt)).key("seq").integer(message.seq);
    json.key("type").ascii(domain::toString(message.type)).key("attachment").null().key("client_msg_id");
    if (message.clientMsgId.isEmpty())
        json.null();
    else
        json.string(message.clientMsgId);
    writeReply(json.key("reply_to"), message.replyTo);
    writeTime(json.key("edited_at"), message.editedAt);
    writeTime(json.key("deleted_at"), message.deletedAt);
    json.endObject();
}

qsizetype expectedSize(const domain::Message &message)
{
    constexpr qsizetype rest = 512; // keys, ids, time, and names of ordinary length
    return rest + message.content.size() * 2;
}

/// Begins a frame and its `data`; endFrame() ends both.
JsonWriter beginFrame(QByteArrayView type)
{
    JsonWriter json;
    json.beginObject().key("type").ascii(type).key("data").beginObject();
    return json;
}

QByteArray endFrame(JsonWriter &json)
{
    return json.endObject().endObject().take();
}

void writeUser(JsonWriter &json, const QString &room, const domain::UserRef &user)
{
    json.key("room").string(room).key("user_id").string(user.id).key("user_name").string(user.name);
}

QByteArray messageFrameOf(QByteArrayView type, const domain::Message &message)
{
    JsonWriter json(expectedSize(message));
    json.beginObject().key("type").ascii(type).key("data");
    writeMessage(json, message);
    return json.endObject().take();
}

QByteArray frameOf(const domain::Event &, const domain::MessagePosted &posted)
{
    return messageFrame(posted.message);
}

QByteArray frameOf(const domain::Event &, const domain::MessageEdited &edited)
{
    return messageFrameOf("message_updated", edited.message);
}

QByteArray frameOf(const domain::Event &, const domain::MessageDeleted &deleted)
{
    return messageFrameOf("message_deleted", deleted.message);
}

QByteArray frameOf(const domain::Event &event, const domain::MessagesRead &read)
{
    JsonWriter json = beginFrame("read");
    writeUser(json, event.room, read.reader);
    json.key("up_to").integer(read.upToNumber).key("read_count").integer(read.readCount);
    json.key("ts").ascii(base::toRfc3339(event.at));
    return endFrame(json);
}

QByteArray frameOf(const domain::Event &event, const domain::TypingChanged &change)
{
    JsonWriter json = beginFrame("typing");
    writeUser(json, event.room, change.user);
    json.key("is_typing").boolean(change.typing).key("ts").ascii(base::toRfc3339(event.at));
    return endFrame(json);
}

QByteArray frameOf(const domain::Event &event, const domain::PresenceChanged &change)
{
    JsonWriter json = beginFrame("presence");
    writeUser(json, event.room, change.user);
    json.key("role").ascii(domain::toString(change.user.role)).key("online").boolean(change.online);
    json.key("online_count").integer(change.onlineCount).key("ts").ascii(base::toRfc3339(event.at));
    return endFrame(json);
}

QByteArray frameOf(const domain::Event &, const domain::MessageDelivered &)
{
    return {};
}

QByteArray frameOf(const domain::Event &, const domain::SessionOpened &)
{
    return {};
}

QByteArray frameOf(const domain::Event &, const domain::SessionUpdated &)
{
    return {};
}
} // namespace

ParsedFrame parseClientFrame(QByteArrayView utf8)
{
    const auto object = parseObject(utf8);
    if (!object)
        return {object.error(), {}};
    JsonFields fields(*object);
    return {readFrame(*object), fields.string(name::clientMsgId, domain::maxClientMsgIdLength)};
}

base::Result<SendRequest> parseSend(const QJsonObject &body)
{
    JsonFields fields(body);
    SendRequest request;
    request.room = fields.requiredText(name::room);
    if (!domain::isRoomName(request.room))
        fields.refuse(
            name::room,
            QStringLiteral("A room name is 1 to 128 of A-Z a-z 0-9 . _ : - (but not `.` or `..`)."));
    request.send = readSend(fields);
    if (!fields.ok())
        return fields.error();
    return request;
}

QByteArray messageJson(const domain::Message &message)
{
    JsonWriter json(expectedSize(message));
    writeMessage(json, message);
    return json.take();
}

QByteArray messagesJson(std::span<const domain::Message> messages)
{
    JsonWriter json;
    json.beginArray();
    for (const domain::Message &message : messages)
        writeMessage(json, message);
    return json.endArray().take();
}

QByteArray messageFrame(const domain::Message &message)
{
    return messageFrameOf("message", message);
}

QByteArray eventFrame(const domain::Event &event)
{
    return std::visit([&event](const auto &what) { return frameOf(event, what); }, event.what);
}

QByteArray joinedFrame(const QString &room, const domain::UserRef &self, int onlineCount,
                       const QStringList &onlineUsers, base::Timestamp at)
{
    JsonWriter json = beginFrame("presence");
    writeUser(json, room, self);
    json.key("role").ascii(domain::toString(self.role)).key("online").boolean(true);
    json.key("online_count").integer(onlineCount).key("online_users").beginArray();
    for (qsizetype i = 0; i < std::min(onlineUsers.size(), maxOnlineUsers); ++i)
        json.string(onlineUsers[i]);
    json.endArray().key("ts").ascii(base::toRfc3339(at));
    return endFrame(json);
}

QByteArray errorFrame(const base::Error &error, const QString &clientMsgId)
{
    JsonWriter json = beginFrame("error");
    json.key("error").ascii(errorCode(error.kind)).key("message").string(error.message);
    if (!clientMsgId.isEmpty())
        json.key("client_msg_id").string(clientMsgId);
    return endFrame(json);
}

QByteArray pongFrame(base::Timestamp at)
{
    JsonWriter json = beginFrame("pong");
    json.key("ts").ascii(base::toRfc3339(at));
    return endFrame(json);
}

} // namespace protocol
