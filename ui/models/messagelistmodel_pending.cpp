// MessageListModel: what waits in the outbox, what of the stored ones is being changed, and who has read
// them.
#include "models/messagelistmodel.h"

#include "models/messagerights.h"

#include <algorithm>

namespace models
{

namespace
{
bool sameLook(const client::PendingMessage &a, const client::PendingMessage &b)
{
    return a.state == b.state && a.problem == b.problem && a.content == b.content &&
           a.writtenAt == b.writtenAt;
}
} // namespace

/// The row of a message that waits becomes that of the stored one, which is the next: no row goes or comes.
void MessageListModel::confirm(int pendingIndex)
{
    const int row = int(m_lastSeq);
    const auto it = m_pending.begin() + pendingIndex;
    if (pendingIndex > 0) {
        beginMoveRows({}, row + pendingIndex, row + pendingIndex, {}, row);
        std::rotate(m_pending.begin(), it, std::next(it));
        endMoveRows();
    }
    m_pending.erase(m_pending.begin());
    ++m_lastSeq;
    touched(row, row);
}

int MessageListModel::pendingIndexOf(const QString &clientMsgId, int from) const
{
    if (clientMsgId.isEmpty())
        return -1;
    for (int i = from; i < int(m_pending.size()); ++i)
        if (m_pending[size_t(i)].clientMsgId == clientMsgId)
            return i;
    return -1;
}

void MessageListModel::removeConfirmed(const QString &clientMsgId)
{
    const int index = pendingIndexOf(clientMsgId);
    beginRemoveRows({}, pendingRow(index), pendingRow(index));
    m_pending.erase(m_pending.begin() + index);
    endRemoveRows();
    touched(pendingRow(index) - 1, pendingRow(index));
}

void MessageListModel::setPending(const std::vector<client::PendingMessage> &pending)
{
    std::vector<client::PendingMessage> wanted;
    for (const client::PendingMessage &message : pending)
        if (message.session == m_session && !m_confirmed.contains(message.clientMsgId))
            wanted.push_back(message);
    QSet<QString> ids;
    for (const client::PendingMessage &message : wanted)
        ids.insert(message.clientMsgId);
    for (int i = int(m_pending.size()) - 1; i >= 0; --i) {
        const QString id = m_pending[size_t(i)].clientMsgId;
        if (!ids.contains(id))
            removeConfirmed(id);
    }
    mergePending(wanted);
}

void MessageListModel::mergePending(const std::vector<client::PendingMessage> &pending)
{
    for (int i = 0; i < int(pending.size()); ++i) {
        const client::PendingMessage &next = pending[size_t(i)];
        const int at = pendingIndexOf(next.clientMsgId, i);
        const int row = pendingRow(i);
        if (at < 0) {
            beginInsertRows({}, row, row);
            m_pending.insert(m_pending.begin() + i, next);
            endInsertRows();
            touched(row, row);
            continue;
        }
        if (at > i) {
            beginMoveRows({}, pendingRow(at), pendingRow(at), {}, row);
            std::rotate(m_pending.begin() + i, m_pending.begin() + at, m_pending.begin() + at + 1);
            endMoveRows();
        }
        client::PendingMessage &kept = m_pending[size_t(i)];
        const bool changed = at > i || !sameLook(kept, next);
        kept = next;
        if (changed)
            touched(row, row);
    }
}

void MessageListModel::setChanges(const std::vector<client::PendingChange> &changes)
{
    QHash<domain::MessageId, client::PendingChange> now;
    for (const client::PendingChange &change : changes) {
        if (change.session == m_session)
            now.insert(change.message, change);
    }
    const auto before = std::exchange(m_changes, now);
    const auto tell = [this](const domain::MessageId &id) {
        if (const int row = rowOf(id); row >= 0)
            touched(row, row);
    };
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!now.contains(it.key()))
            tell(it.key());
    }
    for (auto it = now.cbegin(); it != now.cend(); ++it) {
        const auto known = before.constFind(it.key());
        if (known == before.cend() || *known != *it)
            tell(it.key());
    }
}

/// What quotes it says what it says now.
void MessageListModel::noteChanged(const domain::Message &message)
{
    if (message.deletedAt)
        m_excerpts.insert(message.id, QString());
    else if (message.editedAt)
        m_excerpts.insert(message.id, domain::excerptOf(message.content));
}

void MessageListModel::updateQuotes(const std::vector<const domain::Message *> &stored)
{
    QSet<domain::MessageId> ids;
    for (const domain::Message *message : stored) {
        if (message->deletedAt || message->editedAt)
            ids.insert(message->id);
        if (message->replyTo && m_excerpts.contains(message->replyTo->id))
            ids.insert(message->replyTo->id);
    }
    for (const domain::MessageId &id : std::as_const(ids)) {
        for (const qint64 seq : m_pages.setQuoted(id, m_excerpts.value(id))) {
            if (seq <= m_lastSeq)
                touched(int(seq) - 1, int(seq) - 1);
        }
    }
}

int MessageListModel::lastEditableRow(base::Timestamp now) const
{
    for (qint64 seq = m_lastSeq; seq >= 1; --seq) {
        const domain::Message *message = find(seq);
        if (!message || now - message->createdAt >= domain::changeableFor)
            return -1;
        if (mayEdit(*message, m_self, now) && !rowAt(int(seq) - 1).isDeleted())
            return int(seq) - 1;
    }
    return -1;
}

std::vector<Receipts::Receipt> MessageListModel::readBy(int row) const
{
    const domain::Message *message = find(row + 1);
    return message ? m_receipts.readBy(message->seq, {m_self.id, message->senderId})
                   : std::vector<Receipts::Receipt>();
}

std::vector<Receipts::Receipt> MessageListModel::receivedBy(int row) const
{
    const domain::Message *message = find(row + 1);
    return message ? m_receipts.receivedBy(message->seq, {m_self.id, message->senderId})
                   : std::vector<Receipts::Receipt>();
}

void MessageListModel::setMembers(const std::vector<domain::Member> &members)
{
    m_receipts.setMembers(members);
    setDeliveredUpTo(m_receipts.receivedByOthers(m_self.id));
    setReadUpTo(m_receipts.readByOthers(m_self.id));
}

void MessageListModel::noteRead(const domain::UserRef &user, qint64 seq, std::optional<base::Timestamp> at)
{
    m_receipts.noteRead(user, seq, at);
}

void MessageListModel::noteReceived(const domain::UserRef &user, qint64 seq)
{
    m_receipts.noteReceived(user, seq);
}

} // namespace models
