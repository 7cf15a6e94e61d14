#pragma once

#include "base/result.h"
#include "domain/event.h"
#include "domain/message.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>
#include <span>
#include <variant>

/// The room protocol's frames and JSON shapes, one WebSocket text message or HTTP body each, UTF-8.
/// Pure: no socket, no clock, no log. \see PROTOCOL.md, "Room protocol"
namespace protocol
{

// What a client says

/// `{text, client_msg_id?, reply_to?, role?, sender?}`, with or without `type: "message"`.
struct SendFrame {
    QString text;        ///< storable, but neither trimmed nor measured: domain::checkedContent does that
    QString clientMsgId; ///< empty: none
    std::optional<qint64> replyTo; ///< the number of the message that is answered
    QString role;                  ///< empty: the sender's own; else a role's wire name or `system`
    QString sender;                ///< empty: the sender's own id
};
struct TypingFrame {
    bool typing = false;
};
struct ReadFrame {
    qint64 upTo = 0; ///< the number of the newest message that was read
};
struct PingFrame {
};
using ClientFrame = std::variant<SendFrame, TypingFrame, ReadFrame, PingFrame>;

/// What became of one client frame.
struct ParsedFrame {
    base::Result<ClientFrame> frame; ///< or BadRequest
    QString clientMsgId; ///< the frame's own, also where it was refused; empty if it had no usable one
};
ParsedFrame parseClientFrame(QByteArrayView utf8);

/// The body of `POST /chat/send`: a SendFrame and the room that it is for.
struct SendRequest {
    QString room; ///< a valid room name
    SendFrame send;
};
/// \return the request, or BadRequest with the field at fault
base::Result<SendRequest> parseSend(const QJsonObject &body);

// What the server says

/// A message as REST answers it and as `message` frames bear it.
QByteArray messageJson(const domain::Message &message);
/// A page of history: an array of messageJson().
QByteArray messagesJson(std::span<const domain::Message> messages);

QByteArray messageFrame(const domain::Message &message);
/// The frame that tells of \a event, the same for all its receivers; empty for what this protocol does not
/// speak of.
QByteArray eventFrame(const domain::Event &event);

constexpr qsizetype maxOnlineUsers = 100; ///< ids that a joinedFrame() lists

/// Tells \a self that it has joined and is up to date.
/// \param onlineUsers  ids; those past maxOnlineUsers are left out, \a onlineCount counts them all
QByteArray joinedFrame(const QString &room, const domain::UserRef &self, int onlineCount,
                       const QStringList &onlineUsers, base::Timestamp at);
/// \param clientMsgId  of the frame that failed, so that its sender can mark it; empty: none
QByteArray errorFrame(const base::Error &error, const QString &clientMsgId = {});
QByteArray pongFrame(base::Timestamp at);

} // namespace protocol
