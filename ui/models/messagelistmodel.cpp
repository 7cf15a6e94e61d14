#include "models/messagelistmodel.h"

#include <QDateTime>

#include <algorithm>

namespace models
{

namespace
{

QDate localDay(base::Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()).date();
}

Ticks ticksOf(client::PendingMessage::State state)
{
    return state == client::PendingMessage::State::Failed ? Ticks::Failed : Ticks::Waiting;
}

} // namespace

MessageListModel::MessageListModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int MessageListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lastSeq) + int(m_pending.size());
}

QHash<int, QByteArray> MessageListModel::roleNames() const
{
    auto names = QAbstractListModel::roleNames();
    names.insert({{LoadedRole, "loaded"},
                  {SeqRole, "seq"},
                  {MessageIdRole, "messageId"},
                  {ClientMsgIdRole, "clientMsgId"},
                  {VoiceRole, "voice"},
                  {SenderNameRole, "senderName"},
                  {AtRole, "at"},
                  {FirstOfGroupRole, "firstOfGroup"},
                  {LastOfGroupRole, "lastOfGroup"},
                  {StartsDayRole, "startsDay"},
                  {FirstUnreadRole, "firstUnread"},
                  {TicksRole, "ticks"},
                  {PendingStateRole, "pendingState"},
                  {ProblemRole, "problem"},
                  {DeletedRole, "deleted"}});
    return names;
}

QVariant MessageListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MessageRow row = rowAt(index.row());
    switch (role) {
    case LoadedRole:
        return row.isLoaded();
    case SeqRole:
        return index.row() < m_lastSeq ? qint64(index.row()) + 1 : 0;
    case FirstUnreadRole:
        return row.firstUnread;
    case ProblemRole:
        return row.isLoaded() ? row.problem() : pageProblem(index.row());
    default:
        break;
    }
    if (!row.isLoaded())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return row.pending                                                           ? row.pending->content
               : row.change && row.change->kind == client::PendingChange::Kind::Edit ? row.change->content
                                                                                     : row.message->content;
    case DeletedRole:
        return row.isDeleted();
    case MessageIdRole:
        return row.message ? QVariant(row.message->id.toString()) : QVariant();
    case ClientMsgIdRole:
        return row.pending ? QVariant(row.pending->clientMsgId) : QVariant();
    case VoiceRole:
        return QVariant::fromValue(row.voice);
    case SenderNameRole:
        return row.message ? row.message->senderName : m_self.name;
    case AtRole:
        return QDateTime::fromMSecsSinceEpoch(row.at().time_since_epoch().count()).toUTC();
    case FirstOfGroupRole:
        return row.firstOfGroup;
    case LastOfGroupRole:
        return row.lastOfGroup;
    case StartsDayRole:
        return row.startsDay;
    case TicksRole:
        return QVariant::fromValue(row.ticks);
    case PendingStateRole:
        return row.pending ? QVariant(int(row.pending->state)) : QVariant();
    default:
        return {};
    }
}

const domain::Message *MessageListModel::find(qint64 seq) const
{
    return seq <= m_lastSeq ? m_pages.find(seq) : nullptr;
}

Voice MessageListModel::voiceOf(const domain::Message &message) const
{
    if (message.type == domain::MessageType::System)
        return Voice::SystemLine;
    const std::optional<domain::Role> shown = domain::roleFromString(message.shownRole);
    if (!shown)
        return Voice::Automatic;
    if (message.senderId == m_self.id)
        return Voice::Own;
    switch (*shown) {
    case domain::Role::Technician:
        return Voice::Technician;
    case domain::Role::Admin:
    case domain::Role::SuperAdmin:
        return Voice::Admin;
    case domain::Role::Client:
    case domain::Role::Reader:
        break;
    }
    return Voice::Client;
}

Ticks MessageListModel::ticksOf(const domain::Message &message) const
{
    if (message.deletedAt || voiceOf(message) != Voice::Own)
        return Ticks::None;
    if (message.status == domain::DeliveryStatus::Read || message.seq <= m_othersRead)
        return Ticks::Read;
    if (message.status == domain::DeliveryStatus::Delivered || message.seq <= m_othersReceived)
        return Ticks::Delivered;
    return Ticks::Sent;
}

MessageListModel::Sender MessageListModel::senderAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    if (row >= m_lastSeq)
        return {m_self.id, Voice::Own, m_pending[size_t(row - m_lastSeq)].writtenAt, true};
    const domain::Message *message = find(row + 1);
    if (!message)
        return {};
    const Voice voice = voiceOf(*message);
    const bool itself = voice != Voice::Automatic && !message->senderId.isEmpty();
    return {itself ? message->senderId : message->senderName, voice, message->createdAt, true};
}

