#include "load/socketioclient.h"

#include <charconv>
#include <utility>

namespace load
{

namespace
{

constexpr std::string_view newMessage = R"(["new_message",)";
constexpr char separator = '\x1e';

[[noreturn]] void refuse(const char *what, std::string_view packet)
{
    throw Violation(what + std::string(packet.substr(0, 500)));
}

/// The event without its end: the bracket, and before it what recovery appends for each receiver.
std::string_view withoutOffset(std::string_view event)
{
    const std::size_t end = event.rfind('}') + 1;
    const std::string_view rest = event.substr(end);
    if (rest != "]" && !(rest.starts_with(",\"") && rest.ends_with("\"]")))
        refuse("not an event: ", event);
    return event.substr(0, end);
}

} // namespace

SocketIoClient::SocketIoClient(Listener &listener, std::size_t member, std::string room,
                               const std::string &token)
    : Client(listener, member)
    , m_connect(R"(40{"token":")" + token + "\"}")
    , m_session(std::move(room))
{
}

void SocketIoClient::send(const Ledger::Outgoing &message)
{
    static std::string packet; // of the one thread
    packet = "42";
    packet.append(std::to_string(++m_sent)).append(R"(["send_message",{"session_id":")").append(m_session);
    packet.append(R"(","content":")").append(message.text).append(R"(","client_msg_id":")");
    packet.append(message.clientMsgId).append("\"}]");
    sendPacket(packet);
}

std::optional<ServerEvent> SocketIoClient::parseMessage(std::string_view raw) const
{
    return parseSocketIoEvent(raw);
}

void SocketIoClient::handle(std::string_view packet)
{
    switch (packet.empty() ? '\0' : packet.front()) {
    case '0':
        opened(packet.substr(1));
        sendPacket(m_connect);
        m_connect = {};
        return;
    case '2':
        listener().onHeartbeat();
        return sendPacket("3");
    case '4':
        return handleMessage(packet.substr(1));
    case '6':
        return;
    default:
        refuse("an unexpected Engine.IO packet: ", packet);
    }
}

void SocketIoClient::handleMessage(std::string_view packet)
{
    switch (packet.empty() ? '\0' : packet.front()) {
    case '0':
        return sendPacket(R"(42["join_session",{"session_id":")" + m_session + "\"}]");
    case '2':
        return handleEvent(packet.substr(1));
    case '3': {
        std::int64_t number = 0;
        const auto end = std::from_chars(packet.data() + 1, packet.data() + packet.size(), number).ptr;
        const auto message = parseSocketIoAck(packet.substr(static_cast<std::size_t>(end - packet.data())));
        if (!message)
            refuse("not an acknowledgement: ", packet);
        return listener().onAcknowledged(member(), number, *message);
    }
    default:
        refuse("an unexpected Socket.IO packet: ", packet);
    }
}

void SocketIoClient::handleEvent(std::string_view event)
{
    if (event.starts_with(newMessage))
        return listener().onMessage(member(), withoutOffset(event));
    if (event.starts_with(R"(["error")"))
        refuse("the server refused something: ", event);
    if (!event.starts_with(R"(["session_joined",)"))
        return;
    if (m_isJoined)
        refuse("double: ", event);
    m_isJoined = true;
    m_session = textMember(event, "session_id");
    listener().onJoined(member());
}

WebSocketSocketIoClient::WebSocketSocketIoClient(Poller &poller, Listener &listener, std::size_t member,
                                                 std::string room, const std::string &token)
    : SocketIoClient(listener, member, std::move(room), token)
    , m_socket(poller)
{
    m_socket.onText = [this](std::string_view packet) { handle(packet); };
}

void WebSocketSocketIoClient::start(std::uint16_t port)
{
    m_socket.open(port, member(), "/socket.io/?EIO=4&transport=websocket");
}

void WebSocketSocketIoClient::sendPacket(std::string_view packet)
{
    m_socket.sendText(packet);
}

PollingSocketIoClient::PollingSocketIoClient(Poller &poller, Listener &listener, std::size_t member,
                                             std::string room, const std::string &token, std::uint16_t port)
    : SocketIoClient(listener, member, std::move(room), token)
    , m_poll(poller, port, member)
    , m_post(poller, port, member)
    , m_target("/socket.io/?EIO=4&transport=polling")
{
    m_poll.onAnswer = [this](int status, std::string_view body) { handlePoll(status, body); };
    m_post.onAnswer = [this](int status, std::string_view body) { handlePosted(status, body); };
}

void PollingSocketIoClient::start(std::uint16_t)
{
    m_poll.ask(httpRequest("GET", m_target));
}

void PollingSocketIoClient::opened(std::string_view handshake)
{
    m_target.append("&sid=").append(textMember(handshake, "sid"));
    m_pollRequest = httpRequest("GET", m_target);
}

void PollingSocketIoClient::handlePoll(int status, std::string_view body)
{
    if (status != 200)
        refuse("a poll was refused: ", body);
    for (std::size_t end = 0; end != std::string_view::npos; body.remove_prefix(end + 1)) {
        end = body.find(separator);
        handle(body.substr(0, end));
        if (end == std::string_view::npos)
            break;
    }
    m_poll.ask(m_pollRequest);
}

void PollingSocketIoClient::handlePosted(int status, std::string_view body)
{
    if (status != 200 || body != "ok")
        refuse("a post was refused: ", body);
    if (!m_waiting.empty())
        post();
}

void PollingSocketIoClient::sendPacket(std::string_view packet)
{
    if (!m_waiting.empty())
        m_waiting += separator;
    m_waiting += packet;
    if (!m_post.isWaiting())
        post();
}

void PollingSocketIoClient::post()
{
    const std::string body = std::exchange(m_waiting, {});
    m_post.ask(httpRequest("POST", m_target, "Content-Type: text/plain;charset=UTF-8\r\n", body));
}

} // namespace load
