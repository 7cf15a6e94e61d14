#include "api/roomconnection.h"

#include "api/replies.h"
#include "net/limits.h"
#include "net/shard.h"
#include "protocol/errors.h"

#include <QPointer>

namespace api
{

namespace
{
constexpr size_t maxHeldEvents = 256;
constexpr int replayPage = 200;
} // namespace

chat::SendCommand commandOf(const protocol::SendFrame &frame)
{
    chat::SendCommand command;
    command.content = frame.text;
    command.clientMsgId = frame.clientMsgId;
    if (frame.replyTo)
        command.replyTo = *frame.replyTo;
    if (!frame.role.isEmpty())
        command.role = frame.role;
    if (!frame.sender.isEmpty())
        command.sender = frame.sender;
    return command;
}

RoomConnection::RoomConnection(net::WebSocketConnection &connection, const net::HttpRequest &request,
                               net::Shard &shard, const Services &services)
    : m_connection(connection)
    , m_shard(shard)
    , m_services(services)
{
    base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeadersOrQuery(request);
    if (!principal) {
        fail(principal.error());
        return;
    }
    m_principal = std::move(*principal);
    if (const std::optional<QString> after = request.queryValue(QStringLiteral("after")))
        m_after = after->toLongLong();
    m_services.chat.open(m_principal, request.pathParameter("room"), domain::Verb::Join,
                         reply<domain::Session>([this](auto session) { opened(std::move(session)); }));
}

template <typename T, typename Function>
base::Reply<T> RoomConnection::reply(Function function)
{
    return {&m_shard, [guard = QPointer(this), function](base::Result<T> result) {
                if (guard && guard->m_state != State::Ended)
                    function(std::move(result));
            }};
}

void RoomConnection::opened(base::Result<domain::Session> session)
{
    if (!session)
        return fail(session.error());
    m_session = std::move(*session);
    ShardMembers::of(m_shard).add(m_session.id, this);
    m_state = State::Replaying;
    if (m_after)
        replayNext();
    else
        goLive();
    for (const QByteArray &frame : std::exchange(m_early, {})) {
        if (m_state != State::Ended)
            handle(frame);
    }
}

void RoomConnection::replayNext()
{
    store::MessageQuery query;
    query.limit = replayPage;
    query.afterNumber = m_after;
    m_services.chat.history(m_principal, m_session.id, query,
                            reply<store::MessagePage>([this](auto page) { replayed(std::move(page)); }));
}

void RoomConnection::replayed(base::Result<store::MessagePage> page)
{
    if (!page)
        return fail(page.error());
    m_pageHasMore = page->hasMore;
    m_page.assign(std::make_move_iterator(page->messages.begin()),
                  std::make_move_iterator(page->messages.end()));
    sendReplayed();
}

void RoomConnection::sendReplayed()
{
    // A reader that takes its time gets the replay at its own speed; the send buffer is for what is live.
    while (!m_page.empty() && m_connection.bytesToWrite() < m_services.config.maxSendBuffer / 4) {
        m_after = m_page.front().number;
        sendJson(protocol::messageFrame(m_page.front()));
        m_page.pop_front();
    }
    if (!m_page.empty())
        return;
    if (m_pageHasMore || std::exchange(m_heldTooMany, false))
        replayNext();
    else
        goLive();
}

void RoomConnection::drained()
{
    if (m_state == State::Replaying && !m_page.empty())
        sendReplayed();
}

void RoomConnection::goLive()
{
    m_state = State::Live;
    m_entered = true;
    for (const WireEventPtr &event : std::exchange(m_held, {}))
        sendEvent(*event);
    const chat::Presence::Online online = m_services.chat.enter(*m_principal, m_session);
    sendJson(protocol::joinedFrame(m_session.address(),
                                   {m_principal->userId, m_principal->name, m_principal->role}, online.count,
                                   online.userIds(), m_services.clock.now()));
}

void RoomConnection::deliver(const WireEventPtr &event)
{
    if (m_state == State::Live)
        return sendEvent(*event);
    if (m_state != State::Replaying || event->event().isEphemeral())
        return;
    if (m_held.size() < maxHeldEvents && !m_heldTooMany) {
        m_held.push_back(event);
    } else {
        m_held.clear();
        m_heldTooMany = true;
    }
}

void RoomConnection::deliverAll(const WireBatch &batch)
{
    if (m_state != State::Live || batch.firstMessage() <= m_after.value_or(0))
        return Member::deliverAll(batch);
    const net::WebSocketFrame &frames = batch.roomFrames();
    if (!frames.bytes().isEmpty())
        m_connection.send(frames);
    m_services.traffic->sent(Traffic::Protocol::Room, m_shard.index(), batch.messageCount());
}

void RoomConnection::sendEvent(const WireEvent &event)
{
    // The replay reads what is committed, and a commit's events leave after it: they may come late, even once
    // live.
    const auto *posted = std::get_if<domain::MessagePosted>(&event.event().what);
    if (posted && posted->message.number <= m_after.value_or(0))
        return;
    if (posted)
        m_services.traffic->sent(Traffic::Protocol::Room, m_shard.index(), 1);
    const net::WebSocketFrame &frame = event.roomFrame();
    if (!frame.bytes().isEmpty())
        m_connection.send(frame, event.priority());
}

void RoomConnection::textReceived(const QString &text)
{
    if (m_state == State::Ended)
        return;
    if (m_frames.take(net::frameRate(m_services.config.messageRate), std::chrono::steady_clock::now())
            .count() > 0)
        return end(quint16(protocol::CloseCode::TooFast), QStringLiteral("Too many frames a second."));
    const QByteArray utf8 = text.toUtf8();
    if (m_state != State::Opening)
        return handle(utf8);
    m_earlyBytes += utf8.size();
    if (m_earlyBytes > m_services.config.maxPayloadBytes)
        return end(quint16(protocol::CloseCode::TooFast), QStringLiteral("Wait for the room to open."));
    m_early.push_back(utf8);
}

void RoomConnection::binaryReceived(const QByteArray &)
{
    end(quint16(protocol::CloseCode::Unsupported), QStringLiteral("The room protocol is text."));
}

void RoomConnection::handle(const QByteArray &utf8)
{
    const protocol::ParsedFrame parsed = protocol::parseClientFrame(utf8);
    if (!parsed.frame)
        return sendJson(protocol::errorFrame(parsed.frame.error(), parsed.clientMsgId));
    if (const auto *send = std::get_if<protocol::SendFrame>(&*parsed.frame))
        handleSend(*send);
    else if (const auto *typing = std::get_if<protocol::TypingFrame>(&*parsed.frame))
        m_services.chat.setTyping(*m_principal, m_session, typing->typing);
    else if (const auto *read = std::get_if<protocol::ReadFrame>(&*parsed.frame))
        handleRead(read->upTo);
    else
        sendJson(protocol::pongFrame(m_services.clock.now()));
}

void RoomConnection::handleSend(const protocol::SendFrame &frame)
{
    // What was stored comes back as an event; only what does not needs a way back to this thread.
    auto answer = reply<store::PostedMessage>([this, id = frame.clientMsgId](auto posted) {
        sendJson(posted ? protocol::messageFrame(posted->message)
                        : protocol::errorFrame(presentable(posted.error()), id));
    });
    m_services.chat.send(m_principal, m_session.id, commandOf(frame),
                         {nullptr, [answer = std::move(answer),
                                    traffic = m_services.traffic](base::Result<store::PostedMessage> posted) {
                              if (posted && !posted->duplicate)
                                  traffic->received(Traffic::Protocol::Room);
                              if (!posted || posted->duplicate)
                                  answer(std::move(posted));
                          }});
}

void RoomConnection::handleRead(qint64 upTo)
{
    if (upTo <= m_readUpTo)
        return;
    m_services.chat.markRead(m_principal, m_session.id, upTo, reply<store::ReadOutcome>([this](auto outcome) {
                                 if (outcome)
                                     m_readUpTo = std::max(m_readUpTo, outcome->upToNumber);
                                 else
                                     sendJson(protocol::errorFrame(presentable(outcome.error())));
                             }));
}

void RoomConnection::checkToken()
{
    if (m_state != State::Ended && m_services.authenticator.isExpired(*m_principal))
        end(quint16(protocol::CloseCode::Token), QStringLiteral("The token has expired."));
}

void RoomConnection::closed()
{
    m_state = State::Ended;
    if (m_session.id.isNull())
        return;
    ShardMembers::of(m_shard).remove(m_session.id, this);
    if (m_entered)
        m_services.chat.leave(*m_principal, m_session);
}

void RoomConnection::sendJson(const QByteArray &json)
{
    m_connection.send(net::WebSocketFrame::text(json));
}

void RoomConnection::fail(const base::Error &error)
{
    const base::Error told = presentable(error);
    sendJson(protocol::errorFrame(told));
    end(quint16(protocol::closeCode(told.kind)), told.message);
}

void RoomConnection::end(quint16 code, const QString &reason)
{
    m_state = State::Ended;
    m_connection.close(code, reason);
}

} // namespace api
