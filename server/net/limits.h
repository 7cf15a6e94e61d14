#pragma once

#include "base/config.h"
#include "base/result.h"
#include "base/tokenbucket.h"
#include "net/rejections.h"

#include <QHostAddress>

#include <array>
#include <atomic>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace net
{

/// How many frames or packets of any kind a connection may send, where a user may send so many messages: the
/// rest is typing, reading and pings.
inline base::RateLimit frameRate(const base::RateLimit &messages)
{
    constexpr double framesPerMessage = 10;
    return {messages.perSecond * framesPerMessage, messages.burst * framesPerMessage};
}

/// The proxies whose word about the client's address is believed. Immutable, so readable from every thread.
class TrustedProxies
{
public:
    TrustedProxies() = default;
    /// \a entries: addresses (`10.0.0.1`, `::1`) or nets (`10.0.0.0/8`, `fd00::/8`).
    /// \return the list, or BadRequest with a sentence that names the entry at fault
    static base::Result<TrustedProxies> parse(const QStringList &entries);
    /// An IPv4 address that came in through an IPv6 socket (`::ffff:10.0.0.1`) counts as the IPv4 one.
    bool contains(const QHostAddress &address) const;

private:
    std::vector<std::pair<QHostAddress, int>> m_nets;
};

/// How often an address may connect. IPv6 addresses count by their /64, which one customer has to himself.
/// Thread-safe.
class ConnectRate
{
public:
    /// Remembers at most this many addresses: who still has a full bucket is forgotten first, then all.
    static constexpr size_t maxAddresses = 32'768;

    explicit ConnectRate(const base::RateLimit &limit)
        : m_limit(limit)
    {
    }

    /// Counts one connection from \a address.
    /// \return zero if it may come in; else how long it should wait before the next try
    std::chrono::nanoseconds take(const QHostAddress &address, base::TokenBucket::Time now);
    /// Takes back what take() has counted.
    void giveBack(const QHostAddress &address);
    size_t addressCount() const;

private:
    using Key = std::array<quint64, 2>;
    struct KeyHash {
        size_t operator()(const Key &key) const noexcept { return qHashMulti(s_seed, key[0], key[1]); }
    };
    static const size_t s_seed;
    static Key keyOf(const QHostAddress &address);
    void forget(base::TokenBucket::Time now);

    const base::RateLimit m_limit;
    mutable std::mutex m_mutex;
    std::unordered_map<Key, base::TokenBucket, KeyHash> m_buckets;
};

/// What all shards and the listener count together. Thread-safe.
struct SharedLimits {
    explicit SharedLimits(const base::Config &config, TrustedProxies proxies = {})
        : maxConnections(config.maxConnections)
        , connectRate(config.connectRate)
        , trustedProxies(std::move(proxies))
    {
    }

    std::atomic<qint64>
        maxConnections; ///< the configured number, or fewer if the system allows fewer open files
    std::atomic<qint64> connections{0}; ///< open sockets; Shard counts them from adopt() to their end
    std::atomic<qint64> webSockets{0};  ///< of these, upgraded ones; the WebSocket connection counts itself
    std::atomic<qint64> refused{0};     ///< turned away at the door, since the start
    std::atomic<qint64> pollingSessions{0};   ///< of Engine.IO; each counts itself
    std::atomic<qint64> webSocketSessions{0}; ///< of Engine.IO, begun on a WebSocket or upgraded to one
    Rejections rejections;
    AnswerCounts answers;
    ConnectRate connectRate;
    const TrustedProxies trustedProxies;
};

} // namespace net
