#include "net/turnmeter.h"

#include <algorithm>

namespace net
{

void TurnMeter::turn(Time begin, Time end)
{
    constexpr auto relaxed = std::memory_order_relaxed;
    const qint64 took = Duration(end - begin).count();
    add(m_turns, 1);
    add(m_busy, took);
    const Time windowEnd = m_windowEnd.load(relaxed);
    if (end >= windowEnd) {
        const bool justOver = end < windowEnd + window;
        m_longestBefore.store(justOver ? m_longest.load(relaxed) : 0, relaxed);
        m_longest.store(took, relaxed);
        m_windowEnd.store(end + window, relaxed);
    } else if (took > m_longest.load(relaxed)) {
        m_longest.store(took, relaxed);
    }
}

TurnMeter::Duration TurnMeter::longest(Time now) const
{
    constexpr auto relaxed = std::memory_order_relaxed;
    const Time windowEnd = m_windowEnd.load(relaxed);
    if (now >= windowEnd + window)
        return Duration::zero();
    const qint64 before = now < windowEnd ? m_longestBefore.load(relaxed) : 0;
    return Duration(std::max(m_longest.load(relaxed), before));
}

} // namespace net
