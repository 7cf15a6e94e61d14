#include "client/chatclient_p.h"

#include "client/token.h"

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
constexpr std::chrono::milliseconds sessionsInterval{50};
constexpr std::chrono::milliseconds frame{15};
constexpr std::chrono::milliseconds cacheInterval{500};
constexpr std::chrono::milliseconds lastWrites{2000};
constexpr qsizetype maxFetching = 4;

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

domain::UserRef userOf(const QJsonObject &json)
{
    return {json.value("user_id"_L1).toString(), json.value("user_name"_L1).toString(),
            domain::roleFromString(json.value("role"_L1).toString()).value_or(domain::Role::Client)};
}

std::optional<domain::SessionId> sessionOf(const QJsonObject &json)
{
    return domain::SessionId::fromString(json.value("session_id"_L1).toString());
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
    , book(owner.self.id)
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
    for (QTimer *timer : {&m_tellSessions, &m_tellConversations, &m_writeCache})
        timer->setSingleShot(true);
    connect(&m_tellSessions, &QTimer::timeout, this, [this] { tellSessions(); });
    connect(&m_tellConversations, &QTimer::timeout, this, [this] { tellConversations(); });
    connect(&m_writeCache, &QTimer::timeout, this, [this] { writeCache(); });
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
    writeCache();
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
    connect(&now.lister, &SessionLister::failed, this,
            [this](const base::Error &error) { onRefused(error); });
    connect(&now.lister, &SessionLister::listed, this,
            [this](const std::vector<domain::SessionSummary> &sessions, bool first, bool complete,
                   bool cached) { listed(sessions, first, complete, cached); });
}

/// What it still has to write is written in the background.
void ChatClient::Private::closeAccount()
{
    writeCache();
    rest.cancelAll();
    for (const domain::SessionId &session : account->queue.sessions())
        Q_EMIT q.pendingChanged(session, {});
    m_settling.clear();
    m_touched.clear();
    m_incoming.clear();
    m_pendingChanged.clear();
    m_wanted.clear();
    m_fetching.clear();
    m_unkept.clear();
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
        account->book.putCached(summary);
        Q_EMIT q.sessionOpened(*account->book.find(summary.session.id));
    });
    connect(&session, &OpenSession::joined, this, [this](const domain::SessionSummary &summary) {
        account->book.put(summary);
        touch(summary.session.id);
        Q_EMIT q.sessionOpened(*account->book.find(summary.session.id));
    });
    connect(&session, &OpenSession::settled, this, [this, id] { onSettled(id); });
    connect(&session, &OpenSession::refused, this, [this](const base::Error &error) { onRefused(error); });
    connect(&session, &OpenSession::messagesLoaded, this,
            [this, id](const std::vector<domain::Message> &messages, bool toKeep) {
                for (const domain::Message &message : messages) {
                    if (toKeep)
                        keep(message);
                    if (message.senderId == self.id && !message.clientMsgId.isEmpty())
                        account->queue.confirm(message.clientMsgId);
                }
                auto &incoming = m_incoming[id];
                incoming.insert(incoming.end(), messages.begin(), messages.end());
                tellSoon(frame);
            });
    connect(&session, &OpenSession::pageFailed, this, [this, id](qint64 fromSeq, const QString &problem) {
        Q_EMIT q.messagesUnavailable(id, fromSeq, problem);
    });
    connect(&session, &OpenSession::synced, this, [this, id](qint64 change) {
        m_batch.syncedChange.insert(id, change);
        keepSoon();
    });
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
    m_reads.setConnected(true);
    if (m_settling.isEmpty())
        connection.setUpToDate();
}

