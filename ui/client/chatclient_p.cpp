#include "client/chatclient_p.h"

#include "client/token.h"

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
constexpr std::chrono::milliseconds frame{15};
constexpr std::chrono::milliseconds lastWrites{2000};

/// Why the server would not take \a content, or an empty text; \a content is trimmed.
QString problemOf(QString &content)
{
    const auto checked = domain::checkedContent(content);
    if (checked) {
        content = *checked;
        return {};
    }
    if (checked.error().kind == base::ErrorKind::TooLarge)
        return ChatClient::tr("This message is too long. Up to 16 KiB of text can be sent.");
    return content.trimmed().isEmpty() ? ChatClient::tr("This message is empty.")
                                       : ChatClient::tr("This message holds characters that cannot be sent.");
}

QJsonObject sendPayload(const PendingMessage &message)
{
    QJsonObject payload{{u"session_id"_s, message.session.toString()},
                        {u"type"_s, u"text"_s},
                        {u"content"_s, message.content},
                        {u"client_msg_id"_s, message.clientMsgId}};
    if (message.replyTo)
        payload.insert("reply_to_message_id"_L1, message.replyTo->id.toString());
    return payload;
}
} // namespace

ChatClient::Private::Account::Account(Private &owner, const QString &folder)
    : storage(folder)
    , queue({[&owner](const PendingMessage &message, SendQueue::Done done) { owner.transmit(message, done); },
             [this](const PendingMessage &message, SendQueue::Done done) { storage.put(message, done); },
             [this](const QString &id) { storage.remove(id); }},
            owner.options.timing.retries)
    , lister(owner.rest, storage, owner.options.timing.retries)
    , watch(owner.rest, owner.self.id)
    , cache(storage, [this](const domain::SessionId &id) { return watch.find(id); })
    , changes([&owner](const PendingChange &change,
                       const ChangeQueue::Done &done) { owner.transmit(change, done); },
              owner.options.timing.retries)
{
}

ChatClient::Private::Private(ChatClient &client, Options given)
    : q(client)
    , options(std::move(given))
    , connection({options.timing.connect, options.timing.ack}, options.timing.retries)
    , rest(options.timing.request)
    , self(bearerOf(options.token))
    , m_reads(
          [this](const domain::SessionId &session, const domain::MessageId &upTo, ReadMarks::Done done) {
              connection.send(
                  "mark_messages_read",
                  {{u"session_id"_s, session.toString()}, {u"up_to_message_id"_s, upTo.toString()}},
                  std::move(done));
          },
          [this](const domain::SessionId &session, qint64 seq, const base::Result<QJsonObject> &answer) {
              onReadAnswer(session, seq, answer);
          })
{
    connection.setServer(options.server);
    rest.setServer(options.server);
    connection.setToken(options.token);
    rest.setToken(options.token);
    m_tellConversations.setSingleShot(true);
    connect(&m_tellConversations, &QTimer::timeout, this, [this] { tellConversations(); });
    connect(&connection, &Connection::statusChanged, this, [this] { updateStatus(); });
    connect(&connection, &Connection::connected, this, [this] { onConnected(); });
    connect(&connection, &Connection::lost, this, [this] { onLost(); });
    connect(&connection, &Connection::eventReceived, this,
            [this](const QByteArray &name, const QJsonObject &payload) { onEvent(name, payload); });
    openAccount();
}

ChatClient::Private::~Private()
{
    disconnect(&connection, nullptr, this, nullptr);
    connection.stop();
    rest.cancelAll();
    account->cache.flush();
    account->open.clear();
    account->storage.wait(lastWrites);
}

void ChatClient::Private::signIn(const QByteArray &token)
{
    connection.setToken(token);
    rest.setToken(token);
    const domain::UserRef bearer = bearerOf(token);
    const bool other = bearer.id != self.id;
    self = bearer;
    if (other) {
        connection.stop();
        closeAccount();
        openAccount();
    }
    connection.restart();
}

void ChatClient::Private::openAccount()
{
    const QString server = options.serverName.isEmpty()
                               ? options.server.toString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash)
                               : options.serverName;
    account = std::make_unique<Account>(*this, Storage::folderFor(options.dataFolder, server, self.id));
    connectAccount();
    account->storage.loadOutbox(
        [this](const std::vector<PendingMessage> &messages) { account->queue.restore(messages); });
}

