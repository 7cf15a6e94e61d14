#pragma once

#include "base/result.h"
#include "client/localdatabase.h"
#include "client/sessionfilter.h"
#include "domain/message.h"
#include "domain/sessionsummary.h"

#include <QHash>

#include <vector>

namespace client
{

/// What there is to keep, gathered for one transaction.
struct CacheBatch {
    std::vector<domain::SessionSummary> sessions;
    std::vector<domain::Message> messages;
    /// Up to which change all cached messages of a session are as the server has them.
    QHash<domain::SessionId, qint64> syncedChange;

    bool isEmpty() const { return sessions.empty() && messages.empty() && syncedChange.isEmpty(); }
};

/// A session as it was seen last.
struct CachedSession {
    std::optional<domain::SessionSummary> summary;
    qint64 syncedChange = 0; ///< 0: none of its messages are cached
};

/// What was seen, so that a window opens with content: sessions and messages, in a file of bounded size (the
/// sessions used longest ago leave it first). May be deleted at any time. Used in one thread. Failures are
/// Unavailable with a sentence.
class Cache
{
public:
    static constexpr qint64 defaultMaxBytes = 64 * 1024 * 1024;
    static constexpr int maxSessions = 20'000;

    Cache(const QString &path, LocalDatabase::SetAside onSetAside, qint64 maxBytes = defaultMaxBytes);

    /// Newest first.
    base::Result<std::vector<domain::SessionSummary>> sessions(const SessionFilter &filter, int offset,
                                                               int limit);
    base::Result<CachedSession> session(const domain::SessionId &id);
    /// Those with \a fromSeq <= seq < \a fromSeq + \a count that are there, oldest first.
    base::Result<std::vector<domain::Message>> messages(const domain::SessionId &id, qint64 fromSeq,
                                                        int count);
    base::Status write(const CacheBatch &batch);

private:
    bool writeSessions(QSqlQuery &query, const CacheBatch &batch);
    bool writeMessages(QSqlQuery &query, const CacheBatch &batch);
    bool writeSynced(QSqlQuery &query, const CacheBatch &batch);
    base::Status shrink();

    LocalDatabase m_database;
    const qint64 m_maxBytes;
    qint64 m_writtenSinceCheck;
};

} // namespace client
