#include "store/searchfinder.h"

#include "store/searchindex.h"

#include <QtEndian>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

constexpr int indexedPrefix =
    3;                         ///< characters of the prefixes that SQLite's index holds; as in its migration
constexpr int maxEndings = 64; ///< words that a prefix stands for, one by one

#define CANDIDATE_COLUMNS                                                                                    \
    "n.number, m.session_key, m.id, m.created_at, CASE WHEN m.deleted_at IS NULL THEN m.content END"

qsizetype characters(const QString &word)
{
    return std::count_if(word.begin(), word.end(), [](QChar c) { return !c.isLowSurrogate(); });
}

QString quoted(const QStringList &words)
{
    return u'"' + words.join(u' ') + u'"';
}

QStringList withLast(const SearchTerm &term, const QString &last)
{
    QStringList words = term.words;
    words.last() = last;
    return words;
}

QString anyOf(const QStringList &parts)
{
    return u'(' + parts.join(" OR "_L1) + u')';
}

QString postgresTerm(const SearchTerm &term)
{
    QStringList words;
    for (const QString &word : term.words)
        words << u'\'' + word + u'\'';
    if (term.prefix)
        words.last() += u":*"_s;
    return u'(' + words.join(" <-> "_L1) + u')';
}

QString lexemes(const QStringList &words)
{
    return u"('"_s + words.join("' | '"_L1) + u"')"_s;
}

/// The lowest UUIDv7 of a moment.
QUuid firstIdAt(base::Timestamp time)
{
    QByteArray bytes(16, '\0');
    const qint64 ms = std::clamp<qint64>(time.time_since_epoch().count(), 0, (qint64(1) << 48) - 1);
    qToBigEndian<quint64>(quint64(ms) << 16, bytes.data());
    return QUuid::fromRfc4122(bytes);
}

} // namespace

QString SearchFinder::expression(const std::vector<SearchTerm> &terms,
                                 const std::optional<std::vector<qint64>> &sessions)
{
    const bool postgres = m_connection.dialect().isPostgres();
    QStringList parts;
    for (const SearchTerm &term : terms) {
        const QString part = postgres ? postgresTerm(term) : sqliteTerm(term);
        if (part.isEmpty())
            return {};
        parts << part;
    }
    QStringList keys;
    for (const qint64 key : sessions.value_or(std::vector<qint64>()))
        keys << (postgres ? SearchIndex::sessionLexeme(key) : quoted({QString::number(key)}));
    if (parts.isEmpty() || (sessions && keys.isEmpty()))
        return {};
    if (postgres)
        return sessions ? parts.join(" & "_L1) + u" & "_s + lexemes(keys) : parts.join(" & "_L1);
    const QString words = u"words : ("_s + parts.join(" AND "_L1) + u')';
    return sessions ? u"session : "_s + anyOf(keys) + u" AND "_s + words : words;
}

/// For a prefix, SQLite would first gather all that match any of its words; the words one by one it takes as
/// they come, the newest first.
QString SearchFinder::sqliteTerm(const SearchTerm &term)
{
    if (!term.prefix)
        return quoted(term.words);
    const QString last = term.words.last();
    const auto open = [&](const QString &prefix) { return quoted(withLast(term, prefix)) + u" *"_s; };
    const qsizetype length = characters(last);
    if (length == indexedPrefix)
        return open(last);
    const QStringList found = length < indexedPrefix ? endings(last) : wordsFrom(last);
    if (length > indexedPrefix && found.size() > maxEndings)
        return open(last);
    QStringList parts;
    for (const QString &word : found)
        parts << (length < indexedPrefix && characters(word) == indexedPrefix ? open(word)
                                                                              : quoted(withLast(term, word)));
    return parts.isEmpty() ? QString() : anyOf(parts);
}

/// What words that begin with \a prefix begin with, as far as the index of prefixes goes.
QStringList SearchFinder::endings(const QString &prefix)
{
    QStringList found;
    m_connection.query(
        "SELECT DISTINCT substr(word, 1, 3) FROM chat_search_words WHERE word >= ? AND word < ?",
        {prefix, prefix + QString::fromUcs4(U"\U0010ffff", 1)},
        [&](const Row &row) { found << row.value(0).toString(); });
    static_assert(indexedPrefix == 3);
    return found;
}

/// Words that begin with \a prefix, at most one more than maxEndings.
QStringList SearchFinder::wordsFrom(const QString &prefix)
{
    QStringList found;
    m_connection.query("SELECT word FROM chat_search_words WHERE word >= ? AND word < ? LIMIT ?",
                       {prefix, prefix + QString::fromUcs4(U"\U0010ffff", 1), maxEndings + 1},
                       [&](const Row &row) { found << row.value(0).toString(); });
    return found;
}

