#include "store/writer.h"

#include "base/logging.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace store
{

namespace
{

constexpr auto firstBackoff = 50ms;
constexpr auto longestBackoff = 2000ms;
constexpr int maxAttempts = 5;
constexpr auto gatherTime = 500us;
constexpr auto activityTime = 250ms; ///< an activity waits no longer for company

void moveFront(std::deque<PendingWrite> &from, std::vector<PendingWrite> &to)
{
    const auto room = std::ptrdiff_t(Store::maxBatch) - std::ssize(to);
    const auto end = from.begin() + std::min(std::ssize(from), room);
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(end));
    from.erase(from.begin(), end);
}

template <typename Write, typename Outcome>
void refuse(Pending<Write, Outcome> &pending, const base::Error &error)
{
    pending.outcome = error;
}
void refuse(PendingActivity &, const base::Error &) {}

template <typename Write, typename Outcome>
void deliver(Pending<Write, Outcome> &pending)
{
    Q_ASSERT(pending.outcome);
    pending.reply(std::move(*pending.outcome));
}
void deliver(PendingActivity &) {}

void refuseAll(std::span<PendingWrite> writes, const base::Error &error)
{
    for (PendingWrite &write : writes)
        std::visit([&](auto &pending) { refuse(pending, error); }, write);
}

void deliverAll(std::span<PendingWrite> writes)
{
    for (PendingWrite &write : writes)
        std::visit([](auto &pending) { deliver(pending); }, write);
}

template <typename Write>
constexpr bool changesText = std::is_same_v<Write, PendingPost> || std::is_same_v<Write, PendingEdit> ||
                             std::is_same_v<Write, PendingDelete>;

qint64 changedTexts(std::span<const PendingWrite> writes)
{
    return std::count_if(writes.begin(), writes.end(), [](const PendingWrite &write) {
        return std::visit([]<typename Write>(const Write &) { return changesText<Write>; }, write);
    });
}

base::Error internalError()
{
    return {base::ErrorKind::Internal, u"The database did not accept this."_s, {}, {}};
}

} // namespace

Writer::Writer(base::DatabaseUrl url, OnConnected onConnected)
    : m_url(std::move(url))
    , m_onConnected(std::move(onConnected))
    , m_thread([this] { run(); })
{
}

Writer::~Writer()
{
    stop(0ms);
}

void Writer::enqueue(PendingWrite write)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping && m_queue.size() + m_activities.size() < size_t(Store::maxQueuedWrites))
            return append(std::move(write));
    }
    const Writes one(&write, 1);
    refuseAll(one, unavailable());
    deliverAll(one);
}

void Writer::append(PendingWrite write)
{
    if (!std::holds_alternative<PendingActivity>(write)) {
        m_queue.push_back(std::move(write));
        if (m_queue.size() == m_awaited)
            m_wake.notify_one();
        return;
    }
    m_activities.push_back(std::move(write));
    if (m_activities.size() == 1)
        m_activitiesDue = Steady::now() + activityTime;
    if (m_activities.size() == 1 || m_activities.size() == size_t(Store::maxBatch))
        m_wake.notify_one();
}

void Writer::stop(std::chrono::milliseconds deadline)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping) {
            m_stopping = true;
            m_deadline = Steady::now() + deadline;
        }
        m_wake.notify_one();
    }
    if (m_thread.joinable())
        m_thread.join();
}

void Writer::whenIndexed(std::function<void(bool)> function)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_stopping && m_indexer.left() > 0) {
            m_searches.push_back(std::move(function));
            m_wake.notify_one();
            return;
        }
    }
    function(false);
}

void Writer::setAfterCommit(std::function<void()> function)
{
    const std::lock_guard lock(m_mutex);
    m_afterCommit = std::move(function);
}

