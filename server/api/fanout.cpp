#include "api/fanout.h"

#include "api/shardmembers.h"
#include "net/shard.h"

namespace api
{

void Fanout::publish(const std::vector<domain::EventPtr> &events)
{
    auto wireEvents = std::make_shared<std::vector<WireEventPtr>>();
    wireEvents->reserve(events.size());
    for (const domain::EventPtr &event : events)
        wireEvents->push_back(std::make_shared<const WireEvent>(event));
    for (net::Shard *shard : m_shards) {
        shard->post([shard, wireEvents] {
            const ShardMembers &members = ShardMembers::of(*shard);
            for (const WireEventPtr &event : *wireEvents)
                members.deliver(event);
        });
    }
}

} // namespace api
