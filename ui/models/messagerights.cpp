#include "models/messagerights.h"

namespace models
{

namespace
{
bool isOwn(const domain::Message &message, const domain::UserRef &self)
{
    return message.senderId == self.id && message.type != domain::MessageType::System;
}
} // namespace

bool mayEdit(const domain::Message &message, const domain::UserRef &self, base::Timestamp now)
{
    return isOwn(message, self) && message.type == domain::MessageType::Text && !message.deletedAt &&
           now - message.createdAt < domain::changeableFor;
}

bool mayDelete(const domain::Message &message, const domain::UserRef &self, base::Timestamp now)
{
    if (message.deletedAt || message.type == domain::MessageType::System)
        return false;
    return domain::isStaff(self.role) ||
           (isOwn(message, self) && now - message.createdAt < domain::changeableFor);
}

bool maySeeVersions(const domain::Message &message, const domain::UserRef &self)
{
    return message.editedAt && !message.deletedAt && (domain::isStaff(self.role) || isOwn(message, self));
}

} // namespace models
