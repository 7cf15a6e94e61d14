#pragma once

#include "base/config.h"
#include "base/result.h"
#include "base/tokenbucket.h"

#include <QHash>
#include <QString>

#include <mutex>

namespace chat
{

/// How fast each user may send, over all their connections and doors. A guarded table; thread-safe. Users
/// whose bucket is full again are forgotten.
class UserRates
{
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit UserRates(base::RateLimit limit)
        : m_limit(limit)
    {
    }
    /// \return success, or RateLimited with the time after which to try again
    base::Status take(const QString &userId, Time now);

private:
    void forgetIdle(Time now);

    const base::RateLimit m_limit;
    std::mutex m_mutex;
    QHash<QString, base::TokenBucket> m_buckets;
    qsizetype m_sweepAt = 1024; ///< number of buckets at which the idle ones are looked for
};

} // namespace chat
