#include "api/shardmembers.h"

#include "net/shard.h"

#include <algorithm>
#include <variant>

namespace api
{

namespace
{
constexpr std::chrono::seconds tickInterval{5};
}

ShardMembers &ShardMembers::of(net::Shard &shard)
{
    if (!shard.userData) {
        const auto members = std::make_shared<ShardMembers>();
        shard.every(tickInterval, members.get(), [table = members.get()] { table->tick(); });
        shard.userData = members;
    }
    return *static_cast<ShardMembers *>(shard.userData.get());
}

void ShardMembers::add(const domain::SessionId &session, Member *member)
{
    m_members[session].push_back(member);
}

void ShardMembers::remove(const domain::SessionId &session, Member *member)
{
    const auto entry = m_members.find(session);
    if (entry == m_members.end())
        return;
    std::erase(*entry, member);
    if (entry->empty())
        m_members.erase(entry);
}

void ShardMembers::addWatcher(Watcher *watcher)
{
    m_watchers[watcher->userId()].push_back(watcher);
    if (watcher->isStaff())
        m_staff.push_back(watcher);
}

void ShardMembers::removeWatcher(Watcher *watcher)
{
    std::erase(m_staff, watcher);
    const auto entry = m_watchers.find(watcher->userId());
    if (entry == m_watchers.end())
        return;
    std::erase(*entry, watcher);
    if (entry->empty())
        m_watchers.erase(entry);
}

void ShardMembers::deliver(const WireBatch &batch)
{
    deliverToMembers(batch);
    if (!m_watchers.isEmpty()) {
        deliverToReaders(batch);
        for (Watcher *watcher : m_staff)
            watcher->overhear(batch);
    }
    m_recent.append(batch, std::chrono::steady_clock::now());
}

void ShardMembers::deliverToMembers(const WireBatch &batch) const
{
    const auto entry = m_members.constFind(batch.session());
    if (entry == m_members.cend())
        return;
    if (batch.isForAll() && batch.events().size() > 1) {
        for (Member *member : *entry)
            member->deliverAll(batch);
        return;
    }
    for (const WireEventPtr &event : batch.events()) {
        const QString &except = event->event().exceptUser;
        for (Member *member : *entry) {
            if (except.isEmpty() || member->userId() != except)
                member->deliver(event);
        }
    }
}

/// What somebody has read is read on all of their screens.
void ShardMembers::deliverToReaders(const WireBatch &batch) const
{
    for (const WireEventPtr &event : batch.events()) {
        const auto *read = std::get_if<domain::MessagesRead>(&event->event().what);
        if (!read)
            continue;
        for (Watcher *watcher : m_watchers.value(read->reader.id))
            watcher->hearOwn(event);
    }
}

void ShardMembers::tick()
{
    m_recent.trim(std::chrono::steady_clock::now());
    for (const std::vector<Watcher *> &watchers : m_watchers) {
        for (Watcher *watcher : watchers)
            watcher->checkToken();
    }
    for (const std::vector<Member *> &members : m_members) {
        for (Member *member : members)
            member->checkToken();
    }
}

} // namespace api
