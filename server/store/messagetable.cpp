#include "store/messagetable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

// In the order that readBody() takes them.
#define MESSAGE_BODY                                                                                         \
    "m.number, m.id, m.seq, m.change, m.type, m.content, m.sender_role, m.sender_name, m.shown_sender, "     \
    "m.shown_role, m.metadata, m.client_msg_id, m.created_at, m.edited_at, m.deleted_at, "                   \
    "p.number, p.id, p.sender_name, CASE WHEN p.deleted_at IS NULL THEN substr(p.content, 1, 120) ELSE '' "  \
    "END"
constexpr int bodyColumns = 19;
// In the order that read() takes them.
#define MESSAGE_COLUMNS MESSAGE_BODY ", s.id, s.room, u.user_id"
constexpr int messageColumns = bodyColumns + 3;
// In the order that page() takes them.
#define PAGE_COLUMNS MESSAGE_BODY ", m.sender_key"
#define PAGE_JOINS "LEFT JOIN chat_messages p ON p.number = m.reply_to "
#define MESSAGE_JOINS                                                                                        \
    "JOIN chat_sessions s ON s.session_key = m.session_key JOIN chat_users u ON u.user_key = "               \
    "m.sender_key " PAGE_JOINS

// In the order that readTarget() takes them.
#define TARGET_COLUMNS                                                                                       \
    "m.session_key, m.seq, m.number, m.id, m.sender_name, "                                                  \
    "CASE WHEN m.deleted_at IS NULL THEN substr(m.content, 1, 120) ELSE '' END"
constexpr int targetColumns = 6;

qint64 millis(base::Timestamp time)
{
    return time.time_since_epoch().count();
}

std::optional<base::Timestamp> optionalTime(const Row &row, int column)
{
    if (row.isNull(column))
        return std::nullopt;
    return base::Timestamp(std::chrono::milliseconds(row.integer(column)));
}

/// Leaves out the session and its room, and the sender's id.
void readBody(const Row &row, domain::Message &message)
{
    message.number = row.integer(0);
    message.id = domain::MessageId(row.uuid(1));
    message.seq = row.integer(2);
    message.change = row.integer(3);
    message.type = domain::messageTypeFromString(row.text(4)).value_or(domain::MessageType::Text);
    message.content = row.text(5);
    const QString role = row.text(6);
    message.senderRole = domain::roleFromString(role).value_or(domain::Role::Client);
    message.senderName = row.text(7);
    message.shownSender = row.text(8);
    message.shownRole = row.isNull(9) ? role : row.text(9);
    if (!row.isNull(10))
        message.metadata = row.text(10).toUtf8();
    message.clientMsgId = row.text(11);
    message.createdAt = base::Timestamp(std::chrono::milliseconds(row.integer(12)));
    message.editedAt = optionalTime(row, 13);
    message.deletedAt = optionalTime(row, 14);
    if (!row.isNull(15)) {
        message.replyTo = domain::ReplyPreview{row.integer(15), domain::MessageId(row.uuid(16)), row.text(17),
                                               domain::excerptOf(row.text(18))};
    }
}

void setSender(domain::Message &message, const QString &id)
{
    message.senderId = id;
    if (message.shownSender.isEmpty()) // it is what it is without
        message.shownSender = id;
}

/// Null, which is stored as NULL, where \a shown is what it is without.
QString ifOther(const QString &shown, const QString &own)
{
    return shown == own ? QString() : shown;
}

} // namespace

std::vector<qint64> MessageTable::takeNumbers(qint64 count)
{
    std::vector<qint64> numbers;
    numbers.reserve(static_cast<size_t>(count));
    if (m_connection.dialect().isPostgres()) {
        m_connection.query(
            "SELECT nextval('chat_message_numbers') FROM generate_series(1, CAST(? AS bigint))", {count},
            [&](const Row &row) { numbers.push_back(row.value(0).toLongLong()); });
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    }
    if (!m_lastNumber) {
        m_lastNumber = 0;
        m_connection.query("SELECT seq FROM sqlite_sequence WHERE name = 'chat_messages'", {},
                           [&](const Row &row) { m_lastNumber = row.value(0).toLongLong(); });
    }
    for (qint64 i = 0; i < count; ++i)
        numbers.push_back(++*m_lastNumber);
    return numbers;
}

