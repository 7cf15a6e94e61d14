// ChatClient: what it hears from the server.
#include "client/chatclient_p.h"

#include "client/wireerror.h"

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
domain::UserRef userOf(const QJsonObject &json)
{
    return {json.value("user_id"_L1).toString(), json.value("user_name"_L1).toString(),
            domain::roleFromString(json.value("role"_L1).toString()).value_or(domain::Role::Client)};
}

std::optional<domain::SessionId> sessionOf(const QJsonObject &json)
{
    return domain::SessionId::fromString(json.value("session_id"_L1).toString());
}

std::optional<base::Timestamp> timeOf(const QJsonObject &json)
{
    return base::fromRfc3339(json.value("timestamp"_L1).toString());
}
} // namespace

void ChatClient::Private::onEvent(const QByteArray &name, const QJsonObject &payload)
{
    if (name == "new_message" || name == "message_updated") {
        if (const auto message = protocol::chatapi::parseMessage(payload))
            onMessage(*message);
        return;
    }
    if (name == "error")
        return onRefused(errorIn(payload));
    const auto id = sessionOf(payload);
    if (!id)
        return;
    if (name == "session_updated")
        return account->watch.onUpdated(*id, payload.value("session"_L1).toObject());
    if (name == "session_created") {
        if (const auto summary = protocol::chatapi::parseSession(payload.value("session"_L1).toObject()))
            account->watch.onCreated(*summary);
        return;
    }
    if (name == "messages_read")
        return onMessagesRead(*id, payload);
    if (name == "message_delivered")
        return onMessageDelivered(*id, payload);
    if (name == "message_deleted")
        return onMessageDeleted(payload);
    if (OpenSession *session = opened(*id))
        onOpenEvent(*session, name, payload);
}

void ChatClient::Private::onMessage(const domain::Message &message)
{
    account->watch.onMessage(message);
    if (OpenSession *session = opened(message.sessionId))
        session->onMessage(message);
    else if (message.senderId == self.id && !message.clientMsgId.isEmpty())
        account->queue.confirm(message.clientMsgId);
    account->changes.settle(message);
}

void ChatClient::Private::onMessageDeleted(const QJsonObject &payload)
{
    const auto deleted = protocol::chatapi::parseDeletedMessage(payload);
    if (!deleted)
        return;
    account->watch.onDeleted(deleted->sessionId, deleted->seq, deleted->change);
    if (OpenSession *session = opened(deleted->sessionId))
        session->onDeleted(deleted->change);
}

void ChatClient::Private::onMessagesRead(const domain::SessionId &id, const QJsonObject &payload)
{
    const qint64 seq = payload.value("up_to_seq"_L1).toInteger();
    if (payload.value("user_id"_L1).toString() != self.id) {
        tellConversations(); // what was read comes before that it was
        Q_EMIT q.readUpTo(id, seq);
        return Q_EMIT q.memberRead(id, userOf(payload), seq, timeOf(payload));
    }
    const domain::SessionSummary *known = account->watch.find(id);
    if (!known || known->readSeq >= seq)
        return;
    const qint64 unread = known->unreadCount - payload.value("read_count"_L1).toInteger();
    account->watch.onRead(id, seq, std::max<qint64>(0, unread));
}

void ChatClient::Private::onMessageDelivered(const domain::SessionId &id, const QJsonObject &payload)
{
    if (payload.value("user_id"_L1).toString() == self.id)
        return;
    tellConversations();
    const qint64 seq = payload.value("up_to_seq"_L1).toInteger();
    Q_EMIT q.deliveredUpTo(id, seq);
    Q_EMIT q.memberReceived(id, userOf(payload), seq);
}

void ChatClient::Private::onOpenEvent(OpenSession &session, const QByteArray &name,
                                      const QJsonObject &payload)
{
    if (name == "session_joined") {
        std::vector<domain::UserRef> online;
        for (const QJsonValue &user : payload.value("participants_online"_L1).toArray())
            online.push_back(userOf(user.toObject()));
        session.onPresent(online);
        const auto joined = protocol::chatapi::parseSession(payload.value("session"_L1).toObject());
        if (joined && !joined->members.empty())
            Q_EMIT q.membersChanged(joined->session.id, joined->members);
    } else if (name == "user_joined" || name == "user_left") {
        session.onPresence(userOf(payload), name == "user_joined");
    } else if (name == "user_typing" || name == "user_stopped_typing") {
        if (userOf(payload).id != self.id)
            session.onTyping(userOf(payload), name == "user_typing");
    }
}

} // namespace client
