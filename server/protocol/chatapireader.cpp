#include "protocol/chatapi.h"
#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace protocol::chatapi
{

namespace
{
constexpr qsizetype anyLength = std::numeric_limits<qsizetype>::max();

using Name = QLatin1String;

/// JsonFields, and the types of the chat API.
class Fields : public JsonFields
{
public:
    using JsonFields::refuse;

    explicit Fields(const QJsonObject &object)
        : JsonFields(object)
        , m_json(object)
    {
    }

    bool has(Name name) const { return m_json.contains(name); }
    /// What \a part of this object refused, is refused.
    void adopt(const Fields &part)
    {
        if (!part.ok())
            refuse(part.error());
    }
    void require(std::initializer_list<Name> names)
    {
        for (const Name name : names) {
            if (!has(name))
                refuse(name, QStringLiteral("The field `%1` is missing.").arg(name));
        }
    }

    template <typename Id>
    Id id(Name name)
    {
        const QString text = requiredText(name);
        const std::optional<Id> id = Id::fromString(text);
        if (!id)
            refuse(name, QStringLiteral("The field `%1` must be an id.").arg(name));
        return id.value_or(Id());
    }

    /// A word of which \a fromString knows the meaning.
    template <typename Value>
    Value word(Name name, std::optional<Value> (*fromString)(QStringView))
    {
        const std::optional<Value> value = fromString(requiredText(name));
        if (!value)
            refuse(name, QStringLiteral("The field `%1` is none of its words.").arg(name));
        return value.value_or(Value());
    }

    std::optional<base::Timestamp> optionalTime(Name name)
    {
        const QString text = string(name, anyLength);
        const std::optional<base::Timestamp> time = base::fromRfc3339(text);
        if (!time && has(name) && !m_json.value(name).isNull())
            refuse(name, QStringLiteral("The field `%1` must be a time.").arg(name));
        return time;
    }
    base::Timestamp time(Name name)
    {
        requiredText(name);
        const std::optional<base::Timestamp> time = optionalTime(name);
        return time.value_or(base::Timestamp());
    }

    /// Empty where it is null.
    std::optional<QJsonObject> object(Name name)
    {
        const QJsonValue value = m_json.value(name);
        if (value.isNull() || value.isUndefined())
            return std::nullopt;
        if (!value.isObject())
            refuse(name, QStringLiteral("The field `%1` must be an object.").arg(name));
        return value.toObject();
    }
    QJsonArray array(Name name)
    {
        const QJsonValue value = m_json.value(name);
        if (!value.isArray())
            refuse(name, QStringLiteral("The field `%1` must be an array.").arg(name));
        return value.toArray();
    }
    QStringList texts(Name name)
    {
        QStringList texts;
        for (const QJsonValue &value : array(name)) {
            if (!value.isString())
                refuse(name, QStringLiteral("The field `%1` must be an array of strings.").arg(name));
            texts.append(value.toString());
        }
        return texts;
    }

private:
    const QJsonObject &m_json;
};

domain::ReplyPreview readReply(Fields &fields, const QJsonObject &json)
{
    Fields own(json);
    domain::ReplyPreview reply;
    reply.id = own.id<domain::MessageId>(Name("id"));
    reply.number = own.requiredInteger(Name("number"), 1);
    reply.senderName = own.requiredText(Name("sender_name"));
    reply.excerpt = own.requiredText(Name("excerpt"));
    fields.adopt(own);
    return reply;
}

domain::LastMessage readLastMessage(Fields &fields, const QJsonObject &json)
{
    Fields own(json);
    domain::LastMessage last;
    last.seq = own.requiredInteger(Name("seq"), 1);
    last.type = own.word(Name("type"), domain::messageTypeFromString);
    last.excerpt = own.requiredText(Name("excerpt"));
    last.senderId = own.requiredText(Name("sender_id"));
    last.senderName = own.requiredText(Name("sender_name"));
    last.shownRole = own.requiredText(Name("role"));
    last.at = own.time(Name("created_at"));
    fields.adopt(own);
    return last;
}

/// Somebody, and whether they are online.
std::pair<domain::UserRef, bool> readPresent(Fields &fields, const QJsonObject &json)
{
    Fields own(json);
    domain::UserRef user;
    user.id = own.requiredText(Name("user_id"));
    user.name = own.requiredText(Name("user_name"));
    user.role = own.word(Name("role"), domain::roleFromString);
    const bool online = own.requiredBoolean(Name("online"));
    fields.adopt(own);
    return {user, online};
}

void readContact(Fields &fields, domain::SessionSummary &summary)
{
    summary.contact.reset();
    summary.contactOnline = false;
    if (const std::optional<QJsonObject> contact = fields.object(Name("contact")))
        std::tie(summary.contact, summary.contactOnline) = readPresent(fields, *contact);
}

/// Of whoever came or went, the customer alone is of interest.
void readPresence(Fields &fields, domain::SessionSummary &summary)
{
    const std::optional<QJsonObject> presence = fields.object(Name("presence"));
    if (!presence)
        return;
    const auto [user, online] = readPresent(fields, *presence);
    if (summary.contact && summary.contact->id == user.id)
        summary.contactOnline = online;
}

domain::Member readMember(Fields &fields, const QJsonObject &json)
{
    Fields own(json);
    domain::Member member;
    member.readSeq = own.requiredInteger(Name("read_seq"), 0);
    member.deliveredSeq = own.requiredInteger(Name("delivered_seq"), 0);
    fields.adopt(own);
    std::tie(member.user, member.online) = readPresent(fields, json);
    return member;
}

void readMembers(Fields &fields, domain::SessionSummary &summary)
{
    summary.members.clear();
    for (const QJsonValue &element : fields.array(Name("members"))) {
        domain::Member member = readMember(fields, element.toObject());
        member.participant = summary.session.participants.contains(member.user.id);
        summary.members.push_back(std::move(member));
    }
}

/// Takes over what is there; what is null is empty.
void readSession(Fields &fields, domain::SessionSummary &summary)
{
    domain::Session &session = summary.session;
    const auto integer = [&fields](Name name, auto &into) {
        using Integer = std::decay_t<decltype(into)>;
        constexpr qint64 most = std::numeric_limits<Integer>::max();
        if (fields.has(name))
            into = static_cast<Integer>(std::min(fields.requiredInteger(name, 0), most));
    };
    const auto text = [&fields](Name name, QString &into) {
        if (fields.has(name))
            into = fields.string(name, anyLength);
    };
    const auto time = [&fields](Name name, std::optional<base::Timestamp> &into) {
        if (fields.has(name))
            into = fields.optionalTime(name);
    };
    if (fields.has(Name("id")))
        session.id = fields.id<domain::SessionId>(Name("id"));
    text(Name("room"), session.room);
    if (fields.has(Name("participants")))
        session.participants = fields.texts(Name("participants"));
    if (fields.has(Name("type")))
        session.type = fields.word(Name("type"), domain::sessionTypeFromString);
    text(Name("booking_id"), session.bookingId);
    if (fields.has(Name("status")))
        session.status = fields.word(Name("status"), domain::sessionStatusFromString);
    text(Name("title"), session.title);
    if (fields.has(Name("created_at")))
        session.createdAt = fields.time(Name("created_at"));
    time(Name("closed_at"), session.closedAt);
    text(Name("assignee"), session.assignee);
    if (fields.has(Name("labels")))
        session.labels = fields.texts(Name("labels"));
    if (fields.has(Name("priority")))
        session.priority = fields.word(Name("priority"), domain::priorityFromString);
    time(Name("last_message_at"), session.lastMessageAt);
    integer(Name("last_seq"), session.lastSeq);
    integer(Name("last_change"), session.lastChange);
    integer(Name("read_seq"), summary.readSeq);
    integer(Name("unread_count"), summary.unreadCount);
    integer(Name("participants_online"), summary.participantsOnline);
    if (fields.has(Name("contact")))
        readContact(fields, summary);
    if (fields.has(Name("presence")))
        readPresence(fields, summary);
    if (fields.has(Name("last_message"))) {
        const std::optional<QJsonObject> last = fields.object(Name("last_message"));
        summary.lastMessage = last ? std::optional(readLastMessage(fields, *last)) : std::nullopt;
    }
    if (fields.has(Name("members")))
        readMembers(fields, summary);
}

/// Reads \a name, an array of objects, each by \a parse.
template <typename Value>
std::vector<Value> readObjects(Fields &fields, Name name, base::Result<Value> (*parse)(const QJsonObject &))
{
    std::vector<Value> values;
    for (const QJsonValue &element : fields.array(name)) {
        base::Result<Value> value = parse(element.toObject());
        if (!value) {
            fields.refuse(value.error());
            break;
        }
        values.push_back(std::move(*value));
    }
    return values;
}

base::Result<domain::MessageVersion> parseVersion(const QJsonObject &json)
{
    Fields fields(json);
    domain::MessageVersion version{fields.requiredText(Name("content")), fields.time(Name("edited_at")),
                                   fields.requiredText(Name("editor_id"))};
    if (!fields.ok())
        return fields.error();
    return version;
}
} // namespace

base::Result<domain::Message> parseMessage(const QJsonObject &json)
{
    Fields fields(json);
    domain::Message message;
    message.number = fields.requiredInteger(Name("number"), 1);
    message.id = fields.id<domain::MessageId>(Name("id"));
    message.sessionId = fields.id<domain::SessionId>(Name("session_id"));
    message.room = fields.requiredText(Name("room"));
    message.seq = fields.requiredInteger(Name("seq"), 1);
    message.change = fields.requiredInteger(Name("change"), 1);
    message.type = fields.word(Name("type"), domain::messageTypeFromString);
    message.content = fields.requiredText(Name("content"));
    message.senderId = fields.requiredText(Name("sender_id"));
    message.senderRole = fields.word(Name("sender_role"), domain::roleFromString);
    message.senderName = fields.requiredText(Name("sender_name"));
    message.shownSender = fields.requiredText(Name("sender"));
    message.shownRole = fields.requiredText(Name("role"));
    if (const std::optional<QJsonObject> reply = fields.object(Name("reply_to")))
        message.replyTo = readReply(fields, *reply);
    if (const QJsonObject metadata = fields.object(Name("metadata")).value_or(QJsonObject());
        !metadata.isEmpty())
        message.metadata = QJsonDocument(metadata).toJson(QJsonDocument::Compact);
    message.clientMsgId = fields.string(Name("client_msg_id"), anyLength);
    message.status = fields.word(Name("status"), domain::deliveryStatusFromString);
    message.createdAt = fields.time(Name("created_at"));
    message.editedAt = fields.optionalTime(Name("edited_at"));
    message.deletedAt = fields.optionalTime(Name("deleted_at"));
    if (!fields.ok())
        return fields.error();
    return message;
}

base::Result<MessagePage> parseMessagePage(const QJsonObject &json)
{
    Fields fields(json);
    MessagePage page;
    page.messages = readObjects(fields, Name("messages"), parseMessage);
    page.hasMore = fields.requiredBoolean(Name("has_more"));
    if (!fields.ok())
        return fields.error();
    return page;
}

base::Result<DeletedMessage> parseDeletedMessage(const QJsonObject &json)
{
    Fields fields(json);
    DeletedMessage deleted;
    deleted.sessionId = fields.id<domain::SessionId>(Name("session_id"));
    deleted.id = fields.id<domain::MessageId>(Name("message_id"));
    deleted.seq = fields.requiredInteger(Name("seq"), 1);
    deleted.number = fields.requiredInteger(Name("number"), 1);
    deleted.change = fields.requiredInteger(Name("change"), 1);
    deleted.deletedAt = fields.time(Name("deleted_at"));
    deleted.deleter.id = fields.requiredText(Name("user_id"));
    deleted.deleter.name = fields.requiredText(Name("user_name"));
    if (!fields.ok())
        return fields.error();
    return deleted;
}

base::Result<std::vector<domain::MessageVersion>> parseVersions(const QJsonObject &json)
{
    Fields fields(json);
    std::vector<domain::MessageVersion> versions = readObjects(fields, Name("versions"), parseVersion);
    if (!fields.ok())
        return fields.error();
    return versions;
}

base::Result<domain::SessionSummary> parseSession(const QJsonObject &json)
{
    Fields fields(json);
    fields.require({Name("id"), Name("type"), Name("status"), Name("participants"), Name("created_at"),
                    Name("last_seq"), Name("last_change")});
    domain::SessionSummary summary;
    readSession(fields, summary);
    if (!fields.ok())
        return fields.error();
    return summary;
}

base::Status updateSession(domain::SessionSummary &summary, const QJsonObject &json)
{
    Fields fields(json);
    domain::SessionSummary updated = summary;
    readSession(fields, updated);
    if (!fields.ok())
        return fields.error();
    summary = std::move(updated);
    return base::success();
}

base::Result<SessionPage> parseSessionPage(const QJsonObject &json)
{
    Fields fields(json);
    SessionPage page;
    page.sessions = readObjects(fields, Name("sessions"), parseSession);
    page.nextCursor = fields.string(Name("next_cursor"), anyLength);
    if (!fields.ok())
        return fields.error();
    return page;
}

} // namespace protocol::chatapi
