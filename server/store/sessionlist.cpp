#include "store/sessionlist.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

// As in the index chat_sessions_activity.
#define SESSION_ACTIVITY "COALESCE(s.last_message_at, s.created_at)"
// Parameters: of the cursor two; status, type twice each; the text five times; the limit.
#define LIST_CONDITIONS                                                                                      \
    "(" SESSION_ACTIVITY ", s.id) < (?, ?) "                                                                 \
    "AND (? = '' OR s.status = ?) AND (? = '' OR s.type = ?) "                                               \
    "AND (? = '' OR contains_folded(s.room, ?) OR contains_folded(s.title, ?) OR EXISTS ("                   \
    "SELECT 1 FROM chat_participants q JOIN chat_users u ON u.user_key = q.user_key "                        \
    "WHERE q.session_key = s.session_key AND q.is_participant = 1 "                                          \
    "AND (contains_folded(u.user_id, ?) OR contains_folded(u.name, ?)))) "                                   \
    "ORDER BY " SESSION_ACTIVITY " DESC, s.id DESC LIMIT ?"

constexpr const char *listOfAll = "SELECT " SESSION_COLUMNS " FROM chat_sessions s WHERE " LIST_CONDITIONS;
constexpr const char *listOfParticipant =
    "SELECT " SESSION_COLUMNS
    " FROM chat_participants p JOIN chat_sessions s ON s.session_key = p.session_key "
    "WHERE p.user_key = ? AND p.is_participant = 1 AND " LIST_CONDITIONS;

/// Not null, which would be bound as NULL.
template <typename Word>
QString wordOf(const std::optional<Word> &word)
{
    return word ? QString(domain::toString(*word)) : u""_s;
}

} // namespace

const char *SessionList::statement(bool participating)
{
    return participating ? listOfParticipant : listOfAll;
}

std::vector<SessionRow> SessionList::page(const SessionQuery &query, qint64 viewerKey,
                                          const std::optional<SessionCursor> &after, int limit)
{
    const qint64 activeAt =
        after ? qint64(after->activeAt.time_since_epoch().count()) : std::numeric_limits<qint64>::max();
    const QString text = query.text.isEmpty() ? u""_s : query.text;
    QVariantList values;
    if (query.participating)
        values << viewerKey;
    values << activeAt << m_connection.dialect().bind(after ? after->id.uuid() : QUuid());
    values << wordOf(query.status) << wordOf(query.status) << wordOf(query.type) << wordOf(query.type);
    values << text << text << text << text << text << limit;
    std::vector<SessionRow> rows;
    m_connection.query(statement(query.participating), values, [&](const Row &row) {
        rows.push_back(SessionTable::read(m_connection.dialect(), row));
    });
    return rows;
}

QHash<qint64, domain::LastMessage> SessionList::lastMessages(const std::vector<SessionRow> &rows)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer}, {"last_seq", ColumnType::Integer}},
        "SELECT r.session_key, m.seq, m.type, "
        "CASE WHEN m.deleted_at IS NULL THEN substr(m.content, 1, 120) ELSE '' END, "
        "u.user_id, m.sender_name, COALESCE(m.shown_role, m.sender_role), m.created_at "
        "FROM r JOIN chat_messages m ON m.session_key = r.session_key AND m.seq = r.last_seq "
        "JOIN chat_users u ON u.user_key = m.sender_key"};
    InputRows input(m_connection.dialect(), statement);
    for (const SessionRow &row : rows)
        input << row.key << row.session.lastSeq;
    QHash<qint64, domain::LastMessage> result;
    m_connection.run(statement, input, [&](const Row &row) {
        domain::LastMessage last;
        last.seq = row.value(1).toLongLong();
        last.type =
            domain::messageTypeFromString(row.value(2).toString()).value_or(domain::MessageType::Text);
        last.excerpt = domain::excerptOf(row.value(3).toString());
        last.senderId = row.value(4).toString();
        last.senderName = row.value(5).toString();
        last.shownRole = row.value(6).toString();
        last.at = base::Timestamp(std::chrono::milliseconds(row.value(7).toLongLong()));
        result.insert(row.value(0).toLongLong(), last);
    });
    return result;
}

QHash<qint64, qint64> SessionList::readSeqs(const std::vector<qint64> &sessionKeys, qint64 userKey)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer}, {"user_key", ColumnType::Integer}},
        "SELECT r.session_key, p.read_seq FROM r JOIN chat_participants p "
        "ON p.session_key = r.session_key AND p.user_key = r.user_key"};
    InputRows input(m_connection.dialect(), statement);
    for (const qint64 key : sessionKeys)
        input << key << userKey;
    QHash<qint64, qint64> result;
    m_connection.run(statement, input, [&](const Row &row) {
        result.insert(row.value(0).toLongLong(), row.value(1).toLongLong());
    });
    return result;
}

QHash<qint64, qint64> SessionList::unreadCounts(const std::vector<SessionRow> &rows, qint64 userKey,
                                                const QHash<qint64, qint64> &readSeqs)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer},
         {"user_key", ColumnType::Integer},
         {"read_seq", ColumnType::Integer}},
        "SELECT r.session_key, (SELECT count(*) FROM (SELECT 1 FROM chat_messages m "
        "WHERE m.session_key = r.session_key AND m.seq > r.read_seq AND m.sender_key <> r.user_key "
        "AND m.deleted_at IS NULL LIMIT 1000) AS others) FROM r"};
    static_assert(maxUnreadCount == 1000);
    InputRows input(m_connection.dialect(), statement);
    for (const SessionRow &row : rows) {
        const qint64 readSeq = readSeqs.value(row.key);
        if (readSeq < row.session.lastSeq)
            input << row.key << userKey << readSeq;
    }
    QHash<qint64, qint64> result;
    m_connection.run(statement, input, [&](const Row &row) {
        result.insert(row.value(0).toLongLong(), row.value(1).toLongLong());
    });
    return result;
}

} // namespace store
