#pragma once

#include "domain/session.h"
#include "store/connection.h"

#include <optional>
#include <vector>

namespace store
{

/// A row of chat_sessions; the session's participants are left empty.
struct SessionRow {
    qint64 key = 0;
    domain::Session session;
};

/// chat_sessions.
class SessionTable
{
public:
    explicit SessionTable(Connection &connection)
        : m_connection(connection)
    {
    }

    /// Creates those whose room and id are not taken. \return the ids of those that it created
    std::vector<domain::SessionId> insertMissing(const std::vector<domain::Session> &sessions);
    /// The ids of the sessions that bear one of \a rooms.
    std::vector<domain::SessionId> findRooms(const QStringList &rooms);
    /// Those that exist, locked in the order of their keys until the transaction ends.
    std::vector<SessionRow> lock(const std::vector<domain::SessionId> &ids);
    /// Writes what a message changes: lastSeq, lastChange, lastMessageAt.
    void updateCounters(const std::vector<const SessionRow *> &rows);

    std::optional<SessionRow> find(const domain::SessionId &id);
    std::optional<SessionRow> find(const QString &room);

private:
    SessionRow read(const Row &row) const;

    Connection &m_connection;
};

} // namespace store
