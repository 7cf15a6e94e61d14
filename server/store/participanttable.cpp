#include "store/participanttable.h"

#include <algorithm>
#include <array>

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
    struct Found {
        qint64 userKey = 0;
        qint64 readSeq = 0;
        qint64 deliveredSeq = 0;
    };
    std::array<Found, 2> readers;
    std::array<Found, 2> receivers;
    const auto consider = [](std::array<Found, 2> &foremost, const Found &found, qint64 Found::*seq) {
        if (found.*seq > foremost[0].*seq)
            foremost[1] = std::exchange(foremost[0], found);
        else if (found.*seq > foremost[1].*seq)
            foremost[1] = found;
    };
    // One pass over the session's part of the table; to sort it twice costs more.
    m_connection.query(
        "SELECT user_key, read_seq, delivered_seq FROM chat_participants WHERE session_key = ?", {sessionKey},
        [&](const Row &row) {
            const Found found{row.integer(0), row.integer(1), row.integer(2)};
            consider(readers, found, &Found::readSeq);
            consider(receivers, found, &Found::deliveredSeq);
        });
    std::vector<Cursor> result;
    for (const auto &foremost : {readers, receivers}) {
        for (const Found &found : foremost) {
            if (found.userKey != 0)
                result.push_back({m_users.id(found.userKey), found.readSeq, found.deliveredSeq});
        }
    }
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
