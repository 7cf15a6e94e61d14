#include "turns.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <numeric>

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace
{

constexpr double frameMs = 16;

thread_local Turns *watching = nullptr;

/// How long this thread has waited for a core, in milliseconds.
double queuedMs()
{
    static const int file = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    char text[96] = {};
    unsigned long long ran = 0;
    unsigned long long queued = 0;
    if (::pread(file, text, sizeof text - 1, 0) <= 0 || std::sscanf(text, "%llu %llu", &ran, &queued) != 2)
        return 0;
    return double(queued) / 1e6;
}

} // namespace

/// The dispatcher's signals tell when a wait begins, but not when it ends: so its wait itself is called from
/// here.
extern "C" int ppoll(pollfd *fds, nfds_t count, const timespec *timeout, const sigset_t *mask)
{
    using Wait = int (*)(pollfd *, nfds_t, const timespec *, const sigset_t *);
    static const auto wait = reinterpret_cast<Wait>(::dlsym(RTLD_NEXT, "ppoll"));
    Turns *turns = watching;
    if (turns)
        turns->waiting();
    const int result = wait(fds, count, timeout, mask);
    if (turns)
        turns->working();
    return result;
}

Turns::Turns()
{
    const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    const auto loopWaits = [this] { m_loopWaits = true; };
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, loopWaits);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, loopWaits);
    watching = this;
}

Turns::~Turns()
{
    watching = nullptr;
}

void Turns::begin()
{
    m_turns.clear();
    m_measuring = true;
    m_inTurn = false;
}

Turns::Figures Turns::end()
{
    m_measuring = false;
    Figures figures;
    figures.count = m_turns.size();
    if (m_turns.empty())
        return figures;
    std::sort(m_turns.begin(), m_turns.end(), [](const Turn &a, const Turn &b) { return a.whole < b.whole; });
    figures.worst = m_turns.back().whole;
    figures.mostOf999 = m_turns[std::min(m_turns.size() - 1, m_turns.size() * 999 / 1000)].whole;
    double sum = 0;
    for (const Turn &turn : m_turns) {
        sum += turn.whole;
        figures.worstOwn = std::max(figures.worstOwn, turn.whole - turn.queued);
        figures.late += turn.whole > frameMs;
    }
    figures.mean = sum / double(m_turns.size());
    return figures;
}

void Turns::waiting()
{
    // Another wait is one that somebody makes within the turn: it keeps the frame from being shown.
    if (!m_measuring || !m_inTurn || !m_loopWaits)
        return;
    m_inTurn = false;
    const std::chrono::duration<double, std::milli> whole = std::chrono::steady_clock::now() - m_since;
    m_turns.push_back({whole.count(), queuedMs() - m_queuedSince});
}

void Turns::working()
{
    if (!m_measuring || m_inTurn || !m_loopWaits)
        return;
    m_loopWaits = false;
    m_inTurn = true;
    m_since = std::chrono::steady_clock::now();
    m_queuedSince = queuedMs();
}
