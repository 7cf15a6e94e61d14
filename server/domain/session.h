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
enum class Priority { Low, Normal, High, Urgent };
QLatin1String toString(SessionType type);
QLatin1String toString(SessionStatus status);
QLatin1String toString(Priority priority);
std::optional<SessionType> sessionTypeFromString(QStringView text);
std::optional<SessionStatus> sessionStatusFromString(QStringView text);
std::optional<Priority> priorityFromString(QStringView text);

constexpr qsizetype maxUserIdLength = 128;
constexpr qsizetype maxTitleLength = 200;
constexpr qsizetype maxBookingIdLength = 128;
constexpr qsizetype maxParticipants = 1000; ///< named when a session is opened
constexpr qsizetype maxLabels = 20;
constexpr qsizetype maxLabelLength = 50;

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
    QString assignee; ///< the user id of who is to see to it; empty: nobody
    QStringList labels;
    Priority priority = Priority::Normal;

    /// What rooms are called by where a name is needed: the room, or the id's text where it has none.
    QString address() const { return room.isEmpty() ? id.toString() : room; }
};

} // namespace domain
