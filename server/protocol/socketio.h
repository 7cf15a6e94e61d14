#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

/// Socket.IO v5 packets, inside Engine.IO messages. Pure: no socket, no clock, no log. \see PROTOCOL.md,
/// "Socket.IO"
namespace protocol::socketio
{

enum class Type : char {
    Connect = '0',
    Disconnect = '1',
    Event = '2',
    Ack = '3',
    ConnectError = '4',
    BinaryEvent = '5',
    BinaryAck = '6',
};

/// One packet as it stands in text. The binary types announce how many binary packets follow.
struct Packet {
    Type type = Type::Event;
    QByteArray nsp = "/"; ///< the namespace
    std::optional<quint64> ackId;
    int attachments = 0;
    QJsonObject object; ///< of Connect and ConnectError; Connect without one has an empty object
    QJsonArray array;   ///< of events (the first element is the name) and acks
};

/// \param text  an Engine.IO message's data, UTF-8
/// \return the packet, or BadRequest for what must end the connection: unknown type, invalid JSON, the wrong
///         shape for its type, a reserved event name, more than maxAttachments
base::Result<Packet> decodePacket(QByteArrayView text);

constexpr int maxAttachments = 10;

// Encoding, each a whole Engine.IO text frame, the `4` included, as it goes into a WebSocket message. JSON
// given as bytes is already compact JSON.
QByteArray connectFrame(QByteArrayView nsp, QByteArrayView json = {});
QByteArray connectErrorFrame(QByteArrayView nsp, QByteArrayView json);
QByteArray disconnectFrame(QByteArrayView nsp);
/// \a name is written as JSON string by this; \a json is the one argument, empty: none.
QByteArray eventFrame(QByteArrayView nsp, QByteArrayView name, QByteArrayView json,
                      std::optional<quint64> ackId = {});
/// \a json: the one argument, empty: none.
QByteArray ackFrame(QByteArrayView nsp, quint64 ackId, QByteArrayView json);

} // namespace protocol::socketio
