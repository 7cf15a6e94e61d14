#pragma once

#include "api/eventoffset.h"
#include "api/recentevents.h"
#include "chat/chatservice.h"
#include "net/websocket.h"

#include <QHash>

#include <optional>
#include <vector>

namespace api
{

/// A session that a connection is in.
struct JoinedSession {
    domain::Session session;
    quint64 since = 0; ///< number of the newest shared event when it joined: it hears those after that
};

/// An event that only one connection was told.
struct OwnEvent {
    EventOffset offset;
    RecentEvents::Time at;
    net::WebSocketFrame frame;
};

/// What makes a connection to a namespace what it is: enough to go on where it was when it is lost and comes
/// back. A value; used in one thread at a time.
struct SocketState {
    static constexpr size_t maxOwnEvents = 16;
    static constexpr qsizetype maxOwnBytes = 64 * 1024;

    QByteArray sid;
    QByteArray pid; ///< secret: who says it is taken for this connection
    chat::PrincipalPtr principal;
    QHash<domain::SessionId, JoinedSession> sessions;
    quint64 since = 0; ///< number of the newest shared event when it connected
    quint64 until = 0; ///< likewise, when it was lost
    quint32 ownCount = 0;
    std::vector<OwnEvent> ownEvents; ///< that may not have arrived
    EventOffset ownForgotten;        ///< of the newest that is not kept any more

    /// A fresh one. \a newest: number of the newest shared event
    static SocketState make(chat::PrincipalPtr principal, quint64 newest);

    /// Whether \a who, with the token of today, may go on as this one: the same user and role, and each of
    /// the sessions open to them.
    bool belongsTo(const domain::Principal &who) const;
    bool hearsAsMember(const WireEvent &event) const;
    bool hearsAsStaff(const WireEvent &event) const;

    /// Keeps \a event and what came before it, from \a arrivedBefore on and as far as it fits.
    void keep(OwnEvent event, RecentEvents::Time arrivedBefore);
    /// Forgets own events of before \a arrivedBefore: its client has shown since that it was there.
    void forgetOwn(RecentEvents::Time arrivedBefore);

    /// All that a client missed that had everything as far as \a offset, in order, as frames to be sent at
    /// once; nothing if that is not known any more, or more than \a maxBytes. To be asked once \a recent has
    /// got as far as \a until.
    std::optional<net::WebSocketFrame> missedSince(EventOffset offset, const RecentEvents &recent,
                                                   qsizetype maxBytes) const;

private:
    void forgetFirst(size_t count);
};

} // namespace api
