#include "models/searchmodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace models
{

namespace
{
constexpr int pageSize = 30;
constexpr int pageInSession = 100;

QString senderName(const domain::SearchHit &hit)
{
    const QString name = hit.message.senderName.simplified();
    return name.isEmpty() ? hit.message.shownSender.simplified() : name;
}

bool isNewer(const domain::SearchHit &a, const domain::SearchHit &b)
{
    return a.message.seq > b.message.seq;
}
} // namespace

QString sessionName(const domain::SearchHit &hit)
{
    const QString contact = hit.contact ? hit.contact->name : QString();
    for (const QString &name : {hit.title, contact, hit.room}) {
        if (const QString simple = name.simplified(); !simple.isEmpty())
            return simple;
    }
    return senderName(hit);
}

SearchModel::SearchModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &SearchModel::begin);
}

int SearchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant SearchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const domain::SearchHit &hit = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case SessionNameRole:
        return sessionName(hit);
    case AvatarIdRole:
        return hit.contact ? hit.contact->id : hit.message.sessionId.toString();
    case OwnRole:
        return hit.message.senderId == m_self;
    case SenderRole: {
        const QString sender = senderName(hit);
        return sender == sessionName(hit) ? QString() : sender;
    }
    case TimeRole:
        return qint64(hit.message.createdAt.time_since_epoch().count());
    case ExcerptRole:
        return hit.excerpt.simplified();
    case Qt::AccessibleTextRole: {
        const QString sender = hit.message.senderId == m_self ? tr("You") : senderName(hit);
        //: a message that was found: %1 is the conversation, %2 who wrote it, %3 what
        return tr("%1, %2: %3").arg(sessionName(hit), sender, hit.excerpt.simplified());
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> SearchModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{SessionNameRole, "sessionName"_ba},
                  {AvatarIdRole, "avatarId"_ba},
                  {SenderRole, "sender"_ba},
                  {OwnRole, "own"_ba},
                  {TimeRole, "time"_ba},
                  {ExcerptRole, "excerpt"_ba}});
    return names;
}

bool SearchModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_state == State::Found && hasMore() && !m_asked && !isInSession();
}

void SearchModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        ask(m_cursor);
}

QStringList SearchModel::wordsAt(int row) const
{
    QStringList words;
    for (const domain::TextRange &range : at(row).highlights) {
        const QString word = at(row).excerpt.mid(range.start, range.length);
        if (!words.contains(word))
            words.append(word);
    }
    return words;
}

void SearchModel::setSession(const domain::SessionId &session)
{
    if (m_session == session)
        return;
    m_session = session;
    clear();
    setText(std::exchange(m_text, {}));
}

void SearchModel::setSelf(const QString &userId)
{
    m_self = userId;
    if (!m_hits.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {OwnRole, Qt::AccessibleTextRole});
}

void SearchModel::setText(const QString &text)
{
    const QString simple = text.simplified().left(longest);
    if (simple == m_text)
        return;
    m_text = simple;
    cancel();
    if (m_text.size() < shortest) {
        clear();
        return setState(m_text.isEmpty() ? State::Idle : State::TooShort);
    }
    setState(m_online ? State::Searching : State::Offline);
    m_pause.start();
}

void SearchModel::setOnline(bool online)
{
    if (std::exchange(m_online, online) == online || m_text.size() < shortest)
        return;
    if (!online && (m_state == State::Searching || m_asked)) {
        cancel();
        if (m_state == State::Searching)
            setState(State::Offline);
    } else if (online && m_state == State::Offline) {
        retry();
    }
}

void SearchModel::retry()
{
    if (m_text.size() < shortest)
        return;
    cancel();
    begin();
}

void SearchModel::begin()
{
    if (!m_online) {
        clear();
        return setState(State::Offline);
    }
    setState(State::Searching);
    m_first = true;
    ask({});
}

void SearchModel::ask(const QString &cursor)
{
    m_asked = 0; // until the answer to it is named
    Q_EMIT searchWanted({m_text, m_session}, cursor, isInSession() ? pageInSession : pageSize);
}

void SearchModel::cancel()
{
    m_pause.stop();
    if (const auto asked = std::exchange(m_asked, std::nullopt))
        Q_EMIT cancelWanted(*asked);
}

void SearchModel::clear()
{
    cancel();
    m_cursor.clear();
    m_indexing = false;
    if (m_hits.empty())
        return;
    beginResetModel();
    m_hits.clear();
    endResetModel();
}

void SearchModel::addPage(quint64 search, const client::SearchPage &page)
{
    if (m_asked != search)
        return;
    m_asked.reset();
    m_cursor = page.nextCursor;
    m_indexing = page.indexing;
    if (std::exchange(m_first, false))
        replace(page);
    else
        append(page);
    const bool more = isInSession() && hasMore() && int(m_hits.size()) < maxInSession;
    if (more)
        return ask(m_cursor);
    setState(m_hits.empty() ? State::Nothing : State::Found);
}

void SearchModel::replace(const client::SearchPage &page)
{
    beginResetModel();
    m_hits = page.hits;
    if (isInSession())
        std::stable_sort(m_hits.begin(), m_hits.end(), isNewer);
    endResetModel();
}

void SearchModel::append(const client::SearchPage &page)
{
    if (page.hits.empty())
        return;
    if (isInSession()) {
        beginResetModel();
        m_hits.insert(m_hits.end(), page.hits.begin(), page.hits.end());
        std::stable_sort(m_hits.begin(), m_hits.end(), isNewer);
        endResetModel();
        return;
    }
    beginInsertRows({}, rowCount(), rowCount() + int(page.hits.size()) - 1);
    m_hits.insert(m_hits.end(), page.hits.begin(), page.hits.end());
    endInsertRows();
}

void SearchModel::fail(quint64 search, const QString &problem)
{
    if (m_asked != search)
        return;
    m_asked.reset();
    if (m_first || m_hits.empty())
        clear();
    setState(State::Failed, problem);
}

void SearchModel::setState(State state, const QString &problem)
{
    if (m_state == state && m_problem == problem && state != State::Found)
        return;
    m_state = state;
    m_problem = problem;
    Q_EMIT stateChanged();
}

} // namespace models
