#include "api/fanout.h"

#include "api/shardmembers.h"
#include "net/shard.h"

#include <QHash>

#include <deque>

namespace api
{

namespace
{
/// A batch for each session, or several in order where one would be too large. There is no order between
/// sessions.
std::shared_ptr<const std::deque<WireBatch>> batchesOf(const std::vector<domain::EventPtr> &events)
{
    auto batches = std::make_shared<std::deque<WireBatch>>();
    QHash<domain::SessionId, WireBatch *> bySession;
    for (const domain::EventPtr &event : events) {
        WireBatch *&batch = bySession[event->session];
        if (!batch || !batch->hasRoomFor(*event))
            batch = &batches->emplace_back();
        batch->add(std::make_shared<const WireEvent>(event));
    }
    return batches;
}
} // namespace

void Fanout::publish(const std::vector<domain::EventPtr> &events)
{
    const auto batches = batchesOf(events);
    for (net::Shard *shard : m_shards) {
        shard->post([shard, batches] {
            const ShardMembers &members = ShardMembers::of(*shard);
            for (const WireBatch &batch : *batches)
                members.deliver(batch);
        });
    }
}

} // namespace api
