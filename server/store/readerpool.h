#pragma once

#include "base/config.h"
#include "base/executor.h"
#include "store/tables.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace store
{

/// A few threads that read, each over its own connection, which it opens again when it is lost. Thread-safe.
class ReaderPool
{
public:
    static constexpr size_t maxQueued = 20'000;

    /// What a read does; it may throw SqlFailure.
    template <typename T>
    using Work = std::function<base::Result<T>(Tables &)>;

    ReaderPool(base::DatabaseUrl url, int threads);
    ~ReaderPool();
    ReaderPool(const ReaderPool &) = delete;
    ReaderPool &operator=(const ReaderPool &) = delete;

    /// Runs \a work in one of the threads. Answers Unavailable where the database cannot be read, or too many
    /// wait.
    template <typename T>
    void submit(Work<T> work, base::Reply<T> reply)
    {
        enqueue({[work = std::move(work), reply](Tables &tables) {
                     base::Result<T> result = work(tables);
                     reply(std::move(result));
                 },
                 [reply](const base::Error &error) { reply(error); }});
    }
    /// How many wait.
    qint64 queued() const;
    /// Ends the threads; what is still queued is answered Unavailable. Blocks.
    void stop();

private:
    struct Task {
        std::function<void(Tables &)> run;
        std::function<void(const base::Error &)> fail;
    };

    void enqueue(Task task);
    void run();
    void perform(Task &task, std::unique_ptr<Tables> &tables);

    const base::DatabaseUrl m_url;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_queue;
    bool m_stopping = false;
    std::vector<std::thread> m_threads; ///< last: they use all of the above
};

} // namespace store
