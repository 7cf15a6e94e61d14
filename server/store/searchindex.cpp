#include "store/searchindex.h"

#include "store/searchtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

constexpr int minChangedLimit = 16;
constexpr qsizetype maxKnownWords = 50'000;

/// While it lives, a commit does not wait for the disk: what a power cut takes is indexed again, since the
/// mark goes with it. The log stays in order, and the next commit of a message brings this one to the disk
/// too.
class RelaxedCommits
{
public:
    explicit RelaxedCommits(Connection &connection)
        : m_connection(connection)
    {
        if (!m_connection.dialect().isPostgres())
            m_connection.query("PRAGMA synchronous = NORMAL", {});
    }
    ~RelaxedCommits()
    {
        try {
            if (!m_connection.dialect().isPostgres())
                m_connection.query("PRAGMA synchronous = FULL", {});
        } catch (const SqlFailure &) {
            // A connection that cannot do this can write nothing either.
        }
    }
    RelaxedCommits(const RelaxedCommits &) = delete;
    RelaxedCommits &operator=(const RelaxedCommits &) = delete;

private:
    Connection &m_connection;
};

/// What a tsvector is written as. The words hold letters and digits only, so nothing in them needs escaping.
QString vectorText(qint64 number, qint64 sessionKey, const QString &content)
{
    constexpr int lastPosition = 16'383;
    QString text = u"'%1' '%2'"_s.arg(SearchIndex::sessionLexeme(sessionKey),
                                      SearchIndex::groupLexeme(SearchIndex::groupOf(number)));
    int position = 0;
    for (const SearchToken &token : searchTokens(content)) {
        position = std::min(position + 1, lastPosition);
        text += u" '"_s + token.word + u"':"_s + QString::number(position);
    }
    return text;
}

} // namespace

QString SearchIndex::sessionLexeme(qint64 sessionKey)
{
    return u'@' + QString::number(sessionKey);
}

QString SearchIndex::groupLexeme(qint64 group)
{
    return u'#' + QString::number(group);
}

qint64 SearchIndex::advance(int limit)
{
    const RelaxedCommits relaxed(m_connection);
    const qint64 settled = settledNumber();
    m_connection.begin();
    try {
        const qint64 left = step(limit, settled);
        m_connection.commit();
        return left;
    } catch (const SqlFailure &) {
        m_connection.rollBack();
        m_knownWords.clear();
        throw;
    }
}

/// On PostgreSQL an instance may commit a number after another one has committed a higher one. Whoever takes
/// numbers has a transaction id before that; so once all transactions are over that were under way when a
/// number was the last one taken, all numbers up to it are settled.
qint64 SearchIndex::settledNumber()
{
    qint64 last = 0;
    if (!m_connection.dialect().isPostgres()) {
        m_connection.query("SELECT max(number) FROM chat_messages", {},
                           [&](const Row &row) { last = row.value(0).toLongLong(); });
        return last;
    }
    m_connection.query("SELECT last_value FROM chat_message_numbers", {},
                       [&](const Row &row) { last = row.value(0).toLongLong(); });
    qint64 oldestRunning = 0;
    qint64 next = 0;
    m_connection.query("SELECT CAST(CAST(pg_snapshot_xmin(s) AS text) AS bigint), "
                       "CAST(CAST(pg_snapshot_xmax(s) AS text) AS bigint) FROM pg_current_snapshot() AS s",
                       {}, [&](const Row &row) {
                           oldestRunning = row.value(0).toLongLong();
                           next = row.value(1).toLongLong();
                       });
    if (oldestRunning >= m_takenBefore)
        m_settled = std::max(m_settled, m_taken);
    if (oldestRunning == next)
        m_settled = last;
    if (m_settled >= m_taken) {
        m_taken = last;
        m_takenBefore = next;
    }
    return m_settled;
}

qint64 SearchIndex::step(int limit, qint64 settled)
{
    std::optional<qint64> done;
    QString folding;
    const auto read = [&](const Row &row) {
        done = row.value(0).toLongLong();
        folding = row.value(1).toString();
    };
    if (m_connection.dialect().isPostgres())
        m_connection.query("SELECT done, folding FROM chat_search_state FOR UPDATE SKIP LOCKED", {}, read);
    else
        m_connection.query("SELECT done, folding FROM chat_search_state", {}, read);
    if (!done)
        return 0; // Another instance is at it.
    if (folding != searchFolding()) {
        startOver();
        done = 0;
    }
    const std::vector<Entry> entries = posted(*done, settled, limit);
    add(entries);
    const bool all = std::ssize(entries) < limit;
    const qint64 reached = all ? std::max(settled, *done) : entries.back().number;
    indexChanged(std::max(minChangedLimit, limit - int(entries.size())));
    if (reached != *done)
        m_connection.query("UPDATE chat_search_state SET done = ?", {reached});
    qint64 changed = 0;
    m_connection.query("SELECT count(*) FROM (SELECT 1 FROM chat_search_changed LIMIT 1000) AS c", {},
                       [&](const Row &row) { changed = row.value(0).toLongLong(); });
    return std::max<qint64>(settled - reached, 0) + changed;
}