void ChatClient::Private::connectAccount()
{
    Account &now = *account;
    connect(&now.storage, &Storage::repaired, &q, &ChatClient::storageRepaired);
    connect(&now.storage, &Storage::outboxEmptied, &now.queue, [&now] { now.queue.keepAll(); });
    connect(&now.queue, &SendQueue::changed, this, [this](const domain::SessionId &session) {
        m_pendingChanged.insert(session);
        tellSoon(std::chrono::milliseconds(0));
    });
    connect(&now.queue, &SendQueue::unauthorized, this,
            [this](const base::Error &error) { onRefused(error); });
    connect(&now.changes, &ChangeQueue::changed, this, [this](const domain::SessionId &session) {
        m_changesChanged.insert(session);
        tellSoon(std::chrono::milliseconds(0));
    });
    connect(&now.changes, &ChangeQueue::unauthorized, this,
            [this](const base::Error &error) { onRefused(error); });
    connect(&now.lister, &SessionLister::failed, this,
            [this](const base::Error &error) { onRefused(error); });
    connect(&now.watch, &SessionWatch::changed, &q, &ChatClient::sessionChanged);
    connect(&now.watch, &SessionWatch::arrived, &q, &ChatClient::messageArrived);
    connect(&now.watch, &SessionWatch::touched, &now.cache,
            [&now](const domain::SessionId &session) { now.cache.keep(session); });
    connect(&now.watch, &SessionWatch::unauthorized, this,
            [this](const base::Error &error) { onRefused(error); });
    connect(&now.lister, &SessionLister::listed, this,
            [this](const std::vector<domain::SessionSummary> &sessions, bool first, bool complete,
                   bool cached) { listed(sessions, first, complete, cached); });
}

/// What it still has to write is written in the background.
void ChatClient::Private::closeAccount()
{
    account->cache.flush();
    rest.cancelAll();
    for (const domain::SessionId &session : account->queue.sessions())
        Q_EMIT q.pendingChanged(session, {});
    for (const domain::SessionId &session : account->changes.sessions())
        Q_EMIT q.changesChanged(session, {});
    m_settling.clear();
    m_incoming.clear();
    m_pendingChanged.clear();
    m_changesChanged.clear();
    m_searches.clear();
    m_reads.clear();
    account.reset();
    Q_EMIT q.sessionsListed({}, true, false);
}

void ChatClient::Private::open(const domain::SessionId &id)
{
    if (opened(id))
        return;
    auto session =
        std::make_unique<OpenSession>(id, connection, rest, account->storage, options.timing.retries);
    connectOpen(id, *session);
    if (connection.isConnected() && status.state != ConnectionState::Online)
        m_settling.insert(id);
    account->open.emplace(id, std::move(session));
}

void ChatClient::Private::close(const domain::SessionId &id)
{
    const auto found = account->open.find(id);
    if (found == account->open.end())
        return;
    found->second->leave();
    account->open.erase(found);
    m_incoming.remove(id);
    onSettled(id);
}

OpenSession *ChatClient::Private::opened(const domain::SessionId &id) const
{
    const auto found = account->open.find(id);
    return found == account->open.end() ? nullptr : found->second.get();
}

void ChatClient::Private::connectOpen(const domain::SessionId &id, OpenSession &session)
{
    connect(&session, &OpenSession::remembered, this, [this](const domain::SessionSummary &summary) {
        account->watch.putCached(summary);
        Q_EMIT q.sessionOpened(*account->watch.find(summary.session.id));
    });
    connect(&session, &OpenSession::joined, this, [this](const domain::SessionSummary &summary) {
        account->watch.onJoined(summary);
        Q_EMIT q.sessionOpened(*account->watch.find(summary.session.id));
        if (!summary.members.empty())
            Q_EMIT q.membersChanged(summary.session.id, summary.members);
    });
    connect(&session, &OpenSession::settled, this, [this, id] { onSettled(id); });
    connect(&session, &OpenSession::refused, this, [this](const base::Error &error) { onRefused(error); });
    connect(&session, &OpenSession::messagesLoaded, this,
            [this, id](const std::vector<domain::Message> &messages, bool toKeep) {
                for (const domain::Message &message : messages) {
                    if (toKeep)
                        account->cache.keep(message);
                    if (message.senderId == self.id && !message.clientMsgId.isEmpty())
                        account->queue.confirm(message.clientMsgId);
                    account->changes.settle(message);
                }
                auto &incoming = m_incoming[id];
                incoming.insert(incoming.end(), messages.begin(), messages.end());
                tellSoon(frame);
            });
    connect(&session, &OpenSession::pageFailed, this, [this, id](qint64 fromSeq, const QString &problem) {
        Q_EMIT q.messagesUnavailable(id, fromSeq, problem);
    });
    connect(&session, &OpenSession::synced, this,
            [this, id](qint64 change) { account->cache.keepSynced(id, change); });
    connect(&session, &OpenSession::ticksLoaded, this, [this, id](qint64 delivered, qint64 read) {
        tellConversations(); // the messages that they tick
        if (delivered > 0)
            Q_EMIT q.deliveredUpTo(id, delivered);
        if (read > 0)
            Q_EMIT q.readUpTo(id, read);
    });
    connect(&session, &OpenSession::typingChanged, this,
            [this, id](const QStringList &names) { Q_EMIT q.typingChanged(id, names); });
    connect(&session, &OpenSession::presenceChanged, this,
            [this, id](const std::vector<domain::UserRef> &online) { Q_EMIT q.presenceChanged(id, online); });
}

void ChatClient::Private::onConnected()
{
    m_settling.clear();
    for (const auto &[id, session] : account->open)
        m_settling.insert(id);
    for (const auto &[id, session] : account->open)
        session->onConnected();
    account->lister.setConnected(true);
    account->queue.setConnected(true);
    account->changes.setConnected(true);
    m_reads.setConnected(true);
    if (m_settling.isEmpty())
        connection.setUpToDate();
}

