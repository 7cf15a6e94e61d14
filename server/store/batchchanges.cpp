#include "store/batch.h"
#include "store/refusals.h"

// What changes sessions and messages that exist.

namespace store
{

namespace
{

base::Error conflict(const QString &sentence)
{
    return {base::ErrorKind::Conflict, sentence, {}, {}};
}

template <typename Value>
bool assign(Value &value, const std::optional<Value> &wanted)
{
    if (!wanted || *wanted == value)
        return false;
    value = *wanted;
    return true;
}

} // namespace

void Batch::loadChangeable()
{
    std::vector<domain::MessageId> ids;
    forEach<PendingEdit>([&](const PendingEdit &pending) { ids.push_back(pending.write.message); });
    forEach<PendingDelete>([&](const PendingDelete &pending) { ids.push_back(pending.write.message); });
    if (ids.empty())
        return;
    for (StoredMessage &stored : m_tables.messages.load(ids))
        m_changeable.insert(stored.message.id, std::move(stored));
}

std::optional<domain::UserRef> Batch::contactOf(qint64 sessionKey)
{
    const QHash<qint64, domain::UserRef> contacts = m_tables.participants.contacts({sessionKey});
    const auto contact = contacts.constFind(sessionKey);
    return contact == contacts.cend() ? std::nullopt : std::optional(*contact);
}

void Batch::apply(PendingUpdate &pending)
{
    const UpdateSession &write = pending.write;
    SessionRow *row = m_sessions.value(write.session);
    if (!row) {
        pending.outcome = noSession();
        return;
    }
    domain::Session &session = row->session;
    const auto note = [&](const std::optional<AuditEntry> &audit) {
        if (audit)
            m_auditRows.push_back({*audit, session.id, {}, write.at});
    };
    const bool status = assign(session.status, write.change.status);
    const bool assignee = assign(session.assignee, write.change.assignee);
    bool changed = assign(session.title, write.change.title);
    changed |= assign(session.type, write.change.type);
    changed |= assign(session.labels, write.change.labels);
    changed |= assign(session.priority, write.change.priority);
    changed |= status || assignee;
    if (status) {
        session.closedAt =
            session.status == domain::SessionStatus::Closed ? std::optional(write.at) : std::nullopt;
        note(write.statusAudit);
    }
    if (assignee)
        note(write.assigneeAudit);
    if (changed)
        m_updatedSessions.insert(row);
    UpdatedSession updated{session, changed};
    updated.session.participants = m_participants.value(row->key);
    pending.outcome = std::move(updated);
}

void Batch::apply(PendingEdit &pending)
{
    pending.outcome = edit(pending.write);
}

void Batch::apply(PendingDelete &pending)
{
    pending.outcome = erase(pending.write);
}

StoredMessage *Batch::changeable(const domain::MessageId &id, const SessionRow *row)
{
    const auto stored = m_changeable.find(id);
    return row && stored != m_changeable.end() && stored->sessionKey == row->key ? &*stored : nullptr;
}

base::Result<ChangedMessage> Batch::edit(const EditMessage &write)
{
    SessionRow *row = m_sessions.value(write.session);
    StoredMessage *stored = changeable(write.message, row);
    if (!stored)
        return noMessage();
    if (row->session.status == domain::SessionStatus::Closed)
        return closedSession();
    domain::Message &message = stored->message;
    if (message.deletedAt)
        return conflict(QStringLiteral("This message was deleted."));
    const QString before = message.content;
    const bool saysOther = write.content && *write.content != before;
    if (saysOther && stored->versions >= domain::maxVersions)
        return conflict(
            QStringLiteral("This message was edited %1 times; send another one.").arg(domain::maxVersions));
    const bool bearsOther = assign(message.metadata, write.metadata);
    if (saysOther) {
        message.content = *write.content;
        m_newVersions.push_back(
            {message.number, ++stored->versions, before, write.at, m_tables.users.key(write.editor.id)});
    }
    if (saysOther || bearsOther) {
        message.editedAt = write.at;
        change(*stored, *row);
    }
    return outcomeOf(*stored, *row, saysOther || bearsOther);
}

base::Result<ChangedMessage> Batch::erase(const DeleteMessage &write)
{
    SessionRow *row = m_sessions.value(write.session);
    StoredMessage *stored = changeable(write.message, row);
    if (!stored)
        return noMessage();
    domain::Message &message = stored->message;
    if (message.deletedAt)
        return outcomeOf(*stored, *row, false);
    message.content.clear();
    message.metadata.clear();
    message.deletedAt = write.at;
    m_erased.push_back(stored);
    change(*stored, *row);
    if (write.audit)
        m_auditRows.push_back({*write.audit, row->session.id, message.id, write.at});
    return outcomeOf(*stored, *row, true);
}

void Batch::change(StoredMessage &stored, SessionRow &row)
{
    domain::Message &message = stored.message;
    message.change = ++row.session.lastChange;
    m_changedSessions.insert(&row);
    m_changedMessages.insert(&stored);
    if (const auto quoted = m_targets.find(message.number); quoted != m_targets.end())
        quoted->preview.excerpt = domain::excerptOf(message.content);
}

ChangedMessage Batch::outcomeOf(const StoredMessage &stored, const SessionRow &row, bool changed)
{
    std::vector<domain::Message> one{stored.message};
    MessageTable::fillStatus(one, m_tables.participants.foremostCursors(row.key));
    return {std::move(one.front()), changed, stored.message.seq == row.session.lastSeq};
}

void Batch::writeChanges()
{
    m_tables.messages.update({m_changedMessages.cbegin(), m_changedMessages.cend()});
    m_tables.messages.insertVersions(m_newVersions);
    std::vector<qint64> erased;
    for (const StoredMessage *stored : m_erased)
        erased.push_back(stored->message.number);
    m_tables.messages.eraseVersions(erased);
    m_tables.sessions.updateSettings({m_updatedSessions.cbegin(), m_updatedSessions.cend()});
}

} // namespace store
