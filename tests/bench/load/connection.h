#pragma once

#include "wire/frame.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace load
{

/// One WebSocket client: a non-blocking socket, its handshake, its frames. Throws Violation when the server
/// breaks the protocol or ends the connection.
class Connection
{
public:
    enum class State { Idle, Connecting, Upgrading, Open };

    Connection() = default;
    ~Connection();
    Connection(Connection &&other) noexcept;
    Connection &operator=(Connection &&) = delete;
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Starts to connect to 127.0.0.1:\a port; \a target is what follows GET. Every few thousand of \a number
    /// come from another loopback address, another one in each process, so that ports never run out.
    void start(std::uint16_t port, const std::string &target, std::size_t number);
    int descriptor() const { return m_socket; }
    State state() const { return m_state; }
    /// The TCP connection stands (epoll said writable): sends the upgrade request.
    void connected();

    /// Sends one text frame, whole: what is in flight is bounded, so a full socket buffer is an error.
    void sendText(std::string_view payload);

    /// Reads once and calls \a onText(payload) for each text frame that is complete. Answers pings.
    template <typename OnText>
    void read(OnText onText)
    {
        std::string_view bytes = receive();
        if (m_state == State::Upgrading && !takeUpgradeAnswer(bytes))
            return keep(bytes);
        while (const auto head = wire::parseHead(bytes)) {
            if (bytes.size() < head->frameSize())
                break;
            const std::string_view payload = bytes.substr(head->headerSize, head->payloadSize);
            bytes.remove_prefix(head->frameSize());
            if (head->fin && !head->masked && head->opcode == wire::Opcode::Text)
                onText(payload);
            else
                handleControl(*head, payload);
        }
        keep(bytes);
    }

    /// Pings that the server sent, over all connections.
    static std::int64_t heartbeats() { return s_heartbeats; }

private:
    std::string_view receive();
    bool takeUpgradeAnswer(std::string_view &bytes);
    void handleControl(const wire::FrameHead &head, std::string_view payload);
    void keep(std::string_view rest);
    void sendAll(std::string_view bytes);

    static std::int64_t s_heartbeats;

    int m_socket = -1;
    State m_state = State::Idle;
    std::string m_request; ///< until it is sent
    std::string m_rest;    ///< of a frame that has not come whole
};

} // namespace load
