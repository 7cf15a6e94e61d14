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
    FUZZ_CHECK(engineio::encodePacket(packet->type, packet->data) == input);
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