std::vector<SearchCandidate> SearchFinder::find(const QString &expression, const NumberSpan &span, int limit)
{
    if (expression.isEmpty() || span.newest < span.oldest)
        return {};
    if (m_connection.dialect().isPostgres())
        return findInPostgres(expression, span, limit);
    std::vector<SearchCandidate> candidates;
    m_connection.query(
        "SELECT " CANDIDATE_COLUMNS " FROM (SELECT rowid AS number FROM chat_search "
        "WHERE chat_search MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY rowid DESC LIMIT ?) n "
        "LEFT JOIN chat_messages m ON m.number = n.number ORDER BY n.number DESC",
        {expression, span.oldest, span.newest, limit}, into(candidates));
    return candidates;
}

/// Looks at the newest messages first: one by one, which is quick for words that are everywhere; then by
/// groups of numbers, more and more of them, so that no step has to gather many more than it needs.
std::vector<SearchCandidate> SearchFinder::findInPostgres(const QString &expression, const NumberSpan &span,
                                                          int limit)
{
    qint64 newest = 0;
    m_connection.query("SELECT max(number) FROM chat_search", {},
                       [&](const Row &row) { newest = row.value(0).toLongLong(); });
    newest = std::min(newest, span.newest);
    std::vector<SearchCandidate> candidates;
    const qint64 everything = std::max<qint64>(newest - span.oldest + 1, 0);
    for (qint64 width : {qint64(4'000), qint64(1) << 16, qint64(1) << 20, everything}) {
        width = std::min(width, everything);
        const qint64 oldest = newest - width + 1;
        candidates.clear();
        if (width <= 4'000) {
            m_connection.query(
                "SELECT " CANDIDATE_COLUMNS " FROM (SELECT number FROM chat_search WHERE number >= ? "
                "AND number <= ? AND words @@ CAST(? AS tsquery) ORDER BY number DESC LIMIT ?) n "
                "LEFT JOIN chat_messages m ON m.number = n.number ORDER BY n.number DESC",
                {oldest, newest, expression, limit}, into(candidates));
        } else {
            QString narrowed = expression;
            if (width < everything) {
                QStringList groups;
                for (qint64 group = SearchIndex::groupOf(oldest); group <= SearchIndex::groupOf(newest);
                     ++group)
                    groups << SearchIndex::groupLexeme(group);
                narrowed += u" & "_s + lexemes(groups);
            }
            // The sums keep the planner from walking through all numbers instead.
            m_connection.query("WITH found AS MATERIALIZED (SELECT number FROM chat_search "
                               "WHERE words @@ CAST(? AS tsquery) AND number + 0 >= ? AND number + 0 <= ?) "
                               "SELECT " CANDIDATE_COLUMNS
                               " FROM (SELECT number FROM found ORDER BY number DESC LIMIT ?) n "
                               "LEFT JOIN chat_messages m ON m.number = n.number ORDER BY n.number DESC",
                               {narrowed, oldest, newest, limit}, into(candidates));
        }
        if (std::ssize(candidates) >= limit || width == everything)
            break;
    }
    return candidates;
}

OnRow SearchFinder::into(std::vector<SearchCandidate> &candidates) const
{
    return [this, &candidates](const Row &row) {
        SearchCandidate &candidate = candidates.emplace_back();
        candidate.number = row.value(0).toLongLong();
        if (row.isNull(1))
            return;
        candidate.sessionKey = row.value(1).toLongLong();
        candidate.id = domain::MessageId(m_connection.dialect().readUuid(row.value(2)));
        candidate.createdAt = base::Timestamp(std::chrono::milliseconds(row.value(3).toLongLong()));
        candidate.content = row.value(4).toString();
    };
}

/// Ids begin with the time of their making, and numbers are taken soon after that.
NumberSpan SearchFinder::span(std::optional<base::Timestamp> from, std::optional<base::Timestamp> to)
{
    constexpr std::chrono::minutes soon{10};
    NumberSpan span{1, std::numeric_limits<qint64>::max()};
    const auto bind = [this](base::Timestamp time) { return m_connection.dialect().bind(firstIdAt(time)); };
    if (from) {
        m_connection.query("SELECT number FROM chat_messages WHERE id < ? ORDER BY id DESC LIMIT 1",
                           {bind(*from - soon)},
                           [&](const Row &row) { span.oldest = row.value(0).toLongLong() + 1; });
    }
    if (to) {
        m_connection.query("SELECT number FROM chat_messages WHERE id >= ? ORDER BY id LIMIT 1",
                           {bind(*to + soon)},
                           [&](const Row &row) { span.newest = row.value(0).toLongLong() - 1; });
    }
    return span;
}

} // namespace store