void MessageTable::insert(const std::vector<NewMessage> &messages)
{
    static const RowStatement statement{{{"number", ColumnType::Integer},
                                         {"id", ColumnType::Uuid},
                                         {"session_key", ColumnType::Integer},
                                         {"sender_key", ColumnType::Integer},
                                         {"seq", ColumnType::Integer},
                                         {"change", ColumnType::Integer},
                                         {"type", ColumnType::Text},
                                         {"content", ColumnType::Text},
                                         {"sender_role", ColumnType::Text},
                                         {"sender_name", ColumnType::Text},
                                         {"shown_sender", ColumnType::Text},
                                         {"shown_role", ColumnType::Text},
                                         {"reply_to", ColumnType::Integer},
                                         {"metadata", ColumnType::Text},
                                         {"client_msg_id", ColumnType::Text},
                                         {"body_hash", ColumnType::Bytes},
                                         {"created_at", ColumnType::Integer}},
                                        nullptr,
                                        "chat_messages"};
    InputRows rows(m_connection.dialect(), statement);
    for (const NewMessage &entry : messages) {
        const domain::Message &message = *entry.message;
        const QString role = domain::toString(message.senderRole);
        rows << message.number << message.id.uuid() << entry.sessionKey << entry.senderKey << message.seq
             << message.change << QString(domain::toString(message.type)) << message.content << role
             << message.senderName;
        rows.orNull(ifOther(message.shownSender, message.senderId)).orNull(ifOther(message.shownRole, role));
        if (message.replyTo)
            rows << message.replyTo->number;
        else
            rows << nullptr;
        rows.orNull(QString::fromUtf8(message.metadata)).orNull(message.clientMsgId).orNull(entry.bodyHash);
        rows << millis(message.createdAt);
    }
    m_connection.run(statement, rows);
}

std::vector<MessageTarget> MessageTable::findNumbers(const std::vector<qint64> &numbers)
{
    static const RowStatement statement{{{"number", ColumnType::Integer}},
                                        "SELECT " TARGET_COLUMNS
                                        " FROM r JOIN chat_messages m ON m.number = r.number"};
    InputRows rows(m_connection.dialect(), statement);
    for (const qint64 number : numbers)
        rows << number;
    std::vector<MessageTarget> found;
    m_connection.run(statement, rows, [&](const Row &row) { found.push_back(readTarget(row)); });
    return found;
}

std::vector<MessageTarget> MessageTable::findIds(const std::vector<domain::MessageId> &ids)
{
    static const RowStatement statement{
        {{"id", ColumnType::Uuid}}, "SELECT " TARGET_COLUMNS " FROM r JOIN chat_messages m ON m.id = r.id"};
    InputRows rows(m_connection.dialect(), statement);
    for (const domain::MessageId &id : ids)
        rows << id.uuid();
    std::vector<MessageTarget> found;
    m_connection.run(statement, rows, [&](const Row &row) { found.push_back(readTarget(row)); });
    return found;
}

QHash<ClientWrite, StoredWrite> MessageTable::findClientWrites(const std::vector<ClientWrite> &writes)
{
    static const RowStatement statement{
        {{"sender_key", ColumnType::Integer}, {"client_msg_id", ColumnType::Text}},
        "SELECT " MESSAGE_COLUMNS ", m.sender_key, m.body_hash FROM r "
        "JOIN chat_messages m ON m.sender_key = r.sender_key AND m.client_msg_id = "
        "r.client_msg_id " MESSAGE_JOINS};
    InputRows rows(m_connection.dialect(), statement);
    for (const auto &[sender, clientMsgId] : writes)
        rows << sender << clientMsgId;
    QHash<ClientWrite, StoredWrite> found;
    m_connection.run(statement, rows, [&](const Row &row) {
        domain::Message message = read(row);
        const ClientWrite key{row.value(messageColumns).toLongLong(), message.clientMsgId};
        found.insert(key, {row.value(messageColumns + 1).toByteArray(), std::move(message)});
    });
    return found;
}

std::vector<StoredMessage> MessageTable::load(const std::vector<domain::MessageId> &ids)
{
    static const RowStatement statement{
        {{"id", ColumnType::Uuid}},
        "SELECT " MESSAGE_COLUMNS ", m.session_key, "
        "(SELECT count(*) FROM chat_message_versions v WHERE v.number = m.number) "
        "FROM r JOIN chat_messages m ON m.id = r.id " MESSAGE_JOINS};
    InputRows rows(m_connection.dialect(), statement);
    for (const domain::MessageId &id : ids)
        rows << id.uuid();
    std::vector<StoredMessage> found;
    m_connection.run(statement, rows, [&](const Row &row) {
        found.push_back(
            {read(row), row.value(messageColumns).toLongLong(), row.value(messageColumns + 1).toLongLong()});
    });
    return found;
}

