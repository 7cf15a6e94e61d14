#include "store/participanttable.h"

#include <algorithm>

namespace store
{

void ParticipantTable::add(const std::vector<Joined> &joined)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer},
         {"user_key", ColumnType::Integer},
         {"joined_at", ColumnType::Integer}},
        "INSERT INTO chat_participants (session_key, user_key, is_participant, read_seq, delivered_seq, "
        "joined_at) "
        "SELECT session_key, user_key, 1, 0, 0, joined_at FROM r WHERE true "
        "ON CONFLICT (session_key, user_key) DO UPDATE SET is_participant = 1"};
    InputRows rows(m_connection.dialect(), statement);
    for (const Joined &entry : joined)
        rows << entry.who.first << entry.who.second << entry.atMs;
    m_connection.run(statement, rows);
}

QHash<qint64, QStringList> ParticipantTable::ofSessions(const std::vector<qint64> &sessionKeys)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer}},
        "SELECT p.session_key, u.user_id FROM r JOIN chat_participants p ON p.session_key = r.session_key "
        "JOIN chat_users u ON u.user_key = p.user_key WHERE p.is_participant = 1"};
    InputRows rows(m_connection.dialect(), statement);
    for (const qint64 key : sessionKeys)
        rows << key;
    QHash<qint64, QStringList> result;
    m_connection.run(statement, rows,
                     [&](const Row &row) { result[row.value(0).toLongLong()] << row.value(1).toString(); });
    for (QStringList &ids : result)
        ids.sort();
    return result;
}

QHash<qint64, domain::UserRef> ParticipantTable::contacts(const std::vector<qint64> &sessionKeys)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer}},
        "SELECT r.session_key, u.user_id, u.name, u.role FROM r JOIN chat_users u ON u.user_key = "
        "(SELECT p.user_key FROM chat_participants p JOIN chat_users c ON c.user_key = p.user_key "
        "WHERE p.session_key = r.session_key AND p.is_participant = 1 AND c.role = 'client' "
        "ORDER BY p.joined_at, p.user_key LIMIT 1)"};
    InputRows rows(m_connection.dialect(), statement);
    for (const qint64 key : sessionKeys)
        rows << key;
    QHash<qint64, domain::UserRef> result;
    m_connection.run(statement, rows, [&](const Row &row) {
        result.insert(row.value(0).toLongLong(),
                      {row.value(1).toString(), row.value(2).toString(),
                       domain::roleFromString(row.value(3).toString()).value_or(domain::Role::Client)});
    });
    return result;
}

std::vector<domain::Member> ParticipantTable::members(qint64 sessionKey, int limit)
{
    std::vector<domain::Member> result;
    bool participants = true;
    const auto keep = [&](const Row &row) {
        domain::Member member;
        member.user = {row.value(0).toString(), row.value(1).toString(),
                       domain::roleFromString(row.value(2).toString()).value_or(domain::Role::Client)};
        member.participant = participants;
        member.readSeq = row.value(3).toLongLong();
        member.deliveredSeq = row.value(4).toLongLong();
        result.push_back(std::move(member));
    };
    m_connection.query("SELECT u.user_id, u.name, u.role, p.read_seq, p.delivered_seq "
                       "FROM chat_participants p JOIN chat_users u ON u.user_key = p.user_key "
                       "WHERE p.session_key = ? AND p.is_participant = 1 "
                       "ORDER BY p.joined_at, p.user_key LIMIT ?",
                       {sessionKey, limit}, keep);
    participants = false;
    // In the order of the primary key, so that a session of many is not sorted.
    m_connection.query("SELECT u.user_id, u.name, u.role, p.read_seq, p.delivered_seq "
                       "FROM chat_participants p JOIN chat_users u ON u.user_key = p.user_key "
                       "WHERE p.session_key = ? AND p.is_participant = 0 ORDER BY p.user_key LIMIT ?",
                       {sessionKey, limit - qint64(result.size())}, keep);
    return result;
}

std::vector<Cursor> ParticipantTable::foremostCursors(qint64 sessionKey)
{
    std::vector<Cursor> result;
    const auto keep = [&](const Row &row) {
        result.push_back({row.value(0).toString(), row.value(1).toLongLong(), row.value(2).toLongLong()});
    };
    m_connection.query("SELECT u.user_id, p.read_seq, p.delivered_seq FROM chat_participants p "
                       "JOIN chat_users u ON u.user_key = p.user_key WHERE p.session_key = ? "
                       "ORDER BY p.read_seq DESC LIMIT 2",
                       {sessionKey}, keep);
    m_connection.query("SELECT u.user_id, p.read_seq, p.delivered_seq FROM chat_participants p "
                       "JOIN chat_users u ON u.user_key = p.user_key WHERE p.session_key = ? "
                       "ORDER BY p.delivered_seq DESC LIMIT 2",
                       {sessionKey}, keep);
    return result;
}

QHash<SessionUser, Progress> ParticipantTable::progress(const std::vector<SessionUser> &who)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer}, {"user_key", ColumnType::Integer}},
        "SELECT p.session_key, p.user_key, p.read_seq, p.delivered_seq FROM r JOIN chat_participants p "
        "ON p.session_key = r.session_key AND p.user_key = r.user_key"};
    InputRows rows(m_connection.dialect(), statement);
    for (const auto &[session, user] : who)
        rows << session << user;
    QHash<SessionUser, Progress> result;
    m_connection.run(statement, rows, [&](const Row &row) {
        result.insert({row.value(0).toLongLong(), row.value(1).toLongLong()},
                      {row.value(2).toLongLong(), row.value(3).toLongLong()});
    });
    return result;
}

void ParticipantTable::advance(const QHash<SessionUser, Progress> &cursors, qint64 atMs)
{
    static const RowStatement statement{
        {{"session_key", ColumnType::Integer},
         {"user_key", ColumnType::Integer},
         {"read_seq", ColumnType::Integer},
         {"delivered_seq", ColumnType::Integer},
         {"joined_at", ColumnType::Integer}},
        "INSERT INTO chat_participants (session_key, user_key, is_participant, read_seq, delivered_seq, "
        "joined_at) "
        "SELECT session_key, user_key, 0, read_seq, delivered_seq, joined_at FROM r WHERE true "
        "ON CONFLICT (session_key, user_key) DO UPDATE SET "
        "read_seq = CASE WHEN excluded.read_seq > chat_participants.read_seq THEN excluded.read_seq "
        "ELSE chat_participants.read_seq END, "
        "delivered_seq = CASE WHEN excluded.delivered_seq > chat_participants.delivered_seq THEN "
        "excluded.delivered_seq ELSE chat_participants.delivered_seq END"};
    QList<SessionUser> order = cursors.keys();
    std::sort(order.begin(), order.end());
    InputRows rows(m_connection.dialect(), statement);
    for (const SessionUser &who : order) {
        const Progress cursor = cursors.value(who);
        rows << who.first << who.second << cursor.readSeq << cursor.deliveredSeq << atMs;
    }
    m_connection.run(statement, rows);
}

} // namespace store
