#include "load/scenarios.h"

#include "load/process.h"
#include "load/report.h"
#include "load/rest.h"
#include "load/swarm.h"
#include "load/token.h"

#include <algorithm>
#include <cmath>
#include <list>
#include <vector>

#include <unistd.h>

namespace load
{

namespace
{

constexpr std::size_t connectWindow = 64; ///< while setting a scenario up
constexpr Seconds settleTime{1};
constexpr double heartbeatSeconds = 25;

/// What changed between two moments.
class Reading
{
public:
    Reading(const Process &server, const Swarm &swarm)
        : m_at(Clock::now())
        , m_cpu(server.cpuSeconds())
        , m_threads(server.cpuByThread())
        , m_acknowledged(swarm.ledger().acknowledged())
        , m_deliveries(swarm.ledger().deliveries())
        , m_heartbeats(swarm.heartbeats())
    {
    }

    double secondsUntil(const Reading &end) const { return Seconds(end.m_at - m_at).count(); }
    double cpuUntil(const Reading &end) const { return end.m_cpu - m_cpu; }
    double heartbeatsUntil(const Reading &end) const
    {
        return static_cast<double>(end.m_heartbeats - m_heartbeats);
    }

    void reportUntil(const Reading &end, Report &report) const
    {
        const double seconds = secondsUntil(end);
        const auto deliveries = static_cast<double>(end.m_deliveries - m_deliveries);
        const auto acknowledged = static_cast<double>(end.m_acknowledged - m_acknowledged);
        report.add("seconds", seconds);
        report.add("cpu_seconds", cpuUntil(end));
        report.add("acknowledged", acknowledged);
        report.add("deliveries", deliveries);
        report.add("acknowledged_per_second", acknowledged / seconds);
        report.add("cpu_us_per_delivery", 1e6 * cpuUntil(end) / deliveries);
        report.add("deliveries_per_cpu_second", deliveries / cpuUntil(end));
        report.add("cpu_share", cpuUntil(end) / seconds);
        reportThreadsUntil(end, report);
    }

