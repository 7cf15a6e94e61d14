#pragma once

#include "net/timerqueue.h"
#include "net/turnmeter.h"

#include <QAbstractEventDispatcher>

#include <array>
#include <atomic>
#include <functional>
#include <vector>

namespace net
{

/// An event dispatcher whose turn costs what happens in it, not what is open: sockets are watched by epoll
/// (level triggered). Linux only; elsewhere a shard runs on Qt's own.
///
/// Changes of interest are collected and told to the kernel once, right before the wait, so that a write
/// notifier which is enabled and disabled within one turn costs no system call. A descriptor that was closed
/// before its notifiers were disabled does no harm; one that epoll cannot watch (a regular file) is never
/// active and is logged.
///
/// Give it to a thread with QThread::setEventDispatcher() before that starts. As with every dispatcher, only
/// wakeUp() and interrupt() may be called from other threads.
class EpollDispatcher final : public QAbstractEventDispatcher
{
    Q_OBJECT
public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    /// Runs in each turn when everything that happened has been handled, right before the dispatcher looks
    /// for more: the place to write what the turn gathered. It must not process events.
    void setEndOfTurn(std::function<void()> function) { m_endOfTurn = std::move(function); }

    /// Tells \a meter, which outlives the dispatcher's thread, of each turn.
    void setTurnMeter(TurnMeter *meter) { m_meter = meter; }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;

    void wakeUp() override;
    void interrupt() override;
    void startingUp() override;
    void closingDown() override;

private:
    /// One descriptor: who waits for what (indexed by QSocketNotifier::Type), what the kernel was told, and
    /// what it reported that has not been passed on yet. A notifier that goes takes its pending bit along.
    struct Watch {
        std::array<QSocketNotifier *, 3> notifiers{};
        quint32 told = 0;
        quint8 pending = 0;
        bool changed = false;
    };

    static quint32 wanted(const Watch &watch);
    void noteChange(int descriptor, Watch &watch);
    void tellChanges();
    void tell(int operation, int descriptor, quint32 events);
    void stopWatching(int descriptor, Watch &watch);
    bool inOwnThread() const;
    int waitLimit() const;
    void endTurn();
    bool waitForSockets(int timeoutMs);
    bool waitForWakeUp(int timeoutMs);
    int activate(int descriptor);

    const int m_epoll;
    const int m_wakeUp;           ///< an eventfd
    std::vector<Watch> m_watches; ///< by descriptor: the kernel hands out the lowest free number
    std::vector<int> m_changed;
    TimerQueue m_timers;
    std::function<void()> m_endOfTurn;
    TurnMeter *m_meter = nullptr;
    TurnMeter::Time m_turnBegin{}; ///< when the last wait was over, if it was for anything
    std::atomic<Qt::HANDLE> m_thread{nullptr};
    std::atomic<bool> m_interrupted{false};
    std::atomic<bool> m_wokenFromOutside{
        false};                     ///< set together with a write to the eventfd, cleared after a wait
    bool m_wokenFromInside = false; ///< set in the own thread, which needs no system call for it
};

} // namespace net
