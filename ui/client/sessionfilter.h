#pragma once

#include <QString>

namespace client
{

/// Which sessions to list.
struct SessionFilter {
    QString text; ///< of room, title, participant; empty: all
    bool withClosed = true;

    friend bool operator==(const SessionFilter &, const SessionFilter &) = default;
};

} // namespace client
