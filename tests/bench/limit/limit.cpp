// The limit of the benchmark: what the kernel alone costs. One thread, one epoll, one send() per delivery of
// a frame that is built once per message. It keeps nothing, checks nobody, and trusts its one client, the
// load generator.

#include "wire/frame.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace limit
{

struct Room {
    std::string name;
    std::vector<int> members;
    long seq = 0;
};

struct Client {
    Room *room = nullptr; ///< null until it has upgraded
    std::string rest;
};

[[noreturn]] void fail(const char *what)
{
    std::perror(what);
    std::exit(1);
}

void sendOnce(int socket, std::string_view bytes)
{
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EPIPE || errno == ECONNRESET))
        return; // the generator has left
    if (sent != static_cast<ssize_t>(bytes.size()))
        fail("send");
}

std::string_view between(std::string_view text, std::string_view before, std::string_view after)
{
    const std::size_t start = text.find(before);
    if (start == std::string_view::npos)
        return {};
    const std::size_t from = start + before.size();
    return text.substr(from, text.find(after, from) - from);
}

std::string acceptKey(std::string_view key)
{
    const QByteArray joined =
        QByteArray(key.data(), static_cast<qsizetype>(key.size())) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    return QCryptographicHash::hash(joined, QCryptographicHash::Sha1).toBase64().toStdString();
}

class Server
{
public:
    explicit Server(std::uint16_t port)
        : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    {
        listen(port);
    }

    [[noreturn]] void run()
    {
        for (;;) {
            std::array<epoll_event, 512> events{};
            const int ready = ::epoll_wait(m_epoll, events.data(), events.size(), -1);
            for (int i = 0; i < ready; ++i) {
                const int socket = events[static_cast<std::size_t>(i)].data.fd;
                socket == m_listener ? accept() : read(socket);
            }
        }
    }

private:
    void listen(std::uint16_t port)
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const int on = 1;
        ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
            ::listen(m_listener, 4096) != 0)
            fail("listen");
        watch(m_listener);
    }

    void watch(int socket)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event) != 0)
            fail("epoll_ctl");
    }

    void accept()
    {
        for (;;) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (socket < 0)
                return;
            const int on = 1;
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            m_clients[socket] = {};
            watch(socket);
        }
    }

    void read(int socket)
    {
        const ssize_t got = ::recv(socket, m_buffer.data(), m_buffer.size(), 0);
        if (got <= 0)
            return leave(socket);
        Client &client = m_clients[socket];
        client.rest.append(m_buffer.data(), static_cast<std::size_t>(got));
        std::string_view bytes = client.rest;
        if (client.room == nullptr && !upgrade(socket, client, bytes))
            return;
        while (const auto head = wire::parseHead(bytes)) {
            if (bytes.size() < head->frameSize())
                break;
            if (head->opcode == wire::Opcode::Text)
                broadcast(*client.room, *head, bytes.substr(head->headerSize, head->payloadSize));
            bytes.remove_prefix(head->frameSize());
        }
        client.rest.erase(0, client.rest.size() - bytes.size());
    }

    void leave(int socket)
    {
        Client &client = m_clients[socket];
        if (client.room != nullptr)
            std::erase(client.room->members, socket);
        m_clients.erase(socket);
        ::close(socket);
    }

    bool upgrade(int socket, Client &client, std::string_view &bytes)
    {
        const std::size_t end = bytes.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return false;
        const std::string_view head = bytes.substr(0, end);
        const std::string name(between(head, "/chat/ws/", "?"));
        std::string answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " +
            acceptKey(between(head, "Sec-WebSocket-Key: ", "\r\n")) + "\r\n\r\n";
        Room &room = m_rooms[name];
        room.name = name;
        room.members.push_back(socket);
        const std::string joined = R"({"type":"presence","data":{"room":")" + name +
                                   R"(","user_id":"somebody","online":true,"online_count":)" +
                                   std::to_string(room.members.size()) + R"(,"online_users":[]}})";
        wire::appendPlain(answer, wire::Opcode::Text, joined);
        sendOnce(socket, answer);
        client.room = &room;
        bytes.remove_prefix(end + 4);
        return true;
    }

    /// The envelope has the members, and so the size, of a message of the real server.
    void broadcast(Room &room, const wire::FrameHead &head, std::string_view masked)
    {
        wire::unmask(head, masked, m_payload);
        m_json =
            R"({"type":"message","data":{"id":1000000,"message_id":"0192f0c4-7e00-7000-8000-000000000000",)"
            R"("session_id":"0192f0c4-7e00-7000-8000-000000000001","role":"technician",)"
            R"("sender":"bench-user-1000","sender_name":"bench-user-1000","ts":"2026-01-01T00:00:00.000Z",)"
            R"("type":"text","attachment":null,"reply_to":null,"room":")";
        m_json.append(room.name).append(R"(","seq":)").append(std::to_string(++room.seq));
        m_json.append(R"(,"text":")").append(between(m_payload, "\"text\":\"", "\""));
        m_json.append(R"(","client_msg_id":")").append(between(m_payload, "\"client_msg_id\":\"", "\""));
        m_json.append("\"}}");
        m_frame.clear();
        wire::appendPlain(m_frame, wire::Opcode::Text, m_json);
        for (const int member : room.members)
            sendOnce(member, m_frame);
    }

    int m_epoll;
    int m_listener = -1;
    std::array<char, 65536> m_buffer{};
    std::unordered_map<int, Client> m_clients;
    std::unordered_map<std::string, Room> m_rooms;
    std::string m_payload;
    std::string m_json;
    std::string m_frame;
};

} // namespace limit

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench-limit PORT\n");
        return 2;
    }
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    limit::Server server(static_cast<std::uint16_t>(std::atoi(argv[1])));
    server.run();
}
