#pragma once

#include "domain/message.h"
#include "store/connection.h"
#include "store/participanttable.h"
#include "store/sessiontable.h"
#include "store/store.h"

#include <QHash>

#include <optional>
#include <vector>

namespace store
{

/// A message to insert, and what of it is not in domain::Message.
struct NewMessage {
    const domain::Message *message = nullptr;
    qint64 sessionKey = 0;
    qint64 senderKey = 0;
    QByteArray bodyHash;
};

/// A message as far as others refer to it.
struct MessageTarget {
    qint64 sessionKey = 0;
    qint64 seq = 0;
    domain::ReplyPreview preview;
};

/// A message as the writer changes it.
struct StoredMessage {
    domain::Message message;
    qint64 sessionKey = 0;
    qint64 versions = 0; ///< how often it was edited
};

/// What a message said before an edit.
struct NewVersion {
    qint64 number = 0;
    qint64 version = 0; ///< 1, 2, 3… for its message
    QString content;
    base::Timestamp editedAt{};
    qint64 editorKey = 0;
};

/// A sender's key and their own id for a write.
using ClientWrite = std::pair<qint64, QString>;

/// The first result of a write.
struct StoredWrite {
    QByteArray bodyHash;
    domain::Message message;
};

/// What to count for a user who read from (exclusive) to (inclusive), of a session that ended at last.
struct UnreadRange {
    SessionUser who;
    qint64 fromSeq = 0;
    qint64 toSeq = 0;
    qint64 lastSeq = 0;
};
struct UnreadCount {
    qint64 read = 0;   ///< messages of others in (fromSeq, toSeq]
    qint64 unread = 0; ///< messages of others in (toSeq, lastSeq]
};

/// chat_messages.
class MessageTable
{
public:
    MessageTable(Connection &connection, UserTable &users)
        : m_connection(connection)
        , m_users(users)
    {
    }

    // What the writer does, within its transaction.
    /// Numbers that no message has had, growing; call while the sessions' rows are locked.
    std::vector<qint64> takeNumbers(qint64 count);
    void insert(const std::vector<NewMessage> &messages);
    /// After a rollback: numbers that were taken are free again.
    void forget() { m_lastNumber.reset(); }
    std::vector<MessageTarget> findNumbers(const std::vector<qint64> &numbers);
    std::vector<MessageTarget> findIds(const std::vector<domain::MessageId> &ids);
    QHash<ClientWrite, StoredWrite> findClientWrites(const std::vector<ClientWrite> &writes);
    std::vector<StoredMessage> load(const std::vector<domain::MessageId> &ids);
    /// Writes what an edit or deletion changes: content, metadata, change, editedAt, deletedAt.
    void update(const std::vector<const StoredMessage *> &messages);
    void insertVersions(const std::vector<NewVersion> &versions);
    /// Of the messages of those numbers.
    void eraseVersions(const std::vector<qint64> &numbers);
    /// In the order of \a ranges.
    std::vector<UnreadCount> count(const std::vector<UnreadRange> &ranges);

    /// In the order of \a ranges, each of which says what one user now gets: the newest message of others in
    /// (fromSeq, toSeq], if it had reached nobody but its sender. Call before the cursors advance.
    std::vector<std::optional<MessageTarget>> findUndelivered(const std::vector<UnreadRange> &ranges);

    // What readers do.
    /// Without its status.
    std::optional<domain::Message> find(const MessageRef &reference);
    /// What a message said before, oldest first.
    std::vector<domain::MessageVersion> versions(const domain::MessageId &id);
    // Pages, of a session as SessionTable::locate() finds it.
    /// The newest messages before \a seq, oldest first.
    MessagePage before(const SessionRow &session, qint64 seq, int limit);
    /// The same of what is older than \a time.
    MessagePage before(const SessionRow &session, qint64 seq, base::Timestamp time, int limit);
    /// The oldest messages after \a seq, oldest first.
    MessagePage after(const SessionRow &session, qint64 seq, int limit);
    /// What changed after \a change, in that order.
    MessagePage changedAfter(const SessionRow &session, qint64 change, int limit);
    /// The newest seq among the messages older than \a time; 0 if there is none.
    qint64 seqBefore(qint64 sessionKey, qint64 lastSeq, base::Timestamp time);
    /// The seq of the newest message of the session whose number is at most \a number; 0 if there is none.
    qint64 seqAtOrBefore(qint64 sessionKey, qint64 lastSeq, qint64 number);
    /// Says of each message whether somebody other than its sender has received or read it.
    static void fillStatus(std::vector<domain::Message> &messages, const std::vector<Cursor> &cursors);

private:
    enum class Order { OldestFirst, NewestFirst };

    domain::Message read(const Row &row) const;
    /// What \a sql, which selects PAGE_COLUMNS, finds up to \a limit; it is asked for one more.
    MessagePage page(const SessionRow &session, Order order, const char *sql, const QVariantList &values,
                     int limit);
    MessageTarget readTarget(const Row &row) const;
    qint64 lastSeqWhere(const char *nearestSql, qint64 sessionKey, qint64 lastSeq,
                        const std::function<bool(qint64)> &condition);

    Connection &m_connection;
    UserTable &m_users;
    std::optional<qint64> m_lastNumber; ///< SQLite, which has one writer, only
};

} // namespace store
