#include "load/roomclient.h"

namespace load
{

RoomClient::RoomClient(Poller &poller, Listener &listener, std::size_t member, const std::string &room,
                       const std::string &token)
    : Client(listener, member)
    , m_socket(poller)
    , m_target("/chat/ws/" + room + "?token=" + token)
{
    m_socket.onText = [this](std::string_view frame) { handle(frame); };
    m_socket.onPing = [this] { this->listener().onHeartbeat(); };
}

void RoomClient::start(std::uint16_t port)
{
    m_socket.open(port, member(), m_target);
    m_target = {};
}

void RoomClient::send(const Ledger::Outgoing &message)
{
    static std::string frame; // of the one thread
    frame = R"({"text":")";
    frame.append(message.text).append(R"(","client_msg_id":")").append(message.clientMsgId).append("\"}");
    m_socket.sendText(frame);
}

std::optional<ServerEvent> RoomClient::parseMessage(std::string_view raw) const
{
    return parseServerEvent(raw);
}

void RoomClient::handle(std::string_view frame)
{
    if (frame.starts_with(R"({"type":"message")"))
        return listener().onMessage(member(), frame);
    const auto event = parseServerEvent(frame);
    if (!event)
        throw Violation("not a frame of the room protocol: " + std::string(frame.substr(0, 500)));
    if (event->type == "error")
        throw Violation("the server refused something: " + std::string(frame.substr(0, 500)));
    if (event->type != "presence")
        return;
    listener().onPresence(member(), *event);
    if (!event->isSnapshot)
        return;
    if (m_hasSnapshot)
        throw Violation("double: a second presence snapshot");
    m_hasSnapshot = true;
    listener().onJoined(member());
}

} // namespace load
