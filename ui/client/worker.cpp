#include "client/worker.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace client
{

struct Worker::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> urgent;
    std::deque<std::function<void()>> queue;
    bool ending = false;
    bool done = false;
};

Worker::Worker()
    : m_state(std::make_shared<State>())
    , m_thread([state = m_state] { run(*state); })
{
}

Worker::~Worker()
{
    finish(std::chrono::milliseconds(0));
    if (m_thread.joinable())
        m_thread.detach();
}

void Worker::post(std::function<void()> function)
{
    post(std::move(function), false);
}

void Worker::postUrgent(std::function<void()> function)
{
    post(std::move(function), true);
}

void Worker::post(std::function<void()> function, bool urgent)
{
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->ending)
            return;
        (urgent ? m_state->urgent : m_state->queue).push_back(std::move(function));
    }
    m_state->changed.notify_all();
}

bool Worker::finish(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_state->mutex);
    m_state->ending = true;
    m_state->changed.notify_all();
    if (!m_state->changed.wait_for(lock, patience, [this] { return m_state->done; }))
        return false;
    lock.unlock();
    if (m_thread.joinable())
        m_thread.join();
    return true;
}

void Worker::run(State &state)
{
    std::unique_lock lock(state.mutex);
    while (true) {
        state.changed.wait(
            lock, [&state] { return state.ending || !state.urgent.empty() || !state.queue.empty(); });
        auto &next = state.urgent.empty() ? state.queue : state.urgent;
        if (next.empty())
            break;
        std::function<void()> function = std::move(next.front());
        next.pop_front();
        lock.unlock();
        function();
        function = nullptr; // what it holds may be the last of its kind
        lock.lock();
    }
    state.done = true;
    state.changed.notify_all();
}

} // namespace client
