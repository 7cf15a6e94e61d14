#include "fuzz.h"

#include "domain/roles.h"
#include "domain/roomname.h"
#include "protocol/json.h"
#include "protocol/jsonwriter.h"
#include "protocol/roomprotocol.h"

#include <QJsonArray>
#include <QJsonDocument>

// JSON of clients: room frames, and bodies of POST /chat/send.

using namespace Qt::StringLiterals;

namespace
{
void checkError(const base::Error &error)
{
    FUZZ_CHECK(error.kind == base::ErrorKind::BadRequest);
    FUZZ_CHECK(!error.message.isEmpty());
    FUZZ_CHECK(QJsonDocument::fromJson(protocol::errorFrame(error)).isObject());
}

QByteArray writtenAgain(const protocol::SendFrame &send)
{
    protocol::JsonWriter json;
    json.beginObject().key("text").string(send.text).key("client_msg_id").string(send.clientMsgId);
    json.key("role").string(send.role).key("sender").string(send.sender).key("reply_to");
    send.replyTo ? json.integer(*send.replyTo) : json.null();
    return json.endObject().take();
}

void check(const protocol::SendFrame &send)
{
    FUZZ_CHECK(domain::isStorableText(send.text));
    FUZZ_CHECK(domain::isStorableText(send.clientMsgId) &&
               send.clientMsgId.size() <= domain::maxClientMsgIdLength);
    FUZZ_CHECK(domain::isStorableText(send.sender) && send.sender.size() <= domain::maxSenderLength);
    FUZZ_CHECK(send.role.isEmpty() || send.role == u"system" || domain::roleFromString(send.role));
    FUZZ_CHECK(!send.replyTo || *send.replyTo >= 1);

    const auto again = protocol::parseClientFrame(writtenAgain(send));
    FUZZ_CHECK(again.frame && std::holds_alternative<protocol::SendFrame>(*again.frame));
    const auto &copy = std::get<protocol::SendFrame>(*again.frame);
    FUZZ_CHECK(copy.text == send.text && copy.clientMsgId == send.clientMsgId &&
               copy.replyTo == send.replyTo);
    FUZZ_CHECK(copy.role == send.role && copy.sender == send.sender);

    if (const auto content = domain::checkedContent(send.text)) {
        FUZZ_CHECK(!content->isEmpty() && content->toUtf8().size() <= domain::maxContentBytes);
        FUZZ_CHECK(domain::checkedContent(*content).value() == *content);
    }
}

void check(const protocol::TypingFrame &) {}

void check(const protocol::ReadFrame &read)
{
    FUZZ_CHECK(read.upTo >= 1 && read.upTo <= protocol::maxJsonInteger);
}

void check(const protocol::PingFrame &) {}

void checkFrame(QByteArrayView input)
{
    const auto parsed = protocol::parseClientFrame(input);
    FUZZ_CHECK(domain::isStorableText(parsed.clientMsgId) &&
               parsed.clientMsgId.size() <= domain::maxClientMsgIdLength);
    if (!parsed.frame)
        return checkError(parsed.frame.error());
    std::visit([](const auto &frame) { check(frame); }, *parsed.frame);
    if (const auto *send = std::get_if<protocol::SendFrame>(&*parsed.frame))
        FUZZ_CHECK(send->clientMsgId == parsed.clientMsgId);
}

void checkBody(QByteArrayView input)
{
    const auto object = protocol::parseObject(input);
    if (!object)
        return checkError(object.error());
    const auto request = protocol::parseSend(*object);
    if (!request)
        return checkError(request.error());
    FUZZ_CHECK(domain::isRoomName(request->room));
    check(request->send);
}

/// Whatever text we are given, what we write of it is JSON and says the same.
void checkWriter(QByteArrayView input)
{
    const QString text = QString::fromUtf8(input);
    const QByteArray json = protocol::JsonWriter().beginArray().string(text).endArray().take();
    FUZZ_CHECK(QJsonDocument::fromJson(json).array().first().toString() == text);
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    checkFrame(input);
    checkBody(input);
    checkWriter(input);
}

std::vector<QByteArray> fuzz::seeds()
{
    return {
        R"({ "text": "Përshëndetje! Si mund t'ju ndihmoj?" })"_ba,
        R"({"type":"message","text":"a","client_msg_id":"c-1","reply_to":7,"role":"system","sender":"AGI-Core"})"_ba,
        R"({"room":"support-ACME-42","role":"system","sender":"AGI-Core","text":"ALERT: Temperatura në Gamma: 33.7°C"})"_ba,
        R"({"text":"\"\\\/\b\f\n\r\t\u00eb\ud83d\ude80","client_msg_id":"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"})"_ba,
        R"({"type":"typing","is_typing":true})"_ba,
        R"({"type":"read","up_to":9007199254740992})"_ba,
        R"({"type":"ping"})"_ba,
        R"({"text":"a","more":{"a":[1,-2.5e3,null,true,false,{"b":[]}]}})"_ba};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"{"_ba,
            "}"_ba,
            "["_ba,
            "]"_ba,
            ","_ba,
            ":"_ba,
            "\""_ba,
            "null"_ba,
            "true"_ba,
            "-0"_ba,
            "1e999"_ba,
            "9007199254740993"_ba,
            R"(\ud800)"_ba,
            R"(\udc00)"_ba,
            R"(\u0000)"_ba,
            "\xef\xbb\xbf"_ba,
            "\"text\":"_ba,
            "\"type\":"_ba,
            "\"client_msg_id\":"_ba,
            "\"room\":\"..\""_ba,
            QByteArray(70, '['),
            QByteArray(200, 'x')};
}
