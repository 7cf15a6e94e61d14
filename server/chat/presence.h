#pragma once

#include "domain/event.h"
#include "domain/sessionsummary.h"

#include <QHash>
#include <QMap>

#include <chrono>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace chat
{

/// Who is online and who is typing, a session each, on this instance. A guarded table; thread-safe. Time is
/// given, not asked for, so that tests decide what it is. \see server/protocol/PROTOCOL.md, "Presence and
/// typing"
///
/// A user is online from their first connection until 5 s after their last one went, so that a reload is not
/// a leave.
class Presence
{
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds leaveDelay{
        5000}; ///< from the last connection's end to offline
    static constexpr std::chrono::milliseconds typingExpiry{
        5000};                                                    ///< from the last sign of typing to its end
    static constexpr std::chrono::milliseconds typingPause{1000}; ///< between two announcements of one user
    static constexpr int maxListedUsers = 100;

    struct Online {
        int count = 0;                      ///< users, not connections
        std::vector<domain::UserRef> users; ///< sorted by id, at most maxListedUsers

        QStringList userIds() const;
    };
    /// Who would hear what somebody says.
    struct Audience {
        int count = 0;
        QString only; ///< who it is, where it is one
        /// Whether anybody but \a sender hears it.
        bool hasOther(const QString &sender) const { return count > 1 || (count == 1 && only != sender); }
    };
    struct Arrival {
        bool first = false; ///< the user was offline before
        Online online;
    };
    struct Change {
        domain::SessionId session;
        QString room; ///< Session::address()
        domain::UserRef user;
        int onlineCount = 0; ///< for a departure
    };
    struct Expired {
        std::vector<Change> departures;
        std::vector<Change> typingEnds;
    };

    Arrival enter(const domain::Session &session, const domain::UserRef &user);
    /// One connection less; the user departs with expire() later, unless they come back.
    /// \return whether it was their last one
    bool leave(const domain::SessionId &session, const QString &userId, Time now);
    /// \return whether others are to be told: at most once in typingPause for a beginning, always for an end
    bool setTyping(const domain::Session &session, const domain::UserRef &user, bool typing, Time now);
    /// What time alone has ended.
    Expired expire(Time now);

    Online online(const domain::SessionId &session) const;
    Audience audience(const domain::SessionId &session) const;
    /// Who is online in each session of \a summaries, filled in.
    void fillOnline(std::span<domain::SessionSummary> summaries) const;
    int activeSessions() const; ///< sessions with somebody online
    int typingSessions() const;

private:
    struct OnlineUser {
        domain::UserRef ref;
        int connections = 0;
        Time leftAt{}; ///< of the last connection's end, while there is none
    };
    struct TypingUser {
        domain::UserRef ref;
        Time lastSign;
        Time lastAnnounced;
    };
    struct PendingLeave {
        domain::SessionId session;
        QString userId;
        Time at;
    };
    struct SessionOnline {
        QString room;
        QMap<QString, OnlineUser> users; ///< sorted, so that a list of the first needs no sorting
    };
    struct SessionTyping {
        QString room;
        QHash<QString, TypingUser> users;
    };

    void expireLeaves(Time now, std::vector<Change> &departures);
    void expireTyping(Time now, std::vector<Change> &typingEnds);
    static Online listOf(const QMap<QString, OnlineUser> &users);

    mutable std::mutex m_mutex;
    QHash<domain::SessionId, SessionOnline> m_online;
    QHash<domain::SessionId, SessionTyping> m_typing;
    std::vector<PendingLeave> m_leaves; ///< in the order of their time
};

} // namespace chat
