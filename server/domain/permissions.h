#pragma once

#include "domain/roles.h"

#include <array>

namespace domain
{

/// What somebody may want to do. \see server/protocol/PROTOCOL.md, "Roles"
enum class Verb {
    See,  ///< see a session and its messages
    Join, ///< hear of what happens in it
    Send,
    Upload,
    Type,
    MarkRead,
    Open,          ///< create a session with oneself in it
    OpenForOthers, ///< create a session without oneself in it
    Impersonate,   ///< send as another role or sender; audited
    Close,         ///< close and reopen
    EditOwn,       ///< edit or delete an own message, within 15 minutes
    DeleteAny,
    Assign,         ///< assign, label, write internal notes
    Monitor,        ///< monitoring, analytics, audit, export, metrics
    ManageAccounts, ///< staff accounts, tokens, settings (an Admin's reach ends before other admins)
    Erase,          ///< retention, erasure of a person
};
inline constexpr std::array allVerbs{
    Verb::See,    Verb::Join,          Verb::Send,           Verb::Upload, Verb::Type,    Verb::MarkRead,
    Verb::Open,   Verb::OpenForOthers, Verb::Impersonate,    Verb::Close,  Verb::EditOwn, Verb::DeleteAny,
    Verb::Assign, Verb::Monitor,       Verb::ManageAccounts, Verb::Erase};
inline constexpr std::array allRoles{Role::Client, Role::Reader, Role::Technician, Role::Admin,
                                     Role::SuperAdmin};

/// How far a role may go with a verb.
enum class Reach {
    None,
    Participant, ///< only in sessions that they participate in
    All,
};

/// The one table of roles and verbs.
Reach reach(Role role, Verb verb);

/// Whether \a role may do \a verb in a session that they do (or do not) participate in.
bool isAllowed(Role role, Verb verb, bool participates);

} // namespace domain
