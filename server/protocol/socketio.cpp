#include "protocol/socketio.h"

#include "protocol/engineio.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"

#include <algorithm>
#include <array>

namespace protocol::socketio
{

namespace
{
base::Error malformed(const QString &sentence)
{
    return {base::ErrorKind::BadRequest, sentence};
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes the digits that \a text begins with; as far as maxJsonInteger. Nothing: there are none, or too many.
std::optional<quint64> takeNumber(QByteArrayView &text)
{
    const auto *end = std::find_if_not(text.begin(), text.end(), isDigit);
    const QByteArrayView digits = text.first(end - text.begin());
    if (digits.isEmpty() || digits.size() > 16)
        return std::nullopt;
    const quint64 number = digits.toByteArray().toULongLong();
    if (number > quint64(maxJsonInteger))
        return std::nullopt;
    text = text.sliced(digits.size());
    return number;
}

/// Events that a Socket.IO library raises itself, so that none may come over the wire.
bool isReserved(const QString &name)
{
    static constexpr std::array names{QLatin1String("connect"),     QLatin1String("connect_error"),
                                      QLatin1String("disconnect"),  QLatin1String("disconnecting"),
                                      QLatin1String("newListener"), QLatin1String("removeListener")};
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isBinary(Type type)
{
    return type == Type::BinaryEvent || type == Type::BinaryAck;
}

base::Status readAttachments(QByteArrayView &text, Packet &packet)
{
    const std::optional<quint64> count = takeNumber(text);
    if (!count || text.isEmpty() || text.front() != '-')
        return malformed(QStringLiteral("A binary packet must say how many attachments it has."));
    if (*count > quint64(maxAttachments))
        return malformed(QStringLiteral("A packet may have %1 attachments at most.").arg(maxAttachments));
    packet.attachments = int(*count);
    text = text.sliced(1);
    return base::success();
}

void readNamespace(QByteArrayView &text, Packet &packet)
{
    if (text.isEmpty() || text.front() != '/')
        return;
    const qsizetype comma = text.indexOf(',');
    packet.nsp = (comma < 0 ? text : text.first(comma)).toByteArray();
    text = comma < 0 ? QByteArrayView() : text.sliced(comma + 1);
}

base::Status readAckId(QByteArrayView &text, Packet &packet)
{
    const bool may = packet.type == Type::Event || packet.type == Type::BinaryEvent;
    const bool must = packet.type == Type::Ack || packet.type == Type::BinaryAck;
    if (text.isEmpty() || !isDigit(text.front()))
        return must ? base::Status(malformed(QStringLiteral("An ack must say what it answers.")))
                    : base::success();
    if (!may && !must)
        return malformed(QStringLiteral("Only events and acks have an ack id."));
    packet.ackId = takeNumber(text);
    return packet.ackId ? base::success() : malformed(QStringLiteral("The ack id is too large."));
}

base::Status readObject(QByteArrayView text, Packet &packet)
{
    if (text.isEmpty() && packet.type == Type::Connect)
        return base::success();
    auto object = parseObject(text);
    if (!object)
        return object.error();
    packet.object = std::move(*object);
    return base::success();
}

base::Status readArray(QByteArrayView text, Packet &packet)
{
    auto array = parseArray(text);
    if (!array)
        return array.error();
    packet.array = std::move(*array);
    if (packet.type != Type::Event && packet.type != Type::BinaryEvent)
        return base::success();
    const QJsonValue name = packet.array.isEmpty() ? QJsonValue() : packet.array.first();
    if (!name.isString() && !name.isDouble())
        return malformed(QStringLiteral("An event must begin with its name."));
    if (isReserved(name.toString()))
        return malformed(QStringLiteral("The event's name is reserved."));
    return base::success();
}

base::Status readJson(QByteArrayView text, Packet &packet)
{
    switch (packet.type) {
    case Type::Connect:
    case Type::ConnectError:
        return readObject(text, packet);
    case Type::Disconnect:
        return text.isEmpty() ? base::success() : malformed(QStringLiteral("A disconnect bears nothing."));
    case Type::Event:
    case Type::Ack:
    case Type::BinaryEvent:
    case Type::BinaryAck:
        return readArray(text, packet);
    }
    Q_UNREACHABLE();
}

/// `4<type>[<nsp>,][<ackid>]`
QByteArray head(Type type, QByteArrayView nsp, std::optional<quint64> ackId, qsizetype expectedMore)
{
    QByteArray frame;
    frame.reserve(expectedMore + nsp.size() + 24);
    frame += char(engineio::Type::Message);
    frame += char(type);
    if (nsp != QByteArrayView("/")) {
        frame += nsp;
        frame += ',';
    }
    if (ackId)
        frame += QByteArray::number(*ackId);
    return frame;
}

QByteArray withJson(Type type, QByteArrayView nsp, QByteArrayView json)
{
    QByteArray frame = head(type, nsp, {}, json.size());
    frame += json;
    return frame;
}
} // namespace

base::Result<Packet> decodePacket(QByteArrayView text)
{
    if (text.isEmpty() || text.front() < char(Type::Connect) || text.front() > char(Type::BinaryAck))
        return malformed(QStringLiteral("The packet is of no known type."));
    if (!text.isValidUtf8())
        return malformed(QStringLiteral("The packet is not valid UTF-8."));
    Packet packet;
    packet.type = Type(text.front());
    text = text.sliced(1);
    if (isBinary(packet.type)) {
        if (const base::Status read = readAttachments(text, packet); !read)
            return read.error();
    }
    readNamespace(text, packet);
    if (const base::Status read = readAckId(text, packet); !read)
        return read.error();
    if (const base::Status read = readJson(text, packet); !read)
        return read.error();
    return packet;
}

QByteArray connectFrame(QByteArrayView nsp, QByteArrayView json)
{
    return withJson(Type::Connect, nsp, json);
}

QByteArray connectErrorFrame(QByteArrayView nsp, QByteArrayView json)
{
    return withJson(Type::ConnectError, nsp, json);
}

QByteArray disconnectFrame(QByteArrayView nsp)
{
    return withJson(Type::Disconnect, nsp, {});
}

QByteArray eventFrame(QByteArrayView nsp, QByteArrayView name, QByteArrayView json,
                      std::optional<quint64> ackId)
{
    QByteArray frame = head(Type::Event, nsp, ackId, name.size() + json.size());
    JsonWriter array(name.size() + json.size() + 8);
    array.beginArray().string(QString::fromUtf8(name));
    if (!json.isEmpty())
        array.raw(json);
    frame += array.endArray().take();
    return frame;
}

QByteArray ackFrame(QByteArrayView nsp, quint64 ackId, QByteArrayView json)
{
    QByteArray frame = head(Type::Ack, nsp, ackId, json.size());
    frame += '[';
    frame += json;
    frame += ']';
    return frame;
}

} // namespace protocol::socketio
