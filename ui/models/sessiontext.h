#pragma once

#include "domain/sessionsummary.h"

namespace models
{

/// What a list calls a session: its title, else its customer, else its room, else its participants without
/// \a self, else its id's end.
QString displayName(const domain::SessionSummary &summary, const QString &self);

/// What the colour of a session's avatar comes from: its customer's id, so that they look alike everywhere,
/// else its own.
QString avatarId(const domain::SessionSummary &summary);

/// One line of the newest message: who wrote it (`You:`, or a name that displayName() does not already say)
/// and what.
QString lastLine(const domain::SessionSummary &summary, const QString &self);

/// `You: …`, of what I wrote.
QString ownLine(const QString &content);

/// Support, Booking, Emergency, in the reader's language.
QString typeName(domain::SessionType type);

/// Low, Normal, High, Urgent, in the reader's language.
QString priorityName(domain::Priority priority);

/// When something last happened in it: the newest message, else its beginning.
base::Timestamp lastActivity(const domain::SessionSummary &summary);

} // namespace models