void MessageTable::update(const std::vector<const StoredMessage *> &messages)
{
    static const RowStatement statement{{{"number", ColumnType::Integer},
                                         {"change", ColumnType::Integer},
                                         {"content", ColumnType::Text},
                                         {"metadata", ColumnType::Text},
                                         {"edited_at", ColumnType::Integer},
                                         {"deleted_at", ColumnType::Integer}},
                                        nullptr,
                                        nullptr,
                                        "chat_messages"};
    InputRows rows(m_connection.dialect(), statement);
    const auto addTime = [&rows](const std::optional<base::Timestamp> &time) {
        if (time)
            rows << millis(*time);
        else
            rows << nullptr;
    };
    for (const StoredMessage *entry : messages) {
        const domain::Message &message = entry->message;
        rows << message.number << message.change << message.content;
        rows.orNull(QString::fromUtf8(message.metadata));
        addTime(message.editedAt);
        addTime(message.deletedAt);
    }
    m_connection.run(statement, rows);
}

void MessageTable::insertVersions(const std::vector<NewVersion> &versions)
{
    static const RowStatement statement{{{"number", ColumnType::Integer},
                                         {"version", ColumnType::Integer},
                                         {"content", ColumnType::Text},
                                         {"edited_at", ColumnType::Integer},
                                         {"editor_key", ColumnType::Integer}},
                                        nullptr,
                                        "chat_message_versions"};
    InputRows rows(m_connection.dialect(), statement);
    for (const NewVersion &version : versions)
        rows << version.number << version.version << version.content << millis(version.editedAt)
             << version.editorKey;
    m_connection.run(statement, rows);
}

void MessageTable::eraseVersions(const std::vector<qint64> &numbers)
{
    static const RowStatement statement{
        {{"number", ColumnType::Integer}},
        "DELETE FROM chat_message_versions WHERE number IN (SELECT number FROM r)"};
    InputRows rows(m_connection.dialect(), statement);
    for (const qint64 number : numbers)
        rows << number;
    m_connection.run(statement, rows);
}

std::vector<UnreadCount> MessageTable::count(const std::vector<UnreadRange> &ranges)
{
    static const RowStatement statement{
        {{"ord", ColumnType::Integer},
         {"session_key", ColumnType::Integer},
         {"user_key", ColumnType::Integer},
         {"from_seq", ColumnType::Integer},
         {"to_seq", ColumnType::Integer},
         {"last_seq", ColumnType::Integer}},
        "SELECT r.ord, "
        "(SELECT count(*) FROM chat_messages m WHERE m.session_key = r.session_key AND m.seq > r.from_seq "
        "AND m.seq <= r.to_seq AND m.sender_key <> r.user_key AND m.deleted_at IS NULL), "
        "(SELECT count(*) FROM chat_messages m WHERE m.session_key = r.session_key AND m.seq > r.to_seq "
        "AND m.seq <= r.last_seq AND m.sender_key <> r.user_key AND m.deleted_at IS NULL) FROM r"};
    InputRows rows(m_connection.dialect(), statement);
    qint64 order = 0;
    for (const UnreadRange &range : ranges)
        rows << order++ << range.who.first << range.who.second << range.fromSeq << range.toSeq
             << range.lastSeq;
    std::vector<UnreadCount> counts(ranges.size());
    m_connection.run(statement, rows, [&](const Row &row) {
        counts[static_cast<size_t>(row.value(0).toLongLong())] = {row.value(1).toLongLong(),
                                                                  row.value(2).toLongLong()};
    });
    return counts;
}

std::vector<std::optional<MessageTarget>>
MessageTable::findUndelivered(const std::vector<UnreadRange> &ranges)
{
    static const RowStatement statement{
        {{"ord", ColumnType::Integer},
         {"session_key", ColumnType::Integer},
         {"user_key", ColumnType::Integer},
         {"from_seq", ColumnType::Integer},
         {"to_seq", ColumnType::Integer}},
        "SELECT " TARGET_COLUMNS ", r.ord FROM r JOIN chat_messages m ON m.session_key = r.session_key "
        "AND m.seq = (SELECT x.seq FROM chat_messages x WHERE x.session_key = r.session_key "
        "AND x.seq > r.from_seq AND x.seq <= r.to_seq AND x.sender_key <> r.user_key "
        "ORDER BY x.seq DESC LIMIT 1) "
        "WHERE NOT EXISTS (SELECT 1 FROM chat_participants p WHERE p.session_key = r.session_key "
        "AND p.user_key <> r.user_key AND p.user_key <> m.sender_key AND p.delivered_seq >= m.seq)"};
    InputRows rows(m_connection.dialect(), statement);
    qint64 order = 0;
    for (const UnreadRange &range : ranges)
        rows << order++ << range.who.first << range.who.second << range.fromSeq << range.toSeq;
    std::vector<std::optional<MessageTarget>> found(ranges.size());
    m_connection.run(statement, rows, [&](const Row &row) {
        found[static_cast<size_t>(row.value(targetColumns).toLongLong())] = readTarget(row);
    });
    return found;
}

