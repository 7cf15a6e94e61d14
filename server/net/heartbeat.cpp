#include "net/heartbeat.h"

#include <algorithm>

namespace net
{

using std::chrono::milliseconds;

HeartbeatWheel::HeartbeatWheel(milliseconds interval, milliseconds timeout)
    : m_tick(std::max(interval / int(slotCount), milliseconds(1)))
    // One tick more than the timeout has: a timer that comes a little early must not miss the answer by a
    // round.
    , m_answerTicks(static_cast<size_t>((timeout + m_tick - milliseconds(1)) / m_tick + 1) % slotCount)
    , m_slots(slotCount)
{
}

void HeartbeatWheel::add(Beating &connection)
{
    auto &slot = m_slots[m_nextAdd];
    connection.m_slot = m_nextAdd;
    connection.m_index = slot.size();
    slot.push_back(&connection);
    m_nextAdd = (m_nextAdd + 1) % slotCount;
}

void HeartbeatWheel::remove(Beating &connection)
{
    auto &slot = m_slots[connection.m_slot];
    slot.back()->m_index = connection.m_index;
    std::swap(slot[connection.m_index], slot.back());
    slot.pop_back();
}

void HeartbeatWheel::tick(Time now)
{
    // Backwards, because who removes itself puts the last one, already served, into its place.
    const auto serve = [now](const std::vector<Beating *> &slot, void (Beating::*what)(Time)) {
        for (size_t i = slot.size(); i-- > 0;)
            (slot[i]->*what)(now);
    };
    serve(m_slots[(m_now + slotCount - m_answerTicks) % slotCount], &Beating::checkAnswer);
    serve(m_slots[m_now], &Beating::beat);
    m_now = (m_now + 1) % slotCount;
}

} // namespace net
