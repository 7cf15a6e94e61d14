#include "net/mailbox.h"

#include <QAbstractEventDispatcher>

namespace net
{

void Mailbox::post(std::function<void()> function)
{
    const std::scoped_lock lock(m_mutex);
    if (m_closed)
        return;
    m_functions.push_back(std::move(function));
    // Under the lock, because the dispatcher may be gone once the box is closed.
    if (m_functions.size() == 1 && m_dispatcher)
        m_dispatcher->wakeUp();
}

Mailbox::Functions Mailbox::take()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_functions, {});
}

void Mailbox::open(QAbstractEventDispatcher *dispatcher)
{
    const std::scoped_lock lock(m_mutex);
    m_dispatcher = dispatcher;
    if (!m_functions.empty())
        m_dispatcher->wakeUp();
}

Mailbox::Functions Mailbox::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_dispatcher = nullptr;
    return std::exchange(m_functions, {});
}

} // namespace net
