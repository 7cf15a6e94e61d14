#include "load/swarm.h"

#include "load/http.h"
#include "load/rest.h"
#include "load/roomclient.h"
#include "load/socketioclient.h"
#include "load/token.h"

namespace load
{

namespace
{

constexpr Seconds drainLimit{20};
constexpr double slowestConnectsPerSecond = 50;

Clock::duration ticks(Seconds time)
{
    return std::chrono::duration_cast<Clock::duration>(time);
}

std::string userOf(std::size_t member)
{
    return "bench-user-" + std::to_string(member);
}

} // namespace

Swarm::Swarm(Protocol protocol, std::uint16_t port, std::string secret)
    : m_protocol(protocol)
    , m_port(port)
    , m_secret(std::move(secret))
{
}

void Swarm::addMembers(std::size_t firstRoom, std::size_t rooms, std::size_t count)
{
    for (std::size_t i = 0; i < rooms * count; ++i) {
        const std::size_t member = m_ledger.addMember(firstRoom + i / count);
        m_clients.push_back(makeClient(member));
        ++m_members;
    }
    if (m_protocol == Protocol::Rooms)
        return;
    for (std::size_t room = 0; room < rooms; ++room)
        openSession(firstRoom + room, m_members - (rooms - room) * count, count);
}

/// As a technician does who starts a conversation.
void Swarm::openSession(std::size_t room, std::size_t firstMember, std::size_t count)
{
    std::string body = R"({"room":")" + m_ledger.roomName(room) + R"(","type":"support","participants":[)";
    for (std::size_t member = firstMember; member < firstMember + count; ++member)
        body.append(member == firstMember ? "\"" : ",\"").append(userOf(member)).append("\"");
    body += "]}";
    const std::string token = mintToken(m_secret, "bench-desk", "technician");
    askOnce(m_poller, m_port, "POST", "/api/chat/sessions", token, body, 201);
}

std::unique_ptr<Client> Swarm::makeClient(std::size_t member)
{
    const std::string &room = m_ledger.roomName(m_ledger.roomOf(member));
    const std::string role = m_protocol == Protocol::Rooms ? "technician" : "client";
    const std::string token = mintToken(m_secret, userOf(member), role);
    Listener &listener = *this;
    switch (m_protocol) {
    case Protocol::Rooms:
        return std::make_unique<RoomClient>(m_poller, listener, member, room, token);
    case Protocol::SocketIo:
        return std::make_unique<WebSocketSocketIoClient>(m_poller, listener, member, room, token);
    case Protocol::Polling:
        return std::make_unique<PollingSocketIoClient>(m_poller, listener, member, room, token, m_port);
    }
    return nullptr;
}

Seconds Swarm::connectAll(std::size_t window)
{
    const Clock::time_point start = Clock::now();
    const double limit = 120 + static_cast<double>(m_members - m_started) / slowestConnectsPerSecond;
    while (m_joined < m_members) {
        while (m_started < m_members && m_started - m_joined < window)
            m_clients[m_started++]->start(m_port);
        const Clock::time_point now = Clock::now();
        if (Seconds(now - start).count() > limit)
            throw Violation("only " + std::to_string(m_joined) + " of " + std::to_string(m_members) +
                            " connections were joined in time");
        m_poller.poll(now + std::chrono::milliseconds(100));
    }
    return Clock::now() - start;
}

void Swarm::send(std::size_t member)
{
    m_clients[member]->send(m_ledger.compose(member));
}

void Swarm::run(Seconds time)
{
    const Clock::time_point end = Clock::now() + ticks(time);
    while (Clock::now() < end)
        m_poller.poll(end);
}

void Swarm::run(Seconds time, Clock::duration interval, const std::function<void()> &onTick)
{
    const Clock::time_point end = Clock::now() + ticks(time);
    for (Clock::time_point next = Clock::now(); next < end; next += interval) {
        while (Clock::now() < next)
            m_poller.poll(next);
        onTick();
    }
}

void Swarm::drain()
{
    const Clock::time_point end = Clock::now() + ticks(drainLimit);
    while (m_ledger.outstanding() > 0) {
        if (Clock::now() > end)
            throw Violation("missing: " + m_ledger.describeOutstanding());
        m_poller.poll(Clock::now() + std::chrono::milliseconds(100));
    }
}

void Swarm::onJoined(std::size_t)
{
    ++m_joined;
}

void Swarm::onMessage(std::size_t member, std::string_view raw)
{
    std::optional<Ledger::Delivery> delivery = m_ledger.deliveredAgain(member, raw);
    if (!delivery) {
        const auto message = m_clients[member]->parseMessage(raw);
        if (!message)
            throw Violation("not a message: " + std::string(raw.substr(0, 500)));
        delivery = m_ledger.delivered(member, *message, raw);
    }
    if (delivery->ownEcho && m_clients[member]->echoAcknowledges()) {
        m_ledger.acknowledge(member, delivery->number);
        if (onAcknowledgement)
            onAcknowledgement(member);
    }
    if (onDelivery)
        onDelivery(*delivery);
}

void Swarm::onPresence(std::size_t member, const ServerEvent &presence)
{
    m_ledger.present(member, presence);
}

void Swarm::onAcknowledged(std::size_t member, std::int64_t number, const ServerEvent &message)
{
    m_ledger.acknowledge(member, number, message);
    if (onAcknowledgement)
        onAcknowledgement(member);
}

void Swarm::onHeartbeat()
{
    ++m_heartbeats;
}

} // namespace load
