#include "client/sessionwatch.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
constexpr qsizetype maxFetching = 4;
} // namespace

SessionWatch::SessionWatch(RestClient &rest, const QString &selfId, QObject *parent)
    : QObject(parent)
    , m_rest(rest)
    , m_self(selfId)
    , m_book(selfId)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(50);
    connect(&m_timer, &QTimer::timeout, this, &SessionWatch::tell);
}

void SessionWatch::onLost()
{
    ++m_epoch;
    m_book.markAllStale();
    m_wanted.clear();
    m_fetching.clear();
}

void SessionWatch::onJoined(const domain::SessionSummary &summary)
{
    m_book.put(summary);
    touch(summary.session.id);
}

void SessionWatch::onMessage(const domain::Message &message)
{
    note(message.sessionId, m_book.addMessage(message), message.senderId != m_self);
}

void SessionWatch::onDeleted(const domain::SessionId &id, qint64 seq, qint64 change)
{
    note(id, m_book.removeMessage(id, seq, change), false);
}

void SessionWatch::onCreated(const domain::SessionSummary &summary)
{
    m_book.put(summary);
    touch(summary.session.id, summary.lastMessage && summary.lastMessage->senderId != m_self);
}

void SessionWatch::onUpdated(const domain::SessionId &id, const QJsonObject &session)
{
    const QJsonObject last = session.value("last_message"_L1).toObject();
    const bool foreign = !last.isEmpty() && last.value("sender_id"_L1).toString() != m_self;
    note(id, m_book.update(id, session), foreign);
}

void SessionWatch::onRead(const domain::SessionId &id, qint64 seq, std::optional<qint64> unread)
{
    if (m_book.markRead(id, seq, unread) == SessionBook::Outcome::Changed)
        touch(id);
}

/// \a foreign: it told of a message of somebody else
void SessionWatch::note(const domain::SessionId &id, SessionBook::Outcome outcome, bool foreign)
{
    switch (outcome) {
    case SessionBook::Outcome::Unchanged:
        return;
    case SessionBook::Outcome::Changed:
        return touch(id);
    case SessionBook::Outcome::Arrived:
        return touch(id, true);
    case SessionBook::Outcome::Unknown:
        m_wanted[id] |= foreign;
        return fetchWanted();
    }
}

void SessionWatch::touch(const domain::SessionId &id, bool foreign)
{
    m_touched[id] |= foreign;
    Q_EMIT touched(id);
    if (!m_timer.isActive())
        m_timer.start();
}

void SessionWatch::tell()
{
    const auto touched = std::exchange(m_touched, {});
    for (auto it = touched.cbegin(); it != touched.cend(); ++it) {
        const domain::SessionSummary *known = find(it.key());
        if (!known)
            continue;
        const domain::SessionSummary summary = *known;
        Q_EMIT changed(summary);
        if (it.value())
            Q_EMIT arrived(summary);
    }
}

void SessionWatch::fetchWanted()
{
    for (const domain::SessionId &id : m_wanted.keys()) {
        if (m_fetching.size() >= maxFetching)
            return;
        if (m_fetching.contains(id))
            continue;
        m_fetching.insert(id);
        m_rest.session(id, [guard = QPointer(this), id,
                            epoch = m_epoch](const base::Result<domain::SessionSummary> &summary) {
            if (guard && guard->m_epoch == epoch)
                guard->onFetched(id, summary);
        });
    }
}

void SessionWatch::onFetched(const domain::SessionId &id, const base::Result<domain::SessionSummary> &summary)
{
    m_fetching.remove(id);
    const bool foreign = m_wanted.take(id);
    if (!summary && summary.error().kind == base::ErrorKind::Unauthorized)
        return Q_EMIT unauthorized(summary.error());
    if (summary) { // else its next event asks again
        m_book.put(*summary);
        touch(id, foreign);
    }
    fetchWanted();
}

} // namespace client
