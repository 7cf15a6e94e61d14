#include "protocol/engineio.h"

#include "protocol/json.h"
#include "protocol/jsonwriter.h"

namespace protocol::engineio
{

namespace
{
constexpr qsizetype maxSidLength = 128;
constexpr qsizetype maxUpgrades = 8;
constexpr char separator = '\x1e';
constexpr char binaryMark = 'b';

base::Error malformed(const QString &sentence)
{
    return {base::ErrorKind::BadRequest, sentence};
}

base::Result<QByteArrayList> upgradesOf(const QJsonValue &value)
{
    const QJsonArray names = value.toArray();
    if (!value.isArray() || names.size() > maxUpgrades)
        return malformed(QStringLiteral("`upgrades` must be an array of names."));
    QByteArrayList upgrades;
    for (const QJsonValue &name : names) {
        if (!name.isString())
            return malformed(QStringLiteral("`upgrades` must be an array of names."));
        upgrades.append(name.toString().toUtf8());
    }
    return upgrades;
}

base::Result<Packet> decodeBinary(QByteArrayView base64)
{
    auto bytes =
        QByteArray::fromBase64Encoding(base64.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return malformed(QStringLiteral("The binary packet is not base64."));
    return Packet{Type::Message, std::move(bytes.decoded), true};
}

void separate(QByteArray &payload)
{
    if (!payload.isEmpty())
        payload += separator;
}
} // namespace

base::Result<Packet> decodePacket(QByteArrayView frame, qsizetype maxPayload)
{
    if (frame.size() > maxPayload) {
        return base::Error{base::ErrorKind::TooLarge,
                           QStringLiteral("A packet may have %1 bytes at most.").arg(maxPayload)};
    }
    if (frame.isEmpty())
        return malformed(QStringLiteral("The packet is empty."));
    const char type = frame.front();
    if (type == binaryMark)
        return decodeBinary(frame.sliced(1));
    if (type < char(Type::Open) || type > char(Type::Noop))
        return malformed(QStringLiteral("The packet is of no known type."));
    return Packet{Type(type), frame.sliced(1).toByteArray()};
}

QByteArray encodePacket(Type type, QByteArrayView data)
{
    QByteArray packet;
    packet.reserve(data.size() + 1);
    packet += char(type);
    packet += data;
    return packet;
}

QByteArray encodeBinary(QByteArrayView bytes)
{
    QByteArray packet;
    appendBinary(packet, bytes);
    return packet;
}

base::Result<Packet> PayloadReader::next()
{
    const qsizetype end = m_rest.indexOf(separator);
    const QByteArrayView packet = end < 0 ? m_rest : m_rest.first(end);
    m_atEnd = end < 0;
    m_rest = m_atEnd ? QByteArrayView() : m_rest.sliced(end + 1);
    if (!QUtf8StringView(packet.data(), packet.size()).isValidUtf8())
        return malformed(QStringLiteral("The packet is not UTF-8."));
    return decodePacket(packet, m_maxPayload);
}

void appendText(QByteArray &payload, QByteArrayView packet)
{
    separate(payload);
    payload += packet;
}

void appendBinary(QByteArray &payload, QByteArrayView bytes)
{
    separate(payload);
    payload += binaryMark;
    payload += bytes.toByteArray().toBase64();
}

QByteArray encodeHandshake(const Handshake &handshake)
{
    JsonWriter json;
    json.beginObject().key("sid").ascii(handshake.sid).key("upgrades").beginArray();
    for (const QByteArray &name : handshake.upgrades)
        json.ascii(name);
    json.endArray().key("pingInterval").integer(handshake.pingInterval.count());
    json.key("pingTimeout").integer(handshake.pingTimeout.count());
    return json.key("maxPayload").integer(handshake.maxPayload).endObject().take();
}

base::Result<Handshake> decodeHandshake(QByteArrayView utf8)
{
    const base::Result<QJsonObject> object = parseObject(utf8);
    if (!object)
        return object.error();
    JsonFields fields(*object);
    Handshake handshake;
    handshake.sid = fields.requiredString(QLatin1String("sid"), maxSidLength).toUtf8();
    handshake.pingInterval =
        std::chrono::milliseconds(fields.requiredInteger(QLatin1String("pingInterval"), 1));
    handshake.pingTimeout =
        std::chrono::milliseconds(fields.requiredInteger(QLatin1String("pingTimeout"), 1));
    handshake.maxPayload = fields.requiredInteger(QLatin1String("maxPayload"), 1);
    if (!fields.ok())
        return fields.error();
    const auto upgrades = upgradesOf(object->value(QLatin1String("upgrades")));
    if (!upgrades)
        return upgrades.error();
    handshake.upgrades = *upgrades;
    return handshake;
}

} // namespace protocol::engineio
