#include "net/epolldispatcher.h"

#include "base/logging.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>

#include <cerrno>
#include <limits>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace net
{

namespace
{

/// What the kernel is asked for, by QSocketNotifier::Type.
constexpr std::array<quint32, 3> interest{EPOLLIN, EPOLLOUT, EPOLLPRI};
/// What it may report for it: a peer that is gone or a failed socket is news to all.
constexpr quint32 trouble = EPOLLHUP | EPOLLERR;

constexpr int eventsATurn = 512;

void requireDescriptor(int descriptor, const char *what)
{
    if (descriptor < 0)
        qFatal("The system gives no %s: %s", what, qPrintable(qt_error_string(errno)));
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUp(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    requireDescriptor(m_epoll, "epoll descriptor");
    requireDescriptor(m_wakeUp, "eventfd");
    // Edge triggered: each write to it wakes the wait once, and nobody need read it.
    tell(EPOLL_CTL_ADD, m_wakeUp, EPOLLIN | quint32(EPOLLET));
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_wakeUp);
    ::close(m_epoll);
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    Q_ASSERT(notifier->thread() == thread());
    const auto descriptor = static_cast<int>(notifier->socket());
    Q_ASSERT(descriptor >= 0);
    if (std::cmp_greater_equal(descriptor, m_watches.size()))
        m_watches.resize(descriptor + 1);
    Watch &watch = m_watches[descriptor];
    auto &place = watch.notifiers[notifier->type()];
    if (place && place != notifier) {
        // Most likely the descriptor was closed with its notifier enabled, and the number is another file
        // now.
        qCWarning(base::logNet, "Descriptor %d has two notifiers of type %d; the later one counts",
                  descriptor, static_cast<int>(notifier->type()));
        watch.told = 0;
    }
    place = notifier;
    noteChange(descriptor, watch);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0 || std::cmp_greater_equal(descriptor, m_watches.size()))
        return;
    Watch &watch = m_watches[descriptor];
    if (watch.notifiers[notifier->type()] != notifier)
        return;
    watch.notifiers[notifier->type()] = nullptr;
    watch.pending &= static_cast<quint8>(~(1U << notifier->type()));
    if (wanted(watch) == 0)
        stopWatching(descriptor, watch);
    else
        noteChange(descriptor, watch);
}

void EpollDispatcher::noteChange(int descriptor, Watch &watch)
{
    if (watch.changed)
        return;
    watch.changed = true;
    m_changed.push_back(descriptor);
}

/// At once, not before the next wait: whoever gives up its last notifier is about to close the descriptor,
/// and the number may be another file by then.
void EpollDispatcher::stopWatching(int descriptor, Watch &watch)
{
    if (watch.told != 0)
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor,
                  nullptr); // fails if it was closed first; then it is forgotten anyway
    watch.told = 0;
}

quint32 EpollDispatcher::wanted(const Watch &watch)
{
    quint32 events = 0;
    for (size_t type = 0; type < interest.size(); ++type) {
        if (watch.notifiers[type])
            events |= interest[type];
    }
    return events;
}

void EpollDispatcher::tellChanges()
{
    for (const int descriptor : m_changed) {
        Watch &watch = m_watches[descriptor];
        watch.changed = false;
        const quint32 events = wanted(watch);
        if (events == watch.told)
            continue;
        tell(watch.told == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, events);
        watch.told = events;
    }
    m_changed.clear();
}

void EpollDispatcher::tell(int operation, int descriptor, quint32 events)
{
    epoll_event event{};
    event.events = events;
    event.data.fd = descriptor;
    if (epoll_ctl(m_epoll, operation, descriptor, &event) == 0)
        return;
    // The descriptor was closed behind our back, and its number may have been given out again.
    if (errno == ENOENT && epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0)
        return;
    if (errno == EEXIST && epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event) == 0)
        return;
    if (errno != EBADF)
        qCWarning(base::logNet, "Descriptor %d cannot be watched: %s", descriptor,
                  qPrintable(qt_error_string(errno)));
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false);
    m_wokenFromInside = false;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents(nullptr, 0);
    if (m_endOfTurn)
        m_endOfTurn();
    if (m_interrupted.load())
        return false;

    int limit = flags.testFlag(QEventLoop::WaitForMoreEvents) ? waitLimit() : 0;
    if (limit != 0) {
        Q_EMIT aboutToBlock();
        limit = waitLimit(); // a receiver may have posted an event, or started a timer
    }
    const bool happened =
        flags.testFlag(QEventLoop::ExcludeSocketNotifiers) ? waitForWakeUp(limit) : waitForSockets(limit);
    const bool fired = m_timers.fire(TimerQueue::Time::clock::now()) > 0;
    return happened || fired;
}

