#pragma once

#include "base/result.h"
#include "domain/changes.h"
#include "domain/message.h"

#include <QJsonObject>

/// The bodies of the chat API's REST requests, beside the one that sends a message (clientevents.h). Members
/// that are not known are ignored; what is of the wrong shape is a BadRequest that names the field. Pure.
/// \see PROTOCOL.md, "The chat API"
namespace protocol::chatapi
{

/// `{participants?, type?, booking_id?, title?, room?}`
base::Result<domain::NewSession> parseNewSession(const QJsonObject &body);
/// `{status?, title?, type?, assignee?, labels?, priority?}`, at least one of them. A title or assignee that
/// is null is taken away.
base::Result<domain::SessionChange> parseSessionChange(const QJsonObject &body);
/// `{content?, metadata?}`, at least one of them
base::Result<domain::MessageChange> parseMessageChange(const QJsonObject &body);
/// `{up_to_message_id}`
base::Result<domain::MessageId> parseRead(const QJsonObject &body);

} // namespace protocol::chatapi
