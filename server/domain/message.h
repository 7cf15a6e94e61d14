#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "domain/roles.h"
#include "domain/session.h"

namespace domain
{

using MessageId = base::Id<struct MessageTag>;

enum class MessageType { Text, Audio, Image, File, System };
QLatin1String toString(MessageType type);
std::optional<MessageType> messageTypeFromString(QStringView text);

constexpr qsizetype maxContentBytes = 16 * 1024; ///< of UTF-8, after trimming
constexpr qsizetype maxMetadataBytes = 4 * 1024;
constexpr qsizetype maxClientMsgIdLength = 128;
constexpr qsizetype maxSenderLength = 128;
constexpr qsizetype maxExcerptLength = 120;       ///< characters of a quoted message
constexpr std::chrono::minutes changeableFor{15}; ///< after a message was sent, by its sender
constexpr int maxVersions = 100; ///< earlier contents of one message: so often it may be edited

/// What a reply shows of the message that it answers.
struct ReplyPreview {
    qint64 number = 0;
    MessageId id;
    QString senderName;
    QString excerpt; ///< the first maxExcerptLength characters; empty if it was deleted
};

enum class DeliveryStatus { Sent, Delivered, Read };
QLatin1String toString(DeliveryStatus status);
std::optional<DeliveryStatus> deliveryStatusFromString(QStringView text);

/// A message as stored. One value serves every wire format.
struct Message {
    qint64 number = 0; ///< global, growing; `id` in the room protocol
    MessageId id;      ///< `id` elsewhere
    SessionId sessionId;
    QString room;      ///< Session::address()
    qint64 seq = 0;    ///< 1, 2, 3… in its session, without a gap
    qint64 change = 0; ///< the session's change number of its last change
    MessageType type = MessageType::Text;
    QString content;
    QString senderId; ///< who wrote it, whatever it is shown as
    Role senderRole = Role::Client;
    QString senderName;  ///< as shown
    QString shownSender; ///< `sender` in the room protocol: senderId unless sent as another
    QString shownRole;   ///< `role`: a role's wire name or `system`
    std::optional<ReplyPreview> replyTo;
    QByteArray metadata; ///< a compact JSON object, or empty
    QString clientMsgId; ///< the sender's own id for this write; empty if it gave none
    DeliveryStatus status = DeliveryStatus::Sent;
    base::Timestamp createdAt{};
    std::optional<base::Timestamp> editedAt;
    std::optional<base::Timestamp> deletedAt;
};

/// What a message said before somebody edited it.
struct MessageVersion {
    QString content;
    base::Timestamp editedAt{}; ///< when it was replaced
    QString editorId;           ///< by whom
};

/// Checks and trims what somebody wants to send: not empty, at most maxContentBytes of UTF-8, no NUL, no
/// unpaired surrogate. \return the content to store, or BadRequest (field `text`), or TooLarge
base::Result<QString> checkedContent(const QString &content);

/// The first maxExcerptLength characters of \a content, no surrogate pair cut in two.
QString excerptOf(const QString &content);

/// Whether \a text has no NUL and no unpaired surrogate, so that it survives UTF-8 and both databases
/// unchanged.
bool isStorableText(QStringView text);

} // namespace domain
