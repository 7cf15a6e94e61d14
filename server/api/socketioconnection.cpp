#include "api/socketioconnection.h"

#include "api/replies.h"
#include "base/ids.h"
#include "protocol/errors.h"
#include "protocol/jsonwriter.h"
#include "protocol/socketio.h"

#include <QTimerEvent>

namespace api
{

namespace
{
using protocol::CloseCode;
using protocol::JsonWriter;
using protocol::socketio::Type;

constexpr int sidBytes = 15; ///< 20 characters
constexpr QByteArrayView root("/");

QByteArray refusal(const base::Error &error)
{
    JsonWriter json;
    json.beginObject().key("message").string(error.message).key("data");
    json.beginObject().key("code").ascii(protocol::errorCode(error.kind)).endObject();
    return json.endObject().take();
}

QByteArray greeting()
{
    return JsonWriter(48).beginObject().key("sid").ascii(base::randomToken(sidBytes)).endObject().take();
}
} // namespace

SocketIoConnection::SocketIoConnection(net::EngineIoConnection &connection, const net::HttpRequest &request,
                                       net::Shard &shard, const Services &services,
                                       const SocketIoSettings &settings)
    : m_connection(connection)
    , m_shard(shard)
    , m_services(services)
    , m_handshake(services.authenticator.fromHeadersOrQuery(request))
{
    m_connectTimer.start(int(settings.connectTimeout.count()), this);
}

void SocketIoConnection::messageReceived(const QByteArray &utf8)
{
    const auto packet = protocol::socketio::decodePacket(utf8);
    if (!packet)
        return m_connection.close(quint16(CloseCode::BadRequest), packet.error().message);
    if (packet->type == Type::Connect)
        return connectNamespace(*packet);
    if (packet->nsp != root || !m_root) {
        return m_connection.close(quint16(CloseCode::BadRequest),
                                  QStringLiteral("Connect to a namespace before you speak in it."));
    }
    handle(*packet);
}

void SocketIoConnection::handle(const protocol::socketio::Packet &packet)
{
    switch (packet.type) {
    case Type::Event:
        return m_root->handle(packet.array, packet.ackId);
    case Type::Disconnect:
        return m_root.reset();
    case Type::Ack:
        return; // none is ever asked for, so this one is late or unknown
    case Type::BinaryEvent:
    case Type::BinaryAck:
        return m_connection.close(quint16(CloseCode::Unsupported),
                                  QStringLiteral("Binary packets are not understood."));
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
    if (m_root) {
        return m_connection.close(quint16(CloseCode::BadRequest),
                                  QStringLiteral("This namespace is connected already."));
    }
    base::Result<chat::PrincipalPtr> principal = principalOf(packet.object);
    if (!principal)
        return answer(protocol::socketio::connectErrorFrame(root, refusal(presentable(principal.error()))));
    m_connectTimer.stop();
    answer(protocol::socketio::connectFrame(root, greeting()));
    m_root = std::make_unique<SocketIoSocket>(m_connection, m_shard, m_services, std::move(*principal));
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

void SocketIoConnection::binaryReceived(const QByteArray &)
{
    m_connection.close(quint16(CloseCode::Unsupported), QStringLiteral("Binary packets are not understood."));
}

void SocketIoConnection::closed()
{
    m_connectTimer.stop();
    m_root.reset();
}

void SocketIoConnection::timerEvent(QTimerEvent *)
{
    m_connectTimer.stop();
    m_connection.close(quint16(CloseCode::BadRequest), QStringLiteral("No namespace was connected in time."));
}

} // namespace api
