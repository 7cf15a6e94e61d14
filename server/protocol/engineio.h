#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayList>

#include <chrono>

/// Engine.IO v4, the packets under Socket.IO. Pure: no socket, no clock, no log. \see PROTOCOL.md,
/// "Engine.IO"
namespace protocol::engineio
{

enum class Type : char {
    Open = '0',
    Close = '1',
    Ping = '2',
    Pong = '3',
    Message = '4',
    Upgrade = '5',
    Noop = '6',
};

struct Packet {
    Type type = Type::Message;
    QByteArray data; ///< UTF-8 text, without the type's digit
};

/// Decodes one text packet. \param frame one WebSocket text message, UTF-8
/// \return the packet, or BadRequest (empty frame, unknown type), or TooLarge (more than \a maxPayload bytes)
base::Result<Packet> decodePacket(QByteArrayView frame, qsizetype maxPayload);
QByteArray encodePacket(Type type, QByteArrayView data = {});

/// What the `open` packet announces.
struct Handshake {
    QByteArray sid;
    QByteArrayList upgrades; ///< names of transports; empty on WebSocket
    std::chrono::milliseconds pingInterval{25'000};
    std::chrono::milliseconds pingTimeout{20'000};
    qsizetype maxPayload = 1'000'000;
};
QByteArray encodeHandshake(const Handshake &handshake);       ///< the JSON, without the type's digit
base::Result<Handshake> decodeHandshake(QByteArrayView json); ///< or BadRequest

} // namespace protocol::engineio
