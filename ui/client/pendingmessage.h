#pragma once

#include "base/clock.h"
#include "domain/message.h"

#include <QString>

#include <optional>

namespace client
{

/// A message written here that the server has not confirmed yet.
struct PendingMessage {
    enum class State {
        Waiting, ///< for the connection, or for those before it
        Sending,
        Failed, ///< refused; problem says why. It is not tried again by itself
    };
    QString clientMsgId;
    domain::SessionId session;
    QString content;
    std::optional<domain::ReplyPreview> replyTo;
    base::Timestamp writtenAt{};
    State state = State::Waiting;
    QString problem; ///< one sentence for a person
};

} // namespace client