/// Milliseconds that the wait may take; -1 for ever.
int EpollDispatcher::waitLimit() const
{
    if (m_wokenFromInside || m_wokenFromOutside.load())
        return 0;
    const auto due = m_timers.nextDue();
    if (!due)
        return -1;
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(*due - TimerQueue::Time::clock::now()).count();
    return static_cast<int>(std::clamp<milliseconds::rep>(left, 0, std::numeric_limits<int>::max()));
}

/// What came with the last wait has been handled.
void EpollDispatcher::endTurn()
{
    if (m_meter && m_turnBegin != TurnMeter::Time())
        m_meter->turn(std::exchange(m_turnBegin, {}), TurnMeter::Time::clock::now());
}

bool EpollDispatcher::waitForSockets(int timeoutMs)
{
    tellChanges();
    endTurn();
    std::array<epoll_event, eventsATurn> events;
    const int count = epoll_wait(m_epoll, events.data(), eventsATurn, timeoutMs);
    if (m_meter)
        m_turnBegin = TurnMeter::Time::clock::now();
    const bool woken = m_wokenFromOutside.exchange(false);
    for (int i = 0; i < count; ++i) {
        const int descriptor = events[i].data.fd;
        if (descriptor == m_wakeUp)
            continue;
        Watch &watch = m_watches[descriptor];
        watch.pending = 0;
        for (size_t type = 0; type < interest.size(); ++type) {
            if (watch.notifiers[type] && (events[i].events & (interest[type] | trouble)))
                watch.pending |= static_cast<quint8>(1U << type);
        }
    }
    int activated = 0;
    for (int i = 0; i < count; ++i) {
        if (events[i].data.fd != m_wakeUp)
            activated += activate(events[i].data.fd);
    }
    return woken || activated > 0;
}

/// Tells the notifiers of \a descriptor that are still pending. Each may delete itself, the others, or
/// anything else, and may run an event loop of its own.
int EpollDispatcher::activate(int descriptor)
{
    int activated = 0;
    for (size_t type = 0; type < interest.size(); ++type) {
        Watch &watch = m_watches[descriptor];
        const auto bit = static_cast<quint8>(1U << type);
        if (!(watch.pending & bit))
            continue;
        watch.pending &= static_cast<quint8>(~bit);
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(watch.notifiers[type], &event);
        ++activated;
    }
    return activated;
}

/// Waits with all sockets left alone.
bool EpollDispatcher::waitForWakeUp(int timeoutMs)
{
    // Edge triggered as it is, nobody has read it so far; without that, poll() would never wait.
    eventfd_t count = 0;
    eventfd_read(m_wakeUp, &count);
    pollfd wakeUp{m_wakeUp, POLLIN, 0};
    poll(&wakeUp, 1, m_wokenFromOutside.load() ? 0 : timeoutMs);
    return m_wokenFromOutside.exchange(false);
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject *object)
{
    Q_ASSERT(object->thread() == thread());
    m_timers.add(timerId, std::chrono::milliseconds(interval), type, object, TimerQueue::Time::clock::now());
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return m_timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    return m_timers.timersOf(object);
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto left = m_timers.remaining(timerId, TimerQueue::Time::clock::now());
    return left ? static_cast<int>(left->count()) : -1;
}

bool EpollDispatcher::inOwnThread() const
{
    return m_thread.load(std::memory_order_relaxed) == QThread::currentThreadId();
}

void EpollDispatcher::wakeUp()
{
    if (inOwnThread())
        m_wokenFromInside = true;
    else if (!m_wokenFromOutside.exchange(true))
        eventfd_write(m_wakeUp, 1);
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true);
    wakeUp();
}

void EpollDispatcher::startingUp()
{
    m_thread.store(QThread::currentThreadId(), std::memory_order_relaxed);
}

void EpollDispatcher::closingDown()
{
    m_thread.store(nullptr, std::memory_order_relaxed);
}

} // namespace net
