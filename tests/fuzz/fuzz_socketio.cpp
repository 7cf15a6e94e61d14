#include "fuzz.h"

#include "protocol/socketio.h"

#include <QJsonDocument>

// Socket.IO's packets, of clients and of servers.

using namespace Qt::StringLiterals;
using namespace protocol;
using socketio::Type;

namespace
{
bool hasId(Type type)
{
    return type == Type::Ack || type == Type::BinaryAck;
}

bool isEvent(Type type)
{
    return type == Type::Event || type == Type::BinaryEvent;
}

void checkShape(const socketio::Packet &packet)
{
    FUZZ_CHECK(packet.nsp.startsWith('/') && !packet.nsp.contains(','));
    FUZZ_CHECK(packet.nsp.isValidUtf8());
    FUZZ_CHECK(packet.attachments >= 0 && packet.attachments <= socketio::maxAttachments);
    FUZZ_CHECK(!hasId(packet.type) || packet.ackId);
    FUZZ_CHECK(!packet.ackId || hasId(packet.type) || isEvent(packet.type));
    if (isEvent(packet.type))
        FUZZ_CHECK(packet.array.first().isString() || packet.array.first().isDouble());
}

/// What has one way to be written says the same after it.
void checkRoundTrip(const socketio::Packet &packet)
{
    QByteArray frame;
    switch (packet.type) {
    case Type::Connect:
        frame =
            socketio::connectFrame(packet.nsp, QJsonDocument(packet.object).toJson(QJsonDocument::Compact));
        break;
    case Type::ConnectError:
        frame = socketio::connectErrorFrame(packet.nsp,
                                            QJsonDocument(packet.object).toJson(QJsonDocument::Compact));
        break;
    case Type::Disconnect:
        frame = socketio::disconnectFrame(packet.nsp);
        break;
    case Type::Event:
    case Type::Ack:
    case Type::BinaryEvent:
    case Type::BinaryAck:
        return;
    }
    const auto again = socketio::decodePacket(QByteArrayView(frame).sliced(1));
    FUZZ_CHECK(again && again->type == packet.type && again->nsp == packet.nsp);
    FUZZ_CHECK(again->object == packet.object);
}

/// Whatever name an event has, what we write of it reads the same.
void checkEventName(const socketio::Packet &packet)
{
    if (packet.type != Type::Event || !packet.array.first().isString())
        return;
    const QString name = packet.array.first().toString();
    if (name.toUtf8().contains("\xef\xbf\xbd")) // an unpaired surrogate, which UTF-8 cannot say
        return;
    const QByteArray frame = socketio::eventFrame(packet.nsp, name.toUtf8(), "{}", packet.ackId);
    const auto again = socketio::decodePacket(QByteArrayView(frame).sliced(1));
    FUZZ_CHECK(again && again->nsp == packet.nsp && again->ackId == packet.ackId);
    FUZZ_CHECK(again->array.size() == 2 && again->array.first().toString() == name);
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    const auto packet = socketio::decodePacket(input);
    if (!packet) {
        FUZZ_CHECK(packet.error().kind == base::ErrorKind::BadRequest);
        FUZZ_CHECK(!packet.error().message.isEmpty());
        return;
    }
    checkShape(*packet);
    checkRoundTrip(*packet);
    checkEventName(*packet);
}

std::vector<QByteArray> fuzz::seeds()
{
    return {R"(0{"token":"abc.def.ghi"})"_ba,
            "0/custom,{}"_ba,
            "1"_ba,
            "1/admin,"_ba,
            R"(2["send_message",{"session_id":"support-ACME-42","content":"Përshëndetje!"}])"_ba,
            R"(2/admin,456["typing_start",{"session_id":"r"},null,[1,2.5,true]])"_ba,
            R"(312[{"ok":true}])"_ba,
            R"(4{"message":"Not authorized","data":{"code":"unauthorized"}})"_ba,
            R"(51-["ev",{"_placeholder":true,"num":0}])"_ba,
            R"(61-7[{"_placeholder":true,"num":0}])"_ba};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"0"_ba,
            "2"_ba,
            "5"_ba,
            "/"_ba,
            ","_ba,
            "-"_ba,
            "10-"_ba,
            "11-"_ba,
            "["_ba,
            "]"_ba,
            "{}"_ba,
            "\""_ba,
            "\"connect\""_ba,
            "\"newListener\""_ba,
            R"(\ud800)"_ba,
            "9007199254740993"_ba,
            "\xff"_ba,
            QByteArray(70, '['),
            QByteArray(40, '1')};
}
