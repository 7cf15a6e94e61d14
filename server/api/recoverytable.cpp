#include "api/recoverytable.h"

namespace api
{

void RecoveryTable::add(const QByteArray &pid, chat::PrincipalPtr principal, net::Shard &shard,
                        Connection &connection)
{
    const std::lock_guard lock(m_mutex);
    m_entries[pid] = Entry{std::move(principal), &shard, &connection, {}, {}};
}

void RecoveryTable::remove(const QByteArray &pid)
{
    const std::lock_guard lock(m_mutex);
    forget(pid);
}

void RecoveryTable::lose(SocketState state, Time now)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    m_lostWeight += weightOf(state);
    Entry &entry = m_entries[state.pid];
    entry.shard = nullptr;
    entry.connection = nullptr;
    entry.principal = state.principal;
    entry.lostAt = now;
    m_departures.push_back({state.pid, now});
    entry.lost = std::make_unique<SocketState>(std::move(state));
    while (m_lostWeight > maxLost && !m_departures.empty())
        forgetFirst();
}

RecoveryTable::Found RecoveryTable::find(const QByteArray &pid, const domain::Principal &who, quint64 newest,
                                         Time now)
{
    using What = Found::What;
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    const auto found = m_entries.find(pid);
    if (found == m_entries.end() || found->second.principal->userId != who.userId)
        return {};
    Entry &entry = found->second;
    if (!entry.lost)
        return {What::Elsewhere, {}, entry.shard};
    if (!entry.lost->belongsTo(who))
        return {};
    if (entry.lost->until > newest)
        return {What::NotYet, {}, nullptr};
    Found taken{What::Recoverable, std::move(entry.lost), nullptr};
    m_lostWeight -= weightOf(*taken.state);
    m_entries.erase(found);
    return taken;
}

void RecoveryTable::evict(const QByteArray &pid, const net::Shard &shard)
{
    Connection *connection = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(pid);
        if (found != m_entries.end() && found->second.shard == &shard)
            connection = found->second.connection;
    }
    // It can go in this thread only, so it is still there; and it will come back here to be lost.
    if (connection)
        connection->giveWay();
}

void RecoveryTable::forgetOld(Time now)
{
    while (!m_departures.empty() && now - m_departures.front().at >= m_window)
        forgetFirst();
}

void RecoveryTable::forgetFirst()
{
    const Departure departure = std::move(m_departures.front());
    m_departures.pop_front();
    const auto found = m_entries.find(departure.pid);
    if (found != m_entries.end() && found->second.lost && found->second.lostAt == departure.at)
        forget(departure.pid);
}

void RecoveryTable::forget(const QByteArray &pid)
{
    const auto found = m_entries.find(pid);
    if (found == m_entries.end())
        return;
    if (found->second.lost)
        m_lostWeight -= weightOf(*found->second.lost);
    m_entries.erase(found);
}

} // namespace api