void ChatClient::Private::onLost()
{
    account->queue.setConnected(false);
    account->lister.setConnected(false);
    account->book.markAllStale();
    m_reads.setConnected(false);
    m_settling.clear();
    m_wanted.clear();
    m_fetching.clear();
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
    now.waitingMessages = account ? account->queue.waitingCount() : 0;
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

void ChatClient::Private::markRead(const domain::SessionId &session, qint64 seq, const domain::MessageId &id)
{
    const domain::SessionSummary *known = account->book.find(session);
    if (known && known->readSeq >= seq)
        return;
    if (known && seq >= known->session.lastSeq)
        note(session, account->book.markRead(session, seq), false);
    m_reads.mark(session, seq, id);
}

void ChatClient::Private::onReadAnswer(const domain::SessionId &id, qint64 seq,
                                       const base::Result<QJsonObject> &answer)
{
    if (!answer)
        return onRefused(answer.error());
    const QJsonValue unread = answer->value("unread_count"_L1);
    note(
        id,
        account->book.markRead(id, seq, unread.isDouble() ? std::optional(unread.toInteger()) : std::nullopt),
        false);
}

void ChatClient::Private::listed(const std::vector<domain::SessionSummary> &sessions, bool first,
                                 bool complete, bool cached)
{
    std::vector<domain::SessionSummary> known;
    known.reserve(sessions.size());
    for (const domain::SessionSummary &summary : sessions) {
        if (cached)
            account->book.putCached(summary);
        else
            account->book.put(summary);
        known.push_back(*account->book.find(summary.session.id));
        if (!cached)
            m_unkept.insert(summary.session.id);
    }
    keepSoon();
    Q_EMIT q.sessionsListed(known, first, complete);
}

void ChatClient::Private::touch(const domain::SessionId &id, bool arrived)
{
    m_touched[id] |= arrived;
    m_unkept.insert(id);
    keepSoon();
    if (!m_tellSessions.isActive())
        m_tellSessions.start(sessionsInterval);
}

void ChatClient::Private::tellSessions()
{
    const auto touched = std::exchange(m_touched, {});
    for (auto it = touched.cbegin(); it != touched.cend(); ++it) {
        const domain::SessionSummary *known = account->book.find(it.key());
        if (!known)
            continue;
        const domain::SessionSummary summary = *known;
        Q_EMIT q.sessionChanged(summary);
        if (it.value())
            Q_EMIT q.messageArrived(summary);
    }
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
    if (!changed.isEmpty())
        updateStatus();
}

void ChatClient::Private::keep(const domain::Message &message)
{
    m_batch.messages.push_back(message);
    keepSoon();
}

void ChatClient::Private::keepSoon()
{
    if (!m_writeCache.isActive())
        m_writeCache.start(cacheInterval);
}

void ChatClient::Private::writeCache()
{
    m_writeCache.stop();
    for (const domain::SessionId &id : std::exchange(m_unkept, {})) {
        if (const domain::SessionSummary *known = account->book.find(id))
            m_batch.sessions.push_back(*known);
    }
    if (!m_batch.isEmpty())
        account->storage.write(std::exchange(m_batch, {}));
}

void ChatClient::Private::want(const domain::SessionId &id, bool arrived)
{
    m_wanted[id] |= arrived;
    fetchWanted();
}

void ChatClient::Private::fetchWanted()
{
    for (const domain::SessionId &id : m_wanted.keys()) {
        if (m_fetching.size() >= maxFetching)
            return;
        if (m_fetching.contains(id))
            continue;
        m_fetching.insert(id);
        rest.session(
            id, [this, id](const base::Result<domain::SessionSummary> &summary) { onWanted(id, summary); });
    }
}

void ChatClient::Private::onWanted(const domain::SessionId &id,
                                   const base::Result<domain::SessionSummary> &summary)
{
    m_fetching.remove(id);
    const bool arrived = m_wanted.take(id);
    if (summary) {
        account->book.put(*summary);
        touch(id, arrived);
    } else if (summary.error().kind == base::ErrorKind::Unauthorized) {
        return onRefused(summary.error());
    } // any other one is asked for again by the next event of it
    fetchWanted();
}

// Events

void ChatClient::Private::onEvent(const QByteArray &name, const QJsonObject &payload)
{
    if (name == "new_message") {
        if (const auto message = protocol::chatapi::parseMessage(payload))
            onMessage(*message);
        return;
    }
    if (name == "error")
        return Q_EMIT q.actionRefused(payload.value("message"_L1).toString());
    const auto id = sessionOf(payload);
    if (!id)
        return;
    if (name == "session_updated")
        return onSessionUpdated(*id, payload.value("session"_L1).toObject());
    if (name == "session_created")
        return onSessionCreated(payload);
    if (name == "messages_read")
        return onMessagesRead(*id, payload);
    if (name == "message_delivered")
        return onMessageDelivered(*id, payload);
    if (OpenSession *session = opened(*id))
        onOpenEvent(*session, name, payload);
}

void ChatClient::Private::onMessage(const domain::Message &message)
{
    note(message.sessionId, account->book.addMessage(message), message.senderId != self.id);
    if (OpenSession *session = opened(message.sessionId))
        session->onMessage(message);
    else if (message.senderId == self.id && !message.clientMsgId.isEmpty())
        account->queue.confirm(message.clientMsgId);
}

void ChatClient::Private::onSessionCreated(const QJsonObject &payload)
{
    const auto summary = protocol::chatapi::parseSession(payload.value("session"_L1).toObject());
    if (!summary)
        return;
    account->book.put(*summary);
    touch(summary->session.id, summary->lastMessage && summary->lastMessage->senderId != self.id);
}

void ChatClient::Private::onSessionUpdated(const domain::SessionId &id, const QJsonObject &session)
{
    const QJsonObject last = session.value("last_message"_L1).toObject();
    const bool foreign = !last.isEmpty() && last.value("sender_id"_L1).toString() != self.id;
    note(id, account->book.update(id, session), foreign);
}

/// \a foreign: it told of a message of somebody else
void ChatClient::Private::note(const domain::SessionId &id, SessionBook::Outcome outcome, bool foreign)
{
    switch (outcome) {
    case SessionBook::Outcome::Unchanged:
        return;
    case SessionBook::Outcome::Changed:
        return touch(id);
    case SessionBook::Outcome::Arrived:
        return touch(id, true);
    case SessionBook::Outcome::Unknown:
        return want(id, foreign);
    }
}

void ChatClient::Private::onMessagesRead(const domain::SessionId &id, const QJsonObject &payload)
{
    const qint64 seq = payload.value("up_to_seq"_L1).toInteger();
    if (payload.value("user_id"_L1).toString() != self.id) {
        tellConversations(); // what was read comes before that it was
        return Q_EMIT q.readUpTo(id, seq);
    }
    const domain::SessionSummary *known = account->book.find(id);
    if (!known || known->readSeq >= seq)
        return;
    const qint64 unread = known->unreadCount - payload.value("read_count"_L1).toInteger();
    note(id, account->book.markRead(id, seq, std::max<qint64>(0, unread)), false);
}

void ChatClient::Private::onMessageDelivered(const domain::SessionId &id, const QJsonObject &payload)
{
    if (payload.value("user_id"_L1).toString() == self.id)
        return;
    tellConversations();
    Q_EMIT q.deliveredUpTo(id, payload.value("up_to_seq"_L1).toInteger());
}

void ChatClient::Private::onOpenEvent(OpenSession &session, const QByteArray &name,
                                      const QJsonObject &payload)
{
    if (name == "session_joined") {
        std::vector<domain::UserRef> online;
        for (const QJsonValue &user : payload.value("participants_online"_L1).toArray())
            online.push_back(userOf(user.toObject()));
        session.onPresent(online);
    } else if (name == "user_joined" || name == "user_left") {
        session.onPresence(userOf(payload), name == "user_joined");
    } else if (name == "user_typing" || name == "user_stopped_typing") {
        if (userOf(payload).id != self.id)
            session.onTyping(userOf(payload), name == "user_typing");
    }
}

} // namespace client
