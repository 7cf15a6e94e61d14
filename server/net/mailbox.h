#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

class QAbstractEventDispatcher;

namespace net
{

/// Functions on their way to one thread. Wakes that thread only when the box was empty: a flood of posts
/// costs one wake-up. Thread-safe, but for take() and close(), which are the receiving thread's.
class Mailbox
{
public:
    using Functions = std::vector<std::function<void()>>;

    /// Drops \a function if the box is closed.
    void post(std::function<void()> function);
    /// All that is there, in the order of posting.
    Functions take();
    /// From now on posts wake \a dispatcher, which must last until close().
    void open(QAbstractEventDispatcher *dispatcher);
    /// \return what nobody took
    Functions close();

private:
    std::mutex m_mutex;
    Functions m_functions;
    QAbstractEventDispatcher *m_dispatcher = nullptr;
    bool m_closed = false;
};

} // namespace net
