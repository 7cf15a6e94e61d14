#pragma once

#include <QAbstractEventDispatcher>

#include <chrono>
#include <optional>
#include <set>
#include <unordered_map>

namespace net
{

/// The timers of one event dispatcher. The caller tells the time and delivers the events. Lives in one
/// thread.
///
/// A precise timer is due to the millisecond. A coarse one may be up to 5 % late and a very coarse one up to
/// a second, so that many of them are due together; none is early.
class TimerQueue
{
public:
    using Time = std::chrono::steady_clock::time_point;
    using TimerInfo = QAbstractEventDispatcher::TimerInfo;

    void add(int id, std::chrono::milliseconds interval, Qt::TimerType type, QObject *object, Time now);
    bool remove(int id);
    bool removeAll(const QObject *object);
    QList<TimerInfo> timersOf(const QObject *object) const;
    /// Whole milliseconds, rounded up; 0 if overdue; nothing if there is no such timer.
    std::optional<std::chrono::milliseconds> remaining(int id, Time now) const;

    /// When the next timer is due that is not being delivered right now.
    std::optional<Time> nextDue() const;

    /// Sends each timer that is due at \a now its event, earliest first, and none twice. Timers that a
    /// receiver adds, kills or restarts meanwhile, or a nested call for the same queue, are fine; a timer
    /// whose receiver is still busy with it is not sent again. \return how many events were sent
    int fire(Time now);

private:
    /// A timer's place in the order of due times; those due at the same time go in the order of their
    /// (re)start.
    struct Turn {
        Time due;
        quint64 count = 0;
        int id = 0;
        friend auto operator<=>(const Turn &, const Turn &) = default;
    };
    struct Timer {
        std::chrono::milliseconds interval{0};
        Qt::TimerType type = Qt::CoarseTimer;
        QObject *object = nullptr;
        Turn turn;
        bool beingSent = false;
    };

    static Time dueAfter(Time start, const Timer &timer);
    void schedule(Timer &timer, int id, Time due);
    void reschedule(Timer &timer, int id, Time now);

    std::unordered_map<int, Timer> m_timers;
    std::set<Turn> m_turns;
    quint64 m_count = 0;
};

} // namespace net
