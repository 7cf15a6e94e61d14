#pragma once

#include "domain/event.h"

#include <mutex>
#include <vector>

namespace net
{
class Shard;
}

namespace api
{

/// Brings events to the members in every shard, numbered, and to each shard in the order of their numbers.
/// publish() is thread-safe once the shards are set.
class Fanout final : public domain::EventSink
{
public:
    /// \a shards outlive the fan-out. Set before the first event.
    void setShards(std::vector<net::Shard *> shards) { m_shards = std::move(shards); }
    void publish(const std::vector<domain::EventPtr> &events) override;

private:
    std::vector<net::Shard *> m_shards;
    std::mutex m_mutex;
    quint64 m_lastNumber = 0;
};

} // namespace api
