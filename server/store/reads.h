#pragma once

#include "store/store.h"
#include "store/tables.h"

namespace store
{

// What the readers answer, each from one thread's tables. They throw SqlFailure.

/// \return the session, or NotFound
base::Result<domain::Session> readSession(Tables &tables, const SessionRef &reference);
/// \return the page, or NotFound, or BadRequest (MessageQuery::beforeId)
base::Result<MessagePage> readMessages(Tables &tables, const MessageQuery &query);
/// \return the message, without its status, or NotFound
base::Result<domain::Message> readMessage(Tables &tables, const MessageRef &reference);
base::Result<SessionPage> readSessions(Tables &tables, const SessionQuery &query);
SessionCounts readSessionCounts(Tables &tables);
/// \return the session as \a viewer sees it, or NotFound
base::Result<domain::SessionSummary> readSummary(Tables &tables, const SessionRef &reference,
                                                 const QString &viewer);

} // namespace store
