#include "client/sessionlister.h"

#include "client/wireerror.h"

#include <QPointer>
#include <QTimer>

namespace client
{

namespace
{
constexpr int pageSize = 100;
constexpr int maxRefreshed = 2000; ///< who scrolled further is led back to fewer
} // namespace

SessionLister::SessionLister(RestClient &rest, Storage &storage, Backoff::Limits retries, QObject *parent)
    : QObject(parent)
    , m_rest(rest)
    , m_storage(storage)
    , m_backoff(retries, Backoff::systemRandom())
{
}

void SessionLister::list(const SessionFilter &filter)
{
    m_filter = filter;
    m_listed = 0;
    listCached(true);
    if (m_connected)
        refresh();
}

void SessionLister::listMore()
{
    if (!m_filter || m_busy)
        return;
    if (!m_connected)
        return listCached(false);
    if (m_cursor.isEmpty())
        return;
    m_first = false;
    m_target = pageSize;
    fetch();
}

void SessionLister::setConnected(bool connected)
{
    m_connected = connected;
    ++m_generation;
    m_busy = false;
    m_backoff.reset();
    if (connected && m_filter)
        refresh();
}

void SessionLister::listCached(bool first)
{
    const int offset = first ? 0 : m_listed;
    m_storage.sessions(*m_filter, offset, pageSize,
                       [guard = QPointer(this), first,
                        generation = ++m_generation](const std::vector<domain::SessionSummary> &sessions) {
                           // While the server is asked too, its answer makes the generation grow.
                           if (!guard || guard->m_generation != generation || (first && sessions.empty()))
                               return;
                           guard->m_listed =
                               first ? int(sessions.size()) : guard->m_listed + int(sessions.size());
                           const bool complete = !guard->m_connected && sessions.size() < pageSize;
                           Q_EMIT guard->listed(sessions, first, complete, true);
                       });
}

/// From the first page on.
void SessionLister::refresh()
{
    m_first = true;
    m_cursor.clear();
    m_target = size_t(std::clamp(m_listed, pageSize, maxRefreshed));
    fetch();
}

void SessionLister::fetch()
{
    m_busy = true;
    m_collected.clear();
    fetchNext();
}

void SessionLister::fetchNext()
{
    m_rest.sessions(*m_filter, m_cursor, pageSize,
                    [guard = QPointer(this),
                     generation = m_generation](const base::Result<protocol::chatapi::SessionPage> &page) {
                        if (!guard || guard->m_generation != generation)
                            return;
                        if (page)
                            guard->onPage(*page);
                        else
                            guard->onFailed(page.error());
                    });
}

void SessionLister::onPage(const protocol::chatapi::SessionPage &page)
{
    m_collected.insert(m_collected.end(), page.sessions.begin(), page.sessions.end());
    m_cursor = page.nextCursor;
    if (!m_cursor.isEmpty() && m_collected.size() < m_target)
        return fetchNext();
    m_busy = false;
    ++m_generation;
    m_backoff.reset();
    m_listed = int(m_collected.size()) + (m_first ? 0 : m_listed);
    Q_EMIT listed(std::exchange(m_collected, {}), m_first, m_cursor.isEmpty(), false);
}

void SessionLister::onFailed(const base::Error &error)
{
    m_busy = false;
    if (!isPassing(error.kind))
        return Q_EMIT failed(error);
    QTimer::singleShot(m_backoff.next(), this, [this, generation = m_generation] {
        if (generation == m_generation && m_connected)
            refresh();
    });
}

} // namespace client
