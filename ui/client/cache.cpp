#include "client/cache.h"

#include "protocol/chatapi.h"
#include "protocol/json.h"

#include <QDateTime>
#include <QSqlError>
#include <QVariant>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
LocalDatabase::Plan plan(const QString &path)
{
    return {path,
            1,
            {u"CREATE TABLE sessions (id BLOB PRIMARY KEY, newest INTEGER NOT NULL, closed INTEGER NOT NULL, "
             "words TEXT NOT NULL, json BLOB NOT NULL) WITHOUT ROWID"_s,
             u"CREATE INDEX sessions_newest ON sessions (newest DESC)"_s,
             u"CREATE TABLE histories (session BLOB PRIMARY KEY, synced_change INTEGER NOT NULL, used_at "
             "INTEGER NOT NULL) WITHOUT ROWID"_s,
             u"CREATE TABLE messages (session BLOB NOT NULL, seq INTEGER NOT NULL, json BLOB NOT NULL, "
             "PRIMARY KEY (session, seq)) WITHOUT ROWID"_s}};
}

/// What a filter looks through, in lower case: SQLite folds ASCII only.
QString wordsOf(const domain::Session &session)
{
    return (session.room + u'\n' + session.title + u'\n' + session.participants.join(u'\n')).toLower();
}

QString likePattern(const QString &text)
{
    QString pattern = text.toLower();
    pattern.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + pattern + u'%';
}

qint64 newestOf(const domain::Session &session)
{
    return session.lastMessageAt.value_or(session.createdAt).time_since_epoch().count();
}

/// A row that cannot be read is as good as none.
template <typename T>
std::optional<T> decoded(const QVariant &json, base::Result<T> (*parse)(const QJsonObject &))
{
    const auto object = protocol::parseObject(json.toByteArray());
    if (!object)
        return std::nullopt;
    base::Result<T> value = parse(*object);
    return value ? std::optional<T>(std::move(*value)) : std::nullopt;
}

template <typename T>
bool readRows(QSqlQuery &query, std::vector<T> &into, base::Result<T> (*parse)(const QJsonObject &))
{
    while (query.next()) {
        if (std::optional<T> value = decoded(query.value(0), parse))
            into.push_back(std::move(*value));
    }
    return !query.lastError().isValid();
}
qint64 number(QSqlQuery &query, const QString &sql)
{
    return query.exec(sql) && query.next() ? query.value(0).toLongLong() : 0;
}

qint64 usedBytes(QSqlQuery &query)
{
    const qint64 pages = number(query, u"PRAGMA page_count"_s) - number(query, u"PRAGMA freelist_count"_s);
    return pages * number(query, u"PRAGMA page_size"_s);
}

/// A quarter of them.
bool dropOldestHistories(QSqlQuery &query)
{
    return query.exec(u"CREATE TEMP TABLE IF NOT EXISTS leaving (session BLOB)"_s) &&
           query.exec(u"DELETE FROM leaving"_s) &&
           query.exec(u"INSERT INTO leaving SELECT session FROM histories ORDER BY used_at LIMIT (SELECT "
                      "(count(*) + 3) / 4 FROM histories)"_s) &&
           query.exec(u"DELETE FROM messages WHERE session IN (SELECT session FROM leaving)"_s) &&
           query.exec(u"DELETE FROM histories WHERE session IN (SELECT session FROM leaving)"_s);
}

bool run(QSqlQuery &query, const QString &sql, const QVariantList &values)
{
    return LocalDatabase::run(query, sql, values);
}
} // namespace

Cache::Cache(const QString &path, LocalDatabase::SetAside onSetAside, qint64 maxBytes)
    : m_database(plan(path), std::move(onSetAside))
    , m_maxBytes(maxBytes)
    , m_writtenSinceCheck(maxBytes) // a file of before may be too big
{
}

base::Result<std::vector<domain::SessionSummary>> Cache::sessions(const SessionFilter &filter, int offset,
                                                                  int limit)
{
    std::vector<domain::SessionSummary> found;
    const base::Status read = m_database.transaction([&](QSqlQuery &query) {
        found.clear();
        return run(query,
                   u"SELECT json FROM sessions WHERE (? OR closed = ?) AND (? OR words LIKE ? ESCAPE '\\') "
                   "ORDER BY newest DESC LIMIT ? OFFSET ?"_s,
                   {filter.which == SessionFilter::Which::All, filter.which == SessionFilter::Which::Closed,
                    filter.text.isEmpty(), likePattern(filter.text), limit, offset}) &&
               readRows(query, found, protocol::chatapi::parseSession);
    });
    if (!read)
        return read.error();
    return found;
}