StoreFigures Writer::figures() const
{
    const std::lock_guard lock(m_mutex);
    StoreFigures figures = m_figures;
    figures.queuedWrites = static_cast<qint64>(m_queue.size() + m_activities.size());
    figures.unindexed = m_indexer.left();
    figures.commitSeconds = m_commitSeconds.figures();
    figures.commitWrites = m_commitWrites.figures();
    return figures;
}

void Writer::run()
{
    while (!ended()) {
        std::vector<PendingWrite> writes = next();
        if (!writes.empty())
            process(writes);
        else if (!m_tables)
            probe();
        index();
    }
    index();
    std::deque<PendingWrite> rest;
    {
        const std::lock_guard lock(m_mutex);
        rest.swap(m_queue);
    }
    std::vector<PendingWrite> refused(std::make_move_iterator(rest.begin()),
                                      std::make_move_iterator(rest.end()));
    refuseAll(refused, unavailable());
    deliverAll(refused);
    m_tables.reset();
}

bool Writer::ended() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopping && ((m_queue.empty() && m_activities.empty()) || Steady::now() >= m_deadline);
}

std::vector<PendingWrite> Writer::next()
{
    std::unique_lock lock(m_mutex);
    waitForWork(lock);
    gather(lock);
    std::vector<PendingWrite> writes;
    writes.reserve(std::min(m_queue.size() + m_activities.size(), size_t(Store::maxBatch)));
    moveFront(m_queue, writes);
    m_lastBatch = writes.size();
    moveFront(m_activities, writes);
    return writes;
}

void Writer::waitForWork(std::unique_lock<std::mutex> &lock)
{
    const auto isUrgent = [this] { return m_stopping || !m_queue.empty() || !m_searches.empty(); };
    const auto hasWork = [&] { return isUrgent() || !m_activities.empty(); };
    if (!m_tables) {
        m_wake.wait_until(lock, m_retryAt, hasWork);
        return;
    }
    if (!nextDue())
        m_wake.wait(lock, hasWork);
    if (const auto due = nextDue())
        m_wake.wait_until(lock, *due,
                          [&] { return isUrgent() || m_activities.size() >= size_t(Store::maxBatch); });
}

std::optional<Writer::Steady::time_point> Writer::nextDue() const
{
    const std::optional<Steady::time_point> indexAt = m_indexer.dueAt(m_queue.empty());
    if (m_activities.empty())
        return indexAt;
    return std::min(m_activitiesDue, indexAt.value_or(m_activitiesDue));
}

/// Like PostgreSQL's commit_delay: while several write at once, a moment's wait makes one commit of theirs,
/// and one write to each receiver. Who writes alone never waits.
void Writer::gather(std::unique_lock<std::mutex> &lock)
{
    if (m_lastBatch < 2 || m_queue.empty() || m_queue.size() >= m_lastBatch)
        return;
    m_awaited = m_lastBatch;
    m_wake.wait_for(lock, gatherTime, [this] { return m_stopping || m_queue.size() >= m_awaited; });
    m_awaited = 1;
}

void Writer::process(Writes writes)
{
    if (commit(writes))
        return answer(writes);
    if (writes.size() > 1) {
        // One of them is at fault: each by itself, so that it fails alone.
        for (size_t i = 0; i < writes.size(); ++i)
            process(writes.subspan(i, 1));
        return;
    }
    refuseAll(writes, internalError());
    deliverAll(writes);
}

/// \return whether every write has its outcome: committed, or refused because the database is lost
bool Writer::commit(Writes writes)
{
    // A refused statement would stand in PostgreSQL's log, with the messages in it.
    Batch::Repeats repeats =
        m_url.kind == base::DatabaseUrl::Kind::Postgres ? Batch::Repeats::LookUp : Batch::Repeats::Unlikely;
    for (int attempt = 0; attempt < maxAttempts; ++attempt) {
        try {
            transact(writes, repeats);
            return true;
        } catch (const SqlFailure &failure) {
            if (failure.fault() == SqlFault::Lost) {
                lose(failure);
                refuseAll(writes, unavailable());
                return true;
            }
            if (failure.fault() == SqlFault::Statement) {
                qCWarning(base::logStore, "a transaction of %zu writes was refused: %ls", writes.size(),
                          qUtf16Printable(failure.text()));
                return false;
            }
            if (failure.fault() == SqlFault::Duplicate)
                repeats = Batch::Repeats::LookUp;
        }
    }
    qCWarning(base::logStore, "a transaction of %zu writes was given up after %d attempts", writes.size(),
              maxAttempts);
    return false;
}

