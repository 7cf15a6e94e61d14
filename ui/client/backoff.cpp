#include "client/backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace client
{

Backoff::Backoff(Limits limits, Random random)
    : m_limits(limits)
    , m_random(std::move(random))
{
}

std::chrono::milliseconds Backoff::next()
{
    // The middle grows between these two, so that with the jitter no wait is beyond a limit.
    const double first = double(m_limits.shortest.count()) / 0.5;
    const double last = double(m_limits.longest.count()) / 1.5;
    const double middle = std::clamp(first * double(1U << m_failures), first, std::max(first, last));
    m_failures = std::min(m_failures + 1, 16);
    return std::chrono::milliseconds(qint64(middle * (0.5 + m_random())));
}

Backoff::Random Backoff::systemRandom()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

} // namespace client
