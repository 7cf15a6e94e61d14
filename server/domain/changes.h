#pragma once

#include "domain/session.h"

#include <QByteArray>

#include <optional>

namespace domain
{

/// What somebody wants a new session to be.
struct NewSession {
    QStringList participants = {}; ///< user ids, at most maxParticipants
    SessionType type = SessionType::Support;
    QString bookingId = {};
    QString title = {};
    QString room = {}; ///< a valid room name, or empty: none
};

/// What somebody wants to change of a session; what is not given stays.
struct SessionChange {
    std::optional<SessionStatus> status = {};
    std::optional<QString> title = {};
    std::optional<SessionType> type = {};
    std::optional<QString> assignee = {}; ///< empty: nobody
    std::optional<QStringList> labels = {};
    std::optional<Priority> priority = {};

    /// Whether anything but the status is to change.
    bool concernsSettings() const { return title || type || assignee || labels || priority; }
};

/// What somebody wants to change of a message; what is not given stays.
struct MessageChange {
    std::optional<QString> content = {};
    std::optional<QByteArray> metadata = {}; ///< a compact JSON object, or empty
};

} // namespace domain
