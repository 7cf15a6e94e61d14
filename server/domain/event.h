#pragma once

#include "domain/message.h"
#include "domain/session.h"
#include "domain/userref.h"

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace domain
{

struct MessagePosted {
    Message message;
};
/// Its sender has changed it: the whole message, its change number advanced, editedAt set.
struct MessageEdited {
    Message message;
    UserRef editor;
    bool isLast = false; ///< no newer message is in the session
};
/// The whole message without its content, its change number advanced, deletedAt set.
struct MessageDeleted {
    Message message;
    UserRef deleter;
    bool isLast = false; ///< no newer message is in the session
};
struct MessagesRead {
    UserRef reader;
    qint64 upToSeq = 0;
    qint64 upToNumber = 0;
    MessageId upToId;
    qint64 readCount = 0; ///< how many were newly read
};
/// What others had posted before has now reached a user, who came in. What is posted while they are in is
/// delivered at once: Message::status of MessagePosted says so.
struct MessageDelivered {
    UserRef user;
    qint64 upToSeq = 0;
    qint64 upToNumber = 0;
    MessageId upToId;
};
struct TypingChanged {
    UserRef user;
    bool typing = false;
};
/// A user's first connection came, or their last one went (5 s ago).
struct PresenceChanged {
    UserRef user;
    bool online = false;
    int onlineCount = 0; ///< users online in the session after the change
};
struct SessionOpened {
    Session session;
    std::optional<UserRef> contact; ///< as SessionSummary::contact
};

/// Status, title, type, assignee, labels or priority have changed: the session as it is now.
struct SessionUpdated {
    Session session;
    UserRef by;
};

/// What happened in one session, once, for all who may hear of it, in whatever protocol they speak.
struct Event {
    SessionId session;
    QString room; ///< Session::address()
    base::Timestamp at{};
    QString exceptUser; ///< is not told (typing is not echoed to who types); empty: everybody is told
    std::variant<MessagePosted, MessageEdited, MessageDeleted, MessagesRead, MessageDelivered, TypingChanged,
                 PresenceChanged, SessionOpened, SessionUpdated>
        what;

    /// Presence and typing may be dropped for a receiver that is slow; messages may not.
    bool isEphemeral() const
    {
        return std::holds_alternative<TypingChanged>(what) || std::holds_alternative<PresenceChanged>(what);
    }
};

/// One event, shared between the threads that deliver it.
using EventPtr = std::shared_ptr<const Event>;

/// Takes events in the order in which they happened in their session. Thread-safe.
class EventSink
{
public:
    virtual ~EventSink() = default;
    virtual void publish(const std::vector<EventPtr> &events) = 0;
};

} // namespace domain
