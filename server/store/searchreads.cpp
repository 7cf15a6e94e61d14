#include "store/searchreads.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

constexpr int blockSize = 200;           ///< hits that are ranked together
constexpr qsizetype blockText = 200'000; ///< units of text that are looked through for them
constexpr int maxScanned = 20'000;       ///< candidates looked at for one page
constexpr int maxNamedSessions = 256;    ///< sessions that the index is asked for by their keys
constexpr double halfLifeDays = 14;      ///< of what is new in a rank

struct Found {
    SearchCandidate candidate;
    std::vector<domain::TextRange> ranges;
    double relevance = 0;
    qint64 rank = 0;
};

struct Block {
    std::vector<Found> hits; ///< the best first
    qint64 oldest = 1;       ///< the lowest number that was looked at; 1: there is nothing below
};

qint64 millis(base::Timestamp time)
{
    return time.time_since_epoch().count();
}

std::vector<SessionRow> sessionsOf(Tables &tables, const std::vector<qint64> &keys)
{
    static const RowStatement statement{{{"session_key", ColumnType::Integer}},
                                        "SELECT " SESSION_COLUMNS
                                        " FROM r JOIN chat_sessions s ON s.session_key = r.session_key"};
    InputRows input(tables.connection.dialect(), statement);
    for (const qint64 key : keys)
        input << key;
    std::vector<SessionRow> rows;
    tables.connection.run(statement, input, [&](const Row &row) {
        rows.push_back(SessionTable::read(tables.connection.dialect(), row));
    });
    return rows;
}

/// Which sessions a search may look into: those that the index is asked for, or, where these would be too
/// many, whatever a look at each session says.
class Scope
{
public:
    Scope(Tables &tables, const SearchQuery &query)
        : m_tables(tables)
        , m_query(query)
    {
        if (query.session) {
            const auto row = tables.sessions.find(*query.session);
            m_keys = row ? std::vector<qint64>{row->key} : std::vector<qint64>{};
        } else if (!query.participant.isEmpty()) {
            m_userKey = tables.users.find(query.participant).value_or(0);
            nameSessions();
        }
    }

    const std::optional<std::vector<qint64>> &keys() const { return m_keys; }

    bool contains(qint64 sessionKey)
    {
        if (m_keys || (m_userKey < 0 && !m_query.admits))
            return true;
        const auto known = m_known.constFind(sessionKey);
        if (known != m_known.cend())
            return *known;
        return *m_known.insert(sessionKey, look(sessionKey));
    }

private:
    void nameSessions()
    {
        std::vector<qint64> keys;
        m_tables.connection.query("SELECT session_key FROM chat_participants WHERE user_key = ? "
                                  "AND is_participant = 1 LIMIT ?",
                                  {m_userKey, maxNamedSessions + 1},
                                  [&](const Row &row) { keys.push_back(row.value(0).toLongLong()); });
        if (keys.size() > size_t(maxNamedSessions))
            return;
        if (m_query.admits)
            std::erase_if(keys, [this](qint64 key) { return !isAdmitted(key); });
        m_keys = std::move(keys);
    }

    bool isAdmitted(qint64 sessionKey)
    {
        const std::vector<SessionRow> rows = sessionsOf(m_tables, {sessionKey});
        return !rows.empty() && (!m_query.admits || m_query.admits(rows.front().session));
    }

    bool look(qint64 sessionKey)
    {
        bool participates = m_userKey < 0;
        if (!participates) {
            m_tables.connection.query(
                "SELECT 1 FROM chat_participants WHERE session_key = ? AND user_key = ? "
                "AND is_participant = 1",
                {sessionKey, m_userKey}, [&](const Row &) { participates = true; });
        }
        return participates && isAdmitted(sessionKey);
    }

    Tables &m_tables;
    const SearchQuery &m_query;
    std::optional<std::vector<qint64>> m_keys;
    qint64 m_userKey = -1; ///< of who must participate; negative: nobody must
    QHash<qint64, bool> m_known;
};

/// One search: reads and ranks block by block.
class Search
{
public:
    Search(Tables &tables, const SearchQuery &query, std::vector<SearchTerm> terms)
        : m_tables(tables)
        , m_query(query)
        , m_terms(std::move(terms))
        , m_scope(tables, query)
        , m_expression(tables.searchFinder.expression(m_terms, m_scope.keys()))
        , m_span(tables.searchFinder.span(query.from, query.to))
    {
    }

    SearchPage page()
    {
        SearchPage page;
        const auto limit = size_t(std::clamp(m_query.limit, 1, maxSearchHits));
        SearchCursor at = m_query.after.value_or(SearchCursor{std::numeric_limits<qint64>::max()});
        std::vector<Found> found;
        for (;;) {
            Block block = read(at);
            std::erase_if(block.hits, [&](const Found &hit) { return !isAfter(hit, at); });
            const size_t taken = std::min(block.hits.size(), limit - found.size());
            std::move(block.hits.begin(), block.hits.begin() + std::ptrdiff_t(taken),
                      std::back_inserter(found));
            if (taken < block.hits.size()) {
                page.next = SearchCursor{at.newest, block.oldest, at.now, found.back().rank,
                                         found.back().candidate.number};
                break;
            }
            if (block.oldest <= m_span.oldest)
                break;
            at = SearchCursor{block.oldest - 1, 0, at.now};
            if (found.size() == limit || m_scanned >= maxScanned) {
                page.next = at;
                break;
            }
        }
        page.hits = filled(std::move(found));
        return page;
    }

private:
    static bool isAfter(const Found &hit, const SearchCursor &cursor)
    {
        return cursor.number == 0 || hit.rank < cursor.rank ||
               (hit.rank == cursor.rank && hit.candidate.number < cursor.number);
    }

