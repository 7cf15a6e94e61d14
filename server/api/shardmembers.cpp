#include "api/shardmembers.h"

#include "net/shard.h"

#include <algorithm>

namespace api
{

namespace
{
constexpr std::chrono::seconds tokenCheckInterval{5};
}

ShardMembers &ShardMembers::of(net::Shard &shard)
{
    if (!shard.userData) {
        const auto members = std::make_shared<ShardMembers>();
        shard.every(tokenCheckInterval, members.get(), [table = members.get()] { table->checkTokens(); });
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

void ShardMembers::deliver(const WireBatch &batch) const
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

void ShardMembers::checkTokens() const
{
    for (const std::vector<Member *> &members : m_members) {
        for (Member *member : members)
            member->checkToken();
    }
}

} // namespace api
