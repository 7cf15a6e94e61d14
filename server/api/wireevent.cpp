#include "api/wireevent.h"

#include "protocol/chatapi.h"
#include "protocol/roomprotocol.h"
#include "protocol/socketio.h"

namespace api
{

namespace
{
net::WebSocketFrame socketIoFrame(const std::optional<protocol::chatapi::ServerEvent> &event)
{
    if (!event)
        return {};
    return net::WebSocketFrame::text(protocol::socketio::eventFrame("/", event->name, event->json));
}

qsizetype sizeOf(const domain::Event &event)
{
    constexpr qsizetype rest = 512; // keys, ids, times, and names of ordinary length
    const auto *posted = std::get_if<domain::MessagePosted>(&event.what);
    return posted ? rest + posted->message.content.size() + posted->message.metadata.size() : rest;
}
} // namespace

const net::WebSocketFrame &WireEvent::roomFrame() const
{
    std::call_once(m_roomOnce, [this] {
        const QByteArray json = protocol::eventFrame(*m_event);
        if (!json.isEmpty())
            m_roomFrame = net::WebSocketFrame::text(json);
    });
    return m_roomFrame;
}

const net::WebSocketFrame &WireEvent::memberFrame() const
{
    std::call_once(m_memberOnce,
                   [this] { m_memberFrame = socketIoFrame(protocol::chatapi::memberEvent(*m_event)); });
    return m_memberFrame;
}

const net::WebSocketFrame &WireEvent::staffFrame() const
{
    std::call_once(m_staffOnce,
                   [this] { m_staffFrame = socketIoFrame(protocol::chatapi::staffEvent(*m_event)); });
    return m_staffFrame;
}

net::WebSocketConnection::Priority WireEvent::priority() const
{
    return m_event->isEphemeral() ? net::WebSocketConnection::Priority::Ephemeral
                                  : net::WebSocketConnection::Priority::Reliable;
}

bool WireBatch::hasRoomFor(const domain::Event &event) const
{
    return m_events.empty() || m_size + sizeOf(event) <= maxSize;
}

void WireBatch::add(WireEventPtr event)
{
    const domain::Event &what = event->event();
    m_size += sizeOf(what);
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

const net::WebSocketFrame &WireBatch::memberFrames() const
{
    std::call_once(m_memberOnce, [this] {
        for (const WireEventPtr &event : m_events)
            m_memberFrames.append(event->memberFrame());
    });
    return m_memberFrames;
}

const net::WebSocketFrame &WireBatch::staffFrames() const
{
    std::call_once(m_staffOnce, [this] {
        for (const WireEventPtr &event : m_events)
            m_staffFrames.append(event->staffFrame());
    });
    return m_staffFrames;
}

} // namespace api
