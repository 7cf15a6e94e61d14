#pragma once

#include "base/result.h"
#include "domain/event.h"
#include "domain/message.h"
#include "domain/sessionsummary.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>
#include <span>
#include <vector>

/// The JSON shapes of the unified chat API, of REST bodies and Socket.IO events alike. The server writes
/// them, the console reads them; both directions stand here, so that they are tested against each other.
/// Pure. \see PROTOCOL.md, "The chat API"
namespace protocol::chatapi
{

// What the server says

QByteArray messageJson(const domain::Message &message);
/// `{"messages":[…oldest first],"has_more"}`
QByteArray messagePageJson(std::span<const domain::Message> messages, bool hasMore);
/// With `members`: one session that was asked for.
QByteArray sessionJson(const domain::SessionSummary &summary);
/// `{"versions":[{content, edited_at, editor_id}, …oldest first]}`
QByteArray versionsJson(std::span<const domain::MessageVersion> versions);
/// `{"sessions":[…newest first],"next_cursor"}`; \a nextCursor empty: null
QByteArray sessionPageJson(std::span<const domain::SessionSummary> sessions, const QString &nextCursor);

/// One server event of Socket.IO: its name and its one argument.
struct ServerEvent {
    QByteArrayView name; ///< static
    QByteArray json;
};
/// What those who joined the session hear of \a event; nothing where they hear nothing.
std::optional<ServerEvent> memberEvent(const domain::Event &event);
/// What staff hear of every session without joining it: `session_created {session_id, session}`, and
/// `session_updated {session_id, session}` whose session holds its id and just the members that changed
/// (last_message, last_seq, last_change, last_message_at, status; participants_online; what a PATCH sets).
std::optional<ServerEvent> staffEvent(const domain::Event &event);

// What the console reads: members that it does not know are ignored, a member of the wrong shape is a
// BadRequest that names it.

base::Result<domain::Message> parseMessage(const QJsonObject &json);
struct MessagePage {
    std::vector<domain::Message> messages; ///< oldest first
    bool hasMore = false;
};
base::Result<MessagePage> parseMessagePage(const QJsonObject &json);
/// Of `message_deleted`: what a client that holds the message has to know.
struct DeletedMessage {
    domain::SessionId sessionId;
    domain::MessageId id;
    qint64 seq = 0;
    qint64 number = 0;
    qint64 change = 0;
    base::Timestamp deletedAt{};
    domain::UserRef deleter; ///< without a role
};
base::Result<DeletedMessage> parseDeletedMessage(const QJsonObject &json);
base::Result<std::vector<domain::MessageVersion>> parseVersions(const QJsonObject &json);
base::Result<domain::SessionSummary> parseSession(const QJsonObject &json);
/// Takes over the members that \a json holds, as the `session` of `session_updated` holds but some. Where it
/// is refused, \a summary is unchanged.
base::Status updateSession(domain::SessionSummary &summary, const QJsonObject &json);
struct SessionPage {
    std::vector<domain::SessionSummary> sessions; ///< newest first
    QString nextCursor;                           ///< empty: this was the last page
};
base::Result<SessionPage> parseSessionPage(const QJsonObject &json);

} // namespace protocol::chatapi
