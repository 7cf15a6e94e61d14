#include "load/websocket.h"

#include "load/ledger.h"

namespace load
{

namespace
{

// The example of RFC 6455, section 1.3: one key, so that its answer is known without SHA-1.
constexpr const char *key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view keyAnswer = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

} // namespace

void WebSocket::open(std::uint16_t port, std::size_t number, const std::string &target)
{
    connect(port, number,
            "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: " +
                key + "\r\n\r\n");
}

void WebSocket::sendText(std::string_view payload)
{
    static std::string frame; // of the one thread
    frame.clear();
    wire::appendMasked(frame, wire::Opcode::Text, payload);
    send(frame);
}

void WebSocket::take(std::string_view &bytes)
{
    if (!m_isOpen && !takeUpgradeAnswer(bytes))
        return;
    while (const auto head = wire::parseHead(bytes)) {
        if (bytes.size() < head->frameSize())
            return;
        const std::string_view payload = bytes.substr(head->headerSize, head->payloadSize);
        bytes.remove_prefix(head->frameSize());
        if (head->fin && !head->masked && head->opcode == wire::Opcode::Text)
            onText(payload);
        else
            handleControl(*head, payload);
    }
}

bool WebSocket::takeUpgradeAnswer(std::string_view &bytes)
{
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return false;
    const std::string_view head = bytes.substr(0, end);
    if (!head.starts_with("HTTP/1.1 101 ") || head.find(keyAnswer) == std::string_view::npos)
        throw Violation("the server refused a WebSocket: " + std::string(bytes.substr(0, 500)));
    bytes.remove_prefix(end + 4);
    m_isOpen = true;
    return true;
}

void WebSocket::handleControl(const wire::FrameHead &head, std::string_view payload)
{
    if (head.opcode == wire::Opcode::Ping) {
        if (onPing)
            onPing();
        std::string frame;
        wire::appendMasked(frame, wire::Opcode::Pong, payload);
        return send(frame);
    }
    if (head.opcode == wire::Opcode::Close && payload.size() >= 2) {
        const int code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
        throw Violation("the server closed a connection with " + std::to_string(code) + " " +
                        std::string(payload.substr(2)));
    }
    if (head.opcode != wire::Opcode::Pong)
        throw Violation("an unexpected frame, opcode " + std::to_string(static_cast<int>(head.opcode)));
}

} // namespace load
