#pragma once

#include "client/pendingchange.h"
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
    const client::PendingChange *change = nullptr;   ///< of a stored one, on its way or failed
    Voice voice = Voice::Client;
    Ticks ticks = Ticks::None;
    bool firstOfGroup = true; ///< of the same sender, same day, each within groupGap of the one before
    bool lastOfGroup = true;
    bool startsDay = false;
    bool firstUnread = false;

    bool isLoaded() const { return message || pending; }
    /// Also one whose deletion is on its way.
    bool isDeleted() const
    {
        return message && (message->deletedAt || (change && !change->isFailed() &&
                                                  change->kind == client::PendingChange::Kind::Delete));
    }
    bool isEdited() const { return message && message->editedAt && !message->deletedAt; }
    /// A message or a change of one that the server did not take.
    bool isFailed() const
    {
        return (pending && pending->state == client::PendingMessage::State::Failed) ||
               (change && change->isFailed());
    }
    QString problem() const { return change ? change->problem : pending ? pending->problem : QString(); }
    base::Timestamp at() const
    {
        return message ? message->createdAt : pending ? pending->writtenAt : base::Timestamp{};
    }
};

constexpr std::chrono::minutes groupGap{5};

} // namespace models
