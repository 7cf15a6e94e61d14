#include "client/chatclient.h"

#include "client/chatclient_p.h"

namespace client
{

ChatClient::ChatClient(Options options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(options)))
{
}

ChatClient::~ChatClient() = default;

void ChatClient::start()
{
    d->connection.start();
}

void ChatClient::stop()
{
    d->connection.stop();
    d->rest.cancelAll();
}

void ChatClient::signIn(const QByteArray &token)
{
    d->signIn(token);
}

void ChatClient::setServer(const QUrl &server)
{
    d->connection.setServer(server);
    d->rest.setServer(server);
    if (d->status.state != ConnectionState::Stopped)
        d->connection.restart();
}

void ChatClient::reconnectNow()
{
    if (d->status.state == ConnectionState::Reconnecting)
        d->connection.restart();
}

const ConnectionStatus &ChatClient::status() const
{
    return d->status;
}

const domain::UserRef &ChatClient::self() const
{
    return d->self;
}

void ChatClient::listSessions(const SessionFilter &filter)
{
    d->account->lister.list(filter);
}

void ChatClient::listMoreSessions()
{
    d->account->lister.listMore();
}

void ChatClient::openSession(const domain::SessionId &session)
{
    d->open(session);
}

void ChatClient::closeSession(const domain::SessionId &session)
{
    d->close(session);
}

void ChatClient::loadMessages(const domain::SessionId &session, qint64 fromSeq, int count)
{
    constexpr int maxCount = 200;
    d->account->cache.flush(); // what came last is to be found there
    if (OpenSession *open = d->opened(session))
        open->load(std::max<qint64>(fromSeq, 1), std::clamp(count, 1, maxCount));
}

QString ChatClient::send(const domain::SessionId &session, const QString &content,
                         const std::optional<domain::ReplyPreview> &replyTo)
{
    return d->write(session, content, replyTo);
}

void ChatClient::retry(const QString &clientMsgId)
{
    d->retry(clientMsgId);
}

void ChatClient::discard(const QString &clientMsgId)
{
    d->account->queue.discard(clientMsgId);
}

void ChatClient::markRead(const domain::SessionId &session, qint64 upToSeq, const domain::MessageId &upToId)
{
    d->markRead(session, upToSeq, upToId);
}

void ChatClient::editMessage(const domain::SessionId &session, const domain::MessageId &message,
                             const QString &content)
{
    d->edit(session, message, content);
}

void ChatClient::deleteMessage(const domain::SessionId &session, const domain::MessageId &message)
{
    d->account->changes.add({session, message, PendingChange::Kind::Delete, {}, {}, {}},
                            d->options.timing.undo);
}

void ChatClient::undoChange(const domain::MessageId &message)
{
    d->account->changes.undo(message);
}

void ChatClient::retryChange(const domain::MessageId &message)
{
    d->account->changes.retry(message);
}

void ChatClient::commitChanges()
{
    d->account->changes.release();
}

bool ChatClient::hasHeldChanges() const
{
    return d->account->changes.hasHeld();
}

void ChatClient::loadVersions(const domain::MessageId &message)
{
    d->loadVersions(message);
}

quint64 ChatClient::search(const SearchQuery &query, const QString &cursor, int limit)
{
    return d->search(query, cursor, limit);
}

void ChatClient::cancelSearch(quint64 search)
{
    d->cancelSearch(search);
}

void ChatClient::locate(const domain::SessionId &session, const domain::MessageId &message)
{
    d->locate(session, message);
}

void ChatClient::changeSession(const domain::SessionId &session, const SessionChange &change)
{
    d->changeSession(session, change);
}

void ChatClient::setTyping(const domain::SessionId &session, bool typing)
{
    if (OpenSession *open = d->opened(session))
        open->setTyping(typing);
}

} // namespace client
