#pragma once

#include "base/clock.h"

#include <QString>

namespace client
{

/// What to show of the connection.
enum class ConnectionState {
    Stopped,
    Connecting,   ///< the first attempt
    Online,       ///< connected, signed in and up to date
    Reconnecting, ///< lost; ConnectionStatus::nextAttempt says when it is tried again
    Refused,      ///< the server does not take the token: nothing is tried again before signIn()
};

struct ConnectionStatus {
    ConnectionState state = ConnectionState::Stopped;
    QString problem;               ///< one sentence for a person; empty if there is none
    base::Timestamp nextAttempt{}; ///< of Reconnecting; zero while one is under way
    int waitingMessages = 0;       ///< written here and not yet confirmed

    friend bool operator==(const ConnectionStatus &, const ConnectionStatus &) = default;
};

} // namespace client
