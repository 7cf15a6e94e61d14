#pragma once

#include "store/connection.h"

#include <QSet>

#include <vector>

namespace store
{

/// The full-text index as it is written: chat_search and what belongs to it. It follows chat_messages in
/// steps, each a transaction of its own that also notes how far it is, so that it loses nothing however it
/// ends. The writer's thread only. Methods throw SqlFailure.
class SearchIndex
{
public:
    explicit SearchIndex(Connection &connection)
        : m_connection(connection)
    {
    }

    /// Indexes what was posted or changed, at most \a limit messages, the oldest first.
    /// \return about how many are left
    qint64 advance(int limit);

    /// The lexemes of PostgreSQL that no text holds.
    static QString sessionLexeme(qint64 sessionKey);
    static QString groupLexeme(qint64 group);
    /// Which group of numbers \a number is in.
    static qint64 groupOf(qint64 number) { return number >> 14; }

private:
    /// A message's text, by its number and its session's key.
    struct Entry {
        qint64 number = 0;
        qint64 sessionKey = 0;
        QString content;
    };

    /// The number up to which every message that will ever be there is there now.
    qint64 settledNumber();
    qint64 step(int limit, qint64 settled);
    void startOver();
    std::vector<Entry> posted(qint64 after, qint64 upTo, int limit);
    void indexChanged(int limit);
    void add(const std::vector<Entry> &entries);
    void addToSqlite(const std::vector<Entry> &entries);
    void addToPostgres(const std::vector<Entry> &entries);
    void remove(const std::vector<Entry> &entries);

    Connection &m_connection;
    QSet<QString> m_knownWords; ///< some of those that chat_search_words holds
    // Of PostgreSQL, where several instances take numbers: see settledNumber().
    qint64 m_settled = 0;
    qint64 m_taken = 0;
    qint64 m_takenBefore = 0;
};

} // namespace store
