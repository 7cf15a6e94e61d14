#include "net/engineiosession.h"

#include "base/logging.h"
#include "net/engineioframes.h"
#include "net/engineiohandshake.h"
#include "net/engineiosocket.h"
#include "net/frames.h"
#include "net/limits.h"
#include "protocol/engineio.h"

#include <utility>

namespace net
{

namespace
{
using protocol::engineio::Type;

constexpr QByteArrayView closePacket("1");
constexpr QByteArrayView noopPacket("6");
} // namespace

EngineIoSession::EngineIoSession(QByteArray sid, Owner owner, Shard &shard)
    : m_sid(std::move(sid))
    , m_owner(owner)
    , m_shard(shard)
    , m_hub(ConnectionHub::of(shard))
{
    ++m_shard.limits().pollingSessions;
}

EngineIoSession::~EngineIoSession()
{
    m_hub.unwatch(*this);
    if (m_socket)
        --m_shard.limits().webSocketSessions;
    else
        --m_shard.limits().pollingSessions;
}

void EngineIoSession::open(EngineIoSocket *socket, bool isTextOnly, const HttpRequest &request,
                           const EngineIoOpened &opened)
{
    m_queue.push_back(openFrame(m_sid, !socket, m_shard.config()));
    m_queuedBytes = m_queue.back().bytes().size();
    if (socket)
        upgrade(*socket, isTextOnly);
    m_hub.engineIo().addPinged(*this);
    m_handler = opened(*this, request, m_shard);
}

void EngineIoSession::send(const WebSocketFrame &packets, Priority priority)
{
    if (m_socket)
        return sendToSocket(packets, priority);
    if (m_state != State::Open)
        return;
    const qint64 size = packets.bytes().size();
    const qint64 limit = m_shard.config().maxSendBuffer;
    if (priority == Priority::Ephemeral && m_queuedBytes > limit / 2)
        return;
    if (m_queuedBytes + size > limit) {
        qCInfo(base::logNet, "A polling session is closed because its client does not read.");
        m_queue = {};
        m_queuedBytes = 0;
        m_shard.limits().rejections.count(Rejection::TooSlow);
        return close(closecode::tooSlow, {});
    }
    m_queue.push_back(packets);
    m_queuedBytes += size;
    if (m_poll)
        settleLater();
}

void EngineIoSession::sendToSocket(const WebSocketFrame &packets, Priority priority)
{
    m_socket->connection().send(m_isTextOnly ? asText(packets) : packets, priority);
}

void EngineIoSession::close(quint16 code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    stop();
    m_state = State::Closing;
    if (m_socket)
        return m_socket->connection().close(code, reason);
    m_closingSince = std::chrono::steady_clock::now();
    m_hub.watch(*this);
    settleLater();
}

/// Nothing more comes from the client.
void EngineIoSession::stop()
{
    m_hub.engineIo().removePinged(*this);
    if (EngineIoSocket *attached = std::exchange(m_attached, nullptr))
        attached->drop();
}

/// The end of a session whose client has broken off, or the rules. \a reason: for the figures
void EngineIoSession::end(std::optional<Rejection> reason)
{
    if (m_state == State::Ended)
        return;
    if (reason)
        m_shard.limits().rejections.count(*reason);
    stop();
    m_state = State::Ended;
    endPoll(closePacket);
    m_queue = {};
    m_hub.engineIo().retire(*this);
    settleLater();
}

void EngineIoSession::endPoll(QByteArrayView packet)
{
    if (const auto poll = std::exchange(m_poll, {}))
        (*poll)(m_shard, engineIoPayload(packet.toByteArray()));
}

/// Everything that is queued; then, if it is to be so, the end.
void EngineIoSession::answerPoll()
{
    QByteArray body;
    body.reserve(m_queuedBytes + 1);
    for (const WebSocketFrame &packets : std::exchange(m_queue, {}))
        appendFrames(body, packets);
    m_queuedBytes = 0;
    if (m_state == State::Closing)
        protocol::engineio::appendText(body, closePacket);
    const auto poll = std::exchange(m_poll, {});
    (*poll)(m_shard, engineIoPayload(std::move(body)));
}

void EngineIoSession::poll(EngineIoAnswer answer)
{
    if (m_socket || m_state == State::Ended)
        return answer(m_shard, engineIoRefusal({EngineIoFault::Code::BadRequest}));
    if (m_poll) {
        answer(m_shard, engineIoRefusal({EngineIoFault::Code::BadRequest}));
        return end(Rejection::OverlappingRequest);
    }
    m_poll = std::move(answer);
    const bool goesOn = m_state == State::Closing || admit();
    if (goesOn && !m_unsettled)
        settle();
}

void EngineIoSession::pollGone(quint64 id)
{
    if (!m_poll || m_poll->id() != id)
        return;
    m_poll.reset();
    end(Rejection::AbortedRequest);
}

void EngineIoSession::post(const QByteArray &body, bool isBinary, const EngineIoAnswer &answer)
{
    const auto refuse = [&] { answer(m_shard, engineIoRefusal({EngineIoFault::Code::BadRequest})); };
    if (m_socket || m_state != State::Open)
        return refuse();
    if (m_reading != 0 || isBinary) {
        end(m_reading != 0 ? Rejection::OverlappingRequest : Rejection::BadPacket);
        return refuse();
    }
    protocol::engineio::PayloadReader reader(body, m_shard.config().maxPayloadBytes);
    while (m_state == State::Open && !reader.atEnd()) {
        const auto packet = reader.next();
        if (!packet) {
            refusePacket(packet.error().message);
            return refuse();
        }
        if (!admit() || !receive(*packet))
            return refuse();
    }
    answer(m_shard, engineIoPosted());
}

void EngineIoSession::postBegun(quint64 id)
{
    if (m_state != State::Open || m_socket)
        return;
    if (m_reading != 0)
        return end(Rejection::OverlappingRequest);
    m_reading = id;
}

void EngineIoSession::postOver(quint64 id, bool isWhole)
{
    if (m_reading != id)
        return;
    m_reading = 0;
    if (!isWhole && m_state == State::Open && !m_socket)
        end(Rejection::AbortedRequest);
}

bool EngineIoSession::attach(EngineIoSocket &socket)
{
    if (m_socket || m_attached || m_state != State::Open)
        return false;
    m_attached = &socket;
    return true;
}

void EngineIoSession::detach(EngineIoSocket &socket)
{
    if (m_attached != &socket)
        return;
    m_attached = nullptr;
    m_probed = false;
}

void EngineIoSession::probed()
{
    m_probed = true;
    if (m_poll)
        settleLater();
}

void EngineIoSession::upgrade(EngineIoSocket &socket, bool isTextOnly)
{
    m_attached = nullptr;
    m_socket = &socket;
    m_isTextOnly = isTextOnly;
    --m_shard.limits().pollingSessions;
    ++m_shard.limits().webSocketSessions;
    endPoll(noopPacket);
    for (const WebSocketFrame &packets : std::exchange(m_queue, {}))
        sendToSocket(packets, Priority::Reliable);
    m_queuedBytes = 0;
}

void EngineIoSession::textReceived(const QByteArray &utf8)
{
    if (!admit())
        return;
    const auto packet = protocol::engineio::decodePacket(utf8, m_shard.config().maxPayloadBytes);
    if (packet)
        receive(*packet);
    else
        refusePacket(packet.error().message);
}

void EngineIoSession::binaryReceived(const QByteArray &bytes)
{
    if (admit())
        m_handler->binaryReceived(bytes);
}

void EngineIoSession::socketGone()
{
    stop();
    m_state = State::Ended;
    m_hub.engineIo().retire(*this);
    tellHandler();
}

/// \return whether the client may go on
bool EngineIoSession::admit()
{
    if (m_state != State::Open)
        return false;
    const base::RateLimit limit = frameRate(m_shard.config().messageRate);
    if (m_packets.take(limit, std::chrono::steady_clock::now()).count() == 0)
        return true;
    if (m_socket)
        close(closecode::tooFast, QStringLiteral("Too many packets a second."));
    else
        end(Rejection::TooFast);
    return false;
}

/// \return whether it was a packet that may come from a client
bool EngineIoSession::receive(const protocol::engineio::Packet &packet)
{
    switch (packet.type) {
    case Type::Message:
        if (packet.binary)
            m_handler->binaryReceived(packet.data);
        else
            m_handler->messageReceived(packet.data);
        return true;
    case Type::Pong:
        m_hub.engineIo().ponged(*this);
        return true;
    case Type::Close:
        if (m_socket) {
            close(closecode::normal, {});
        } else {
            endPoll(noopPacket);
            end({});
        }
        return true;
    case Type::Ping:
        return refusePacket(QStringLiteral("Pings are the server's to send."));
    case Type::Open:
    case Type::Upgrade:
    case Type::Noop:
        return true; // they mean nothing from a client whose transport is settled
    }
    Q_UNREACHABLE();
}

bool EngineIoSession::refusePacket(const QString &reason)
{
    if (!m_socket) {
        end(Rejection::BadPacket);
    } else {
        m_shard.limits().rejections.count(Rejection::BadPacket);
        close(closecode::policyViolation, reason);
    }
    return false;
}

void EngineIoSession::ping()
{
    static const auto packet = WebSocketFrame::text(protocol::engineio::encodePacket(Type::Ping));
    send(packet, Priority::Reliable);
}

void EngineIoSession::unanswered()
{
    qCDebug(base::logNet, "An Engine.IO session is closed because its client has fallen silent.");
    if (!m_socket)
        return end(Rejection::Silent);
    m_shard.limits().rejections.count(Rejection::Silent);
    close(closecode::policyViolation, QStringLiteral("A ping was not answered in time."));
}

void EngineIoSession::settleLater()
{
    if (!std::exchange(m_unsettled, true))
        m_hub.engineIo().settleLater(*this);
}

void EngineIoSession::settle()
{
    m_unsettled = false;
    if (m_state != State::Open && !m_socket)
        tellHandler();
    if (!m_poll)
        return;
    if (!m_queue.empty() || m_state == State::Closing)
        answerPoll();
    else if (m_probed)
        endPoll(noopPacket);
    if (m_state == State::Closing)
        end({});
}

void EngineIoSession::tellHandler()
{
    if (const auto handler = std::move(m_handler))
        handler->closed();
}

void EngineIoSession::checkDeadline(Time now)
{
    if (now - m_closingSince >= closeTimeout) {
        m_hub.unwatch(*this);
        end({});
    }
}

void EngineIoSession::shutDown()
{
    if (m_socket)
        return;
    close(closecode::goingAway, {});
    settle();
    if (m_state != State::Ended)
        end({});
}

} // namespace net
