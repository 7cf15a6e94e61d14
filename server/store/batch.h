#pragma once

#include "store/pendingwrite.h"
#include "store/tables.h"

#include <QHash>
#include <QSet>

#include <deque>
#include <span>

namespace store
{

/// Applies many writes as one: looks up all that they need, decides each in memory in its order, and writes
/// all rows with one statement a table. Runs within a transaction of its caller, who commits or rolls back.
/// Writes that fail by themselves (NotFound, Conflict, BadRequest) change nothing and take no seq. One use,
/// one thread.
class Batch
{
public:
    enum class Repeats {
        Unlikely, ///< do not look for client_msg_ids that are stored already; the unique index finds them
        LookUp,
    };

    Batch(Tables &tables, std::span<PendingWrite> writes, Repeats repeats);

    /// Sets the outcome of every write. Throws SqlFailure; SqlFault::Duplicate when a write may be the
    /// repetition of an earlier one and they were not looked up.
    void run();

private:
    struct Reading {
        PendingMark *pending = nullptr;
        UnreadRange range;
        size_t erasedBefore = 0; ///< so many of m_erased were deleted before it
    };
    struct Delivery {
        PendingDelivery *pending = nullptr;
        UnreadRange range;
    };

    void ensureUsers();
    void createSessions();
    void lockSessions();
    void loadParticipants();
    void loadCursors();
    void loadTargets();
    void loadRepeats();
    void loadChangeable();

    void apply(PendingOpen &pending);
    void apply(PendingUpdate &pending);
    void apply(PendingPost &pending);
    void apply(PendingEdit &pending);
    void apply(PendingDelete &pending);
    void apply(PendingMark &pending);
    void apply(PendingDelivery &pending);
    void apply(PendingActivity &pending);

    std::optional<base::Result<PostedMessage>> repeated(const PendingPost &pending);
    base::Result<const MessageTarget *> target(const MessageRef &reference, qint64 sessionKey,
                                               const QString &field) const;
    base::Result<PostedMessage> post(const PostMessage &write, SessionRow &row);
    void remember(const domain::Message &message, qint64 sessionKey);
    void addTargets(const std::vector<MessageTarget> &targets);

    base::Result<ChangedMessage> edit(const EditMessage &write);
    base::Result<ChangedMessage> erase(const DeleteMessage &write);
    StoredMessage *changeable(const domain::MessageId &id, const SessionRow *row);
    void change(StoredMessage &stored, SessionRow &row);
    ChangedMessage outcomeOf(const StoredMessage &stored, const SessionRow &row, bool changed);

    std::optional<domain::UserRef> contactOf(qint64 sessionKey);
    void advance(const SessionUser &who, const Progress &cursor, base::Timestamp at);

    void insertMessages();
    void writeChanges();
    void findDeliveries();
    void countReadings();

    template <typename Kind, typename Function>
    void forEach(Function function)
    {
        for (PendingWrite &write : m_writes) {
            if (auto *pending = std::get_if<Kind>(&write))
                function(*pending);
        }
    }

    Tables &m_tables;
    std::span<PendingWrite> m_writes;
    Repeats m_repeats;

    QHash<domain::SessionId, SessionRow *> m_sessions;
    QHash<QString, SessionRow *> m_rooms;
    std::vector<SessionRow> m_sessionRows;
    QSet<domain::SessionId> m_created;
    QHash<qint64, QStringList> m_participants;
    QHash<SessionUser, Progress> m_cursors;
    bool m_hasReferences = false;
    QHash<qint64, MessageTarget> m_targets;
    QHash<domain::MessageId, qint64> m_targetNumbers;
    QHash<ClientWrite, StoredWrite> m_stored;

    QHash<domain::MessageId, StoredMessage> m_changeable; ///< what is edited or deleted

    std::vector<qint64> m_numbers;
    size_t m_usedNumbers = 0;
    std::deque<domain::Message> m_posted;
    std::vector<NewMessage> m_newMessages;
    QHash<ClientWrite, size_t> m_newClientWrites;
    QSet<SessionRow *> m_changedSessions;
    QSet<SessionRow *> m_updatedSessions;
    QSet<const StoredMessage *> m_changedMessages;
    std::vector<NewVersion> m_newVersions;
    std::vector<const StoredMessage *> m_erased; ///< in the order of their deletion
    QHash<SessionUser, Progress> m_newCursors;
    base::Timestamp m_advancedAt{};
    std::vector<Reading> m_readings;
    std::vector<Delivery> m_deliveries;
    std::vector<AuditRow> m_auditRows;
    std::vector<const RecordActivity *> m_activities;
};

} // namespace store
