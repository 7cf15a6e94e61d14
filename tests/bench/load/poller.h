#pragma once

#include <chrono>

namespace load
{

class Socket;

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// The one epoll that all sockets of a run are on. One thread.
class Poller
{
public:
    Poller();
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    enum class Interest { Readable, Writable };
    void add(Socket &socket, int descriptor, Interest interest);
    void change(Socket &socket, int descriptor, Interest interest);
    /// Serves sockets once; waits for that until \a until at most.
    void poll(Clock::time_point until);

private:
    void control(int operation, Socket &socket, int descriptor, Interest interest) const;

    int m_epoll;
};

} // namespace load
