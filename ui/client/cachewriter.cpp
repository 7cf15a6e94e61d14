#include "client/cachewriter.h"

namespace client
{

CacheWriter::CacheWriter(Storage &storage, Lookup lookup, QObject *parent)
    : QObject(parent)
    , m_storage(storage)
    , m_lookup(std::move(lookup))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(500);
    connect(&m_timer, &QTimer::timeout, this, &CacheWriter::flush);
}

void CacheWriter::keep(const domain::Message &message)
{
    m_batch.messages.push_back(message);
    soon();
}

void CacheWriter::keep(const domain::SessionId &session)
{
    m_sessions.insert(session);
    soon();
}

void CacheWriter::keepSynced(const domain::SessionId &session, qint64 change)
{
    m_batch.syncedChange.insert(session, change);
    soon();
}

void CacheWriter::flush()
{
    m_timer.stop();
    for (const domain::SessionId &id : std::exchange(m_sessions, {})) {
        if (const domain::SessionSummary *known = m_lookup(id))
            m_batch.sessions.push_back(*known);
    }
    if (!m_batch.isEmpty())
        m_storage.write(std::exchange(m_batch, {}));
}

void CacheWriter::soon()
{
    if (!m_timer.isActive())
        m_timer.start();
}

} // namespace client
