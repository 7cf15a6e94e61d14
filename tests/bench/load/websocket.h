#pragma once

#include "load/socket.h"
#include "wire/frame.h"

#include <functional>

namespace load
{

/// One WebSocket client: its handshake, its frames. Throws Violation when the server breaks the protocol.
class WebSocket final : public Socket
{
public:
    using Socket::Socket;

    /// Connects; \a target is what follows GET.
    void open(std::uint16_t port, std::size_t number, const std::string &target);
    void sendText(std::string_view payload);

    /// Called for each text frame, in order.
    std::function<void(std::string_view)> onText;
    /// Called for each ping; it is answered.
    std::function<void()> onPing;

protected:
    void take(std::string_view &bytes) override;

private:
    bool takeUpgradeAnswer(std::string_view &bytes);
    void handleControl(const wire::FrameHead &head, std::string_view payload);

    bool m_isOpen = false;
};

} // namespace load
