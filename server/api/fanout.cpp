#include "api/fanout.h"

#include "api/shardmembers.h"
#include "net/shard.h"

#include <QHash>

#include <deque>

namespace api
{

namespace
{
/// What happened in one session, as it is to become a batch.
struct Group {
    std::vector<domain::EventPtr> events;
    qsizetype size = 0;
};

/// A group for each session, or several in order where one would be too large. There is no order between
/// sessions.
std::deque<Group> groupsOf(const std::vector<domain::EventPtr> &events)
{
    std::deque<Group> groups;
    QHash<domain::SessionId, Group *> bySession;
    for (const domain::EventPtr &event : events) {
        const qsizetype size = wireSizeOf(*event);
        Group *&group = bySession[event->session];
        if (!group || group->size + size > WireBatch::maxSize)
            group = &groups.emplace_back();
        group->events.push_back(event);
        group->size += size;
    }
    return groups;
}
} // namespace

void Fanout::publish(const std::vector<domain::EventPtr> &events)
{
    const std::deque<Group> groups = groupsOf(events);
    const auto batches = std::make_shared<std::deque<WireBatch>>();
    const std::lock_guard lock(m_mutex);
    for (const Group &group : groups)
        m_lastNumber = batches->emplace_back(group.events, m_lastNumber + 1).lastNumber();
    for (net::Shard *shard : m_shards) {
        shard->post([shard, batches] {
            ShardMembers &members = ShardMembers::of(*shard);
            for (const WireBatch &batch : *batches)
                members.deliver(batch);
        });
    }
}

} // namespace api
