#pragma once

#include "client/storage.h"

#include <QObject>
#include <QTimer>

namespace client
{

/// Gathers what is to be kept in the cache, and writes it twice a second: one transaction for many messages.
class CacheWriter final : public QObject
{
    Q_OBJECT
public:
    /// Tells how a session stands when it is written; nothing where it is not known.
    using Lookup = std::function<const domain::SessionSummary *(const domain::SessionId &)>;

    CacheWriter(Storage &storage, Lookup lookup, QObject *parent = nullptr);

    void keep(const domain::Message &message);
    void keep(const domain::SessionId &session);
    void keepSynced(const domain::SessionId &session, qint64 change);
    void flush();

private:
    void soon();

    Storage &m_storage;
    const Lookup m_lookup;
    CacheBatch m_batch;
    QSet<domain::SessionId> m_sessions;
    QTimer m_timer;
};

} // namespace client
