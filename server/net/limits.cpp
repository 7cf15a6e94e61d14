#include "net/limits.h"

#include <QRandomGenerator>
#include <QtEndian>

namespace net
{

namespace
{

/// `::ffff:a.b.c.d` as `a.b.c.d`, everything else as it is.
QHostAddress unmapped(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

} // namespace

base::Result<TrustedProxies> TrustedProxies::parse(const QStringList &entries)
{
    TrustedProxies proxies;
    for (const QString &entry : entries) {
        const auto net = QHostAddress::parseSubnet(entry.trimmed());
        if (net.first.isNull() || net.second < 0)
            return base::Error{
                base::ErrorKind::BadRequest,
                QStringLiteral("TRUSTED_PROXIES: \"%1\" is neither an address nor a net such as 10.0.0.0/8.")
                    .arg(entry),
                QStringLiteral("TRUSTED_PROXIES")};
        proxies.m_nets.emplace_back(net.first, net.second);
    }
    return proxies;
}

bool TrustedProxies::contains(const QHostAddress &address) const
{
    if (m_nets.empty())
        return false;
    const QHostAddress plain = unmapped(address);
    return std::any_of(m_nets.begin(), m_nets.end(),
                       [&](const auto &net) { return plain.isInSubnet(net.first, net.second); });
}

const size_t ConnectRate::s_seed = QRandomGenerator::system()->generate();

ConnectRate::Key ConnectRate::keyOf(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4)
        return {0, v4};
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    return {qFromBigEndian<quint64>(v6.c), ~quint64(0)};
}

std::chrono::nanoseconds ConnectRate::take(const QHostAddress &address, base::TokenBucket::Time now)
{
    if (m_limit.perSecond <= 0)
        return std::chrono::nanoseconds::zero();
    const Key key = keyOf(address);
    const std::scoped_lock lock(m_mutex);
    auto bucket = m_buckets.find(key);
    if (bucket == m_buckets.end()) {
        if (m_buckets.size() >= maxAddresses)
            forget(now);
        bucket = m_buckets.try_emplace(key).first;
    }
    return bucket->second.take(m_limit, now);
}

void ConnectRate::giveBack(const QHostAddress &address)
{
    if (m_limit.perSecond <= 0)
        return;
    const std::scoped_lock lock(m_mutex);
    const auto bucket = m_buckets.find(keyOf(address));
    if (bucket != m_buckets.end())
        bucket->second.giveBack(m_limit);
}

size_t ConnectRate::addressCount() const
{
    const std::scoped_lock lock(m_mutex);
    return m_buckets.size();
}

void ConnectRate::forget(base::TokenBucket::Time now)
{
    std::erase_if(m_buckets, [now](const auto &entry) { return entry.second.isFull(now); });
    // Sweeping a table that stays full at every new address would cost more than the flood it guards against.
    if (m_buckets.size() > maxAddresses / 2)
        m_buckets.clear();
}

} // namespace net
