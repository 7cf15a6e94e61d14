#include "api/socketiosocket.h"

#include "api/chatcommands.h"
#include "api/replies.h"
#include "net/shard.h"
#include "protocol/chatapi.h"
#include "protocol/errors.h"
#include "protocol/jsonwriter.h"
#include "protocol/socketio.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace api
{

namespace
{
using namespace protocol::chatapi;
using protocol::JsonWriter;

constexpr QByteArrayView nsp("/");
constexpr std::chrono::seconds lastWordsDelay{1};

void writeError(JsonWriter &json, const base::Error &error)
{
    json.key("error").ascii(protocol::errorCode(error.kind)).key("message").string(error.message);
    if (!error.field.isEmpty())
        json.key("field").string(chatFieldOf(error.field));
}

void writeUsers(JsonWriter &json, const std::vector<domain::UserRef> &users)
{
    json.beginArray();
    for (const domain::UserRef &user : users) {
        json.beginObject().key("user_id").string(user.id).key("user_name").string(user.name);
        json.key("role").ascii(domain::toString(user.role)).endObject();
    }
    json.endArray();
}

base::Error leftMeanwhile()
{
    return {base::ErrorKind::Conflict, QStringLiteral("The session was left meanwhile.")};
}
} // namespace

SocketIoSocket::SocketIoSocket(net::EngineIoConnection &connection, net::Shard &shard,
                               const Services &services, SocketState state)
    : m_connection(connection)
    , m_shard(shard)
    , m_services(services)
    , m_principal(state.principal)
    , m_state(std::move(state))
{
    ShardMembers &members = ShardMembers::of(m_shard);
    members.addWatcher(this);
    for (const JoinedSession &joined : m_state.sessions)
        members.add(joined.session.id, this);
}

SocketIoSocket::~SocketIoSocket()
{
    ShardMembers::of(m_shard).removeWatcher(this);
    leaveAll();
}

void SocketIoSocket::arrive()
{
    for (const JoinedSession &joined : m_state.sessions)
        m_services.chat.enter(*m_principal, joined.session);
}

SocketState SocketIoSocket::lose()
{
    m_ended = true;
    m_state.until = ShardMembers::of(m_shard).recent().newest();
    m_state.forgetOwn(arrivedBefore());
    SocketState state = m_state;
    leaveAll();
    return state;
}

void SocketIoSocket::leaveAll()
{
    for (const domain::SessionId &session : m_state.sessions.keys())
        leave(session);
}

template <typename T, typename Function>
base::Reply<T> SocketIoSocket::reply(Function function)
{
    return {&m_shard, [guard = QPointer(this), function = std::move(function)](base::Result<T> result) {
                if (guard && !guard->m_ended)
                    function(std::move(result));
            }};
}

void SocketIoSocket::handle(const QJsonArray &event, std::optional<quint64> ackId, bool hasBinaries)
{
    const Question question{event.at(0).toString(), ackId};
    if (hasBinaries) {
        return refuse(question, {base::ErrorKind::BadRequest, QStringLiteral("Events take no binary data.")});
    }
    const base::Result<ClientEvent> parsed = parseClientEvent(event);
    if (!parsed)
        return refuse(question, parsed.error());
    std::visit([&](const auto &what) { ask(question, what); }, *parsed);
}

void SocketIoSocket::ask(const Question &question, const JoinSession &join)
{
    if (m_state.sessions.size() + qsizetype(m_joining.size()) >= maxSessions) {
        return refuse(question, {base::ErrorKind::RateLimited,
                                 QStringLiteral("You may be in %1 sessions at once.").arg(maxSessions)});
    }
    const auto joining = std::make_shared<Joining>(Joining{join.session});
    m_joining.push_back(joining);
    m_services.chat.open(
        m_principal, join.session, domain::Verb::Join,
        reply<domain::Session>([this, question, joining](const base::Result<domain::Session> &session) {
            std::erase(m_joining, joining);
            if (!session)
                refuse(question, session.error());
            else if (joining->left)
                refuse(question, leftMeanwhile());
            else
                enter(question, *session);
        }));
}

/// Hears of the session from here on, so that nothing falls between what the answer tells and what follows.
void SocketIoSocket::enter(const Question &question, const domain::Session &session)
{
    const bool isNew = !m_state.sessions.contains(session.id);
    if (isNew) {
        ShardMembers &members = ShardMembers::of(m_shard);
        m_state.sessions.insert(session.id, {session, members.recent().newest()});
        members.add(session.id, this);
        m_services.chat.enter(*m_principal, session);
    }
    using Online = chat::Presence::Online;
    using Summary = domain::SessionSummary;
    const auto fail = [this, question, id = session.id, isNew](const base::Error &error) {
        if (isNew && m_state.sessions.contains(id))
            leave(id);
        refuse(question, error);
    };
    const auto summarise = [=, this, id = session.id](const base::Result<Online> &online) {
        if (!online)
            return fail(online.error());
        m_services.chat.summary(
            m_principal, id,
            reply<Summary>([this, question, fail, online = *online](const base::Result<Summary> &summary) {
                if (!summary)
                    fail(summary.error());
                else if (!m_state.sessions.contains(summary->session.id))
                    fail(leftMeanwhile());
                else
                    tellJoined(question, online, *summary);
            }));
    };
    m_services.chat.online(m_principal, session.id, reply<Online>(summarise));
}

void SocketIoSocket::tellJoined(const Question &question, const chat::Presence::Online &online,
                                const domain::SessionSummary &summary)
{
    const QByteArray session = sessionJson(summary);
    JsonWriter json(session.size() + 256);
    json.beginObject().key("session_id").ascii(summary.session.id.toUtf8());
    writeUsers(json.key("participants_online"), online.users);
    json.key("online_count").integer(online.count).key("session").raw(session);
    sendOwn("session_joined", json.endObject().take());
    accept(question, QByteArrayLiteral("\"session\":") + session);
}

void SocketIoSocket::ask(const Question &question, const LeaveSession &left)
{
    for (const auto &joining : m_joining)
        joining->left = joining->left || joining->session == left.session;
    if (const domain::Session *session = joined(left.session))
        leave(domain::SessionId(session->id));
    accept(question);
}

void SocketIoSocket::leave(const domain::SessionId &id)
{
    const domain::Session session = m_state.sessions.take(id).session;
    ShardMembers::of(m_shard).remove(id, this);
    m_services.chat.leave(*m_principal, session);
}

const domain::Session *SocketIoSocket::joined(const QString &ref) const
{
    const auto &sessions = m_state.sessions;
    const auto id = domain::SessionId::fromString(ref);
    const auto found =
        id ? sessions.constFind(*id)
           : std::find_if(sessions.cbegin(), sessions.cend(),
                          [&ref](const JoinedSession &joined) { return joined.session.room == ref; });
    return found == sessions.cend() ? nullptr : &found->session;
}

void SocketIoSocket::ask(const Question &question, const SendMessage &send)
{
    // What was stored comes back as an event; only who waits for an ack, or must hear of a failure, needs a
    // way back to this thread.
    auto answer =
        reply<store::PostedMessage>([this, question](const base::Result<store::PostedMessage> &posted) {
            if (posted)
                accept(question, QByteArrayLiteral("\"message\":") + messageJson(posted->message));
            else
                refuse(question, posted.error());
        });
    m_services.chat.send(m_principal, send.session, commandOf(send),
                         {nullptr, [asked = question.ackId.has_value(), answer = std::move(answer),
                                    traffic = m_services.traffic](base::Result<store::PostedMessage> posted) {
                              if (posted && !posted->duplicate)
                                  traffic->received(Traffic::Protocol::SocketIo);
                              if (asked || !posted)
                                  answer(std::move(posted));
                          }});
}

void SocketIoSocket::ask(const Question &question, const MarkMessagesRead &read)
{
    m_services.chat.markRead(
        m_principal, read.session, read.upTo,
        reply<store::ReadOutcome>([this, question](const base::Result<store::ReadOutcome> &outcome) {
            if (!outcome)
                return refuse(question, outcome.error());
            accept(question, "\"read_count\":" + QByteArray::number(outcome->readCount) +
                                 ",\"unread_count\":" + QByteArray::number(outcome->unreadCount));
        }));
}

void SocketIoSocket::ask(const Question &question, const SetTyping &change)
{
    if (const domain::Session *session = joined(change.session)) {
        m_services.chat.setTyping(*m_principal, *session, change.typing);
        return accept(question);
    }
    m_services.chat.open(m_principal, change.session, domain::Verb::Type,
                         reply<domain::Session>([this, question, typing = change.typing](
                                                    const base::Result<domain::Session> &session) {
                             if (!session)
                                 return refuse(question, session.error());
                             m_services.chat.setTyping(*m_principal, *session, typing);
                             accept(question);
                         }));
}

void SocketIoSocket::ask(const Question &question, const GetOnlineUsers &get)
{
    m_services.chat.open(
        m_principal, get.session, domain::Verb::See,
        reply<domain::Session>([this, question](const base::Result<domain::Session> &session) {
            if (!session)
                return refuse(question, session.error());
            using Online = chat::Presence::Online;
            const auto tell = [this, question, id = session->id](const base::Result<Online> &online) {
                if (online)
                    tellOnline(question, id, *online);
                else
                    refuse(question, online.error());
            };
            m_services.chat.online(m_principal, session->id, reply<Online>(tell));
        }));
}

void SocketIoSocket::tellOnline(const Question &question, const domain::SessionId &session,
                                const chat::Presence::Online &online)
{
    JsonWriter json;
    json.key("session_id").ascii(session.toUtf8()).key("users").beginArray();
    for (const domain::UserRef &user : online.users)
        json.string(user.id);
    const QByteArray members = json.endArray().key("count").integer(online.count).take();
    sendOwn("online_users", '{' + members + '}');
    accept(question, members);
}

void SocketIoSocket::deliver(const WireEventPtr &event)
{
    sendEvent(event->memberFrame(), event->priority());
    if (std::holds_alternative<domain::MessagePosted>(event->event().what))
        m_services.traffic->sent(Traffic::Protocol::SocketIo, m_shard.index(), 1);
}

void SocketIoSocket::deliverAll(const WireBatch &batch)
{
    sendEvent(batch.memberFrames(), net::WebSocketConnection::Priority::Reliable);
    m_services.traffic->sent(Traffic::Protocol::SocketIo, m_shard.index(), batch.messageCount());
}

void SocketIoSocket::overhear(const WireBatch &batch)
{
    const domain::Event &first = batch.events().front()->event();
    if (m_principal->rooms && !m_principal->admitsRoom(first.room) &&
        !m_principal->admitsRoom(first.session.toString()))
        return;
    const bool skips = batch.hasSameForStaff() && m_state.sessions.contains(first.session);
    if (batch.isForAll() && !skips)
        return sendEvent(batch.staffFrames(), net::WebSocketConnection::Priority::Reliable);
    for (const WireEventPtr &event : batch.events()) {
        if (!skips || !event->isSameForStaff())
            sendEvent(event->staffFrame(), event->priority());
    }
}

void SocketIoSocket::hearOwn(const WireEventPtr &event)
{
    if (!m_state.sessions.contains(event->event().session))
        deliver(event);
}

void SocketIoSocket::checkToken()
{
    m_state.forgetOwn(arrivedBefore());
    if (m_ended || !m_services.authenticator.isExpired(*m_principal))
        return;
    refuse({}, {base::ErrorKind::Unauthorized, QStringLiteral("The token has expired.")});
    m_connection.send(net::WebSocketFrame::text(protocol::socketio::disconnectFrame(nsp)));
    m_ended = true;
    // A library that polls takes the end before what came with it; told `41`, it goes by itself.
    const bool polls = m_connection.transport() == net::EngineIoConnection::Transport::Polling;
    const auto close = [this] {
        m_connection.close(quint16(protocol::CloseCode::Token), QStringLiteral("The token has expired."));
    };
    if (polls)
        QTimer::singleShot(lastWordsDelay, this, close);
    else
        close();
}

/// \a members: those of the answer beside `ok`, without braces
void SocketIoSocket::accept(const Question &question, QByteArrayView members)
{
    if (!question.ackId)
        return;
    QByteArray json = QByteArrayLiteral("{\"ok\":true");
    if (!members.isEmpty())
        json += ',';
    json += members;
    json += '}';
    m_connection.send(net::WebSocketFrame::text(protocol::socketio::ackFrame(nsp, *question.ackId, json)));
}

void SocketIoSocket::refuse(const Question &question, const base::Error &error)
{
    JsonWriter json;
    json.beginObject();
    if (question.ackId) {
        writeError(json.key("ok").boolean(false), presentable(error));
        const QByteArray answer = json.endObject().take();
        return m_connection.send(
            net::WebSocketFrame::text(protocol::socketio::ackFrame(nsp, *question.ackId, answer)));
    }
    writeError(json, presentable(error));
    json.key("event");
    if (question.event.isEmpty())
        json.null();
    else
        json.string(question.event);
    sendOwn("error", json.endObject().take());
}

void SocketIoSocket::sendOwn(QByteArrayView name, QByteArrayView json)
{
    const EventOffset offset{ShardMembers::of(m_shard).recent().newest(), ++m_state.ownCount};
    const auto frame =
        net::WebSocketFrame::text(protocol::socketio::eventFrame(nsp, name, json, {}, offset.toBytes()));
    m_state.keep({offset, std::chrono::steady_clock::now(), frame}, arrivedBefore());
    m_connection.send(frame);
}

/// What was sent before this has arrived: a ping has been answered since.
RecentEvents::Time SocketIoSocket::arrivedBefore() const
{
    const base::Config &config = m_services.config;
    return std::chrono::steady_clock::now() - config.pingInterval - config.pingTimeout;
}

void SocketIoSocket::sendEvent(const net::WebSocketFrame &frame, net::WebSocketConnection::Priority priority)
{
    if (!frame.bytes().isEmpty())
        m_connection.send(frame, priority);
}

} // namespace api
