#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>

namespace net
{

/// How long the turns of one event loop take: for so long whatever else comes has to wait. Told by the loop's
/// own thread, read by any.
class TurnMeter
{
public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::nanoseconds;
    /// longest() looks back so far at least, and twice as far at most.
    static constexpr std::chrono::seconds window{15};

    /// A turn that did something took from \a begin to \a end.
    void turn(Time begin, Time end);

    qint64 turns() const { return m_turns.load(std::memory_order_relaxed); }
    /// All turns together, since the start.
    Duration busy() const { return Duration(m_busy.load(std::memory_order_relaxed)); }
    /// The longest of late.
    Duration longest(Time now) const;

private:
    static void add(std::atomic<qint64> &value, qint64 more)
    {
        value.store(value.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
    }

    std::atomic<qint64> m_turns{0};
    std::atomic<qint64> m_busy{0};
    std::atomic<qint64> m_longest{0};       ///< in this window
    std::atomic<qint64> m_longestBefore{0}; ///< in the one before
    std::atomic<Time> m_windowEnd{Time()};
};

} // namespace net
