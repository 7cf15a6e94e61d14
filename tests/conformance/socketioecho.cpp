#include "socketioecho.h"

#include "base/ids.h"
#include "net/frames.h"

using namespace Qt::StringLiterals;
using protocol::socketio::Message;
using protocol::socketio::Packet;
using protocol::socketio::Type;

SocketIoEcho::SocketIoEcho(net::EngineIoConnection &connection, std::chrono::milliseconds connectTimeout)
    : m_connection(connection)
{
    m_connectTimer.start(int(connectTimeout.count()), this);
}

void SocketIoEcho::messageReceived(const QByteArray &utf8)
{
    receive(m_reassembler.text(utf8));
}

void SocketIoEcho::binaryReceived(const QByteArray &bytes)
{
    receive(m_reassembler.binary(bytes));
}

void SocketIoEcho::receive(const base::Result<std::optional<Message>> &message)
{
    if (!message)
        fail(message.error().message);
    else if (*message)
        handle(**message);
}

void SocketIoEcho::handle(const Message &message)
{
    const Packet &packet = message.packet;
    if (packet.type == Type::Connect)
        return connectNamespace(packet);
    if (!m_connected.contains(packet.nsp))
        return fail(u"Connect to a namespace before you speak in it."_s);
    switch (packet.type) {
    case Type::Event:
    case Type::BinaryEvent:
        return echo(message);
    case Type::Disconnect:
        m_connected.remove(packet.nsp);
        return;
    case Type::Ack:
    case Type::BinaryAck:
        return;
    case Type::Connect:
    case Type::ConnectError:
        return fail(u"Only a server sends that packet."_s);
    }
}

void SocketIoEcho::connectNamespace(const Packet &packet)
{
    if (packet.nsp != "/" && packet.nsp != "/custom") {
        return send({.type = Type::ConnectError,
                     .nsp = packet.nsp,
                     .ackId = {},
                     .object = {{u"message"_s, u"Invalid namespace"_s}},
                     .array = {}});
    }
    if (m_connected.contains(packet.nsp))
        return fail(u"This namespace is connected already."_s);
    m_connectTimer.stop();
    m_connected.insert(packet.nsp);
    send({.type = Type::Connect,
          .nsp = packet.nsp,
          .ackId = {},
          .object = {{u"sid"_s, QString::fromLatin1(base::randomToken(15))}},
          .array = {}});
    send({.type = Type::Event,
          .nsp = packet.nsp,
          .ackId = {},
          .object = {},
          .array = {u"auth"_s, packet.object}});
}

void SocketIoEcho::echo(const Message &message)
{
    Packet packet = message.packet;
    if (packet.nsp != "/")
        return;
    const QString name = packet.array.first().toString();
    if (name == "message"_L1) {
        packet.array[0] = u"message-back"_s;
        packet.ackId.reset();
    } else if (name == "message-with-ack"_L1 && packet.ackId) {
        packet.array.removeFirst();
        packet.type = packet.type == Type::BinaryEvent ? Type::BinaryAck : Type::Ack;
    } else {
        return;
    }
    send(packet, message.binaries);
}

void SocketIoEcho::send(const Packet &packet, const QByteArrayList &binaries)
{
    auto frames = net::WebSocketFrame::text(protocol::socketio::encodePacket(packet));
    for (const QByteArray &bytes : binaries)
        frames.append(net::WebSocketFrame::binary(bytes));
    m_connection.send(frames);
}

void SocketIoEcho::fail(const QString &reason)
{
    m_connection.close(net::closecode::policyViolation, reason);
}

void SocketIoEcho::timerEvent(QTimerEvent *)
{
    m_connectTimer.stop();
    fail(u"No namespace was connected in time."_s);
}
