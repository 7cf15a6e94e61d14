#include "net/timerqueue.h"

#include <QCoreApplication>
#include <QTimerEvent>

#include <vector>

namespace net
{

using namespace std::chrono_literals;

TimerQueue::Time TimerQueue::dueAfter(Time start, const Timer &timer)
{
    const Time exact = start + timer.interval;
    if (timer.type == Qt::PreciseTimer || timer.interval == 0ms)
        return exact;
    const std::chrono::nanoseconds step =
        timer.type == Qt::VeryCoarseTimer
            ? 1s
            : std::max<std::chrono::nanoseconds>(std::chrono::nanoseconds(timer.interval) / 20, 1ms);
    const auto past = exact.time_since_epoch() % step;
    return past == 0ns ? exact : exact + (step - past);
}

void TimerQueue::schedule(Timer &timer, int id, Time due)
{
    timer.turn = Turn{due, ++m_count, id};
    m_turns.insert(timer.turn);
}

void TimerQueue::reschedule(Timer &timer, int id, Time now)
{
    m_turns.erase(timer.turn);
    const Time next = dueAfter(timer.turn.due, timer);
    schedule(timer, id, next > now ? next : dueAfter(now, timer));
}

void TimerQueue::add(int id, std::chrono::milliseconds interval, Qt::TimerType type, QObject *object,
                     Time now)
{
    remove(id);
    Timer &timer = m_timers[id];
    timer.interval = interval;
    timer.type = type;
    timer.object = object;
    schedule(timer, id, dueAfter(now, timer));
}

bool TimerQueue::remove(int id)
{
    const auto timer = m_timers.find(id);
    if (timer == m_timers.end())
        return false;
    m_turns.erase(timer->second.turn);
    m_timers.erase(timer);
    return true;
}

bool TimerQueue::removeAll(const QObject *object)
{
    const auto removed = std::erase_if(m_timers, [&](const auto &timer) {
        if (timer.second.object != object)
            return false;
        m_turns.erase(timer.second.turn);
        return true;
    });
    return removed > 0;
}

QList<TimerQueue::TimerInfo> TimerQueue::timersOf(const QObject *object) const
{
    QList<TimerInfo> infos;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            infos.append(TimerInfo(id, static_cast<int>(timer.interval.count()), timer.type));
    }
    return infos;
}

std::optional<std::chrono::milliseconds> TimerQueue::remaining(int id, Time now) const
{
    const auto timer = m_timers.find(id);
    if (timer == m_timers.end())
        return std::nullopt;
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(timer->second.turn.due - now), 0ms);
}

std::optional<TimerQueue::Time> TimerQueue::nextDue() const
{
    for (const Turn &turn : m_turns) {
        if (!m_timers.at(turn.id).beingSent)
            return turn.due;
    }
    return std::nullopt;
}

int TimerQueue::fire(Time now)
{
    if (m_turns.empty() || m_turns.begin()->due > now)
        return 0;
    const std::vector<Turn> due(m_turns.begin(), m_turns.upper_bound(Turn{now, ~quint64(0), 0}));
    int sent = 0;
    for (const Turn &turn : due) {
        const auto found = m_timers.find(turn.id);
        if (found == m_timers.end() || found->second.turn != turn || found->second.beingSent)
            continue;
        Timer &timer = found->second;
        reschedule(timer, turn.id, now);
        timer.beingSent = true;
        QTimerEvent event(turn.id);
        QCoreApplication::sendEvent(timer.object, &event);
        ++sent;
        if (const auto still = m_timers.find(turn.id); still != m_timers.end())
            still->second.beingSent = false;
    }
    return sent;
}

} // namespace net
