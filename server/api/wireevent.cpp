#include "api/wireevent.h"

#include "api/eventoffset.h"
#include "protocol/chatapi.h"
#include "protocol/roomprotocol.h"
#include "protocol/socketio.h"

namespace api
{

namespace
{
net::WebSocketFrame socketIoFrame(const std::optional<protocol::chatapi::ServerEvent> &event, quint64 number)
{
    if (!event)
        return {};
    return net::WebSocketFrame::text(
        protocol::socketio::eventFrame("/", event->name, event->json, {}, EventOffset{number}.toBytes()));
}
} // namespace

qsizetype wireSizeOf(const domain::Event &event)
{
    constexpr qsizetype rest = 512; // keys, ids, times, and names of ordinary length
    return std::visit(
        [](const auto &what) {
            if constexpr (requires { what.message; })
                return rest + what.message.content.size() + what.message.metadata.size();
            else
                return rest;
        },
        event.what);
}

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
    std::call_once(m_memberOnce, [this] {
        m_memberFrame = socketIoFrame(protocol::chatapi::memberEvent(*m_event), m_memberNumber);
    });
    return m_memberFrame;
}

const net::WebSocketFrame &WireEvent::staffFrame() const
{
    std::call_once(m_staffOnce, [this] {
        m_staffFrame = socketIoFrame(protocol::chatapi::staffEvent(*m_event), m_staffNumber);
    });
    return m_staffFrame;
}

net::WebSocketConnection::Priority WireEvent::priority() const
{
    return m_event->isEphemeral() ? net::WebSocketConnection::Priority::Ephemeral
                                  : net::WebSocketConnection::Priority::Reliable;
}

WireBatch::WireBatch(const std::vector<domain::EventPtr> &events, quint64 firstNumber)
{
    m_events.reserve(events.size());
    for (const domain::EventPtr &event : events) {
        const quint64 number = firstNumber + m_events.size();
        m_events.push_back(std::make_shared<const WireEvent>(event, number, number + events.size()));
        m_isForAll = m_isForAll && event->exceptUser.isEmpty() && !event->isEphemeral();
        m_hasSameForStaff = m_hasSameForStaff || m_events.back()->isSameForStaff();
        const auto *posted = std::get_if<domain::MessagePosted>(&event->what);
        m_messageCount += posted ? 1 : 0;
        if (posted && m_firstMessage == 0)
            m_firstMessage = posted->message.number;
    }
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
