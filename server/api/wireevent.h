#pragma once

#include "domain/event.h"
#include "net/websocket.h"

#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace api
{

/// About the bytes that \a event takes on the wire.
qsizetype wireSizeOf(const domain::Event &event);

/// One event on its way to many connections in several shards, encoded at most once for each wire format, by
/// the first shard that needs it. Socket.IO's frames bear its place in the order of all events; it has two,
/// because staff may hear of it in both ways. Thread-safe.
class WireEvent
{
public:
    /// Numbers grow in the order in which every shard delivers.
    WireEvent(domain::EventPtr event, quint64 memberNumber, quint64 staffNumber)
        : m_event(std::move(event))
        , m_memberNumber(memberNumber)
        , m_staffNumber(staffNumber)
    {
    }

    const domain::Event &event() const { return *m_event; }
    quint64 memberNumber() const { return m_memberNumber; }
    quint64 staffNumber() const { return m_staffNumber; }
    /// As the room protocol says it; empty for what that protocol does not tell.
    const net::WebSocketFrame &roomFrame() const;
    /// As Socket.IO tells those who joined the session; empty likewise.
    const net::WebSocketFrame &memberFrame() const;
    /// As Socket.IO tells staff, joined or not; empty likewise.
    const net::WebSocketFrame &staffFrame() const;
    net::WebSocketConnection::Priority priority() const;
    /// Whether staff who have joined hear nothing else by memberFrame() than by staffFrame().
    bool isSameForStaff() const { return std::holds_alternative<domain::SessionUpdated>(m_event->what); }

private:
    domain::EventPtr m_event;
    quint64 m_memberNumber;
    quint64 m_staffNumber;
    mutable std::once_flag m_roomOnce;
    mutable std::once_flag m_memberOnce;
    mutable std::once_flag m_staffOnce;
    mutable net::WebSocketFrame m_roomFrame;
    mutable net::WebSocketFrame m_memberFrame;
    mutable net::WebSocketFrame m_staffFrame;
};

using WireEventPtr = std::shared_ptr<const WireEvent>;

/// What happened in one session in one commit, in order: one event at least. Where every receiver gets all of
/// it, its frames are put together once, so that a receiver costs one write however much it is. Thread-safe.
class WireBatch
{
public:
    /// About the bytes of its frames: no more than the smallest buffer of a connection can take at once.
    static constexpr qsizetype maxSize = 32'768;

    /// Takes the numbers from \a firstNumber to lastNumber(): what members hear comes before what staff hear.
    WireBatch(const std::vector<domain::EventPtr> &events, quint64 firstNumber);

    const domain::SessionId &session() const { return m_events.front()->event().session; }
    const std::vector<WireEventPtr> &events() const { return m_events; }
    quint64 lastNumber() const { return m_events.back()->staffNumber(); }
    /// Whether nobody is left out of any event, and none may be dropped on the way.
    bool isForAll() const { return m_isForAll; }
    /// Whether an event is the same for staff; see WireEvent::isSameForStaff().
    bool hasSameForStaff() const { return m_hasSameForStaff; }
    /// Message::number of the first message that was posted; 0 where there is none.
    qint64 firstMessage() const { return m_firstMessage; }
    /// How many messages were posted.
    qint64 messageCount() const { return m_messageCount; }
    /// All events' roomFrame()s.
    const net::WebSocketFrame &roomFrames() const;
    /// All events' memberFrame()s.
    const net::WebSocketFrame &memberFrames() const;
    /// All events' staffFrame()s.
    const net::WebSocketFrame &staffFrames() const;

private:
    std::vector<WireEventPtr> m_events;
    bool m_isForAll = true;
    bool m_hasSameForStaff = false;
    qint64 m_firstMessage = 0;
    qint64 m_messageCount = 0;
    mutable std::once_flag m_roomOnce;
    mutable std::once_flag m_memberOnce;
    mutable std::once_flag m_staffOnce;
    mutable net::WebSocketFrame m_roomFrames;
    mutable net::WebSocketFrame m_memberFrames;
    mutable net::WebSocketFrame m_staffFrames;
};

} // namespace api