base::Result<CachedSession> Cache::session(const domain::SessionId &id)
{
    CachedSession found;
    const base::Status read = m_database.transaction([&](QSqlQuery &query) {
        found = {};
        if (!run(query, u"SELECT json FROM sessions WHERE id = ?"_s, {id.toBytes()}))
            return false;
        if (query.next())
            found.summary = decoded(query.value(0), protocol::chatapi::parseSession);
        if (!run(query, u"SELECT synced_change FROM histories WHERE session = ?"_s, {id.toBytes()}))
            return false;
        if (query.next())
            found.syncedChange = query.value(0).toLongLong();
        return true;
    });
    if (!read)
        return read.error();
    return found;
}

base::Result<std::vector<domain::Message>> Cache::messages(const domain::SessionId &id, qint64 fromSeq,
                                                           int count)
{
    std::vector<domain::Message> found;
    const base::Status read = m_database.transaction([&](QSqlQuery &query) {
        found.clear();
        return run(query,
                   u"SELECT json FROM messages WHERE session = ? AND seq >= ? AND seq < ? ORDER BY seq"_s,
                   {id.toBytes(), fromSeq, fromSeq + count}) &&
               readRows(query, found, protocol::chatapi::parseMessage);
    });
    if (!read)
        return read.error();
    return found;
}

base::Status Cache::write(const CacheBatch &batch)
{
    const base::Status written = m_database.transaction([this, &batch](QSqlQuery &query) {
        return writeSessions(query, batch) && writeMessages(query, batch) && writeSynced(query, batch);
    });
    if (!written || m_writtenSinceCheck < m_maxBytes / 16)
        return written;
    m_writtenSinceCheck = 0;
    return shrink();
}

bool Cache::writeSessions(QSqlQuery &query, const CacheBatch &batch)
{
    return std::all_of(
        batch.sessions.begin(), batch.sessions.end(), [&](const domain::SessionSummary &summary) {
            const domain::Session &session = summary.session;
            const QByteArray json = protocol::chatapi::sessionJson(summary);
            m_writtenSinceCheck += json.size();
            return run(query,
                       u"INSERT OR REPLACE INTO sessions (id, newest, closed, words, json) "
                       "VALUES (?, ?, ?, ?, ?)"_s,
                       {session.id.toBytes(), newestOf(session),
                        session.status == domain::SessionStatus::Closed, wordsOf(session), json});
        });
}

bool Cache::writeMessages(QSqlQuery &query, const CacheBatch &batch)
{
    return std::all_of(batch.messages.begin(), batch.messages.end(), [&](const domain::Message &message) {
        const QByteArray json = protocol::chatapi::messageJson(message);
        m_writtenSinceCheck += json.size();
        return run(query, u"INSERT OR REPLACE INTO messages (session, seq, json) VALUES (?, ?, ?)"_s,
                   {message.sessionId.toBytes(), message.seq, json});
    });
}

bool Cache::writeSynced(QSqlQuery &query, const CacheBatch &batch)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (auto it = batch.syncedChange.cbegin(); it != batch.syncedChange.cend(); ++it) {
        if (!run(query,
                 u"INSERT OR REPLACE INTO histories (session, synced_change, used_at) VALUES (?, ?, ?)"_s,
                 {it.key().toBytes(), it.value(), now}))
            return false;
    }
    return true;
}

/// Drops the histories used longest ago until the pages in use are within the limit, and the sessions beyond
/// their number; gives the pages back.
base::Status Cache::shrink()
{
    const base::Status shrunk = m_database.transaction([this](QSqlQuery &query) {
        while (usedBytes(query) > m_maxBytes) {
            if (number(query, u"SELECT count(*) FROM histories"_s) == 0) {
                if (!query.exec(u"DELETE FROM sessions"_s))
                    return false;
                break;
            }
            if (!dropOldestHistories(query))
                return false;
        }
        return run(query,
                   u"DELETE FROM sessions WHERE newest < (SELECT newest FROM sessions ORDER BY newest DESC "
                   "LIMIT 1 OFFSET ?)"_s,
                   {maxSessions});
    });
    if (!shrunk)
        return shrunk;
    return m_database.transaction([](QSqlQuery &query) {
        if (!query.exec(u"PRAGMA incremental_vacuum"_s))
            return false;
        while (query.next()) { // each step frees one page
        }
        return true;
    });
}

} // namespace client
