#include "load/socket.h"

#include "load/ledger.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace load
{

namespace
{

constexpr std::size_t receiveSize = 512 * 1024;

[[noreturn]] void throwErrno(const char *what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

void bindToSource(int socket, std::size_t number)
{
    constexpr std::size_t connectionsAnAddress = 5000;
    static const auto process = static_cast<std::uint32_t>(::getpid());
    const auto low = static_cast<std::uint32_t>(2 + number / connectionsAnAddress);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    source.sin_addr.s_addr = htonl(127U << 24 | (process & 0xffff) << 8 | low);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&source), sizeof source) != 0)
        throwErrno("bind");
}

/// Read buffer of the one thread; what is not whole is moved to its connection.
std::vector<char> &receiveBuffer()
{
    static std::vector<char> buffer(receiveSize);
    return buffer;
}

} // namespace

Socket::~Socket()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

void Socket::connect(std::uint16_t port, std::size_t number, std::string greeting)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_socket < 0)
        throwErrno("socket");
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    bindToSource(m_socket, number);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 &&
        errno != EINPROGRESS)
        throwErrno("connect");
    m_greeting = std::move(greeting);
    // Over the loopback the connection mostly stands by now: no need to wait until it says so.
    m_poller.add(*this, m_socket, greet() ? Poller::Interest::Readable : Poller::Interest::Writable);
}

/// \return whether the greeting has gone; not, while the connection does not stand
bool Socket::greet()
{
    const ssize_t sent = ::send(m_socket, m_greeting.data(), m_greeting.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN)
        return false;
    if (sent != static_cast<ssize_t>(m_greeting.size()))
        throwErrno("connect");
    m_greeting = {};
    return true;
}

void Socket::send(std::string_view bytes)
{
    const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN)
        throwErrno("send");
    if (sent != static_cast<ssize_t>(bytes.size()))
        throw Violation("the server does not read: a socket buffer is full");
}

void Socket::handle()
{
    if (!m_greeting.empty()) {
        if (greet())
            m_poller.change(*this, m_socket, Poller::Interest::Readable);
        return;
    }
    std::vector<char> &buffer = receiveBuffer();
    std::ranges::copy(m_rest, buffer.begin());
    const std::size_t room = buffer.size() - m_rest.size();
    const ssize_t got = ::recv(m_socket, buffer.data() + m_rest.size(), room, 0);
    if (got == 0)
        throw Violation("the server ended a connection");
    if (got < 0) {
        if (errno == EAGAIN)
            return;
        throwErrno("recv");
    }
    std::string_view bytes(buffer.data(), m_rest.size() + static_cast<std::size_t>(got));
    take(bytes);
    keep(bytes);
}

void Socket::keep(std::string_view rest)
{
    if (rest.size() == receiveSize)
        throw Violation("a frame or a body of more than 512 KiB");
    if (rest.empty() && m_rest.capacity() > 4096)
        m_rest = {};
    else
        m_rest.assign(rest);
}

} // namespace load
