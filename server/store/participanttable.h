#pragma once

#include "store/connection.h"

#include <QHash>
#include <QStringList>

#include <utility>
#include <vector>

namespace store
{

/// A session's and a user's key.
using SessionUser = std::pair<qint64, qint64>;

/// How far one user has come in one session.
struct Cursor {
    QString userId;
    qint64 readSeq = 0;
    qint64 deliveredSeq = 0;
};

/// chat_participants: who takes part, and everybody's cursors.
class ParticipantTable
{
public:
    struct Joined {
        SessionUser who;
        qint64 atMs = 0;
    };

    explicit ParticipantTable(Connection &connection)
        : m_connection(connection)
    {
    }

    /// Makes users participants, if they are not.
    void add(const std::vector<Joined> &joined);
    /// The user ids of each session's participants, sorted.
    QHash<qint64, QStringList> ofSessions(const std::vector<qint64> &sessionKeys);
    /// Everybody's cursor in one session.
    std::vector<Cursor> cursors(qint64 sessionKey);
    /// The read cursors of some; who has none is not in the result.
    QHash<SessionUser, qint64> readCursors(const std::vector<SessionUser> &who);
    /// Moves read cursors forward, never back. Who is no participant becomes none by it.
    void advance(const QHash<SessionUser, qint64> &readSeqs, qint64 atMs);

private:
    Connection &m_connection;
};

} // namespace store
