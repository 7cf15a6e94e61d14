#include "net/pingqueue.h"

#include <algorithm>
#include <utility>

namespace net
{

void PingQueue::append(Pinged &session, Waits waits, Time at)
{
    auto &list = waits == Waits::ForPing ? m_pings : m_answers;
    session.m_place = list.insert(list.end(), {&session, at});
    session.m_waits = waits;
}

void PingQueue::add(Pinged &session, Time now)
{
    remove(session);
    append(session, Waits::ForPing, now + m_interval);
}

void PingQueue::answered(Pinged &session, Time now)
{
    if (session.m_waits == Waits::ForAnswer)
        add(session, now);
}

void PingQueue::remove(Pinged &session)
{
    switch (std::exchange(session.m_waits, Waits::Nowhere)) {
    case Waits::Nowhere:
        break;
    case Waits::ForPing:
        m_pings.erase(session.m_place);
        break;
    case Waits::ForAnswer:
        m_answers.erase(session.m_place);
        break;
    }
}

std::optional<PingQueue::Time> PingQueue::nextDue() const
{
    if (m_pings.empty() && m_answers.empty())
        return std::nullopt;
    const Time ping = m_pings.empty() ? Time::max() : m_pings.front().at;
    return m_answers.empty() ? ping : std::min(ping, m_answers.front().at);
}

void PingQueue::run(Time now)
{
    while (!m_answers.empty() && m_answers.front().at <= now) {
        Pinged &session = *m_answers.front().session;
        remove(session);
        session.unanswered();
    }
    while (!m_pings.empty() && m_pings.front().at <= now) {
        const auto [session, at] = m_pings.front();
        remove(*session);
        append(*session, Waits::ForAnswer, std::max(at, now - tolerance()) + m_timeout);
        session->ping();
    }
}

} // namespace net
