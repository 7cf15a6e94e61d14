#pragma once

#include "chat/sessiondirectory.h"
#include "domain/event.h"
#include "domain/permissions.h"
#include "domain/principal.h"

namespace chat
{

inline base::Error forbidden()
{
    return {base::ErrorKind::Forbidden, QStringLiteral("You may not open this room.")};
}

inline domain::UserRef userRef(const domain::Principal &principal)
{
    return {principal.userId, principal.name, principal.role};
}

inline bool mayReach(const domain::Principal &principal, const KnownSession &known, domain::Verb verb)
{
    return principal.admits(known.session) &&
           domain::isAllowed(principal.role, verb, known.participants.contains(principal.userId));
}

/// What happened in a session; what it was is filled in by the caller.
inline domain::Event eventIn(const domain::Session &session, base::Timestamp at)
{
    domain::Event event;
    event.session = session.id;
    event.room = session.address();
    event.at = at;
    return event;
}

} // namespace chat