void ChatClient::Private::onLost()
{
    account->queue.setConnected(false);
    account->changes.setConnected(false);
    account->lister.setConnected(false);
    account->watch.onLost();
    m_reads.setConnected(false);
    m_settling.clear();
    for (const auto &[id, session] : account->open)
        session->onLost();
}

void ChatClient::Private::onSettled(const domain::SessionId &id)
{
    if (m_settling.remove(id) && m_settling.isEmpty())
        connection.setUpToDate();
}

void ChatClient::Private::updateStatus()
{
    ConnectionStatus now = connection.status();
    now.waitingMessages = account ? account->queue.waitingCount() + account->changes.waitingCount() : 0;
    if (now == status)
        return;
    status = now;
    Q_EMIT q.statusChanged(status);
}

void ChatClient::Private::onRefused(const base::Error &error)
{
    if (error.kind == base::ErrorKind::Unauthorized)
        connection.abandon(error);
    else
        Q_EMIT q.actionRefused(error.message);
}

QString ChatClient::Private::write(const domain::SessionId &session, const QString &content,
                                   const std::optional<domain::ReplyPreview> &replyTo)
{
    PendingMessage message;
    message.clientMsgId = m_ids.next().toString(QUuid::WithoutBraces);
    message.session = session;
    message.content = content;
    message.replyTo = replyTo;
    message.writtenAt = m_clock.now();
    message.problem = problemOf(message.content);
    if (!message.problem.isEmpty())
        message.state = PendingMessage::State::Failed;
    account->queue.add(message);
    if (OpenSession *open = opened(session))
        open->setTyping(false);
    return message.clientMsgId;
}

void ChatClient::Private::retry(const QString &clientMsgId)
{
    std::optional<PendingMessage> message = account->queue.find(clientMsgId);
    if (message && problemOf(message->content).isEmpty()) // else it would be refused for the same reason
        account->queue.retry(clientMsgId);
}

void ChatClient::Private::transmit(const PendingMessage &message, const SendQueue::Done &done)
{
    connection.send(
        "send_message", sendPayload(message), [this, done](const base::Result<QJsonObject> &answer) {
            if (!answer)
                return done(answer.error());
            const auto stored = protocol::chatapi::parseMessage(answer->value("message"_L1).toObject());
            if (stored)
                onMessage(*stored);
            done(base::success());
        });
}

void ChatClient::Private::edit(const domain::SessionId &session, const domain::MessageId &message,
                               const QString &content)
{
    PendingChange change{session, message, PendingChange::Kind::Edit, content, {}, {}};
    change.problem = problemOf(change.content);
    if (!change.problem.isEmpty())
        change.state = PendingChange::State::Failed;
    account->changes.add(std::move(change));
}

void ChatClient::Private::markRead(const domain::SessionId &session, qint64 seq, const domain::MessageId &id)
{
    const domain::SessionSummary *known = account->watch.find(session);
    if (known && known->readSeq >= seq)
        return;
    if (known && seq >= known->session.lastSeq)
        account->watch.onRead(session, seq);
    m_reads.mark(session, seq, id);
}

void ChatClient::Private::onReadAnswer(const domain::SessionId &id, qint64 seq,
                                       const base::Result<QJsonObject> &answer)
{
    if (!answer)
        return onRefused(answer.error());
    const QJsonValue unread = answer->value("unread_count"_L1);
    account->watch.onRead(id, seq, unread.isDouble() ? std::optional(unread.toInteger()) : std::nullopt);
}

void ChatClient::Private::listed(const std::vector<domain::SessionSummary> &sessions, bool first,
                                 bool complete, bool cached)
{
    std::vector<domain::SessionSummary> known;
    known.reserve(sessions.size());
    for (const domain::SessionSummary &summary : sessions) {
        if (cached)
            account->watch.putCached(summary);
        else
            account->watch.put(summary);
        known.push_back(*account->watch.find(summary.session.id));
        if (!cached)
            account->cache.keep(summary.session.id);
    }
    Q_EMIT q.sessionsListed(known, first, complete);
}

void ChatClient::Private::tellSoon(std::chrono::milliseconds within)
{
    if (!m_tellConversations.isActive() || m_tellConversations.remainingTime() > within.count())
        m_tellConversations.start(within);
}

/// Messages first: who draws both never sees one of them missing.
void ChatClient::Private::tellConversations()
{
    m_tellConversations.stop();
    const auto incoming = std::exchange(m_incoming, {});
    for (auto it = incoming.cbegin(); it != incoming.cend(); ++it)
        Q_EMIT q.messagesLoaded(it.key(), *it);
    const auto changed = std::exchange(m_pendingChanged, {});
    for (const domain::SessionId &session : changed)
        Q_EMIT q.pendingChanged(session, account->queue.pending(session));
    const auto edited = std::exchange(m_changesChanged, {});
    for (const domain::SessionId &session : edited)
        Q_EMIT q.changesChanged(session, account->changes.pending(session));
    if (!changed.isEmpty() || !edited.isEmpty())
        updateStatus();
}

} // namespace client
