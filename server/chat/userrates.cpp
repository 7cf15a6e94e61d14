#include "chat/userrates.h"

namespace chat
{

base::Status UserRates::take(const QString &userId, Time now)
{
    if (m_limit.perSecond <= 0)
        return base::success();
    const std::lock_guard lock(m_mutex);
    forgetIdle(now);
    const std::chrono::nanoseconds wait = m_buckets[userId].take(m_limit, now);
    if (wait.count() == 0)
        return base::success();
    return base::Error{base::ErrorKind::RateLimited,
                       QStringLiteral("Too many messages a second. Send it again in a moment."),
                       {},
                       std::chrono::ceil<std::chrono::milliseconds>(wait)};
}

void UserRates::forgetIdle(Time now)
{
    if (m_buckets.size() < m_sweepAt)
        return;
    m_buckets.removeIf([now](const auto &entry) { return entry.value().isFull(now); });
    m_sweepAt = std::max<qsizetype>(1024, m_buckets.size() * 2);
}

} // namespace chat
