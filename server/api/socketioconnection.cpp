#include "api/socketioconnection.h"

#include "api/replies.h"
#include "net/shard.h"
#include "protocol/errors.h"
#include "protocol/jsonwriter.h"

#include <QPointer>
#include <QTimerEvent>

namespace api
{

namespace
{
using protocol::CloseCode;
using protocol::JsonWriter;
using protocol::socketio::Type;

constexpr QByteArrayView root("/");
constexpr int maxTries = 3; ///< to find what a client was, where it has not been lost yet

QByteArray refusal(const base::Error &error)
{
    JsonWriter json;
    json.beginObject().key("message").string(error.message).key("data");
    json.beginObject().key("code").ascii(protocol::errorCode(error.kind)).endObject();
    return json.endObject().take();
}

QByteArray greeting(const SocketState &state)
{
    JsonWriter json(80);
    json.beginObject().key("sid").ascii(state.sid).key("pid").ascii(state.pid);
    return json.endObject().take();
}

} // namespace

SocketIoConnection::SocketIoConnection(net::EngineIoConnection &connection, const net::HttpRequest &request,
                                       net::Shard &shard, const Services &services,
                                       const SocketIoSettings &settings)
    : m_connection(connection)
    , m_shard(shard)
    , m_services(services)
    , m_handshake(services.authenticator.fromHeadersOrQuery(request))
    , m_recovery(settings.recovery)
{
    m_connectTimer.start(int(settings.connectTimeout.count()), this);
}

void SocketIoConnection::messageReceived(const QByteArray &utf8)
{
    received(m_reassembler.text(utf8));
}

/// No event takes bytes: they are counted, not kept.
void SocketIoConnection::binaryReceived(const QByteArray &)
{
    received(m_reassembler.binary({}));
}

void SocketIoConnection::received(const Received &message)
{
    if (!message)
        return m_connection.close(quint16(CloseCode::BadRequest), message.error().message);
    if (*message)
        handle(**message);
}

void SocketIoConnection::handle(const protocol::socketio::Message &message)
{
    const protocol::socketio::Packet &packet = message.packet;
    if (packet.type == Type::Connect)
        return connectNamespace(packet);
    if (packet.nsp != root || !m_root) {
        return m_connection.close(quint16(CloseCode::BadRequest),
                                  QStringLiteral("Connect to a namespace before you speak in it."));
    }
    switch (packet.type) {
    case Type::Event:
    case Type::BinaryEvent:
        return m_root->handle(packet.array, packet.ackId, packet.attachments > 0);
    case Type::Disconnect:
        m_recovery->remove(m_root->pid());
        return m_root.reset();
    case Type::Ack:
    case Type::BinaryAck:
        return; // none is ever asked for, so this one is late or unknown
    case Type::Connect:
    case Type::ConnectError:
        return m_connection.close(quint16(CloseCode::BadRequest),
                                  QStringLiteral("Only a server sends that packet."));
    }
}

void SocketIoConnection::connectNamespace(const protocol::socketio::Packet &packet)
{
    const auto answer = [this](const QByteArray &frame) {
        m_connection.send(net::WebSocketFrame::text(frame));
    };
    if (packet.nsp != root) {
        return answer(protocol::socketio::connectErrorFrame(
            packet.nsp, QByteArrayLiteral("{\"message\":\"Invalid namespace\"}")));
    }
    if (m_root || m_returning) {
        return m_connection.close(quint16(CloseCode::BadRequest),
                                  QStringLiteral("This namespace is connected already."));
    }
    base::Result<chat::PrincipalPtr> principal = principalOf(packet.object);
    if (!principal)
        return answer(protocol::socketio::connectErrorFrame(root, refusal(presentable(principal.error()))));
    const QByteArray pid = packet.object.value(QLatin1String("pid")).toString().toUtf8();
    const auto offset = EventOffset::fromString(packet.object.value(QLatin1String("offset")).toString());
    if (pid.isEmpty() || !offset)
        return welcome(std::move(*principal));
    m_returning = true;
    welcomeBack({pid, *offset, 0}, std::move(*principal));
}

void SocketIoConnection::welcome(chat::PrincipalPtr principal)
{
    enter(SocketState::make(std::move(principal), ShardMembers::of(m_shard).recent().newest()));
}

void SocketIoConnection::welcomeBack(Return back, chat::PrincipalPtr principal)
{
    using What = RecoveryTable::Found::What;
    const quint64 newest = ShardMembers::of(m_shard).recent().newest();
    auto found = m_recovery->find(back.pid, *principal, newest, std::chrono::steady_clock::now());
    if ((found.what == What::Elsewhere || found.what == What::NotYet) && ++back.tries < maxTries)
        return tryAgain(std::move(back), std::move(principal), found.shard);
    if (found.what == What::Recoverable) {
        found.state->principal = principal;
        if (resume(std::move(*found.state), back.offset))
            return;
    }
    welcome(std::move(principal));
}

/// After a turn of \a elsewhere, where the connection that was has to give way, and one of this shard, which
/// then has all that was told there.
void SocketIoConnection::tryAgain(Return back, chat::PrincipalPtr principal, net::Shard *elsewhere)
{
    auto again = [guard = QPointer(this), back, principal = std::move(principal)] {
        if (guard && guard->m_returning)
            guard->welcomeBack(back, principal);
    };
    if (!elsewhere)
        return m_shard.post(std::move(again));
    elsewhere->post(
        [table = m_recovery, pid = back.pid, elsewhere, here = &m_shard, again = std::move(again)] {
            table->evict(pid, *elsewhere);
            here->post(again);
        });
}

/// \return false if what was missed is not known any more, or too much
bool SocketIoConnection::resume(SocketState state, EventOffset offset)
{
    const auto missed =
        state.missedSince(offset, ShardMembers::of(m_shard).recent(), m_services.config.maxSendBuffer / 2);
    if (!missed)
        return false;
    enter(std::move(state), *missed);
    return true;
}

void SocketIoConnection::enter(SocketState state, const net::WebSocketFrame &missed)
{
    m_returning = false;
    m_connectTimer.stop();
    if (!missed.bytes().isEmpty())
        m_connection.send(missed);
    m_connection.send(net::WebSocketFrame::text(protocol::socketio::connectFrame(root, greeting(state))));
    m_recovery->add(state.pid, state.principal, m_shard, *this);
    m_root = std::make_unique<SocketIoSocket>(m_connection, m_shard, m_services, std::move(state));
    m_root->arrive();
}

base::Result<chat::PrincipalPtr> SocketIoConnection::principalOf(const QJsonObject &auth) const
{
    const QJsonValue token = auth.value(QLatin1String("token"));
    if (token.isUndefined() || token.isNull() || token == QJsonValue(QString())) {
        if (m_handshake && m_services.authenticator.isExpired(**m_handshake))
            return base::Error{base::ErrorKind::Unauthorized, QStringLiteral("The token has expired.")};
        return m_handshake;
    }
    if (!token.isString())
        return base::Error{base::ErrorKind::Unauthorized, QStringLiteral("The token must be a string.")};
    return m_services.authenticator.fromToken(token.toString().toUtf8());
}

void SocketIoConnection::giveWay()
{
    lose();
    m_connection.close(quint16(CloseCode::GoingAway), QStringLiteral("You have come back elsewhere."));
}

void SocketIoConnection::closed()
{
    m_connectTimer.stop();
    m_returning = false;
    lose();
}

/// The connection is gone, or as good as that: what it was stays for a while.
void SocketIoConnection::lose()
{
    const std::unique_ptr<SocketIoSocket> socket = std::move(m_root);
    if (!socket)
        return;
    if (socket->isEnded())
        m_recovery->remove(socket->pid());
    else
        m_recovery->lose(socket->lose(), std::chrono::steady_clock::now());
}

void SocketIoConnection::timerEvent(QTimerEvent *)
{
    m_connectTimer.stop();
    m_connection.close(quint16(CloseCode::BadRequest), QStringLiteral("No namespace was connected in time."));
}

} // namespace api