std::optional<domain::Message> MessageTable::find(const MessageRef &reference)
{
    std::optional<domain::Message> found;
    const auto keep = [&](const Row &row) { found = read(row); };
    if (const auto *id = std::get_if<domain::MessageId>(&reference)) {
        m_connection.query("SELECT " MESSAGE_COLUMNS " FROM chat_messages m " MESSAGE_JOINS "WHERE m.id = ?",
                           {m_connection.dialect().bind(id->uuid())}, keep);
    } else if (const auto *number = std::get_if<qint64>(&reference)) {
        m_connection.query("SELECT " MESSAGE_COLUMNS " FROM chat_messages m " MESSAGE_JOINS
                           "WHERE m.number = ?",
                           {*number}, keep);
    }
    return found;
}

std::vector<domain::MessageVersion> MessageTable::versions(const domain::MessageId &id)
{
    std::vector<domain::MessageVersion> found;
    m_connection.query(
        "SELECT v.content, v.edited_at, u.user_id FROM chat_messages m "
        "JOIN chat_message_versions v ON v.number = m.number JOIN chat_users u ON u.user_key = v.editor_key "
        "WHERE m.id = ? ORDER BY v.version",
        {m_connection.dialect().bind(id.uuid())}, [&](const Row &row) {
            found.push_back({row.value(0).toString(),
                             base::Timestamp(std::chrono::milliseconds(row.value(1).toLongLong())),
                             row.value(2).toString()});
        });
    return found;
}

MessagePage MessageTable::page(const SessionRow &session, Order order, const char *sql,
                               const QVariantList &values, int limit)
{
    MessagePage page;
    page.messages.resize(size_t(limit));
    std::vector<qint64> senders(size_t(limit), 0);
    const bool forward = order == Order::OldestFirst;
    size_t taken = 0;
    const auto place = [&](size_t row) { return forward ? row : size_t(limit) - 1 - row; };
    m_connection.query(sql, values + QVariantList{limit + 1}, [&](const Row &row) {
        page.hasMore = taken == size_t(limit);
        if (page.hasMore)
            return;
        const size_t at = place(taken++);
        readBody(row, page.messages[at]);
        senders[at] = row.integer(bodyColumns);
    });
    const QString room = session.session.address();
    for (size_t row = 0; row < taken; ++row) {
        domain::Message &message = page.messages[place(row)];
        message.sessionId = session.session.id;
        message.room = room;
        setSender(message, m_users.id(senders[place(row)]));
    }
    const auto unused = std::ptrdiff_t(size_t(limit) - taken);
    if (forward)
        page.messages.resize(taken);
    else
        page.messages.erase(page.messages.begin(), page.messages.begin() + unused);
    return page;
}

MessagePage MessageTable::before(const SessionRow &session, qint64 seq, int limit)
{
    return page(session, Order::NewestFirst,
                "SELECT " PAGE_COLUMNS " FROM chat_messages m " PAGE_JOINS
                "WHERE m.session_key = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?",
                {session.key, seq}, limit);
}

MessagePage MessageTable::before(const SessionRow &session, qint64 seq, base::Timestamp time, int limit)
{
    // The plus keeps the index on seq in use, whose order is asked for.
    return page(session, Order::NewestFirst,
                "SELECT " PAGE_COLUMNS " FROM chat_messages m " PAGE_JOINS
                "WHERE m.session_key = ? AND m.seq < ? AND +m.created_at < ? ORDER BY m.seq DESC LIMIT ?",
                {session.key, seq, millis(time)}, limit);
}

MessagePage MessageTable::changedAfter(const SessionRow &session, qint64 change, int limit)
{
    // Up to the first change that is not a seq, seq is what to go by; the other changes have an index.
    return page(
        session, Order::OldestFirst,
        "SELECT " PAGE_COLUMNS " FROM chat_messages m " PAGE_JOINS
        "WHERE m.number IN (SELECT number FROM (SELECT number FROM chat_messages WHERE session_key = ? "
        "AND seq > ? AND change = seq AND seq < COALESCE((SELECT min(change) FROM chat_messages "
        "WHERE session_key = ? AND change <> seq), 9007199254740992) ORDER BY seq LIMIT ?) AS posted "
        "UNION ALL SELECT number FROM (SELECT number FROM chat_messages WHERE session_key = ? "
        "AND change > ? AND change <> seq ORDER BY change LIMIT ?) AS changed) ORDER BY m.change LIMIT ?",
        {session.key, change, session.key, limit + 1, session.key, change, limit + 1}, limit);
}

