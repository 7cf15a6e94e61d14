#pragma once

#include "domain/event.h"
#include "net/websocket.h"

#include <memory>
#include <mutex>

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
    net::WebSocketConnection::Priority priority() const;

private:
    domain::EventPtr m_event;
    mutable std::once_flag m_roomOnce;
    mutable net::WebSocketFrame m_roomFrame;
};

using WireEventPtr = std::shared_ptr<const WireEvent>;

} // namespace api
