#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace client
{

/// A thread that runs functions one after another, without an event loop. What is queued is run even if the
/// worker goes: its end is waited for only as long as finish() is told to.
class Worker
{
public:
    Worker();
    ~Worker(); ///< finish(0)

    /// Thread-safe. Dropped after finish().
    void post(std::function<void()> function);
    /// Before all that was posted and has not begun, but for what is urgent too.
    void postUrgent(std::function<void()> function);
    /// Takes nothing more. \return whether all that was queued is done within \a patience
    bool finish(std::chrono::milliseconds patience);

private:
    struct State;
    void post(std::function<void()> function, bool urgent);
    static void run(State &state);

    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

} // namespace client
