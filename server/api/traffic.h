#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>

namespace api
{

/// Messages in and out by protocol, since the start. Thread-safe; each shard counts what it sends in a place
/// of its own, so that shards do not wait for each other at every receiver.
class Traffic
{
public:
    enum class Protocol { Rest, Room, SocketIo };
    static constexpr std::array<const char *, 3> names{"rest", "room", "socketio"}; ///< as labels

    /// A message came in and was committed.
    void received(Protocol protocol) { add(m_received[size_t(protocol)], 1); }
    /// \a messages went out to one connection.
    void sent(Protocol protocol, int shard, qint64 messages)
    {
        add(m_sent[size_t(shard) % m_sent.size()].messages[size_t(protocol)], messages);
    }

    qint64 received(size_t protocol) const { return m_received[protocol].load(std::memory_order_relaxed); }
    qint64 sent(size_t protocol) const
    {
        qint64 all = 0;
        for (const Slot &slot : m_sent)
            all += slot.messages[protocol].load(std::memory_order_relaxed);
        return all;
    }

private:
    using Counts = std::array<std::atomic<qint64>, names.size()>;
    struct alignas(64) Slot {
        Counts messages{};
    };

    static void add(std::atomic<qint64> &count, qint64 more)
    {
        count.fetch_add(more, std::memory_order_relaxed);
    }

    Counts m_received{};
    std::array<Slot, 64> m_sent{};
};

} // namespace api
