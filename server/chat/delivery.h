#pragma once

#include "chat/presence.h"
#include "domain/message.h"

namespace chat
{

/// Whoever is in a session has what is said there, though the store learns it only when they depart.
inline void fillDelivered(domain::Message &message, const Presence::Audience &audience)
{
    if (message.status == domain::DeliveryStatus::Sent && audience.hasOther(message.senderId))
        message.status = domain::DeliveryStatus::Delivered;
}

} // namespace chat
