#include "api/chatcommands.h"

#include <algorithm>
#include <array>

namespace api
{

chat::SendCommand commandOf(const protocol::chatapi::SendMessage &send)
{
    chat::SendCommand command;
    command.type = send.type;
    command.content = send.content;
    command.clientMsgId = send.clientMsgId;
    command.metadata = send.metadata;
    if (send.replyTo)
        command.replyTo = *send.replyTo;
    if (!send.role.isEmpty())
        command.role = send.role;
    if (!send.sender.isEmpty())
        command.sender = send.sender;
    return command;
}

QString chatFieldOf(const QString &field)
{
    static constexpr std::array names{
        std::pair(QLatin1String("text"), QLatin1String("content")),
        std::pair(QLatin1String("room"), QLatin1String("session_id")),
        std::pair(QLatin1String("reply_to"), QLatin1String("reply_to_message_id")),
        std::pair(QLatin1String("up_to"), QLatin1String("up_to_message_id")),
    };
    const auto *it =
        std::find_if(names.begin(), names.end(), [&field](const auto &name) { return field == name.first; });
    return it == names.end() ? field : QString(it->second);
}

base::Error chatError(base::Error error)
{
    error.field = chatFieldOf(error.field);
    return error;
}

} // namespace api
