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
    QByteArray data;     ///< text as it came, without the type's digit; or bytes
    bool binary = false; ///< a message of bytes
};

/// Decodes one text packet: a digit and its data, or `b` and a binary message as base64. \param frame UTF-8:
/// one WebSocket text message, or one packet of a payload \return the packet, or BadRequest (empty frame,
/// unknown type, no base64), or TooLarge (more than \a maxPayload bytes)
base::Result<Packet> decodePacket(QByteArrayView frame, qsizetype maxPayload);
QByteArray encodePacket(Type type, QByteArrayView data = {});
/// A binary message as a text packet, for where there is only text.
QByteArray encodeBinary(QByteArrayView bytes);

/// Reads the packets of a long-polling body, which stand between separators. A body has one at least.
class PayloadReader
{
public:
    /// \a body outlives the reader.
    PayloadReader(QByteArrayView body, qsizetype maxPayload)
        : m_rest(body)
        , m_maxPayload(maxPayload)
    {
    }
    bool atEnd() const { return m_atEnd; }
    /// The next packet, while there is one. \return as decodePacket(); also BadRequest for text that is not
    /// UTF-8
    base::Result<Packet> next();

private:
    QByteArrayView m_rest;
    const qsizetype m_maxPayload;
    bool m_atEnd = false;
};

/// Writes such a body.
void appendText(QByteArray &payload, QByteArrayView packet);
void appendBinary(QByteArray &payload, QByteArrayView bytes);

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
