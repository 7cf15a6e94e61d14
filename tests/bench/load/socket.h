#pragma once

#include "load/poller.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace load
{

/// A non-blocking TCP connection to the server. Throws Violation when the server ends it or does not read.
class Socket
{
public:
    explicit Socket(Poller &poller)
        : m_poller(poller)
    {
    }
    virtual ~Socket();
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    /// Connects to 127.0.0.1:\a port and sends \a greeting at once. Every few thousand of \a number come from
    /// another loopback address, another one in each process, so that ports never run out.
    void connect(std::uint16_t port, std::size_t number, std::string greeting);
    bool isConnected() const { return m_socket >= 0; }
    /// Sends everything: what is in flight is bounded, so a full socket buffer is an error.
    void send(std::string_view bytes);
    /// Called by the poller: the socket is ready.
    void handle();

protected:
    /// Takes what is whole from the front of \a bytes; the rest comes again with what follows it.
    virtual void take(std::string_view &bytes) = 0;

private:
    bool greet();
    void keep(std::string_view rest);

    Poller &m_poller;
    int m_socket = -1;
    std::string m_greeting; ///< until it is sent
    std::string m_rest;     ///< what take() left
};

} // namespace load