    void reportThreadsUntil(const Reading &end, Report &report) const
    {
        report.add("cpu_by_thread", m_threads, end.m_threads);
    }

private:
    Clock::time_point m_at;
    double m_cpu;
    std::map<std::string, double> m_threads;
    std::int64_t m_acknowledged;
    std::int64_t m_deliveries;
    std::int64_t m_heartbeats;
};

/// Measures while messages answer messages, then lets the last ones arrive.
Report measureClosedLoop(Swarm &swarm, const Options &options)
{
    const Process server(options.pid);
    swarm.run(Seconds(options.warmup));
    const Reading begin(server, swarm);
    swarm.run(Seconds(options.seconds));
    const Reading end(server, swarm);
    swarm.onDelivery = nullptr;
    swarm.onAcknowledgement = nullptr;
    swarm.drain();
    Report report;
    begin.reportUntil(end, report);
    return report;
}

/// Every member keeps `window` messages on their way: the acknowledgement of one sends the next.
std::string runRooms(const Options &options)
{
    Swarm swarm(options.protocol, options.port, options.secret);
    swarm.addMembers(0, options.rooms, options.members);
    swarm.connectAll(connectWindow);
    swarm.onAcknowledgement = [&](std::size_t sender) { swarm.send(sender); };
    for (std::size_t member = 0; member < swarm.size(); ++member) {
        for (std::size_t i = 0; i < options.window; ++i)
            swarm.send(member);
    }
    return measureClosedLoop(swarm, options).json();
}

/// One room; `window` messages on their way, the next is sent when one has reached all. Members take turns.
std::string runFanout(const Options &options)
{
    Swarm swarm(options.protocol, options.port, options.secret);
    swarm.addMembers(0, 1, options.members);
    swarm.connectAll(connectWindow);
    swarm.run(settleTime); // the last joiner has its snapshot before all others were told of it
    std::size_t turn = 0;
    const auto sendNext = [&] { swarm.send(turn++ % swarm.size()); };
    swarm.onDelivery = [&](const Ledger::Delivery &delivery) {
        if (delivery.deliveredToAll)
            sendNext();
    };
    for (std::size_t i = 0; i < options.window; ++i)
        sendNext();
    return measureClosedLoop(swarm, options).json();
}

std::string runConnect(const Options &options)
{
    const Process server(options.pid);
    Swarm swarm(options.protocol, options.port, options.secret);
    swarm.addMembers(0, options.rooms, options.members);
    const Process generator(::getpid());
    const double ownBefore = generator.cpuSeconds();
    const Reading begin(server, swarm);
    const double seconds = swarm.connectAll(options.window).count();
    const Reading end(server, swarm);
    const double own = generator.cpuSeconds() - ownBefore;
    const double cpu = begin.cpuUntil(end);
    const auto count = static_cast<double>(swarm.size());
    Report report;
    report.add("connections", count);
    report.add("seconds", seconds);
    report.add("joins_per_second", count / seconds);
    report.add("cpu_us_per_join", 1e6 * cpu / count);
    report.add("generator_cpu_us_per_join", 1e6 * own / count);
    begin.reportThreadsUntil(end, report);
    return report.json();
}

/// CPU seconds a second while \a rate messages a second go round the first \a active members.
double measureLoad(Swarm &swarm, const Process &server, const Options &options, std::size_t active)
{
    std::size_t turn = 0;
    // Steps over a room at a time, so that successive messages go to different rooms.
    const auto sendNext = [&] {
        const std::size_t member = turn * options.members % active + turn / (active / options.members);
        swarm.send(member % active);
        ++turn;
    };
    const auto interval = std::chrono::duration_cast<Clock::duration>(Seconds(1 / options.rate));
    swarm.run(Seconds(options.warmup), interval, sendNext);
    const Reading begin(server, swarm);
    swarm.run(Seconds(options.loadSeconds), interval, sendNext);
    const Reading end(server, swarm);
    swarm.drain();
    return begin.cpuUntil(end) / begin.secondsUntil(end);
}

void measureIdle(Swarm &swarm, const Process &server, const Options &options, Report &report)
{
    const Reading begin(server, swarm);
    swarm.run(Seconds(options.idleSeconds));
    const Reading end(server, swarm);
    const double heartbeats = begin.heartbeatsUntil(end);
    const double expected =
        static_cast<double>(swarm.size()) * std::floor(options.idleSeconds / heartbeatSeconds);
    if (heartbeats < 0.95 * expected)
        throw Violation("the server sent " + std::to_string(heartbeats) + " heartbeats, not " +
                        std::to_string(expected));
    report.add("idle_cpu_share", begin.cpuUntil(end) / begin.secondsUntil(end));
    report.add("idle_seconds", begin.secondsUntil(end));
    report.add("heartbeats", heartbeats);
}

/// Some rooms with load and nobody else; then the same rooms among many others, idle and with the same load.
std::string runIdle(const Options &options)
{
    const Process server(options.pid);
    Swarm swarm(options.protocol, options.port, options.secret);
    const std::size_t active = options.rooms * options.members;
    Report report;
    swarm.addMembers(0, options.rooms, options.members);
    swarm.connectAll(connectWindow);
    swarm.run(settleTime);
    if (options.loadSeconds > 0)
        report.add("load_cpu_share_alone", measureLoad(swarm, server, options, active));

    const std::int64_t memoryBefore = server.memoryBytes();
    swarm.addMembers(options.rooms, options.connections / options.members - options.rooms, options.members);
    swarm.connectAll(connectWindow);
    swarm.run(3 * settleTime);
    const std::size_t added = swarm.size() - active;
    report.add("connections", static_cast<double>(swarm.size()));
    report.add("memory_bytes_per_connection",
               static_cast<double>(server.memoryBytes() - memoryBefore) / static_cast<double>(added));
    if (options.idleSeconds > 0)
        measureIdle(swarm, server, options, report);
    if (options.loadSeconds > 0)
        report.add("load_cpu_share_among_idle", measureLoad(swarm, server, options, active));
    return report.json();
}

/// The \a share of \a sorted that is no more than the result.
double percentile(const std::vector<double> &sorted, double share)
{
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

/// `rate` messages a second in all, whatever becomes of them; members take turns. How long each is on its way
/// to each receiver.
std::string runLatency(const Options &options)
{
    const Process server(options.pid);
    Swarm swarm(options.protocol, options.port, options.secret);
    swarm.addMembers(0, options.rooms, options.members);
    swarm.connectAll(connectWindow);
    swarm.run(settleTime);
    std::vector<std::vector<Clock::time_point>> sentAt(swarm.size());
    std::vector<double> milliseconds;
    bool isMeasured = false;
    std::size_t turn = 0;
    const auto sendNext = [&] {
        const std::size_t sender = turn++ % swarm.size();
        sentAt[sender].push_back(Clock::now());
        swarm.send(sender);
    };
    swarm.onDelivery = [&](const Ledger::Delivery &delivery) {
        const Clock::time_point sent = sentAt[delivery.sender][static_cast<std::size_t>(delivery.number - 1)];
        if (isMeasured)
            milliseconds.push_back(1e3 * Seconds(Clock::now() - sent).count());
    };
    const auto interval = std::chrono::duration_cast<Clock::duration>(Seconds(1 / options.rate));
    swarm.run(Seconds(options.warmup), interval, sendNext);
    isMeasured = true;
    const Reading begin(server, swarm);
    swarm.run(Seconds(options.seconds), interval, sendNext);
    const Reading end(server, swarm);
    swarm.drain();
    std::ranges::sort(milliseconds);
    Report report;
    begin.reportUntil(end, report);
    report.add("latency_ms_p50", percentile(milliseconds, 0.5));
    report.add("latency_ms_p99", percentile(milliseconds, 0.99));
    report.add("latency_ms_most", milliseconds.back());
    return report.json();
}

/// `window` kept connections in all, each asking for the newest page of one session after the other;
/// `messages` were sent to each session before.
std::string runPages(const Options &options)
{
    constexpr std::int64_t limit = 50;
    const Process server(options.pid);
    Swarm swarm(options.protocol, options.port, options.secret);
    swarm.addMembers(0, options.rooms, options.members);
    swarm.connectAll(connectWindow);
    for (std::size_t sent = 0; sent < options.messages * options.rooms; ++sent) {
        swarm.send(sent % swarm.size());
        if (sent % swarm.size() == 0)
            swarm.drain();
    }
    swarm.drain();
    const auto count = static_cast<std::int64_t>(options.messages);
    std::vector<std::string> requests;
    for (std::size_t room = 0; room < options.rooms; ++room) {
        const std::string user = "bench-user-" + std::to_string(room * options.members);
        const std::string headers = authorization(mintToken(options.secret, user, "client"));
        requests.push_back(httpRequest(
            "GET", "/api/chat/messages/" + swarm.ledger().roomName(room) + "?limit=" + std::to_string(limit),
            headers));
    }
    double answered = 0;
    bool isOver = false;
    std::list<HttpClient> clients;
    for (std::size_t i = 0; i < options.window; ++i) {
        HttpClient &client = clients.emplace_back(swarm.poller(), options.port, i);
        client.onAnswer = [&, room = i % options.rooms](int status, std::string_view body) mutable {
            if (status != 200)
                throw Violation("a page was refused: " + std::string(body.substr(0, 500)));
            checkPage(body, swarm.ledger().roomName(room), limit, count);
            ++answered;
            room = (room + 1) % options.rooms;
            if (!isOver)
                client.ask(requests[room]);
        };
        client.ask(requests[i % options.rooms]);
    }
    swarm.run(Seconds(options.warmup));
    const double before = answered;
    const Reading begin(server, swarm);
    swarm.run(Seconds(options.seconds));
    const Reading end(server, swarm);
    isOver = true;
    const double requestsDone = answered - before;
    Report report;
    report.add("requests_per_second", requestsDone / begin.secondsUntil(end));
    report.add("cpu_us_per_request", 1e6 * begin.cpuUntil(end) / requestsDone);
    begin.reportThreadsUntil(end, report);
    return report.json();
}

/// Correctness only: a fixed number of messages, a few in flight in every room.
std::string runSmoke(const Options &options)
{
    Swarm swarm(options.protocol, options.port, options.secret);
    swarm.addMembers(0, options.rooms, options.members);
    swarm.connectAll(connectWindow);
    for (std::size_t sent = 0; sent < options.messages; ++sent) {
        swarm.send(sent % swarm.size());
        if (sent % options.window == 0)
            swarm.drain();
    }
    swarm.drain();
    Report report;
    report.add("deliveries", static_cast<double>(swarm.ledger().deliveries()));
    return report.json();
}

} // namespace

std::string runScenario(const Options &options)
{
    if (options.scenario == "connect")
        return runConnect(options);
    if (options.scenario == "rooms")
        return runRooms(options);
    if (options.scenario == "fanout")
        return runFanout(options);
    if (options.scenario == "idle")
        return runIdle(options);
    if (options.scenario == "latency")
        return runLatency(options);
    if (options.scenario == "pages")
        return runPages(options);
    if (options.scenario == "smoke")
        return runSmoke(options);
    throw std::runtime_error("unknown scenario: " + options.scenario);
}

} // namespace load
