#include "fuzz.h"

#include "domain/roomname.h"
#include "protocol/clientevents.h"
#include "protocol/socketio.h"

#include <QJsonDocument>

// What a client says over Socket.IO, from the packet to the event with its fields.

using namespace Qt::StringLiterals;
using namespace protocol::chatapi;

namespace
{
template <typename Event>
void checkSession(const Event &event)
{
    FUZZ_CHECK(!event.session.isEmpty() && event.session.size() <= domain::maxRoomNameLength);
    FUZZ_CHECK(domain::isStorableText(event.session));
}

template <typename Event>
void check(const Event &event)
{
    checkSession(event);
}

void check(const SendMessage &send)
{
    checkSession(send);
    FUZZ_CHECK(domain::isStorableText(send.content));
    FUZZ_CHECK(domain::isStorableText(send.clientMsgId) && domain::isStorableText(send.sender));
    FUZZ_CHECK(!send.replyTo || !send.replyTo->isNull());
    FUZZ_CHECK(send.metadata.isEmpty() || QJsonDocument::fromJson(send.metadata).isObject());
}

void check(const MarkMessagesRead &read)
{
    checkSession(read);
    FUZZ_CHECK(!read.upTo.isNull());
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    const auto packet = protocol::socketio::decodePacket(input);
    if (!packet || packet->type != protocol::socketio::Type::Event)
        return;
    const auto event = parseClientEvent(packet->array);
    if (!event) {
        FUZZ_CHECK(event.error().kind == base::ErrorKind::BadRequest);
        FUZZ_CHECK(!event.error().message.isEmpty());
        return;
    }
    std::visit([](const auto &what) { check(what); }, *event);
}

std::vector<QByteArray> fuzz::seeds()
{
    return {
        R"(21["join_session",{"session_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"}])"_ba,
        R"(2["leave_session",{"session_id":"support-ACME-42"}])"_ba,
        R"(27["send_message",{"session_id":"r","type":"text","content":"Përshëndetje!","client_msg_id":"c-1"}])"_ba,
        R"(2["send_message",{"session_id":"r","content":"a","reply_to_message_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2","metadata":{"a":[1,{"b":null}]},"role":"system","sender":"AGI"}])"_ba,
        R"(2["mark_messages_read",{"session_id":"r","up_to_message_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"}])"_ba,
        R"(2["typing_start",{"session_id":"r"}])"_ba,
        R"(2["get_online_users",{"session_id":"r"}])"_ba};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"null"_ba,
            "{}"_ba,
            "[]"_ba,
            "7"_ba,
            "\"\""_ba,
            R"(\ud800)"_ba,
            R"(\u0000)"_ba,
            "\"session_id\":"_ba,
            "\"content\":"_ba,
            "\"metadata\":"_ba,
            "\"type\":\"image\""_ba,
            "\"send_message\""_ba,
            "\"typing_stop\""_ba,
            QByteArray(130, 'x')};
}
