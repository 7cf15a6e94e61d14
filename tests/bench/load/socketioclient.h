#pragma once

#include "load/client.h"
#include "load/http.h"
#include "load/websocket.h"

namespace load
{

/// A member who speaks Socket.IO, as the usual client library does: open, connect with a token, join_session,
/// then send_message with an ack. What carries the packets is up to the derived class.
class SocketIoClient : public Client
{
public:
    SocketIoClient(Listener &listener, std::size_t member, std::string room, const std::string &token);

    void send(const Ledger::Outgoing &message) override;
    std::optional<ServerEvent> parseMessage(std::string_view raw) const override;
    bool echoAcknowledges() const override { return false; }

protected:
    /// One Engine.IO packet.
    virtual void sendPacket(std::string_view packet) = 0;
    virtual void opened(std::string_view handshake) = 0;
    void handle(std::string_view packet);

private:
    void handleMessage(std::string_view packet);
    void handleEvent(std::string_view event);

    std::string m_connect; ///< until it is sent
    std::string m_session; ///< the room's name, then the session's id
    std::int64_t m_sent = 0;
    bool m_isJoined = false;
};

class WebSocketSocketIoClient final : public SocketIoClient
{
public:
    WebSocketSocketIoClient(Poller &poller, Listener &listener, std::size_t member, std::string room,
                            const std::string &token);
    void start(std::uint16_t port) override;

protected:
    void sendPacket(std::string_view packet) override;
    void opened(std::string_view) override {}

private:
    WebSocket m_socket;
};

/// By long polling: one kept connection for the GET that waits, one for POSTs. What is said while a POST is
/// on its way leaves with the next one.
class PollingSocketIoClient final : public SocketIoClient
{
public:
    PollingSocketIoClient(Poller &poller, Listener &listener, std::size_t member, std::string room,
                          const std::string &token, std::uint16_t port);
    void start(std::uint16_t port) override;

protected:
    void sendPacket(std::string_view packet) override;
    void opened(std::string_view handshake) override;

private:
    void handlePoll(int status, std::string_view body);
    void handlePosted(int status, std::string_view body);
    void post();

    HttpClient m_poll;
    HttpClient m_post;
    std::string m_pollRequest;
    std::string m_target;
    std::string m_waiting; ///< packets for the next POST
};

} // namespace load
