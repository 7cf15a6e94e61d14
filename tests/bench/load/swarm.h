#pragma once

#include "load/client.h"
#include "load/ledger.h"
#include "load/poller.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace load
{

enum class Protocol { Rooms, SocketIo, Polling };

/// All clients of one run, in one thread, on one epoll. Checks what comes through its Ledger. Member n of the
/// ledger is client n, signed in as a user of its own. Over the room protocol these are technicians, and the
/// first one opens the room; over Socket.IO they are clients who participate in a session that is there.
class Swarm final : private Listener
{
public:
    Swarm(Protocol protocol, std::uint16_t port, std::string secret);

    /// Adds \a count members to each of the rooms \a firstRoom … \a firstRoom + \a rooms - 1, room by room.
    void addMembers(std::size_t firstRoom, std::size_t rooms, std::size_t count);
    /// Connects all members that are not, \a window at a time, until each has joined.
    /// \return how long it took
    Seconds connectAll(std::size_t window);

    std::size_t size() const { return m_members; }
    void send(std::size_t member);
    /// Serves sockets for \a time.
    void run(Seconds time);
    /// Likewise, and calls \a onTick every \a interval; ticks that come late are made up for.
    void run(Seconds time, Clock::duration interval, const std::function<void()> &onTick);
    /// Serves sockets until every message is delivered to all and acknowledged; throws Violation if that
    /// takes more than 20 s.
    void drain();

    Poller &poller() { return m_poller; }
    const Ledger &ledger() const { return m_ledger; }
    /// Pings that the server sent.
    std::int64_t heartbeats() const { return m_heartbeats; }

    /// Called for each delivery that was right; may send().
    std::function<void(const Ledger::Delivery &)> onDelivery;
    /// Called when a sender knows that its message is stored; may send().
    std::function<void(std::size_t sender)> onAcknowledgement;

private:
    void onJoined(std::size_t member) override;
    void onMessage(std::size_t member, std::string_view raw) override;
    void onPresence(std::size_t member, const ServerEvent &presence) override;
    void onAcknowledged(std::size_t member, std::int64_t number, const ServerEvent &message) override;
    void onHeartbeat() override;

    void openSession(std::size_t room, std::size_t firstMember, std::size_t count);
    std::unique_ptr<Client> makeClient(std::size_t member);

    Protocol m_protocol;
    std::uint16_t m_port;
    std::string m_secret;
    Poller m_poller;
    Ledger m_ledger;
    std::deque<std::unique_ptr<Client>> m_clients;
    std::size_t m_members = 0;
    std::size_t m_started = 0;
    std::size_t m_joined = 0;
    std::int64_t m_heartbeats = 0;
};

} // namespace load
