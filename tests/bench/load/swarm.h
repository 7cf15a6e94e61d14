#pragma once

#include "load/connection.h"
#include "load/ledger.h"

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace load
{

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// All clients of one run, in one thread, on one epoll. Checks what comes through its Ledger. Member n of the
/// ledger is connection n, signed in as a user of its own.
class Swarm
{
public:
    Swarm(std::uint16_t port, std::string secret);
    ~Swarm();
    Swarm(const Swarm &) = delete;
    Swarm &operator=(const Swarm &) = delete;

    /// Adds \a count members to each of the rooms \a firstRoom … \a firstRoom + \a rooms - 1, room by room.
    void addMembers(std::size_t firstRoom, std::size_t rooms, std::size_t count);
    /// Connects all members that are not, \a window at a time, until each has its presence snapshot.
    /// \return how long it took
    Seconds connectAll(std::size_t window);

    std::size_t size() const { return m_connections.size(); }
    void send(std::size_t member);
    /// Serves sockets for \a time.
    void run(Seconds time);
    /// Likewise, and calls \a onTick every \a interval; ticks that come late are made up for.
    void run(Seconds time, Clock::duration interval, const std::function<void()> &onTick);
    /// Serves sockets until every message is delivered to all; throws Violation if that takes more than 20 s.
    void drain();

    const Ledger &ledger() const { return m_ledger; }

    /// Called for each delivery that was right; may send().
    std::function<void(const Ledger::Delivery &)> onDelivery;

private:
    void startConnecting(std::size_t member);
    void poll(Clock::time_point until);
    void handle(std::size_t member, std::uint32_t events);
    void handleText(std::size_t member, std::string_view payload);

    std::uint16_t m_port;
    std::string m_secret;
    int m_epoll;
    Ledger m_ledger;
    std::deque<Connection> m_connections;
    std::deque<std::string> m_targets; ///< of those that are still to connect
    std::vector<bool> m_hasSnapshot;
    std::size_t m_joined = 0;
    std::string m_payload;
};

} // namespace load
