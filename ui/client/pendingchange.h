#pragma once

#include "domain/message.h"

namespace client
{

/// An edit or a deletion of a message that the server has, made here and not confirmed yet.
struct PendingChange {
    enum class Kind { Edit, Delete };
    enum class State {
        Held,    ///< can still be taken back; not on its way yet
        Waiting, ///< for the connection
        Sending,
        Failed, ///< refused; problem says why
    };
    domain::SessionId session;
    domain::MessageId message;
    Kind kind = Kind::Edit;
    QString content; ///< of an edit
    State state = State::Waiting;
    QString problem; ///< one sentence for a person

    bool isFailed() const { return state == State::Failed; }
    friend bool operator==(const PendingChange &, const PendingChange &) = default;
};

} // namespace client
