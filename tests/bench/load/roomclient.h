#pragma once

#include "load/client.h"
#include "load/websocket.h"

namespace load
{

/// A member who speaks the room protocol.
class RoomClient final : public Client
{
public:
    RoomClient(Poller &poller, Listener &listener, std::size_t member, const std::string &room,
               const std::string &token);

    void start(std::uint16_t port) override;
    void send(const Ledger::Outgoing &message) override;
    std::optional<ServerEvent> parseMessage(std::string_view raw) const override;
    bool echoAcknowledges() const override { return true; }

private:
    void handle(std::string_view frame);

    WebSocket m_socket;
    std::string m_target; ///< until it has connected
    bool m_hasSnapshot = false;
};

} // namespace load
