#include "domain/sessionsummary.h"

namespace domain
{

LastMessage lastMessageOf(const Message &message)
{
    return {message.seq,      message.type,       message.deletedAt ? QString() : excerptOf(message.content),
            message.senderId, message.senderName, message.shownRole,
            message.createdAt};
}

} // namespace domain
