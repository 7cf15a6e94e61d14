#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace net
{

/// A connection that is asked regularly whether its peer still lives.
class Beating
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Once an interval.
    virtual void beat(Time now) = 0;
    /// Once an interval, when an answer to the last beat() is overdue.
    virtual void checkAnswer(Time now) = 0;

protected:
    virtual ~Beating() = default;

private:
    friend class HeartbeatWheel;
    size_t m_slot = 0;
    size_t m_index = 0;
};

/// Spreads the heartbeats of many connections evenly over an interval, so that each tick of one timer has few
/// of them to serve and an idle connection costs nothing in between. Pure: the caller ticks.
class HeartbeatWheel
{
public:
    using Time = Beating::Time;

    /// \a interval: between two beats of one connection. \a timeout: for an answer.
    HeartbeatWheel(std::chrono::milliseconds interval, std::chrono::milliseconds timeout);

    std::chrono::milliseconds tickInterval() const { return m_tick; }
    void add(Beating &connection);
    void remove(Beating &connection);
    /// Serves the next slot. A connection may be added or removed meanwhile only by itself.
    void tick(Time now);

private:
    static constexpr size_t slotCount = 25;

    const std::chrono::milliseconds m_tick;
    const size_t m_answerTicks; ///< from a beat to the check for its answer, on the wheel
    std::vector<std::vector<Beating *>> m_slots;
    size_t m_now = 0;     ///< the slot that beats next
    size_t m_nextAdd = 0; ///< the slot for the next newcomer
};

} // namespace net
