#include "client/opensession.h"

#include "client/wireerror.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace client
{

using protocol::chatapi::MessagePage;

namespace
{
constexpr int maxPage = 200;
constexpr int ticksPage = 50;
constexpr size_t maxWaitingPages = 32; ///< who scrolls on while offline wants the last ones
} // namespace

OpenSession::OpenSession(const domain::SessionId &id, Connection &connection, RestClient &rest,
                         Storage &storage, Backoff::Limits retries, QObject *parent)
    : QObject(parent)
    , m_id(id)
    , m_connection(connection)
    , m_rest(rest)
    , m_storage(storage)
    , m_backoff(retries, Backoff::systemRandom())
{
    m_typingTimer.setInterval(1000);
    connect(&m_typingTimer, &QTimer::timeout, this, [this] {
        if (m_typing.dropSilent(base::SystemClock().now()))
            Q_EMIT typingChanged(m_typing.names());
        if (m_typing.isEmpty())
            m_typingTimer.stop();
    });
    m_storage.session(m_id, [guard = QPointer(this)](const CachedSession &cached) {
        if (guard)
            guard->onRemembered(cached);
    });
}

/// Drops answers that come after this went or its connection was lost.
template <typename T, typename Function>
std::function<void(base::Result<T>)> OpenSession::whileConnected(Function function)
{
    return [guard = QPointer(this), epoch = m_epoch, function](base::Result<T> result) {
        if (guard && guard->m_epoch == epoch)
            function(result);
    };
}

void OpenSession::onRemembered(const CachedSession &cached)
{
    m_remembered = true;
    m_syncedChange = cached.syncedChange;
    if (cached.summary) {
        m_lastSeq = std::max(m_lastSeq, cached.summary->session.lastSeq);
        if (!m_joined)
            Q_EMIT remembered(*cached.summary);
    }
    if (m_connection.isConnected())
        join();
}

void OpenSession::onConnected()
{
    if (m_remembered)
        join();
}

void OpenSession::onLost()
{
    ++m_epoch;
    m_joined = false;
    m_catchingUp = false;
    m_ownTyping.stop();
    m_backoff.reset();
    if (m_typing.clear())
        Q_EMIT typingChanged({});
    if (!std::exchange(m_online, {}).empty())
        Q_EMIT presenceChanged({});
}

void OpenSession::leave()
{
    if (m_connection.isConnected())
        m_connection.send("leave_session", address());
}

void OpenSession::join()
{
    if (!m_connection.isConnected())
        return;
    m_connection.send("join_session", address(),
                      whileConnected<QJsonObject>([this](const base::Result<QJsonObject> &answer) {
                          if (answer)
                              onJoined(*answer);
                          else
                              onJoinFailed(answer.error());
                      }));
}

void OpenSession::onJoined(const QJsonObject &answer)
{
    const auto summary = protocol::chatapi::parseSession(answer.value("session"_L1).toObject());
    if (!summary)
        return onJoinFailed(summary.error());
    m_joined = true;
    const qint64 change = summary->session.lastChange;
    m_lastSeq = std::max(m_lastSeq, summary->session.lastSeq);
    m_newestChange = std::max(m_newestChange, change);
    const bool first = m_joins++ == 0;
    if ((first && m_syncedChange == 0) || m_syncedChange > change)
        setSynced(change); // nothing older is here that could be out of date
    Q_EMIT joined(*summary);
    for (const Page &page : std::exchange(m_waitingPages, {}))
        fetch(page);
    if (!first)
        fetchTicks();
    catchUp();
}

void OpenSession::onJoinFailed(const base::Error &error)
{
    if (isPassing(error.kind))
        return retryLater(&OpenSession::join);
    for (const Page &page : std::exchange(m_waitingPages, {}))
        Q_EMIT pageFailed(page.fromSeq, error.message);
    Q_EMIT refused(error);
    Q_EMIT settled();
}

/// Until every change up to the newest one is here.
void OpenSession::catchUp()
{
    if (m_syncedChange >= m_newestChange)
        return settle();
    m_catchingUp = true;
    m_rest.messagesAfterChange(m_id, m_syncedChange, maxPage,
                               whileConnected<MessagePage>([this](const base::Result<MessagePage> &page) {
                                   if (page)
                                       return onCaughtUp(*page);
                                   if (isPassing(page.error().kind))
                                       return retryLater(&OpenSession::catchUp);
                                   Q_EMIT refused(page.error());
                                   settle();
                               }));
}

void OpenSession::onCaughtUp(const MessagePage &page)
{
    qint64 change = m_syncedChange;
    for (const domain::Message &message : page.messages)
        change = std::max(change, message.change);
    const bool progress = change > m_syncedChange;
    if (!page.messages.empty())
        Q_EMIT messagesLoaded(page.messages, true);
    // A change that brings no message (it was taken out of the store) leaves nothing to wait for.
    setSynced(page.hasMore || progress ? change : std::max(change, m_newestChange));
    if (page.hasMore && !progress)
        return settle();
    catchUp();
}

void OpenSession::settle()
{
    m_catchingUp = false;
    m_backoff.reset();
    Q_EMIT settled();
}

void OpenSession::retryLater(void (OpenSession::*what)())
{
    QTimer::singleShot(m_backoff.next(), this, [this, what, epoch = m_epoch] {
        if (epoch == m_epoch)
            (this->*what)();
    });
}

void OpenSession::load(qint64 fromSeq, int count)
{
    const Page page{fromSeq, count};
    const bool known = std::find(m_waitingPages.begin(), m_waitingPages.end(), page) != m_waitingPages.end();
    if (!known)
        m_waitingPages.push_back(page);
    if (m_waitingPages.size() > maxWaitingPages)
        m_waitingPages.erase(m_waitingPages.begin());
    m_storage.messages(m_id, fromSeq, count,
                       [guard = QPointer(this), page](const std::vector<domain::Message> &messages) {
                           if (guard)
                               guard->onCachedPage(page, messages);
                       });
    if (m_joined && !known)
        fetch(page);
}

void OpenSession::onCachedPage(const Page &page, const std::vector<domain::Message> &messages)
{
    if (std::find(m_waitingPages.begin(), m_waitingPages.end(), page) == m_waitingPages.end())
        return; // the server was faster
    if (!messages.empty())
        Q_EMIT messagesLoaded(messages, false);
    const bool whole = qint64(messages.size()) >= std::min<qint64>(page.count, m_lastSeq - page.fromSeq + 1);
    const ConnectionState state = m_connection.status().state;
    const bool away = !m_connection.isConnected() && state != ConnectionState::Connecting;
    if (away && !whole)
        Q_EMIT pageFailed(page.fromSeq, tr("There is no connection to the server."));
}

void OpenSession::fetch(const Page &page)
{
    if (std::find(m_waitingPages.begin(), m_waitingPages.end(), page) == m_waitingPages.end())
        m_waitingPages.push_back(page);
    m_rest.messagesAfterSeq(m_id, page.fromSeq - 1, page.count,
                            [guard = QPointer(this), page](const base::Result<MessagePage> &result) {
                                if (guard)
                                    guard->onPage(page, result);
                            });
}

void OpenSession::onPage(const Page &page, const base::Result<MessagePage> &result)
{
    if (!result && !m_joined)
        return Q_EMIT pageFailed(page.fromSeq,
                                 result.error().message); // and is asked for after the next join
    std::erase(m_waitingPages, page);
    if (result)
        return Q_EMIT messagesLoaded(result->messages, true);
    Q_EMIT pageFailed(page.fromSeq, result.error().message);
    if (result.error().kind == base::ErrorKind::Unauthorized)
        Q_EMIT refused(result.error());
}

/// What was read or delivered while this was away changed no message, so that catching up does not tell.
void OpenSession::fetchTicks()
{
    const qint64 after = std::max<qint64>(0, m_lastSeq - ticksPage);
    m_rest.messagesAfterSeq(m_id, after, ticksPage,
                            whileConnected<MessagePage>([this](const base::Result<MessagePage> &page) {
                                if (!page)
                                    return;
                                qint64 delivered = 0;
                                qint64 read = 0;
                                for (const domain::Message &message : page->messages) {
                                    if (message.status != domain::DeliveryStatus::Sent)
                                        delivered = message.seq;
                                    if (message.status == domain::DeliveryStatus::Read)
                                        read = message.seq;
                                }
                                Q_EMIT ticksLoaded(delivered, read);
                            }));
}

void OpenSession::setTyping(bool typing)
{
    using Tell = TypingThrottle::Tell;
    if (!m_joined)
        return;
    const Tell tell = typing ? m_ownTyping.keystroke(base::SystemClock().now()) : m_ownTyping.stop();
    if (tell != Tell::Nothing)
        m_connection.send(tell == Tell::Start ? "typing_start" : "typing_stop", address());
}

void OpenSession::onMessage(const domain::Message &message)
{
    m_lastSeq = std::max(m_lastSeq, message.seq);
    m_newestChange = std::max(m_newestChange, message.change);
    Q_EMIT messagesLoaded({message}, m_joined);
    if (m_typing.stop(message.senderId))
        Q_EMIT typingChanged(m_typing.names());
    if (!m_joined || m_catchingUp || message.change <= m_syncedChange)
        return;
    if (message.change == m_syncedChange + 1)
        setSynced(message.change);
    else
        catchUp(); // something between was not heard of
}

void OpenSession::onDeleted(qint64 change)
{
    m_newestChange = std::max(m_newestChange, change);
    if (m_joined && !m_catchingUp)
        catchUp();
}

void OpenSession::onPresent(const std::vector<domain::UserRef> &online)
{
    m_online = online;
    Q_EMIT presenceChanged(m_online);
}

void OpenSession::onPresence(const domain::UserRef &user, bool online)
{
    std::erase_if(m_online, [&user](const domain::UserRef &known) { return known.id == user.id; });
    if (online)
        m_online.push_back(user);
    else if (m_typing.stop(user.id))
        Q_EMIT typingChanged(m_typing.names());
    Q_EMIT presenceChanged(m_online);
}

void OpenSession::onTyping(const domain::UserRef &user, bool typing)
{
    const bool changed =
        typing ? m_typing.start(user.id, user.name, base::SystemClock().now()) : m_typing.stop(user.id);
    if (!m_typing.isEmpty() && !m_typingTimer.isActive())
        m_typingTimer.start();
    if (changed)
        Q_EMIT typingChanged(m_typing.names());
}

void OpenSession::setSynced(qint64 change)
{
    if (change == m_syncedChange)
        return;
    m_syncedChange = change;
    Q_EMIT synced(change);
}

QJsonObject OpenSession::address() const
{
    return {{u"session_id"_s, m_id.toString()}};
}

} // namespace client
