#pragma once

#include "domain/event.h"
#include "net/websocket.h"

#include <memory>
#include <mutex>
#include <vector>

namespace api
{

/// One event on its way to many connections in several shards, encoded at most once for each wire format, by
/// the first shard that needs it. Thread-safe.
class WireEvent
{
public:
    explicit WireEvent(domain::EventPtr event)
        : m_event(std::move(event))
    {
    }

    const domain::Event &event() const { return *m_event; }
    /// As the room protocol says it; empty for what that protocol does not tell.
    const net::WebSocketFrame &roomFrame() const;
    /// As Socket.IO tells those who joined the session; empty likewise.
    const net::WebSocketFrame &memberFrame() const;
    /// As Socket.IO tells staff, joined or not; empty likewise.
    const net::WebSocketFrame &staffFrame() const;
    net::WebSocketConnection::Priority priority() const;

private:
    domain::EventPtr m_event;
    mutable std::once_flag m_roomOnce;
    mutable std::once_flag m_memberOnce;
    mutable std::once_flag m_staffOnce;
    mutable net::WebSocketFrame m_roomFrame;
    mutable net::WebSocketFrame m_memberFrame;
    mutable net::WebSocketFrame m_staffFrame;
};

using WireEventPtr = std::shared_ptr<const WireEvent>;

/// What happened in one session in one commit, in order. Where every receiver gets all of it, its frames are
/// put together once, so that a receiver costs one write however much it is. Thread-safe once it is filled.
class WireBatch
{
public:
    /// About the bytes of its frames: no more than the smallest buffer of a connection can take at once.
    static constexpr qsizetype maxSize = 32'768;

    /// Whether \a event may be added; always to one that is empty.
    bool hasRoomFor(const domain::Event &event) const;
    void add(WireEventPtr event);

    const domain::SessionId &session() const { return m_events.front()->event().session; }
    const std::vector<WireEventPtr> &events() const { return m_events; }
    /// Whether nobody is left out of any event, and none may be dropped on the way.
    bool isForAll() const { return m_isForAll; }
    /// The number of the first message; 0 where there is none.
    qint64 firstNumber() const { return m_firstNumber; }
    /// All events' roomFrame()s.
    const net::WebSocketFrame &roomFrames() const;
    /// All events' memberFrame()s.
    const net::WebSocketFrame &memberFrames() const;
    /// All events' staffFrame()s.
    const net::WebSocketFrame &staffFrames() const;

private:
    std::vector<WireEventPtr> m_events;
    bool m_isForAll = true;
    qint64 m_firstNumber = 0;
    qsizetype m_size = 0;
    mutable std::once_flag m_roomOnce;
    mutable std::once_flag m_memberOnce;
    mutable std::once_flag m_staffOnce;
    mutable net::WebSocketFrame m_roomFrames;
    mutable net::WebSocketFrame m_memberFrames;
    mutable net::WebSocketFrame m_staffFrames;
};

} // namespace api
