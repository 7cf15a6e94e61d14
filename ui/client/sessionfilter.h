#pragma once

#include <QString>

namespace client
{

/// Which sessions to list.
struct SessionFilter {
    enum class Which { All, Open, Closed };

    QString text = {}; ///< of room, title, participant; empty: all
    Which which = Which::All;

    friend bool operator==(const SessionFilter &, const SessionFilter &) = default;
};

} // namespace client