/// The index is empty afterwards, and by today's rules.
void SearchIndex::startOver()
{
    m_knownWords.clear();
    if (m_connection.dialect().isPostgres()) {
        m_connection.query("DELETE FROM chat_search", {});
    } else {
        m_connection.query("INSERT INTO chat_search (chat_search) VALUES ('delete-all')", {});
        m_connection.query("DELETE FROM chat_search_words", {});
    }
    m_connection.query("DELETE FROM chat_search_changed", {});
    m_connection.query("UPDATE chat_search_state SET done = 0, folding = ?", {searchFolding()});
}

std::vector<SearchIndex::Entry> SearchIndex::posted(qint64 after, qint64 upTo, int limit)
{
    std::vector<Entry> entries;
    m_connection.query(
        "SELECT number, session_key, content FROM chat_messages WHERE number > ? AND number <= ? "
        "ORDER BY number LIMIT ?",
        {after, upTo, limit}, [&](const Row &row) {
            entries.push_back(
                {row.value(0).toLongLong(), row.value(1).toLongLong(), row.value(2).toString()});
        });
    return entries;
}

void SearchIndex::indexChanged(int limit)
{
    std::vector<Entry> old;
    m_connection.query(
        "SELECT number, session_key, content FROM chat_search_changed ORDER BY number LIMIT ?", {limit},
        [&](const Row &row) {
            old.push_back({row.value(0).toLongLong(), row.value(1).toLongLong(), row.value(2).toString()});
        });
    if (old.empty())
        return;
    remove(old);
    for (const Entry &entry : old)
        m_connection.query("DELETE FROM chat_search_changed WHERE number = ?", {entry.number});
    std::vector<Entry> now;
    for (const Entry &entry : old) {
        // What is not in the table any more is not put back.
        for (Entry &found : posted(entry.number - 1, entry.number, 1))
            now.push_back(std::move(found));
    }
    add(now);
}

void SearchIndex::add(const std::vector<Entry> &entries)
{
    if (m_connection.dialect().isPostgres())
        addToPostgres(entries);
    else
        addToSqlite(entries);
}

void SearchIndex::addToSqlite(const std::vector<Entry> &entries)
{
    static const RowStatement insert{
        {{"rowid", ColumnType::Integer}, {"session", ColumnType::Text}, {"words", ColumnType::Text}},
        nullptr,
        "chat_search"};
    static const RowStatement learn{{{"word", ColumnType::Text}},
                                    "INSERT OR IGNORE INTO chat_search_words (word) SELECT r.word FROM r"};
    InputRows rows(m_connection.dialect(), insert);
    InputRows words(m_connection.dialect(), learn);
    if (m_knownWords.size() > maxKnownWords)
        m_knownWords.clear();
    for (const Entry &entry : entries) {
        QString text;
        for (const SearchToken &token : searchTokens(entry.content)) {
            if (!text.isEmpty())
                text += u' ';
            text += token.word;
            if (const qsizetype known = m_knownWords.size();
                m_knownWords.insert(token.word), m_knownWords.size() > known)
                words << token.word;
        }
        if (!text.isEmpty())
            rows << entry.number << QString::number(entry.sessionKey) << text;
    }
    m_connection.run(insert, rows);
    m_connection.run(learn, words);
}

void SearchIndex::addToPostgres(const std::vector<Entry> &entries)
{
    static const RowStatement insert{
        {{"number", ColumnType::Integer}, {"words", ColumnType::Text}},
        "INSERT INTO chat_search (number, words) SELECT r.number, CAST(r.words AS tsvector) FROM r "
        "ON CONFLICT (number) DO UPDATE SET words = EXCLUDED.words"};
    InputRows rows(m_connection.dialect(), insert);
    for (const Entry &entry : entries) {
        if (!entry.content.isEmpty())
            rows << entry.number << vectorText(entry.number, entry.sessionKey, entry.content);
    }
    m_connection.run(insert, rows);
}

void SearchIndex::remove(const std::vector<Entry> &entries)
{
    for (const Entry &entry : entries) {
        if (m_connection.dialect().isPostgres()) {
            m_connection.query("DELETE FROM chat_search WHERE number = ?", {entry.number});
            continue;
        }
        // Without the texts, the engine must be told which words to take out.
        const QString words = searchWords(entry.content);
        if (!words.isEmpty()) {
            m_connection.query("INSERT INTO chat_search (chat_search, rowid, session, words) "
                               "VALUES ('delete', ?, ?, ?)",
                               {entry.number, QString::number(entry.sessionKey), words});
        }
    }
}

} // namespace store
