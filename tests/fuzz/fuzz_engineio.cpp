#include "fuzz.h"

#include "protocol/engineio.h"

// Engine.IO's packets and handshakes, as they come over a WebSocket: the console reads a server's, too.

using namespace Qt::StringLiterals;
using namespace protocol;

namespace
{
constexpr qsizetype maxPayload = 256;

void checkPacket(QByteArrayView input)
{
    const auto packet = engineio::decodePacket(input, maxPayload);
    if (!packet) {
        const bool tooLarge = packet.error().kind == base::ErrorKind::TooLarge;
        FUZZ_CHECK(tooLarge == (input.size() > maxPayload));
        FUZZ_CHECK(tooLarge || packet.error().kind == base::ErrorKind::BadRequest);
        return;
    }
    if (!packet->binary)
        FUZZ_CHECK(engineio::encodePacket(packet->type, packet->data) == input);
}

/// A long-polling body: it ends, and what is read of it is written as it was, base64's padding aside.
void checkPayload(QByteArrayView input)
{
    engineio::PayloadReader reader(input, maxPayload);
    QByteArray written;
    for (qsizetype packets = 0; !reader.atEnd(); ++packets) {
        FUZZ_CHECK(packets <= input.size());
        const auto packet = reader.next();
        if (!packet)
            return;
        if (packet->binary)
            engineio::appendBinary(written, packet->data);
        else
            engineio::appendText(written, engineio::encodePacket(packet->type, packet->data));
    }
    engineio::PayloadReader again(written, maxPayload + 2 * input.size());
    QByteArray rewritten;
    while (!again.atEnd()) {
        const auto packet = again.next();
        FUZZ_CHECK(packet);
        if (packet->binary)
            engineio::appendBinary(rewritten, packet->data);
        else
            engineio::appendText(rewritten, engineio::encodePacket(packet->type, packet->data));
    }
    FUZZ_CHECK(rewritten == written);
}

void checkHandshake(QByteArrayView input)
{
    const auto handshake = engineio::decodeHandshake(input);
    if (!handshake) {
        FUZZ_CHECK(handshake.error().kind == base::ErrorKind::BadRequest);
        FUZZ_CHECK(!handshake.error().message.isEmpty());
        return;
    }
    FUZZ_CHECK(!handshake->sid.isEmpty());
    FUZZ_CHECK(handshake->pingInterval.count() > 0 && handshake->pingTimeout.count() > 0);
    FUZZ_CHECK(handshake->maxPayload > 0);
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    checkPacket(input);
    checkPayload(input);
    checkHandshake(input);
}

std::vector<QByteArray> fuzz::seeds()
{
    return {
        R"({"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})"_ba,
        R"({"sid":"a","upgrades":[],"pingInterval":300,"pingTimeout":200,"maxPayload":1})"_ba,
        R"(0{"sid":"a"})"_ba,
        "1"_ba,
        "2"_ba,
        "3probe"_ba,
        R"(42["message","Përshëndetje 🚀"])"_ba,
        "4hello\x1e"_ba + "bAQIDBA==\x1e"_ba + "2"_ba,
        "b"_ba,
        "5"_ba,
        "6"_ba};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"0"_ba,
            "7"_ba,
            "probe"_ba,
            "\x1e"_ba,
            "b"_ba,
            "null"_ba,
            "-1"_ba,
            "9007199254740993"_ba,
            "\"sid\":"_ba,
            "\"upgrades\":"_ba,
            "[1]"_ba,
            QByteArray(70, '['),
            QByteArray(300, 'x')};
}
