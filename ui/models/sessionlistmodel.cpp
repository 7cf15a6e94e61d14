#include "models/sessionlistmodel.h"

#include "models/sessiontext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace models
{

SessionListModel::SessionListModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

SessionListModel::~SessionListModel() = default;

int SessionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SessionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const domain::SessionSummary &summary = at(index.row());
    switch (role) {
    case IdRole:
        return summary.session.id.toString();
    case Qt::DisplayRole:
    case NameRole:
        return displayName(summary, m_self);
    case AvatarIdRole:
        return avatarId(summary);
    case LastLineRole:
        return lastLineOf(summary);
    case PendingRole:
        return int(pendingOf(summary));
    case TimeRole:
        return qint64(lastActivity(summary).time_since_epoch().count());
    case UnreadRole:
        return summary.unreadCount;
    case OnlineRole:
        return isSomebodyThere(summary);
    case TypeRole:
        return int(summary.session.type);
    case ClosedRole:
        return summary.session.status == domain::SessionStatus::Closed;
    case Qt::AccessibleTextRole:
        return accessibleText(summary);
    default:
        return {};
    }
}

QHash<int, QByteArray> SessionListModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"_ba},
                  {NameRole, "name"_ba},
                  {AvatarIdRole, "avatarId"_ba},
                  {LastLineRole, "lastLine"_ba},
                  {TimeRole, "time"_ba},
                  {UnreadRole, "unread"_ba},
                  {OnlineRole, "online"_ba},
                  {TypeRole, "type"_ba},
                  {ClosedRole, "closed"_ba},
                  {PendingRole, "pending"_ba}});
    return names;
}

bool SessionListModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_loaded && !m_complete && !m_asked;
}

void SessionListModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_asked = true;
    Q_EMIT moreWanted();
}

const domain::SessionSummary &SessionListModel::at(int row) const
{
    return *m_rows.at(size_t(row));
}

const domain::SessionSummary *SessionListModel::find(const domain::SessionId &session) const
{
    const auto found = m_summaries.find(session);
    return found == m_summaries.end() ? nullptr : &found->second;
}

int SessionListModel::rowOf(const domain::SessionId &session) const
{
    const domain::SessionSummary *summary = find(session);
    return summary ? int(place(*summary) - m_rows.begin()) : -1;
}

int SessionListModel::nextUnread(int row) const
{
    const int count = rowCount();
    for (int step = 1; step <= count; ++step) {
        const int next = (row + step) % count;
        if (next != row && at(next).unreadCount > 0)
            return next;
    }
    return -1;
}

