#include "protocol/chatbodies.h"

#include "domain/roomname.h"
#include "protocol/json.h"

namespace protocol::chatapi
{

namespace
{
using Name = QLatin1String;

constexpr Name typeWords("support, booking or emergency");

template <typename Value>
base::Result<Value> checked(const JsonFields &fields, Value value)
{
    if (!fields.ok())
        return fields.error();
    return value;
}

/// Empty where it is null; nothing where it is absent.
std::optional<QString> clearable(JsonFields &fields, Name name, qsizetype maxLength)
{
    return fields.has(name) ? std::optional(fields.string(name, maxLength)) : std::nullopt;
}
} // namespace

base::Result<domain::NewSession> parseNewSession(const QJsonObject &body)
{
    JsonFields fields(body);
    domain::NewSession session;
    session.participants =
        fields.strings(Name("participants"), domain::maxParticipants, domain::maxUserIdLength)
            .value_or(QStringList());
    session.type = fields.word(Name("type"), domain::sessionTypeFromString, typeWords)
                       .value_or(domain::SessionType::Support);
    session.bookingId = fields.string(Name("booking_id"), domain::maxBookingIdLength);
    session.title = fields.string(Name("title"), domain::maxTitleLength);
    session.room = fields.string(Name("room"), domain::maxRoomNameLength);
    if (!session.room.isEmpty() && !domain::isRoomName(session.room))
        fields.refuse(Name("room"), QStringLiteral("A room name has 1 to 128 of A-Z a-z 0-9 . _ : -"));
    return checked(fields, session);
}

base::Result<domain::SessionChange> parseSessionChange(const QJsonObject &body)
{
    JsonFields fields(body);
    domain::SessionChange change;
    change.status = fields.word(Name("status"), domain::sessionStatusFromString, Name("active or closed"));
    change.title = clearable(fields, Name("title"), domain::maxTitleLength);
    change.type = fields.word(Name("type"), domain::sessionTypeFromString, typeWords);
    change.assignee = clearable(fields, Name("assignee"), domain::maxUserIdLength);
    change.labels = fields.strings(Name("labels"), domain::maxLabels, domain::maxLabelLength);
    if (change.labels)
        change.labels->removeDuplicates();
    change.priority =
        fields.word(Name("priority"), domain::priorityFromString, Name("low, normal, high or urgent"));
    if (fields.ok() && !change.status && !change.concernsSettings()) {
        return base::Error{
            base::ErrorKind::BadRequest,
            QStringLiteral("Say what to change: status, title, type, assignee, labels or priority.")};
    }
    return checked(fields, change);
}

base::Result<domain::MessageChange> parseMessageChange(const QJsonObject &body)
{
    constexpr Name content("content");
    constexpr Name metadata("metadata");
    JsonFields fields(body);
    domain::MessageChange change;
    if (!body.value(content).isUndefined() && !body.value(content).isNull())
        change.content = fields.requiredText(content);
    if (!body.value(metadata).isUndefined() && !body.value(metadata).isNull())
        change.metadata = fields.compactObject(metadata);
    if (!change.content && !change.metadata)
        fields.refuse(content, QStringLiteral("Say what to change: content or metadata."));
    return checked(fields, change);
}

base::Result<domain::MessageId> parseRead(const QJsonObject &body)
{
    constexpr Name upTo("up_to_message_id");
    constexpr qsizetype idLength = 36;
    JsonFields fields(body);
    const std::optional<domain::MessageId> id =
        domain::MessageId::fromString(fields.requiredString(upTo, idLength));
    if (!id)
        fields.refuse(upTo, QStringLiteral("The field `%1` must be the id of a message.").arg(upTo));
    return checked(fields, id.value_or(domain::MessageId()));
}

} // namespace protocol::chatapi
