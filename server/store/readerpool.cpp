#include "store/readerpool.h"

#include "base/logging.h"

using namespace Qt::StringLiterals;

namespace store
{

ReaderPool::ReaderPool(base::DatabaseUrl url, int threads)
    : m_url(std::move(url))
{
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { run(); });
}

ReaderPool::~ReaderPool()
{
    stop();
}

void ReaderPool::enqueue(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping && m_queue.size() < maxQueued) {
            m_queue.push_back(std::move(task));
            m_wake.notify_one();
            return;
        }
    }
    task.fail(unavailable());
}

qint64 ReaderPool::queued() const
{
    const std::lock_guard lock(m_mutex);
    return std::ssize(m_queue);
}

void ReaderPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
    for (Task &task : m_queue)
        task.fail(unavailable());
    m_queue.clear();
}

void ReaderPool::run()
{
    std::unique_ptr<Tables> tables;
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
        if (m_stopping)
            return;
        Task task = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        perform(task, tables);
    }
}

void ReaderPool::perform(Task &task, std::unique_ptr<Tables> &tables)
{
    // A connection that was good may have been lost since; a fresh one tells.
    const int attempts = tables ? 2 : 1;
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        try {
            if (!tables)
                tables = std::make_unique<Tables>(m_url, Connection::Access::ReadOnly);
            return task.run(*tables);
        } catch (const SqlFailure &failure) {
            tables.reset();
            if (failure.fault() == SqlFault::Statement) {
                qCWarning(base::logStore, "a read was refused: %ls", qUtf16Printable(failure.text()));
                return task.fail({base::ErrorKind::Internal, u"The database did not answer this."_s, {}, {}});
            }
        }
    }
    task.fail(unavailable());
}

} // namespace store