MessagePage MessageTable::after(const SessionRow &session, qint64 seq, int limit)
{
    return page(session, Order::OldestFirst,
                "SELECT " PAGE_COLUMNS " FROM chat_messages m " PAGE_JOINS
                "WHERE m.session_key = ? AND m.seq > ? ORDER BY m.seq LIMIT ?",
                {session.key, seq}, limit);
}

qint64 MessageTable::seqBefore(qint64 sessionKey, qint64 lastSeq, base::Timestamp time)
{
    const qint64 middle =
        lastSeqWhere("SELECT seq, created_at FROM chat_messages WHERE session_key = ? AND seq <= ? "
                     "ORDER BY seq DESC LIMIT 1",
                     sessionKey, lastSeq, [&](qint64 createdAt) { return createdAt < millis(time); });
    // Who writes at the same moment may be numbered in another order than that of the clock; a few neighbours
    // show it.
    constexpr qint64 neighbours = 64;
    qint64 seq = 0;
    m_connection.query("SELECT max(seq) FROM chat_messages WHERE session_key = ? AND seq >= ? AND seq <= ? "
                       "AND created_at < ?",
                       {sessionKey, middle - neighbours, middle + neighbours, millis(time)},
                       [&](const Row &row) { seq = row.value(0).toLongLong(); });
    return seq;
}

qint64 MessageTable::seqAtOrBefore(qint64 sessionKey, qint64 lastSeq, qint64 number)
{
    qint64 exact = 0;
    m_connection.query("SELECT seq FROM chat_messages WHERE number = ? AND session_key = ?",
                       {number, sessionKey}, [&](const Row &row) { exact = row.value(0).toLongLong(); });
    if (exact > 0)
        return exact;
    // A number of another session, or of a message that is gone.
    return lastSeqWhere("SELECT seq, number FROM chat_messages WHERE session_key = ? AND seq <= ? "
                        "ORDER BY seq DESC LIMIT 1",
                        sessionKey, lastSeq, [number](qint64 found) { return found <= number; });
}

/// The last seq whose message fulfils \a condition on the second column of \a nearestSql, which grows with
/// seq: found by halving the span.
qint64 MessageTable::lastSeqWhere(const char *nearestSql, qint64 sessionKey, qint64 lastSeq,
                                  const std::function<bool(qint64)> &condition)
{
    qint64 low = 0;
    qint64 high = lastSeq;
    while (low < high) {
        const qint64 middle = low + (high - low + 1) / 2;
        qint64 nearest = 0;
        qint64 value = 0;
        m_connection.query(nearestSql, {sessionKey, middle}, [&](const Row &row) {
            nearest = row.value(0).toLongLong();
            value = row.value(1).toLongLong();
        });
        if (nearest == 0 || condition(value))
            low = middle;
        else
            high = nearest - 1;
    }
    return low;
}

void MessageTable::fillStatus(std::vector<domain::Message> &messages, const std::vector<Cursor> &cursors)
{
    for (domain::Message &message : messages) {
        for (const Cursor &cursor : cursors) {
            if (cursor.userId == message.senderId)
                continue;
            if (cursor.readSeq >= message.seq)
                message.status = domain::DeliveryStatus::Read;
            else if (cursor.deliveredSeq >= message.seq && message.status == domain::DeliveryStatus::Sent)
                message.status = domain::DeliveryStatus::Delivered;
        }
    }
}

domain::Message MessageTable::read(const Row &row) const
{
    domain::Message message;
    readBody(row, message);
    message.sessionId = domain::SessionId(row.uuid(bodyColumns));
    const QString room = row.text(bodyColumns + 1);
    message.room = room.isEmpty() ? message.sessionId.toString() : room;
    setSender(message, row.text(bodyColumns + 2));
    return message;
}

MessageTarget MessageTable::readTarget(const Row &row) const
{
    return {row.value(0).toLongLong(),
            row.value(1).toLongLong(),
            {row.value(2).toLongLong(), domain::MessageId(m_connection.dialect().readUuid(row.value(3))),
             row.value(4).toString(), domain::excerptOf(row.value(5).toString())}};
}

} // namespace store
