#pragma once

#include "base/clock.h"
#include "domain/roles.h"
#include "domain/session.h"

#include <QString>
#include <QStringList>

namespace domain
{

/// Who is asking, as proven by a token. Immutable; shared by all that one connection does.
struct Principal {
    QString userId; ///< the token's `sub`, 1-128 characters
    QString name;   ///< what others see; the userId where the token has no name
    Role role = Role::Client;
    std::optional<QStringList>
        rooms; ///< if set, the only rooms that the bearer may open; `*` at the end is a prefix
    base::Timestamp expiresAt{};

    /// Whether the token's `rooms` claim lets its bearer into \a room (the room's name, or the session's id
    /// where it has none).
    bool admitsRoom(QStringView room) const;
    /// The same for a session, which may be named by its room or by its id.
    bool admits(const Session &session) const;
};

} // namespace domain
