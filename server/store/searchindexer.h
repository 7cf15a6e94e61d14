#pragma once

#include "store/searchindex.h"

#include <atomic>
#include <chrono>
#include <optional>

namespace store
{

/// Decides when the writer brings the search index on: a moment after messages were committed, when nothing
/// else waits; a second after, when something always does; or when there is enough for several steps. A step
/// takes a few milliseconds, since who sends waits meanwhile. The writer's thread, but for left().
class SearchIndexer
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// A connection was opened: there may be something left from before.
    void opened(Time now) { note(1, now); }
    /// \a messages were committed, edited or deleted.
    void note(qint64 messages, Time now);
    /// When the next step is due; nothing while there is none to do.
    std::optional<Time> dueAt(bool idle) const;
    /// Brings \a index on by one step; or, where somebody waits for a search, to its end, if that is near.
    /// Throws SqlFailure.
    void advance(SearchIndex &index, Time now, bool awaited);
    /// That threw: not at once again; not soon, where the index itself is at \a fault.
    void failed(Time now, SqlFault fault);

    /// About how many messages are not indexed. Thread-safe.
    qint64 left() const { return m_left.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_left = 0;
    Time m_since{}; ///< when the first of them came
    Time m_notBefore{};
};

} // namespace store
