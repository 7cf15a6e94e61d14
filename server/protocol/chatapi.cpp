#include "protocol/chatapi.h"

#include "protocol/jsonwriter.h"

namespace protocol::chatapi
{

namespace
{
void writeText(JsonWriter &json, const QString &text)
{
    if (text.isEmpty())
        json.null();
    else
        json.string(text);
}

void writeTime(JsonWriter &json, const std::optional<base::Timestamp> &time)
{
    if (time)
        json.ascii(base::toRfc3339(*time));
    else
        json.null();
}

void writeReply(JsonWriter &json, const std::optional<domain::ReplyPreview> &reply)
{
    if (!reply) {
        json.key("reply_to_message_id").null().key("reply_to").null();
        return;
    }
    json.key("reply_to_message_id").uuid(reply->id.uuid());
    json.key("reply_to").beginObject().key("id").uuid(reply->id.uuid());
    json.key("number").integer(reply->number).key("sender_name").string(reply->senderName);
    json.key("excerpt").string(reply->excerpt).endObject();
}

void writeMessage(JsonWriter &json, const domain::Message &message)
{
    json.beginObject().key("id").uuid(message.id.uuid());
    json.key("session_id").uuid(message.sessionId.uuid()).key("room").string(message.room);
    json.key("seq").integer(message.seq).key("number").integer(message.number);
    json.key("type").ascii(domain::toString(message.type)).key("content").string(message.content);
    json.key("sender_id").string(message.senderId).key("sender_name").string(message.senderName);
    json.key("sender_role").ascii(domain::toString(message.senderRole));
    json.key("role").string(message.shownRole).key("sender").string(message.shownSender);
    writeReply(json, message.replyTo);
    json.key("attachment").null().key("metadata");
    json.raw(message.metadata.isEmpty() ? QByteArrayView("{}") : QByteArrayView(message.metadata));
    json.key("status").ascii(domain::toString(message.status));
    json.key("is_read").boolean(message.status == domain::DeliveryStatus::Read);
    writeText(json.key("client_msg_id"), message.clientMsgId);
    json.key("change").integer(message.change);
    json.key("created_at").ascii(base::toRfc3339(message.createdAt));
    writeTime(json.key("edited_at"), message.editedAt);
    writeTime(json.key("deleted_at"), message.deletedAt);
    json.endObject();
}

qsizetype expectedSize(const domain::Message &message)
{
    constexpr qsizetype rest = 768; // keys, ids, times, and names of ordinary length
    return rest + message.content.size() * 2 + message.metadata.size();
}

void writeLastMessage(JsonWriter &json, const domain::LastMessage &last)
{
    json.beginObject().key("seq").integer(last.seq).key("type").ascii(domain::toString(last.type));
    json.key("excerpt").string(last.excerpt).key("sender_id").string(last.senderId);
    json.key("sender_name").string(last.senderName).key("role").string(last.shownRole);
    json.key("created_at").ascii(base::toRfc3339(last.at)).endObject();
}

void writePresent(JsonWriter &json, const domain::UserRef &user, bool online)
{
    json.beginObject().key("user_id").string(user.id).key("user_name").string(user.name);
    json.key("role").ascii(domain::toString(user.role)).key("online").boolean(online).endObject();
}

void writeMembers(JsonWriter &json, const std::vector<domain::Member> &members)
{
    json.beginArray();
    for (const domain::Member &member : members) {
        json.beginObject().key("user_id").string(member.user.id).key("user_name").string(member.user.name);
        json.key("role").ascii(domain::toString(member.user.role)).key("online").boolean(member.online);
        json.key("read_seq").integer(member.readSeq).key("delivered_seq").integer(member.deliveredSeq);
        json.endObject();
    }
    json.endArray();
}

/// What a PATCH of a session can set.
void writeSettings(JsonWriter &json, const domain::Session &session)
{
    json.key("type").ascii(domain::toString(session.type));
    json.key("status").ascii(domain::toString(session.status));
    writeText(json.key("title"), session.title);
    writeTime(json.key("closed_at"), session.closedAt);
    writeText(json.key("assignee"), session.assignee);
    json.key("labels").beginArray();
    for (const QString &label : session.labels)
        json.string(label);
    json.endArray().key("priority").ascii(domain::toString(session.priority));
}

enum class Members { Left, Shown };

void writeSession(JsonWriter &json, const domain::SessionSummary &summary, Members members)
{
    const domain::Session &session = summary.session;
    json.beginObject().key("id").uuid(session.id.uuid());
    writeText(json.key("room"), session.room);
    json.key("participants").beginArray();
    for (const QString &id : session.participants)
        json.string(id);
    json.endArray();
    writeText(json.key("booking_id"), session.bookingId);
    json.key("bookings").null();
    writeSettings(json, session);
    json.key("created_at").ascii(base::toRfc3339(session.createdAt));
    writeTime(json.key("last_message_at"), session.lastMessageAt);
    json.key("last_seq").integer(session.lastSeq).key("last_change").integer(session.lastChange);
    json.key("read_seq").integer(summary.readSeq).key("unread_count").integer(summary.unreadCount);
    json.key("participants_online").integer(summary.participantsOnline).key("contact");
    if (summary.contact)
        writePresent(json, *summary.contact, summary.contactOnline);
    else
        json.null();
    json.key("last_message");
    if (summary.lastMessage)
        writeLastMessage(json, *summary.lastMessage);
    else
        json.null();
    if (members == Members::Shown)
        writeMembers(json.key("members"), summary.members);
    json.endObject();
}

/// Begins what every event bears; end() ends it.
JsonWriter begin(const domain::Event &event)
{
    JsonWriter json;
    json.beginObject().key("session_id").uuid(event.session.uuid());
    return json;
}

QByteArray end(JsonWriter &json)
{
    return json.endObject().take();
}

void writeUser(JsonWriter &json, const domain::UserRef &user)
{
    json.key("user_id").string(user.id).key("user_name").string(user.name);
}

void writeTimestamp(JsonWriter &json, const domain::Event &event)
{
    json.key("timestamp").ascii(base::toRfc3339(event.at));
}

using Told = std::optional<ServerEvent>;

Told toMembers(const domain::Event &, const domain::MessagePosted &posted)
{
    return ServerEvent{"new_message", messageJson(posted.message)};
}

Told toMembers(const domain::Event &, const domain::MessageEdited &edited)
{
    return ServerEvent{"message_updated", messageJson(edited.message)};
}

Told toMembers(const domain::Event &event, const domain::MessageDeleted &deleted)
{
    const domain::Message &message = deleted.message;
    JsonWriter json = begin(event);
    json.key("message_id").uuid(message.id.uuid()).key("seq").integer(message.seq);
    json.key("number").integer(message.number).key("change").integer(message.change);
    writeTime(json.key("deleted_at"), message.deletedAt);
    writeUser(json, deleted.deleter);
    writeTimestamp(json, event);
    return ServerEvent{"message_deleted", end(json)};
}

Told toMembers(const domain::Event &event, const domain::MessagesRead &read)
{
    JsonWriter json = begin(event);
    writeUser(json, read.reader);
    json.key("up_to_message_id").uuid(read.upToId.uuid()).key("up_to_seq").integer(read.upToSeq);
    json.key("read_count").integer(read.readCount);
    writeTimestamp(json, event);
    return ServerEvent{"messages_read", end(json)};
}

Told toMembers(const domain::Event &event, const domain::MessageDelivered &delivered)
{
    JsonWriter json = begin(event);
    json.key("message_id").uuid(delivered.upToId.uuid()).key("up_to_seq").integer(delivered.upToSeq);
    writeUser(json, delivered.user);
    writeTimestamp(json, event);
    return ServerEvent{"message_delivered", end(json)};
}

Told toMembers(const domain::Event &event, const domain::TypingChanged &change)
{
    JsonWriter json = begin(event);
    writeUser(json, change.user);
    writeTimestamp(json, event);
    return ServerEvent{change.typing ? "user_typing" : "user_stopped_typing", end(json)};
}

Told toMembers(const domain::Event &event, const domain::PresenceChanged &change)
{
    JsonWriter json = begin(event);
    writeUser(json, change.user);
    json.key("role")
        .ascii(domain::toString(change.user.role))
        .key("online_count")
        .integer(change.onlineCount);
    writeTimestamp(json, event);
    return ServerEvent{change.online ? "user_joined" : "user_left", end(json)};
}

Told toMembers(const domain::Event &, const domain::SessionOpened &)
{
    return std::nullopt;
}

/// Begins `session_updated` within its session; endUpdate() ends it.
JsonWriter beginUpdate(const domain::Event &event)
{
    JsonWriter json = begin(event);
    json.key("session").beginObject().key("id").uuid(event.session.uuid()).key("room");
    if (domain::SessionId::fromString(event.room)) // the address of a session without a name
        json.null();
    else
        json.string(event.room);
    return json;
}

Told endUpdate(JsonWriter &json)
{
    json.endObject();
    return ServerEvent{"session_updated", end(json)};
}

Told toMembers(const domain::Event &event, const domain::SessionUpdated &updated)
{
    JsonWriter json = beginUpdate(event);
    writeSettings(json, updated.session);
    return endUpdate(json);
}

Told toStaff(const domain::Event &event, const domain::SessionUpdated &updated)
{
    return toMembers(event, updated);
}

/// An edited or deleted message, which the list may show.
Told changedToStaff(const domain::Event &event, const domain::Message &message, bool isLast)
{
    JsonWriter json = beginUpdate(event);
    json.key("last_change").integer(message.change);
    if (isLast)
        writeLastMessage(json.key("last_message"), domain::lastMessageOf(message));
    return endUpdate(json);
}

Told toStaff(const domain::Event &event, const domain::MessageEdited &edited)
{
    return changedToStaff(event, edited.message, edited.isLast);
}

Told toStaff(const domain::Event &event, const domain::MessageDeleted &deleted)
{
    return changedToStaff(event, deleted.message, deleted.isLast);
}

Told toStaff(const domain::Event &event, const domain::MessagePosted &posted)
{
    const domain::Message &message = posted.message;
    JsonWriter json = beginUpdate(event);
    json.key("status").ascii(
        domain::toString(domain::SessionStatus::Active)); // a closed one takes no message
    json.key("last_message_at").ascii(base::toRfc3339(message.createdAt));
    json.key("last_seq").integer(message.seq).key("last_change").integer(message.change);
    writeLastMessage(json.key("last_message"), domain::lastMessageOf(message));
    return endUpdate(json);
}

Told toStaff(const domain::Event &event, const domain::PresenceChanged &change)
{
    JsonWriter json = beginUpdate(event);
    json.key("participants_online").integer(change.onlineCount).key("presence");
    writePresent(json, change.user, change.online);
    return endUpdate(json);
}

Told toStaff(const domain::Event &event, const domain::SessionOpened &opened)
{
    domain::SessionSummary summary;
    summary.session = opened.session;
    summary.contact = opened.contact;
    JsonWriter json = begin(event);
    writeSession(json.key("session"), summary, Members::Left);
    return ServerEvent{"session_created", end(json)};
}

Told toStaff(const domain::Event &, const domain::MessagesRead &)
{
    return std::nullopt;
}
Told toStaff(const domain::Event &, const domain::MessageDelivered &)
{
    return std::nullopt;
}
Told toStaff(const domain::Event &, const domain::TypingChanged &)
{
    return std::nullopt;
}
} // namespace

QByteArray messageJson(const domain::Message &message)
{
    JsonWriter json(expectedSize(message));
    writeMessage(json, message);
    return json.take();
}

QByteArray messagePageJson(std::span<const domain::Message> messages, bool hasMore)
{
    qsizetype size = 0;
    for (const domain::Message &message : messages)
        size += expectedSize(message);
    JsonWriter json(size);
    json.beginObject().key("messages").beginArray();
    for (const domain::Message &message : messages)
        writeMessage(json, message);
    return json.endArray().key("has_more").boolean(hasMore).endObject().take();
}

QByteArray sessionJson(const domain::SessionSummary &summary)
{
    JsonWriter json(1024);
    writeSession(json, summary, Members::Shown);
    return json.take();
}

QByteArray versionsJson(std::span<const domain::MessageVersion> versions)
{
    JsonWriter json;
    json.beginObject().key("versions").beginArray();
    for (const domain::MessageVersion &version : versions) {
        json.beginObject().key("content").string(version.content);
        json.key("edited_at").ascii(base::toRfc3339(version.editedAt));
        json.key("editor_id").string(version.editorId).endObject();
    }
    return json.endArray().endObject().take();
}

QByteArray sessionPageJson(std::span<const domain::SessionSummary> sessions, const QString &nextCursor)
{
    JsonWriter json;
    json.beginObject().key("sessions").beginArray();
    for (const domain::SessionSummary &summary : sessions)
        writeSession(json, summary, Members::Left);
    writeText(json.endArray().key("next_cursor"), nextCursor);
    return json.endObject().take();
}

std::optional<ServerEvent> memberEvent(const domain::Event &event)
{
    return std::visit([&event](const auto &what) { return toMembers(event, what); }, event.what);
}

std::optional<ServerEvent> staffEvent(const domain::Event &event)
{
    return std::visit([&event](const auto &what) { return toStaff(event, what); }, event.what);
}

} // namespace protocol::chatapi