bool MessageListModel::joins(const Sender &earlier, const Sender &later) const
{
    return earlier.known && later.known && earlier.id == later.id && earlier.voice == later.voice &&
           later.voice != Voice::SystemLine && later.at - earlier.at <= groupGap &&
           localDay(earlier.at) == localDay(later.at);
}

MessageRow MessageListModel::rowAt(int row) const
{
    MessageRow result;
    result.firstUnread = row < m_lastSeq && row + 1 == m_firstUnread;
    const Sender self = senderAt(row);
    if (!self.known)
        return result;
    if (row >= m_lastSeq) {
        result.pending = &m_pending[size_t(row - m_lastSeq)];
        result.ticks = models::ticksOf(result.pending->state);
    } else {
        result.message = find(row + 1);
        const auto change = m_changes.constFind(result.message->id);
        result.change = change == m_changes.cend() ? nullptr : &*change;
        result.ticks = ticksOf(*result.message);
        if (result.change)
            result.ticks = result.isDeleted()          ? Ticks::None
                           : result.change->isFailed() ? Ticks::Failed
                                                       : Ticks::Waiting;
    }
    result.voice = self.voice;
    const Sender before = senderAt(row - 1);
    const Sender after = senderAt(row + 1);
    result.startsDay = row == 0 || (before.known && localDay(before.at) != localDay(self.at));
    result.firstOfGroup = result.firstUnread || !joins(before, self);
    result.lastOfGroup = row + 2 == m_firstUnread || !joins(self, after);
    return result;
}

int MessageListModel::rowOf(const domain::MessageId &id) const
{
    const qint64 seq = m_pages.seqOf(id);
    return seq && seq <= m_lastSeq ? int(seq) - 1 : -1;
}

QString MessageListModel::pageProblem(int row) const
{
    if (row < 0 || row >= m_lastSeq || find(row + 1))
        return {};
    return m_requests.value(MessagePages::pageOf(row + 1)).problem;
}

void MessageListModel::want(int first, int last)
{
    const qint64 from = std::max(first, 0) + 1;
    const qint64 to = std::min<qint64>(last + 1, m_lastSeq);
    if (from > to)
        return;
    ++m_turn;
    for (qint64 page = MessagePages::pageOf(from); page <= MessagePages::pageOf(to); ++page) {
        m_pages.touch(page, m_turn);
        if (m_requests.contains(page) || m_pages.isComplete(page, m_lastSeq))
            continue;
        const qint64 lastOfPage = std::min(MessagePages::firstSeqOf(page) + pageSize - 1, m_lastSeq);
        m_requests.insert(page, {lastOfPage, false, {}});
        Q_EMIT pageWanted(MessagePages::firstSeqOf(page),
                          int(lastOfPage - MessagePages::firstSeqOf(page) + 1));
    }
}

void MessageListModel::retry(int first, int last)
{
    const qint64 from = std::max(first, 0) + 1;
    const qint64 to = std::min<qint64>(last + 1, m_lastSeq);
    for (qint64 page = from > to ? 1 : MessagePages::pageOf(from);
         from <= to && page <= MessagePages::pageOf(to); ++page) {
        if (!m_requests.value(page).failed)
            continue;
        m_requests.remove(page);
        const int row = int(MessagePages::firstSeqOf(page)) - 1;
        touched(row, std::min(row + pageSize, int(m_lastSeq)) - 1);
    }
    want(first, last);
}

void MessageListModel::open(const domain::SessionId &session, qint64 lastSeq, qint64 readSeq,
                            const domain::UserRef &self)
{
    beginResetModel();
    m_session = session;
    m_self = self;
    m_lastSeq = m_openedLastSeq = lastSeq;
    m_readSeq = readSeq;
    m_firstUnread = readSeq < lastSeq ? readSeq + 1 : 0;
    m_othersRead = m_othersReceived = 0;
    m_pages.clear();
    m_requests.clear();
    m_pending.clear();
    m_changes.clear();
    m_excerpts.clear();
    m_receipts.clear();
    m_confirmed.clear();
    endResetModel();
}

/// \return whether it was new, or newer than what was there
bool MessageListModel::store(const domain::Message &message)
{
    if (message.sessionId != m_session || message.seq < 1)
        return false;
    if (!m_pages.store(message, m_turn))
        return false;
    noteChanged(message);
    if (message.senderId == m_self.id && !message.clientMsgId.isEmpty() &&
        (message.seq > m_openedLastSeq || pendingIndexOf(message.clientMsgId) >= 0))
        m_confirmed.insert(message.clientMsgId);
    return true;
}

