#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayList>
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

constexpr int maxAttachments = 10;
constexpr qsizetype maxNamespaceLength = 1024; ///< bytes

/// One packet as it stands in text. The binary types announce how many binary packets follow; where the bytes
/// of each belong, the array has a placeholder: `{"_placeholder":true,"num":0}`.
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
///         shape for its type, a reserved event name, a namespace over its length, more than maxAttachments,
///         a placeholder of none of them
base::Result<Packet> decodePacket(QByteArrayView text);

/// The other way round: a whole Engine.IO text frame, the `4` included. What the packet's type has no place
/// for is left out. Unpaired surrogates become U+FFFD.
QByteArray encodePacket(const Packet &packet);

/// A packet with all that belongs to it.
struct Message {
    Packet packet;
    QByteArrayList binaries; ///< the bytes of its attachments, by `num`
};

/// Puts packets and their attachments together, as they come in. After a failure the connection is to be
/// closed: there is no telling what belongs to what.
class Reassembler
{
public:
    /// A text message came. \return a whole message, nothing if attachments are still to come, or BadRequest:
    /// of decodePacket(), or text where an attachment is due
    base::Result<std::optional<Message>> text(QByteArrayView utf8);
    /// A binary message came. Who has no use for \a bytes may give none. \return as text(); BadRequest: no
    /// attachment is due
    base::Result<std::optional<Message>> binary(QByteArray bytes);

private:
    std::optional<Message> m_open; ///< waits for attachments
};

// Encoding, each a whole Engine.IO text frame, the `4` included, as it goes into a WebSocket message. JSON
// given as bytes is already compact JSON.
QByteArray connectFrame(QByteArrayView nsp, QByteArrayView json = {});
QByteArray connectErrorFrame(QByteArrayView nsp, QByteArrayView json);
QByteArray disconnectFrame(QByteArrayView nsp);
/// \a name is written as JSON string by this; \a json is the one argument, empty: none. \a offset: what a
/// client that comes back names as the last that it has, a string of ASCII without quotes; empty: none
QByteArray eventFrame(QByteArrayView nsp, QByteArrayView name, QByteArrayView json,
                      std::optional<quint64> ackId = {}, QByteArrayView offset = {});
/// \a json: the one argument, empty: none.
QByteArray ackFrame(QByteArrayView nsp, quint64 ackId, QByteArrayView json);

} // namespace protocol::socketio