void Writer::transact(Writes writes, Batch::Repeats repeats)
{
    connect();
    const auto begin = Steady::now();
    try {
        m_tables->connection.begin();
        Batch(*m_tables, writes, repeats).run();
        m_tables->connection.commit();
    } catch (const SqlFailure &) {
        m_tables->connection.rollBack();
        m_tables->forget();
        throw;
    }
    const auto end = Steady::now();
    m_commitSeconds.observe(std::chrono::duration<double>(end - begin).count());
    m_commitWrites.observe(double(writes.size()));
    m_indexer.note(changedTexts(writes), end);
    setAvailable();
    const std::lock_guard lock(m_mutex);
    ++m_figures.commits;
    m_figures.committedWrites += std::ssize(writes);
}

void Writer::answer(Writes writes)
{
    deliverAll(writes);
    std::function<void()> afterCommit;
    {
        const std::lock_guard lock(m_mutex);
        afterCommit = m_afterCommit;
    }
    if (afterCommit)
        afterCommit();
}

/// Brings the search index on, if it is time to, and lets the searches go that wait for it.
void Writer::index()
{
    std::vector<std::function<void(bool)>> searches;
    bool idle = true;
    {
        const std::lock_guard lock(m_mutex);
        searches.swap(m_searches);
        idle = m_queue.empty();
    }
    const auto now = Steady::now();
    const auto due = m_indexer.dueAt(idle);
    if (m_tables && due && (*due <= now || !searches.empty())) {
        try {
            m_indexer.advance(m_tables->searchIndex, now, !searches.empty());
        } catch (const SqlFailure &failure) {
            m_indexer.failed(now, failure.fault());
            if (failure.fault() == SqlFault::Lost)
                lose(failure);
            else
                qCWarning(base::logStore, "the search index is behind: %ls", qUtf16Printable(failure.text()));
        }
    }
    for (const auto &search : searches)
        search(m_indexer.left() > 0);
}

/// Opens the database if it is not; throws Lost while the last failure is too fresh to try again.
void Writer::connect()
{
    if (m_tables)
        return;
    if (Steady::now() < m_retryAt)
        throw SqlFailure(SqlFault::Lost, u"waiting before the next attempt"_s);
    auto tables = std::make_unique<Tables>(m_url, Connection::Access::ReadWrite);
    if (m_onConnected)
        m_onConnected(tables->connection.database());
    m_tables = std::move(tables);
    m_indexer.opened(Steady::now());
}

void Writer::probe()
{
    try {
        connect();
        m_tables->connection.query("UPDATE store_probe SET tries = tries + 1 WHERE probe_key = 1", {});
        setAvailable();
    } catch (const SqlFailure &failure) {
        lose(failure);
    }
}

void Writer::lose(const SqlFailure &failure)
{
    m_tables.reset();
    const auto now = Steady::now();
    if (now < m_retryAt)
        return;
    m_backoff =
        m_backoff == 0ms ? firstBackoff : std::min<std::chrono::milliseconds>(m_backoff * 2, longestBackoff);
    m_retryAt = now + m_backoff;
    const std::lock_guard lock(m_mutex);
    if (m_figures.available)
        qCWarning(base::logStore, "the database is lost: %ls", qUtf16Printable(failure.text()));
    m_figures.available = false;
}

void Writer::setAvailable()
{
    m_backoff = 0ms;
    const std::lock_guard lock(m_mutex);
    if (!m_figures.available)
        qCInfo(base::logStore, "the database is back");
    m_figures.available = true;
}

} // namespace store