void SessionListModel::setSelf(const QString &userId)
{
    if (m_self == userId)
        return;
    m_self = userId;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void SessionListModel::setFilter(const client::SessionFilter &filter)
{
    m_filter = filter;
    m_filter.text = filter.text.trimmed();
    m_asked = false;
    setLoaded(false);
}

void SessionListModel::setSessions(const std::vector<domain::SessionSummary> &sessions, bool complete)
{
    if (hasSameOrder(sessions)) {
        for (const auto &summary : sessions)
            m_summaries[summary.session.id] = summary;
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        m_complete = complete;
    } else {
        beginResetModel();
        m_rows.clear();
        m_summaries.clear();
        for (const auto &summary : sessions) {
            if (!find(summary.session.id))
                m_rows.push_back(keep(summary));
        }
        std::sort(m_rows.begin(), m_rows.end(), [](Row a, Row b) { return isBefore(*a, *b); });
        m_complete = complete;
        endResetModel();
    }
    m_asked = false;
    note(sessions);
    setLoaded(true);
}

void SessionListModel::appendSessions(const std::vector<domain::SessionSummary> &sessions, bool complete)
{
    m_complete = complete;
    m_asked = false;
    std::vector<Row> tail;
    for (const auto &summary : sessions) {
        if (const auto known = m_summaries.find(summary.session.id); known != m_summaries.end())
            change(&known->second, summary);
        else if (m_rows.empty() || isBefore(*m_rows.back(), summary))
            tail.push_back(keep(summary));
        else
            insert(summary);
    }
    if (!tail.empty()) {
        std::sort(tail.begin(), tail.end(), [](Row a, Row b) { return isBefore(*a, *b); });
        beginInsertRows({}, rowCount(), rowCount() + int(tail.size()) - 1);
        m_rows.insert(m_rows.end(), tail.begin(), tail.end());
        endInsertRows();
    }
    note(sessions);
}

void SessionListModel::updateSession(const domain::SessionSummary &summary)
{
    const auto known = m_summaries.find(summary.session.id);
    if (known != m_summaries.end() && !hasWantedStatus(summary))
        remove(summary.session.id);
    else if (known != m_summaries.end())
        change(&known->second, summary);
    else if (isWanted(summary))
        insert(summary);
    note({summary});
}

void SessionListModel::setPresence(const domain::SessionId &session,
                                   const std::vector<domain::UserRef> &online)
{
    m_others[session] = int(std::count_if(online.begin(), online.end(),
                                          [this](const domain::UserRef &user) { return user.id != m_self; }));
    touch(session);
}

void SessionListModel::forgetPresence(const domain::SessionId &session)
{
    if (m_others.remove(session))
        touch(session);
}

void SessionListModel::setConnected(bool connected)
{
    if (std::exchange(m_connected, connected) != connected && !m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {OnlineRole, Qt::AccessibleTextRole});
}

void SessionListModel::setLoaded(bool loaded)
{
    if (m_loaded == loaded)
        return;
    m_loaded = loaded;
    Q_EMIT loadedChanged();
}

void SessionListModel::touch(const domain::SessionId &session)
{
    if (const int row = rowOf(session); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {OnlineRole, Qt::AccessibleTextRole});
}

/// Newest activity first; the id makes the order total, so that a row is found by bisection.
bool SessionListModel::isBefore(const domain::SessionSummary &a, const domain::SessionSummary &b)
{
    const base::Timestamp first = lastActivity(a);
    const base::Timestamp second = lastActivity(b);
    return first != second ? first > second : b.session.id < a.session.id;
}

bool SessionListModel::hasSameOrder(const std::vector<domain::SessionSummary> &sessions) const
{
    const auto isSame = [](Row row, const domain::SessionSummary &summary) {
        return row->session.id == summary.session.id && lastActivity(*row) == lastActivity(summary);
    };
    return std::equal(m_rows.begin(), m_rows.end(), sessions.begin(), sessions.end(), isSame);
}

/// An unlisted session that belongs behind the last row comes with its page.
bool SessionListModel::isWanted(const domain::SessionSummary &summary) const
{
    if (!m_complete && !m_rows.empty() && isBefore(*m_rows.back(), summary))
        return false;
    if (!hasWantedStatus(summary))
        return false;
    const domain::Session &session = summary.session;
    const QString &text = m_filter.text;
    return text.isEmpty() || session.title.contains(text, Qt::CaseInsensitive) ||
           session.room.contains(text, Qt::CaseInsensitive) ||
           !session.participants.filter(text, Qt::CaseInsensitive).isEmpty();
}

bool SessionListModel::hasWantedStatus(const domain::SessionSummary &summary) const
{
    using Which = client::SessionFilter::Which;
    const bool closed = summary.session.status == domain::SessionStatus::Closed;
    return m_filter.which == Which::All || (m_filter.which == Which::Closed) == closed;
}

void SessionListModel::remove(const domain::SessionId &session)
{
    const int row = rowOf(session);
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    m_summaries.erase(session);
    endRemoveRows();
}

void SessionListModel::setPending(const domain::SessionId &session,
                                  const std::vector<client::PendingMessage> &pending)
{
    if (pending.empty() && !m_pending.remove(session))
        return;
    if (!pending.empty())
        m_pending.insert(session, pending.back());
    if (const int row = rowOf(session); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {LastLineRole, PendingRole, Qt::AccessibleTextRole});
}

SessionListModel::Pending SessionListModel::pendingOf(const domain::SessionSummary &summary) const
{
    const auto pending = m_pending.constFind(summary.session.id);
    if (pending == m_pending.cend())
        return Pending::None;
    return pending->state == client::PendingMessage::State::Failed ? Pending::Failed : Pending::Waiting;
}

QString SessionListModel::lastLineOf(const domain::SessionSummary &summary) const
{
    const auto pending = m_pending.constFind(summary.session.id);
    return pending == m_pending.cend() ? lastLine(summary, m_self) : ownLine(pending->content);
}

/// The first row that does not stand before \a summary.
std::vector<SessionListModel::Row>::const_iterator
SessionListModel::place(const domain::SessionSummary &summary) const
{
    return std::lower_bound(
        m_rows.begin(), m_rows.end(), summary,
        [](Row row, const domain::SessionSummary &value) { return isBefore(*row, value); });
}

SessionListModel::Row SessionListModel::keep(const domain::SessionSummary &summary)
{
    return &m_summaries.emplace(summary.session.id, summary).first->second;
}

void SessionListModel::insert(const domain::SessionSummary &summary)
{
    const auto at = place(summary) - m_rows.begin();
    beginInsertRows({}, int(at), int(at));
    m_rows.insert(m_rows.begin() + at, keep(summary));
    endInsertRows();
}

void SessionListModel::change(Row row, const domain::SessionSummary &summary)
{
    const auto from = place(*row) - m_rows.begin();
    const auto to = place(summary) - m_rows.begin(); // as if the row were still at its old place
    const bool moves = to != from && to != from + 1;
    if (moves)
        beginMoveRows({}, int(from), int(from), {}, int(to));
    *row = summary;
    if (moves) {
        const auto begin = m_rows.begin();
        if (to < from)
            std::rotate(begin + to, begin + from, begin + from + 1);
        else
            std::rotate(begin + from, begin + from + 1, begin + to);
        endMoveRows();
    }
    const QModelIndex now = index(int(moves ? (to < from ? to : to - 1) : from));
    Q_EMIT dataChanged(now, now);
}

void SessionListModel::note(const std::vector<domain::SessionSummary> &sessions)
{
    bool changed = false;
    for (const auto &summary : sessions)
        changed |= m_unread.note(summary.session.id, summary.unreadCount);
    if (changed)
        Q_EMIT unreadChanged();
}

bool SessionListModel::isSomebodyThere(const domain::SessionSummary &summary) const
{
    if (!m_connected)
        return false;
    if (summary.contact)
        return summary.contactOnline;
    return m_others.value(summary.session.id, summary.participantsOnline) > 0;
}

QString SessionListModel::accessibleText(const domain::SessionSummary &summary) const
{
    QStringList parts{displayName(summary, m_self)};
    if (summary.unreadCount > 0)
        parts.append(tr("%n unread", nullptr, int(summary.unreadCount)));
    if (isSomebodyThere(summary))
        parts.append(tr("online"));
    if (summary.session.status == domain::SessionStatus::Closed)
        parts.append(tr("closed"));
    if (summary.session.type != domain::SessionType::Support)
        parts.append(typeName(summary.session.type));
    parts.append(lastLineOf(summary));
    if (const Pending pending = pendingOf(summary); pending != Pending::None)
        parts.append(pending == Pending::Failed ? tr("not sent") : tr("waits to be sent"));
    return parts.join(u", "_s);
}

} // namespace models
