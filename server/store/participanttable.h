#pragma once

#include "domain/sessionsummary.h"
#include "store/connection.h"
#include "store/usertable.h"

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

/// The same without saying who.
struct Progress {
    qint64 readSeq = 0;
    qint64 deliveredSeq = 0; ///< at least readSeq
};

/// chat_participants: who takes part, and everybody's cursors.
class ParticipantTable
{
public:
    struct Joined {
        SessionUser who;
        qint64 atMs = 0;
    };

    ParticipantTable(Connection &connection, UserTable &users)
        : m_connection(connection)
        , m_users(users)
    {
    }

    /// Makes users participants, if they are not.
    void add(const std::vector<Joined> &joined);
    /// The user ids of each session's participants, sorted.
    QHash<qint64, QStringList> ofSessions(const std::vector<qint64> &sessionKeys);
    /// Of each session that has one, the client who has participated longest.
    QHash<qint64, domain::UserRef> contacts(const std::vector<qint64> &sessionKeys);
    /// At most \a limit participants, the longest first, then others who have received something there.
    /// Nobody is said to be online.
    std::vector<domain::Member> members(qint64 sessionKey, int limit);
    /// The cursors that decide what of a session has been received and read: of the two users who have read
    /// furthest, and of the two who have received furthest (one of each may be a message's own sender).
    std::vector<Cursor> foremostCursors(qint64 sessionKey);
    /// How far some have come; who has no cursor is not in the result.
    QHash<SessionUser, Progress> progress(const std::vector<SessionUser> &who);
    /// Moves cursors forward, never back. Who is no participant becomes none by it.
    void advance(const QHash<SessionUser, Progress> &cursors, qint64 atMs);

private:
    Connection &m_connection;
    UserTable &m_users;
};

} // namespace store
