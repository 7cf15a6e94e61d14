#pragma once

#include "base/result.h"
#include "domain/message.h"

#include <QByteArray>
#include <QJsonArray>
#include <QString>

#include <optional>
#include <variant>

/// The events that a client of the chat API says over Socket.IO. Pure: no socket, no clock, no log. \see
/// PROTOCOL.md, "Socket.IO"
namespace protocol::chatapi
{

// `session` is a session's id or a room's name, checked by the use case.

struct JoinSession {
    QString session;
};
struct LeaveSession {
    QString session;
};
struct SendMessage {
    QString session;
    domain::MessageType type = domain::MessageType::Text;
    QString content;                          ///< storable, but neither trimmed nor measured
    std::optional<domain::MessageId> replyTo; ///< the message that is answered
    QByteArray metadata;                      ///< a compact JSON object; empty: none
    QString clientMsgId;                      ///< empty: none
    QString role;                             ///< to be shown as; empty: the sender's own
    QString sender;                           ///< likewise
};
struct MarkMessagesRead {
    QString session;
    domain::MessageId upTo;
};
struct SetTyping {
    QString session;
    bool typing = false;
};
struct GetOnlineUsers {
    QString session;
};
using ClientEvent =
    std::variant<JoinSession, LeaveSession, SendMessage, MarkMessagesRead, SetTyping, GetOnlineUsers>;

/// The members of a message to send, which is a REST body too. \return them, or BadRequest with the field at
/// fault
base::Result<SendMessage> parseSend(const QJsonObject &body);

/// \param event  a Socket.IO event: its name and its arguments, of which the first counts
/// \return what it asks for, or BadRequest: no such event, no object as argument, or the field at fault
base::Result<ClientEvent> parseClientEvent(const QJsonArray &event);

} // namespace protocol::chatapi
