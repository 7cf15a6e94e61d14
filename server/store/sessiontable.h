#pragma once

#include "domain/session.h"
#include "store/connection.h"

#include <optional>
#include <vector>

namespace store
{

/// The columns of `chat_sessions s` in the order that SessionTable::read() takes them.
#define SESSION_COLUMNS                                                                                      \
    "s.session_key, s.id, s.room, s.type, s.status, s.title, s.booking_id, s.last_seq, s.last_change, "      \
    "s.created_at, s.last_message_at, s.closed_at, s.assignee, s.labels, s.priority"

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

    /// Writes what a PATCH can set: status, title, type, assignee, labels, priority, closedAt.
    void updateSettings(const std::vector<const SessionRow *> &rows);

    std::optional<SessionRow> find(const domain::SessionId &id);
    std::optional<SessionRow> find(const QString &room);

    /// Of the session only what a page of its messages needs: its key, id, room and lastSeq.
    std::optional<SessionRow> locate(const domain::SessionId &id);

    /// Reads a row of SESSION_COLUMNS.
    static SessionRow read(const Dialect &dialect, const Row &row);

private:
    Connection &m_connection;
};

} // namespace store
