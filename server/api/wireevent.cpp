#include "api/wireevent.h"

#include "protocol/roomprotocol.h"

namespace api
{

const net::WebSocketFrame &WireEvent::roomFrame() const
{
    std::call_once(m_roomOnce, [this] {
        const QByteArray json = protocol::eventFrame(*m_event);
        if (!json.isEmpty())
            m_roomFrame = net::WebSocketFrame::text(json);
    });
    return m_roomFrame;
}

net::WebSocketConnection::Priority WireEvent::priority() const
{
    return m_event->isEphemeral() ? net::WebSocketConnection::Priority::Ephemeral
                                  : net::WebSocketConnection::Priority::Reliable;
}

} // namespace api
