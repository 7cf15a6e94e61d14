#pragma once

#include "domain/message.h"
#include "domain/userref.h"

namespace models
{

/// What the server would allow, so that nothing is offered that it refuses. Pure.
bool mayEdit(const domain::Message &message, const domain::UserRef &self, base::Timestamp now);
bool mayDelete(const domain::Message &message, const domain::UserRef &self, base::Timestamp now);
/// What a message said before its edits.
bool maySeeVersions(const domain::Message &message, const domain::UserRef &self);

} // namespace models
