#pragma once

#include "load/swarm.h"

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace load
{

/// One run of one scenario against one server. Times are in seconds.
struct Options {
    std::string scenario;
    Protocol protocol = Protocol::Rooms;
    std::uint16_t port = 0;
    pid_t pid = 0;      ///< the server's process, whose CPU and memory are read
    std::string secret; ///< JWT_SECRET of the server
    std::size_t rooms = 1;
    std::size_t members = 10; ///< connections a room
    /// `connect`: connects in flight; `rooms`: messages a member; `fanout`: in all; `pages`: connections
    std::size_t window = 1;
    double warmup = 0.5;
    double seconds = 4;               ///< measured window of closed loops
    std::size_t connections = 10'000; ///< `idle`
    double idleSeconds = 0;           ///< `idle`: window without a message; 0 skips it
    double loadSeconds = 0;           ///< `idle`: each of the two windows with messages; 0 skips them
    double rate = 400;                ///< `idle`, `latency`: messages a second, in all
    std::size_t messages = 0;         ///< `smoke`: how many are sent; `pages`: to each session
};

/// Runs `connect`, `rooms`, `fanout`, `idle`, `latency`, `pages` or `smoke`.
/// \return the figures as one JSON object. Throws Violation if a delivery was wrong, std::exception if it
/// cannot run.
std::string runScenario(const Options &options);

} // namespace load
