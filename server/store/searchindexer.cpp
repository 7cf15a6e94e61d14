#include "store/searchindexer.h"

namespace store
{

namespace
{
using namespace std::chrono_literals;

constexpr int stepSize = 256;    ///< messages; FTS5 makes a segment of each step, and then has to merge them
constexpr qint64 backlog = 1000; ///< messages left: no waiting for more company then
constexpr qint64 catchUp = 4096; ///< messages that a search waits for
constexpr auto idleDelay = 200ms;
constexpr auto busyDelay = 1s;
constexpr std::chrono::seconds retryDelay{1};
constexpr std::chrono::seconds faultDelay{60};
} // namespace

void SearchIndexer::note(qint64 messages, Time now)
{
    if (messages <= 0)
        return;
    if (m_left.fetch_add(messages, std::memory_order_relaxed) == 0)
        m_since = now;
}

std::optional<SearchIndexer::Time> SearchIndexer::dueAt(bool idle) const
{
    if (left() == 0)
        return std::nullopt;
    const Time::duration delay = left() >= backlog ? Time::duration::zero()
                                 : idle            ? Time::duration(idleDelay)
                                                   : Time::duration(busyDelay);
    return std::max(m_since + delay, m_notBefore);
}

void SearchIndexer::advance(SearchIndex &index, Time now, bool awaited)
{
    qint64 done = 0;
    do {
        m_left.store(index.advance(stepSize), std::memory_order_relaxed);
        done += stepSize;
    } while (awaited && left() > 0 && done < catchUp);
    m_since = now;
}

void SearchIndexer::failed(Time now, SqlFault fault)
{
    m_notBefore = now + (fault == SqlFault::Statement ? faultDelay : retryDelay);
}

} // namespace store
