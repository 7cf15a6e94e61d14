#pragma once

#include "domain/sessionsummary.h"

#include <functional>
#include <optional>
#include <vector>

namespace store
{

/// Where a page of sessions goes on: behind this session.
struct SessionCursor {
    base::Timestamp activeAt{}; ///< of its last message, or of its creation where it has none
    domain::SessionId id;

    friend bool operator==(const SessionCursor &, const SessionCursor &) = default;
};

/// A page of sessions as one user sees them, the last active first.
struct SessionQuery {
    QString viewer = {};                                      ///< whose reading counts
    bool participating = false;                               ///< only those that the viewer participates in
    std::function<bool(const domain::Session &)> admits = {}; ///< empty: all; is not told the participants
    std::optional<domain::SessionStatus> status = {};
    std::optional<domain::SessionType> type = {};
    QString text = {}; ///< of room, title, a participant's id or name, in upper or lower case; empty: all
    int limit = 50;
    std::optional<SessionCursor> after = {};
};
struct SessionPage {
    std::vector<domain::SessionSummary> sessions; ///< participantsOnline is not known here: 0
    std::optional<SessionCursor> next;            ///< nothing: this was the last page
};

/// SessionSummary::unreadCount goes no further, so that a list stays fast over any history.
constexpr int maxUnreadCount = 1000;

} // namespace store
