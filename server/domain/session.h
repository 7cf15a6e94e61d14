#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <QString>
#include <QStringList>

namespace domain
{

using SessionId = base::Id<struct SessionTag>;

enum class SessionType { Support, Booking, Emergency };
enum class SessionStatus { Active, Closed };
QLatin1String toString(SessionType type);
QLatin1String toString(SessionStatus status);
std::optional<SessionType> sessionTypeFromString(QStringView text);
std::optional<SessionStatus> sessionStatusFromString(QStringView text);

/// A conversation. A room of the room protocol is a session that bears a unique name.
struct Session {
    SessionId id;
    QString room; ///< unique name; empty if it has none
    SessionType type = SessionType::Support;
    SessionStatus status = SessionStatus::Active;
    QString title;
    QString bookingId;
    QStringList participants; ///< user ids
    qint64 lastSeq = 0;       ///< the newest message's number; 0 if there is none
    qint64 lastChange = 0;    ///< grows with every new, edited or deleted message
    base::Timestamp createdAt{};
    std::optional<base::Timestamp> lastMessageAt;
    std::optional<base::Timestamp> closedAt;

    /// What rooms are called by where a name is needed: the room, or the id's text where it has none.
    QString address() const { return room.isEmpty() ? id.toString() : room; }
};

} // namespace domain
