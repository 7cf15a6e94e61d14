#include "protocol/socketio.h"

#include "protocol/engineio.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

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

base::Status readNamespace(QByteArrayView &text, Packet &packet)
{
    if (text.isEmpty() || text.front() != '/')
        return base::success();
    const qsizetype comma = text.indexOf(',');
    const QByteArrayView nsp = comma < 0 ? text : text.first(comma);
    if (nsp.size() > maxNamespaceLength)
        return malformed(QStringLiteral("A namespace may have %1 bytes at most.").arg(maxNamespaceLength));
    packet.nsp = nsp.toByteArray();
    text = comma < 0 ? QByteArrayView() : text.sliced(comma + 1);
    return base::success();
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

/// Whether each placeholder in \a value names one of \a attachments.
bool hasItsAttachments(const QJsonValue &value, int attachments)
{
    const auto good = [attachments](const QJsonValue &part) { return hasItsAttachments(part, attachments); };
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(), good);
    }
    if (!value.isObject())
        return true;
    const QJsonObject object = value.toObject();
    if (object.value(QLatin1String("_placeholder")) == QJsonValue(true)) {
        const int num = object.value(QLatin1String("num")).toInt(-1);
        return num >= 0 && num < attachments;
    }
    return std::all_of(object.begin(), object.end(), good);
}

base::Status readArray(QByteArrayView text, Packet &packet)
{
    auto array = parseArray(text);
    if (!array)
        return array.error();
    packet.array = std::move(*array);
    if (isBinary(packet.type) && !hasItsAttachments(packet.array, packet.attachments))
        return malformed(QStringLiteral("A placeholder stands for no attachment of its packet."));
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

/// `4<type>[<attachments>-][<nsp>,][<ackid>]`
QByteArray head(Type type, QByteArrayView nsp, std::optional<quint64> ackId, qsizetype expectedMore,
                int attachments = 0)
{
    QByteArray frame;
    frame.reserve(expectedMore + nsp.size() + 24);
    frame += char(engineio::Type::Message);
    frame += char(type);
    if (isBinary(type)) {
        frame += QByteArray::number(attachments);
        frame += '-';
    }
    if (nsp != QByteArrayView("/")) {
        frame += nsp;
        frame += ',';
    }
    if (ackId)
        frame += QByteArray::number(*ackId);
    return frame;
}

QByteArray compact(const QJsonDocument &json)
{
    const QByteArray bytes = json.toJson(QJsonDocument::Compact);
    return bytes.isValidUtf8() ? bytes : QString::fromUtf8(bytes).toUtf8();
}

QByteArray jsonOf(const Packet &packet)
{
    switch (packet.type) {
    case Type::Connect:
        return packet.object.isEmpty() ? QByteArray() : compact(QJsonDocument(packet.object));
    case Type::ConnectError:
        return compact(QJsonDocument(packet.object));
    case Type::Disconnect:
        return {};
    case Type::Event:
    case Type::Ack:
    case Type::BinaryEvent:
    case Type::BinaryAck:
        return compact(QJsonDocument(packet.array));
    }
    Q_UNREACHABLE();
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
    if (const base::Status read = readNamespace(text, packet); !read)
        return read.error();
    if (const base::Status read = readAckId(text, packet); !read)
        return read.error();
    if (const base::Status read = readJson(text, packet); !read)
        return read.error();
    return packet;
}

QByteArray encodePacket(const Packet &packet)
{
    const QByteArray json = jsonOf(packet);
    QByteArray frame = head(packet.type, packet.nsp, packet.ackId, json.size(), packet.attachments);
    frame += json;
    return frame;
}

base::Result<std::optional<Message>> Reassembler::text(QByteArrayView utf8)
{
    if (m_open)
        return malformed(QStringLiteral("An attachment is due, not text."));
    base::Result<Packet> packet = decodePacket(utf8);
    if (!packet)
        return packet.error();
    Message message{std::move(*packet), {}};
    if (message.packet.attachments == 0)
        return std::optional(std::move(message));
    m_open = std::move(message);
    return std::optional<Message>();
}

base::Result<std::optional<Message>> Reassembler::binary(QByteArray bytes)
{
    if (!m_open)
        return malformed(QStringLiteral("No attachment is due."));
    m_open->binaries.append(std::move(bytes));
    if (m_open->binaries.size() < m_open->packet.attachments)
        return std::optional<Message>();
    return std::exchange(m_open, std::nullopt);
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
                      std::optional<quint64> ackId, QByteArrayView offset)
{
    const qsizetype size = name.size() + json.size() + offset.size();
    QByteArray frame = head(Type::Event, nsp, ackId, size);
    JsonWriter array(size + 8);
    array.beginArray().string(QString::fromUtf8(name));
    if (!json.isEmpty())
        array.raw(json);
    if (!offset.isEmpty())
        array.ascii(offset);
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
