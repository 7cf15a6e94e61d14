#pragma once

#include "base/config.h"

#include <algorithm>
#include <chrono>

namespace base
{

/// Lets through so many events a second, and a burst of them at once. Pure: the caller tells the time. 8
/// bytes, so that there can be one for every user or address. Not thread-safe.
class TokenBucket
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Takes one token at \a now, which must not go back between calls of one bucket.
    /// \param limit  the same at every call; a rate of 0 lets everything through, a burst under 1 counts as 1
    /// \return zero if it was there; else nothing is taken, and this is how long until there is one
    std::chrono::nanoseconds take(const RateLimit &limit, Time now)
    {
        if (limit.perSecond <= 0)
            return std::chrono::nanoseconds::zero();
        const auto full = std::max(m_fullAt, now);
        const auto oneMore = full + duration(1 / limit.perSecond);
        const auto wait = oneMore - now - duration(std::max(limit.burst, 1.0) / limit.perSecond);
        if (wait > std::chrono::nanoseconds::zero())
            return wait;
        m_fullAt = oneMore;
        return std::chrono::nanoseconds::zero();
    }

    /// Puts one token back that take() gave.
    void giveBack(const RateLimit &limit)
    {
        if (limit.perSecond > 0)
            m_fullAt -= duration(1 / limit.perSecond);
    }

    /// As good as new: nobody need remember it.
    bool isFull(Time now) const { return m_fullAt <= now; }

private:
    /// Whole nanoseconds, cut off, so that a sum of n tokens is never longer than the burst of n. A year at
    /// most.
    static std::chrono::nanoseconds duration(double seconds)
    {
        constexpr double year = 365.0 * 24 * 3600;
        return std::chrono::nanoseconds(
            static_cast<std::chrono::nanoseconds::rep>(std::min(seconds, year) * 1e9));
    }

    Time m_fullAt{}; ///< when all tokens will be back
};

} // namespace base
