#pragma once

#include "store/sessionquery.h"
#include "store/sessiontable.h"

#include <QHash>

#include <vector>

namespace store
{

/// What a list of sessions is read from: chat_sessions by activity, and what stands beside each. Reads only.
/// Every cost is by what is shown, not by how much there is; only a text is looked for in all sessions.
class SessionList
{
public:
    explicit SessionList(Connection &connection)
        : m_connection(connection)
    {
    }

    /// The sessions behind \a after that \a query asks for, the last active first, whatever it admits.
    std::vector<SessionRow> page(const SessionQuery &query, qint64 viewerKey,
                                 const std::optional<SessionCursor> &after, int limit);
    /// What page() runs, so that a test sees how the database would do it.
    static const char *statement(bool participating);
    /// The newest message of each, by the session's key.
    QHash<qint64, domain::LastMessage> lastMessages(const std::vector<SessionRow> &rows);
    /// How far a user has read in each of \a sessionKeys; 0 where they have not.
    QHash<qint64, qint64> readSeqs(const std::vector<qint64> &sessionKeys, qint64 userKey);
    /// How many messages of others are behind \a readSeqs, at most maxUnreadCount each.
    QHash<qint64, qint64> unreadCounts(const std::vector<SessionRow> &rows, qint64 userKey,
                                       const QHash<qint64, qint64> &readSeqs);

private:
    Connection &m_connection;
};

} // namespace store
