#include "load/swarm.h"

#include "load/token.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/epoll.h>
#include <unistd.h>

namespace load
{

namespace
{

constexpr Seconds drainLimit{20};
constexpr double slowestConnectsPerSecond = 50;

void watch(int epoll, int operation, int descriptor, std::uint32_t events, std::size_t member)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = member;
    if (::epoll_ctl(epoll, operation, descriptor, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

Clock::duration ticks(Seconds time)
{
    return std::chrono::duration_cast<Clock::duration>(time);
}

} // namespace

Swarm::Swarm(std::uint16_t port, std::string secret)
    : m_port(port)
    , m_secret(std::move(secret))
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Swarm::~Swarm()
{
    ::close(m_epoll);
}

void Swarm::addMembers(std::size_t firstRoom, std::size_t rooms, std::size_t count)
{
    for (std::size_t i = 0; i < rooms * count; ++i) {
        const std::size_t member = m_ledger.addMember(firstRoom + i / count);
        m_connections.emplace_back();
        m_hasSnapshot.push_back(false);
        m_targets.push_back("/chat/ws/" + m_ledger.roomName(m_ledger.roomOf(member)) + "?token=" +
                            mintToken(m_secret, "bench-user-" + std::to_string(member), "technician"));
    }
}

Seconds Swarm::connectAll(std::size_t window)
{
    const Clock::time_point start = Clock::now();
    const double limit = 30 + static_cast<double>(m_targets.size()) / slowestConnectsPerSecond;
    std::size_t next = m_connections.size() - m_targets.size();
    while (m_joined < m_connections.size()) {
        while (next < m_connections.size() && next - m_joined < window)
            startConnecting(next++);
        const Clock::time_point now = Clock::now();
        if (Seconds(now - start).count() > limit)
            throw Violation("only " + std::to_string(m_joined) + " of " +
                            std::to_string(m_connections.size()) + " connections were joined in time");
        poll(now + std::chrono::milliseconds(100));
    }
    return Clock::now() - start;
}

void Swarm::startConnecting(std::size_t member)
{
    Connection &connection = m_connections[member];
    connection.start(m_port, m_targets.front(), member);
    m_targets.pop_front();
    const bool pending = connection.state() == Connection::State::Connecting;
    watch(m_epoll, EPOLL_CTL_ADD, connection.descriptor(), pending ? EPOLLOUT : EPOLLIN, member);
}

void Swarm::send(std::size_t member)
{
    const Ledger::Outgoing message = m_ledger.compose(member);
    m_payload = R"({"text":")";
    m_payload.append(message.text).append(R"(","client_msg_id":")").append(message.clientMsgId).append("\"}");
    m_connections[member].sendText(m_payload);
}

void Swarm::run(Seconds time)
{
    const Clock::time_point end = Clock::now() + ticks(time);
    while (Clock::now() < end)
        poll(end);
}

void Swarm::run(Seconds time, Clock::duration interval, const std::function<void()> &onTick)
{
    const Clock::time_point end = Clock::now() + ticks(time);
    for (Clock::time_point next = Clock::now(); next < end; next += interval) {
        while (Clock::now() < next)
            poll(next);
        onTick();
    }
}

void Swarm::drain()
{
    const Clock::time_point end = Clock::now() + ticks(drainLimit);
    while (m_ledger.outstanding() > 0) {
        if (Clock::now() > end)
            throw Violation("missing: " + m_ledger.describeOutstanding());
        poll(Clock::now() + std::chrono::milliseconds(100));
    }
}

void Swarm::poll(Clock::time_point until)
{
    const auto wait = std::max(until - Clock::now(), Clock::duration::zero());
    timespec timeout{};
    timeout.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
    timeout.tv_nsec = (wait % std::chrono::seconds(1)).count();

    std::array<epoll_event, 512> events{};
    const int ready = ::epoll_pwait2(m_epoll, events.data(), events.size(), &timeout, nullptr);
    if (ready < 0 && errno != EINTR)
        throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
    for (int i = 0; i < ready; ++i) {
        const epoll_event &event = events[static_cast<std::size_t>(i)];
        handle(event.data.u64, event.events);
    }
}

void Swarm::handle(std::size_t member, std::uint32_t events)
{
    Connection &connection = m_connections[member];
    if (connection.state() == Connection::State::Connecting && (events & EPOLLOUT) != 0) {
        connection.connected();
        return watch(m_epoll, EPOLL_CTL_MOD, connection.descriptor(), EPOLLIN, member);
    }
    connection.read([&](std::string_view payload) { handleText(member, payload); });
}

void Swarm::handleText(std::size_t member, std::string_view payload)
{
    const auto event = parseServerEvent(payload);
    if (!event)
        throw Violation("not a frame of the room protocol: " + std::string(payload.substr(0, 500)));
    if (event->type == "message") {
        const Ledger::Delivery delivery = m_ledger.delivered(member, *event);
        if (onDelivery)
            onDelivery(delivery);
    } else if (event->type == "presence") {
        m_ledger.present(member, *event);
        if (event->isSnapshot) {
            if (m_hasSnapshot[member])
                throw Violation("double: a second presence snapshot");
            m_hasSnapshot[member] = true;
            ++m_joined;
        }
    } else if (event->type == "error") {
        throw Violation("the server refused something: " + std::string(payload.substr(0, 500)));
    }
}

} // namespace load
