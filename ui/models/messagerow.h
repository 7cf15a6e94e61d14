#pragma once

#include "client/pendingmessage.h"
#include "domain/message.h"

namespace models
{

/// Whose words a row bears, as it is shown.
enum class Voice {
    Own,
    Client,
    Technician,
    Admin,
    Automatic,  ///< AGI-Core: what was sent as the system
    SystemLine, ///< joined, closed, handed over: no bubble
};

/// How far an own message has come.
enum class Ticks {
    None, ///< not mine, or deleted
    Waiting,
    Sent,
    Delivered,
    Read,
    Failed,
};

/// One row of a conversation. The pointers are valid until the model changes.
struct MessageRow {
    const domain::Message *message = nullptr;        ///< a stored one that is loaded
    const client::PendingMessage *pending = nullptr; ///< one that waits; neither: not loaded
    Voice voice = Voice::Client;
    Ticks ticks = Ticks::None;
    bool firstOfGroup = true; ///< of the same sender, same day, each within groupGap of the one before
    bool lastOfGroup = true;
    bool startsDay = false;
    bool firstUnread = false;

    bool isLoaded() const { return message || pending; }
    base::Timestamp at() const
    {
        return message ? message->createdAt : pending ? pending->writtenAt : base::Timestamp{};
    }
};

constexpr std::chrono::minutes groupGap{5};

} // namespace models
