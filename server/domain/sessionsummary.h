#pragma once

#include "domain/message.h"
#include "domain/session.h"
#include "domain/userref.h"

#include <optional>
#include <vector>

namespace domain
{

/// What a list of sessions shows of the newest message.
struct LastMessage {
    qint64 seq = 0;
    MessageType type = MessageType::Text;
    QString excerpt; ///< at most maxExcerptLength characters; empty if it was deleted
    QString senderId;
    QString senderName;
    QString shownRole; ///< as Message::shownRole
    base::Timestamp at{};
};

LastMessage lastMessageOf(const Message &message);

/// Somebody who takes part in a session, or (staff) looks in, and how far they have come.
struct Member {
    UserRef user;
    bool participant = false;
    bool online = false; ///< has a connection in it now
    qint64 readSeq = 0;
    qint64 deliveredSeq = 0; ///< at least readSeq
};
constexpr int maxListedMembers = 100;

/// A session as a list shows it to one user.
struct SessionSummary {
    Session session;
    std::optional<UserRef> contact; ///< the customer: the client who has participated longest
    bool contactOnline = false;     ///< has a connection in it now
    std::optional<LastMessage> lastMessage;
    qint64 readSeq = 0;         ///< how far that user has read
    qint64 unreadCount = 0;     ///< messages of others behind readSeq
    int participantsOnline = 0; ///< users with a connection in it now
    /// Where one session was asked for, at most maxListedMembers, participants first; else empty.
    std::vector<Member> members = {};
};

} // namespace domain