void MessageListModel::insertMessages(const std::vector<domain::Message> &messages)
{
    ++m_turn;
    std::vector<const domain::Message *> stored;
    for (const domain::Message &message : messages)
        if (store(message))
            stored.push_back(&message);
    if (stored.empty())
        return;
    std::sort(stored.begin(), stored.end(), [](auto *a, auto *b) { return a->seq < b->seq; });

    const qint64 known = m_lastSeq;
    const auto firstNew = std::find_if(stored.begin(), stored.end(), [&](auto *m) { return m->seq > known; });
    if (firstNew != stored.begin())
        touched(int(stored.front()->seq) - 1, int((*std::prev(firstNew))->seq) - 1);
    updateQuotes(stored);
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        const int waiting = (*it)->senderId == m_self.id ? pendingIndexOf((*it)->clientMsgId) : -1;
        if (waiting >= 0 && (*it)->seq > m_lastSeq) {
            grow((*it)->seq - 1);
            confirm(waiting);
        } else if (waiting >= 0) {
            removeConfirmed((*it)->clientMsgId);
        }
    }
    grow(stored.back()->seq);
    skipOwnUnread();
    for (auto request = m_requests.begin(); request != m_requests.end();)
        request = m_pages.isComplete(request.key(), request->lastSeq) ? m_requests.erase(request)
                                                                      : std::next(request);
    dropOldPages();
}

void MessageListModel::grow(qint64 lastSeq)
{
    if (lastSeq <= m_lastSeq)
        return;
    const int first = int(m_lastSeq);
    beginInsertRows({}, first, int(lastSeq) - 1);
    m_lastSeq = lastSeq;
    endInsertRows();
    touched(first, int(lastSeq) - 1);
}

void MessageListModel::setLastSeq(qint64 seq)
{
    grow(seq);
}

void MessageListModel::pageFailed(qint64 fromSeq, const QString &problem)
{
    const qint64 page = MessagePages::pageOf(fromSeq);
    const auto request = m_requests.find(page);
    if (fromSeq < 1 || request == m_requests.end())
        return;
    request->failed = true;
    request->problem = problem.isEmpty() ? tr("The messages could not be loaded.") : problem;
    const int row = int(MessagePages::firstSeqOf(page)) - 1;
    touched(row, std::min(row + pageSize, int(m_lastSeq)) - 1);
}

void MessageListModel::setReadUpTo(qint64 seq)
{
    const qint64 before = std::exchange(m_othersRead, std::max(seq, m_othersRead));
    ticksChanged(before + 1, m_othersRead);
}

void MessageListModel::setDeliveredUpTo(qint64 seq)
{
    const qint64 before = std::exchange(m_othersReceived, std::max(seq, m_othersReceived));
    ticksChanged(before + 1, m_othersReceived);
}

void MessageListModel::ticksChanged(qint64 fromSeq, qint64 toSeq)
{
    const qint64 last = std::min(toSeq, m_lastSeq);
    if (fromSeq <= last)
        Q_EMIT dataChanged(index(int(fromSeq) - 1), index(int(last) - 1), {TicksRole});
}

void MessageListModel::setFirstUnread(qint64 seq)
{
    const qint64 before = std::exchange(m_firstUnread, seq);
    if (before == seq)
        return;
    for (const qint64 at : {before, seq})
        if (at >= 1 && at <= m_lastSeq)
            touched(int(at) - 1, int(at) - 1);
}

/// What I wrote myself is not unread.
void MessageListModel::skipOwnUnread()
{
    qint64 seq = m_firstUnread;
    while (seq) {
        const domain::Message *message = find(seq);
        if (!message || message->senderId != m_self.id)
            break;
        seq = seq < m_lastSeq ? seq + 1 : 0;
    }
    setFirstUnread(seq);
}

void MessageListModel::dropOldPages()
{
    while (const std::optional<qint64> page = m_pages.dropOldest(maxPages, m_turn)) {
        const int row = int(MessagePages::firstSeqOf(*page)) - 1;
        touched(row, std::min(row + pageSize, int(m_lastSeq)) - 1);
    }
}

void MessageListModel::touched(int first, int last)
{
    const int from = std::max(first - 1, 0);
    const int to = std::min(last + 1, rowCount() - 1);
    if (from <= to)
        Q_EMIT dataChanged(index(from), index(to));
}

} // namespace models
