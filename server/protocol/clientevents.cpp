#include "protocol/clientevents.h"

#include "domain/roomname.h"
#include "protocol/json.h"

#include <QHash>

namespace protocol::chatapi
{

namespace
{
constexpr QLatin1String sessionId("session_id");
constexpr qsizetype maxRoleLength = 32;
constexpr qsizetype idLength = 36;

QString session(JsonFields &fields)
{
    return fields.requiredString(sessionId, domain::maxRoomNameLength);
}

std::optional<domain::MessageId> messageId(JsonFields &fields, QLatin1String name)
{
    const QString text = fields.string(name, idLength);
    const auto id = domain::MessageId::fromString(text);
    if (!id && !text.isEmpty())
        fields.refuse(name, QStringLiteral("The field `%1` must be the id of a message.").arg(name));
    return id;
}

ClientEvent readJoin(const QJsonObject &, JsonFields &fields)
{
    return JoinSession{session(fields)};
}

ClientEvent readLeave(const QJsonObject &, JsonFields &fields)
{
    return LeaveSession{session(fields)};
}

SendMessage readMessage(JsonFields &fields)
{
    SendMessage send;
    send.session = session(fields);
    send.type = fields
                    .word(QLatin1String("type"), domain::messageTypeFromString,
                          QLatin1String("text, audio, image, file or system"))
                    .value_or(domain::MessageType::Text);
    send.content = fields.requiredText(QLatin1String("content"));
    send.replyTo = messageId(fields, QLatin1String("reply_to_message_id"));
    send.metadata = fields.compactObject(QLatin1String("metadata"));
    send.clientMsgId = fields.string(QLatin1String("client_msg_id"), domain::maxClientMsgIdLength);
    send.role = fields.string(QLatin1String("role"), maxRoleLength);
    send.sender = fields.string(QLatin1String("sender"), domain::maxSenderLength);
    return send;
}

ClientEvent readSend(const QJsonObject &, JsonFields &fields)
{
    return readMessage(fields);
}

ClientEvent readRead(const QJsonObject &, JsonFields &fields)
{
    constexpr QLatin1String upTo("up_to_message_id");
    MarkMessagesRead read{session(fields), {}};
    if (!fields.requiredString(upTo, idLength).isEmpty())
        read.upTo = messageId(fields, upTo).value_or(domain::MessageId());
    return read;
}

ClientEvent readTypingStart(const QJsonObject &, JsonFields &fields)
{
    return SetTyping{session(fields), true};
}

ClientEvent readTypingStop(const QJsonObject &, JsonFields &fields)
{
    return SetTyping{session(fields), false};
}

ClientEvent readOnline(const QJsonObject &, JsonFields &fields)
{
    return GetOnlineUsers{session(fields)};
}

using Reader = ClientEvent (*)(const QJsonObject &, JsonFields &);

Reader readerOf(const QString &name)
{
    static const QHash<QString, Reader> readers{
        {QStringLiteral("join_session"), readJoin},        {QStringLiteral("leave_session"), readLeave},
        {QStringLiteral("send_message"), readSend},        {QStringLiteral("mark_messages_read"), readRead},
        {QStringLiteral("typing_start"), readTypingStart}, {QStringLiteral("typing_stop"), readTypingStop},
        {QStringLiteral("get_online_users"), readOnline},
    };
    return readers.value(name);
}
} // namespace

base::Result<SendMessage> parseSend(const QJsonObject &body)
{
    JsonFields fields(body);
    SendMessage send = readMessage(fields);
    if (!fields.ok())
        return fields.error();
    return send;
}

base::Result<ClientEvent> parseClientEvent(const QJsonArray &event)
{
    const Reader read = readerOf(event.at(0).toString());
    if (!read)
        return base::Error{base::ErrorKind::BadRequest, QStringLiteral("There is no such event.")};
    if (event.size() < 2 || !event.at(1).isObject())
        return base::Error{base::ErrorKind::BadRequest,
                           QStringLiteral("The event needs an object as its argument.")};
    const QJsonObject object = event.at(1).toObject();
    JsonFields fields(object);
    ClientEvent parsed = read(object, fields);
    if (!fields.ok())
        return fields.error();
    return parsed;
}

} // namespace protocol::chatapi
