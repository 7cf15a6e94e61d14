#include "fuzz.h"

#include "protocol/socketio.h"

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

/// What was read and is written again is read the same. (After it was written once: an unpaired surrogate
/// does not come through.)
void checkRoundTrip(const socketio::Packet &packet)
{
    const QByteArray frame = socketio::encodePacket(packet);
    FUZZ_CHECK(frame.isValidUtf8());
    const auto again = socketio::decodePacket(QByteArrayView(frame).sliced(1));
    FUZZ_CHECK(again && again->type == packet.type && again->nsp == packet.nsp);
    FUZZ_CHECK(again->ackId == packet.ackId && again->attachments == packet.attachments);
    FUZZ_CHECK(socketio::encodePacket(*again) == frame);
}

/// Exactly the attachments that are announced are taken.
void checkAttachments(QByteArrayView input, const socketio::Packet &packet)
{
    socketio::Reassembler reassembler;
    auto message = reassembler.text(input);
    FUZZ_CHECK(message && message->has_value() == (packet.attachments == 0));
    for (int i = 1; i <= packet.attachments; ++i) {
        message = reassembler.binary({});
        FUZZ_CHECK(message && message->has_value() == (i == packet.attachments));
    }
    FUZZ_CHECK((*message)->binaries.size() == packet.attachments);
    FUZZ_CHECK(!reassembler.binary({}));
}

/// Whatever name an event has, what we write of it reads the same.
void checkEventName(const socketio::Packet &packet)
{
    if (packet.type != Type::Event || !packet.array.first().isString())
        return;
    const QString name = packet.array.first().toString();
    if (QString::fromUtf8(name.toUtf8()) != name) // an unpaired surrogate, which UTF-8 cannot say
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
    checkAttachments(input, *packet);
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
            R"(52-/a,7["ev",{"x":[{"_placeholder":true,"num":1}]},{"_placeholder":true,"num":0}])"_ba,
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
