#include "load/connection.h"

#include "load/ledger.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
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

constexpr std::size_t receiveSize = 256 * 1024;

// The example of RFC 6455, section 1.3: one key, so that its answer is known without SHA-1.
constexpr const char *key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view keyAnswer = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

[[noreturn]] void throwErrno(const char *what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

void bindToSource(int socket, std::size_t number)
{
    constexpr std::size_t connectionsAnAddress = 5000;
    const auto process = static_cast<std::uint32_t>(::getpid());
    const auto low = static_cast<std::uint32_t>(2 + number / connectionsAnAddress);
    sockaddr_in source{};
    source.sin_family = AF_INET;
    source.sin_addr.s_addr = htonl(127U << 24 | (process & 0xffff) << 8 | low);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (::bind(socket, reinterpret_cast<const sockaddr *>(&source), sizeof source) != 0)
        throwErrno("bind");
}

/// Read buffer of the one thread; what does not make a whole frame is moved to its connection.
std::vector<char> &receiveBuffer()
{
    static std::vector<char> buffer(receiveSize);
    return buffer;
}

} // namespace

std::int64_t Connection::s_heartbeats = 0;

Connection::~Connection()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

Connection::Connection(Connection &&other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
    , m_state(other.m_state)
    , m_request(std::move(other.m_request))
    , m_rest(std::move(other.m_rest))
{
}

void Connection::start(std::uint16_t port, const std::string &target, std::size_t number)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_socket < 0)
        throwErrno("socket");
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: " +
                key + "\r\n\r\n";
    bindToSource(m_socket, number);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_state = State::Connecting;
    if (::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        connected();
    else if (errno != EINPROGRESS)
        throwErrno("connect");
}

void Connection::connected()
{
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0)
        throw std::system_error(error, std::generic_category(), "connect");
    sendAll(m_request);
    m_request = {};
    m_state = State::Upgrading;
}

void Connection::sendText(std::string_view payload)
{
    std::string frame;
    frame.reserve(payload.size() + 16);
    wire::appendMasked(frame, wire::Opcode::Text, payload);
    sendAll(frame);
}

void Connection::sendAll(std::string_view bytes)
{
    const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0)
        throwErrno("send");
    if (static_cast<std::size_t>(sent) != bytes.size())
        throw Violation("the server does not read: a socket buffer is full");
}

std::string_view Connection::receive()
{
    std::vector<char> &buffer = receiveBuffer();
    std::ranges::copy(m_rest, buffer.begin());
    const std::size_t room = buffer.size() - m_rest.size();
    const ssize_t got = ::recv(m_socket, buffer.data() + m_rest.size(), room, 0);
    if (got == 0)
        throw Violation("the server ended a connection");
    if (got < 0 && errno != EAGAIN)
        throwErrno("recv");
    return {buffer.data(), m_rest.size() + static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

bool Connection::takeUpgradeAnswer(std::string_view &bytes)
{
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return false;
    const std::string_view head = bytes.substr(0, end);
    if (!head.starts_with("HTTP/1.1 101 ") || head.find(keyAnswer) == std::string_view::npos)
        throw Violation("the server refused a WebSocket: " + std::string(bytes.substr(0, 500)));
    bytes.remove_prefix(end + 4);
    m_state = State::Open;
    return true;
}

void Connection::handleControl(const wire::FrameHead &head, std::string_view payload)
{
    if (head.opcode == wire::Opcode::Ping) {
        ++s_heartbeats;
        std::string frame;
        wire::appendMasked(frame, wire::Opcode::Pong, payload);
        return sendAll(frame);
    }
    if (head.opcode == wire::Opcode::Close && payload.size() >= 2) {
        const int code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
        throw Violation("the server closed a connection with " + std::to_string(code) + " " +
                        std::string(payload.substr(2)));
    }
    if (head.opcode != wire::Opcode::Pong)
        throw Violation("an unexpected frame, opcode " + std::to_string(static_cast<int>(head.opcode)));
}

void Connection::keep(std::string_view rest)
{
    if (rest.size() == receiveSize)
        throw Violation("a frame of more than 256 KiB");
    if (rest.empty() && m_rest.capacity() > 4096)
        m_rest = {};
    else
        m_rest.assign(rest);
}

} // namespace load