    /// The block that \a cursor stands in. Notes in it where the block begins and from when ages count.
    Block read(SearchCursor &cursor)
    {
        const NumberSpan whole{std::max(m_span.oldest, cursor.oldest),
                               std::min(m_span.newest, cursor.newest)};
        NumberSpan rest = whole;
        Block block;
        block.oldest = whole.oldest;
        qsizetype units = 0;
        for (bool more = true; more;) {
            std::vector<SearchCandidate> candidates =
                m_tables.searchFinder.find(m_expression, rest, blockSize);
            more = candidates.size() == size_t(blockSize);
            m_scanned += int(candidates.size());
            for (SearchCandidate &candidate : candidates) {
                rest.newest = candidate.number - 1;
                units += candidate.content.size();
                consider(block, std::move(candidate));
                // A block that was read before ends where it ended then.
                if (cursor.oldest == 0 && (block.hits.size() >= size_t(blockSize) || units >= blockText)) {
                    block.oldest = std::max(rest.newest + 1, whole.oldest);
                    more = false;
                    break;
                }
            }
            if (more && cursor.oldest == 0 && m_scanned >= maxScanned) {
                block.oldest = std::max(rest.newest + 1, whole.oldest);
                break;
            }
        }
        rank(block, cursor);
        return block;
    }

    void consider(Block &block, SearchCandidate candidate)
    {
        if (candidate.content.isEmpty() || (m_query.from && candidate.createdAt < *m_query.from) ||
            (m_query.to && candidate.createdAt >= *m_query.to) || !m_scope.contains(candidate.sessionKey))
            return;
        // The text itself decides: it may have been edited since it was indexed.
        std::optional<SearchMatch> match = matchTerms(candidate.content, m_terms);
        if (match)
            block.hits.push_back({std::move(candidate), std::move(match->ranges), match->relevance, 0});
    }

    /// Half of what a hit counts fades with its age.
    static void rank(Block &block, SearchCursor &cursor)
    {
        constexpr double scale = 1e6;
        constexpr double day = 24.0 * 3600 * 1000;
        for (const Found &hit : block.hits) {
            if (cursor.number == 0)
                cursor.now = std::max(cursor.now, millis(hit.candidate.createdAt));
        }
        for (Found &hit : block.hits) {
            const double days =
                double(std::max<qint64>(cursor.now - millis(hit.candidate.createdAt), 0)) / day;
            hit.rank = std::llround(hit.relevance * scale * (0.5 + 0.5 * std::exp2(-days / halfLifeDays)));
        }
        std::sort(block.hits.begin(), block.hits.end(), [](const Found &a, const Found &b) {
            return a.rank != b.rank ? a.rank > b.rank : a.candidate.number > b.candidate.number;
        });
    }

    std::vector<domain::SearchHit> filled(std::vector<Found> found)
    {
        std::vector<domain::MessageId> ids;
        std::vector<qint64> keys;
        for (const Found &hit : found) {
            ids.push_back(hit.candidate.id);
            keys.push_back(hit.candidate.sessionKey);
        }
        std::sort(keys.begin(), keys.end());
        keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        QHash<qint64, domain::Message> messages;
        for (StoredMessage &stored : m_tables.messages.load(ids)) {
            const qint64 number = stored.message.number;
            messages.insert(number, std::move(stored.message));
        }
        QHash<qint64, domain::Session> sessions;
        for (SessionRow &row : sessionsOf(m_tables, keys))
            sessions.insert(row.key, std::move(row.session));
        const QHash<qint64, domain::UserRef> contacts = m_tables.participants.contacts(keys);
        QHash<qint64, std::vector<Cursor>> cursors;
        for (const qint64 key : keys)
            cursors.insert(key, m_tables.participants.foremostCursors(key));

        std::vector<domain::SearchHit> hits;
        for (const Found &each : found) {
            const auto message = messages.constFind(each.candidate.number);
            // Gone or changed since it was found, a moment ago.
            if (message == messages.cend() || message->content != each.candidate.content)
                continue;
            const qint64 key = each.candidate.sessionKey;
            std::vector<domain::Message> one{*message};
            MessageTable::fillStatus(one, cursors.value(key));
            domain::SearchHit &hit = hits.emplace_back();
            hit.message = std::move(one.front());
            hit.room = sessions.value(key).room;
            hit.title = sessions.value(key).title;
            if (const auto contact = contacts.constFind(key); contact != contacts.cend())
                hit.contact = *contact;
            fillExcerpt(hit, each.ranges);
        }
        return hits;
    }

    Tables &m_tables;
    const SearchQuery &m_query;
    const std::vector<SearchTerm> m_terms;
    Scope m_scope;
    const QString m_expression;
    const NumberSpan m_span;
    int m_scanned = 0;
};

} // namespace

base::Result<SearchPage> readSearch(Tables &tables, const SearchQuery &query)
{
    base::Result<std::vector<SearchTerm>> terms = parseSearch(query.text);
    if (!terms)
        return terms.error();
    if (terms->empty())
        return SearchPage{};
    return Search(tables, query, std::move(*terms)).page();
}

} // namespace store
