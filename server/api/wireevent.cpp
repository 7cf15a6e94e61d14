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

void WireBatch::add(WireEventPtr event)
{
    const domain::Event &what = event->event();
    m_isForAll = m_isForAll && what.exceptUser.isEmpty() && !what.isEphemeral();
    const auto *posted = std::get_if<domain::MessagePosted>(&what.what);
    if (posted && m_firstNumber == 0)
        m_firstNumber = posted->message.number;
    m_events.push_back(std::move(event));
}

const net::WebSocketFrame &WireBatch::roomFrames() const
{
    std::call_once(m_roomOnce, [this] {
        for (const WireEventPtr &event : m_events)
            m_roomFrames.append(event->roomFrame());
    });
    return m_roomFrames;
}

} // namespace api
