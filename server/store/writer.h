#pragma once

#include "base/config.h"
#include "store/batch.h"
#include "store/pendingwrite.h"
#include "store/searchindexer.h"
#include "store/tables.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace store
{

/// The one thread that writes to the database. It takes all that has queued since its last commit, writes it
/// in one transaction, and answers. When the database is lost it refuses what comes and tries to get it back.
/// Thread-safe.
class Writer
{
public:
    using OnConnected = std::function<void(QSqlDatabase &)>;

    /// Starts the thread.
    Writer(base::DatabaseUrl url, OnConnected onConnected);
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    /// Answers Unavailable at once when too many wait or the writer stops.
    void enqueue(PendingWrite write);
    /// Commits what is queued, as far as \a deadline allows, and ends the thread. Blocks.
    void stop(std::chrono::milliseconds deadline);

    /// Calls \a function once what was committed before can be found by a search, or says that this takes
    /// longer (true). At once, or in the writer's thread.
    void whenIndexed(std::function<void(bool behind)> function);
    void setAfterCommit(std::function<void()> function);
    StoreFigures figures() const;

private:
    using Steady = std::chrono::steady_clock;
    using Writes = std::span<PendingWrite>;

    void run();
    /// Waits for work. \return what to commit next; empty when it is time to probe or to end
    std::vector<PendingWrite> next();
    void append(PendingWrite write);
    void waitForWork(std::unique_lock<std::mutex> &lock);
    /// When there is something to do that nobody waits for.
    std::optional<Steady::time_point> nextDue() const;
    /// While several write at once, waits a moment for as many as the last commit had.
    void gather(std::unique_lock<std::mutex> &lock);
    bool ended() const;

    void process(Writes writes);
    bool commit(Writes writes);
    void transact(Writes writes, Batch::Repeats repeats);
    void answer(Writes writes);
    void index();

    void connect();
    void probe();
    void lose(const SqlFailure &failure);
    void setAvailable();

    const base::DatabaseUrl m_url;
    const OnConnected m_onConnected;

    // The writer's thread only.
    std::unique_ptr<Tables> m_tables;
    std::chrono::milliseconds m_backoff{0};
    Steady::time_point m_retryAt{};
    SearchIndexer m_indexer; ///< its left() may be asked by all

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<PendingWrite> m_queue;      ///< somebody waits for these
    std::deque<PendingWrite> m_activities; ///< nobody does: they go along, or by themselves once they are due
    Steady::time_point m_activitiesDue{};
    std::vector<std::function<void(bool)>> m_searches; ///< wait for the index
    StoreFigures m_figures;
    base::Histogram m_commitSeconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};
    base::Histogram m_commitWrites{1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    std::function<void()> m_afterCommit;
    size_t m_lastBatch = 0; ///< writes in the last commit, without activities
    size_t m_awaited = 1;   ///< queue length that wakes the thread
    bool m_stopping = false;
    Steady::time_point m_deadline{};

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace store
