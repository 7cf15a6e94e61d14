#pragma once

#include "api/wireevent.h"

#include <chrono>
#include <deque>

namespace api
{

/// The shared events of the last minutes as one shard has delivered them, for connections that come back.
/// Bounded in time and in memory: what does not fit is forgotten, the oldest first. Time is given, not asked
/// for. Used in one thread; the events are shared with the other shards.
class RecentEvents
{
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::minutes window{2};
    static constexpr qsizetype maxBytes = 32 * 1024 * 1024; ///< of all events, about

    /// Keeps all of \a batch that still matters later: that somebody has begun to type does not.
    void append(const WireBatch &batch, Time now);
    /// Forgets what is older than the window.
    void trim(Time now);

    /// Number of the newest event that was delivered; 0: there was none.
    quint64 newest() const { return m_newest; }
    /// Whether all that came after the event \a number is still there.
    bool reachesBackTo(quint64 number) const { return number >= m_forgotten; }

    /// Calls \a visit with each event, a WireEventPtr, that has a number past \a number, in order.
    template <typename Visit>
    void visitAfter(quint64 number, Visit visit) const
    {
        const auto isOld = [number](const Entry &entry) { return entry.event->staffNumber() <= number; };
        for (auto it = std::partition_point(m_entries.begin(), m_entries.end(), isOld); it != m_entries.end();
             ++it)
            visit(it->event);
    }

private:
    struct Entry {
        WireEventPtr event;
        Time at;
    };
    void forgetOldest();

    std::deque<Entry> m_entries;
    qsizetype m_bytes = 0;
    quint64 m_newest = 0;
    quint64 m_forgotten = 0; ///< the highest number of those that were forgotten
};

} // namespace api
