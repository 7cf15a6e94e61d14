#include "api/metricstext.h"
#include "api/replies.h"
#include "api/services.h"
#include "base/processfigures.h"
#include "base/version.h"
#include "net/shard.h"

namespace api
{

namespace
{
using Type = MetricsText::Type;

void writeServer(MetricsText &text)
{
    text.metric(Type::Gauge, "ultracom_build_info", "The running program; always 1.")
        .sample(qint64(1), {{"version", QByteArray(base::version().data(), base::version().size())},
                            {"qt", qVersion()}});
    const std::optional<base::ProcessFigures> process = base::processFigures();
    if (!process)
        return;
    text.metric(Type::Counter, "process_cpu_seconds_total",
                "Time that the processors worked, user and system.")
        .sample(process->cpuSeconds);
    text.metric(Type::Gauge, "process_resident_memory_bytes", "Memory that is in use.")
        .sample(process->residentBytes);
    text.metric(Type::Gauge, "process_virtual_memory_bytes", "Memory that is mapped.")
        .sample(process->virtualBytes);
    text.metric(Type::Gauge, "process_open_fds", "Open files and sockets.").sample(process->openFiles);
    text.metric(Type::Gauge, "process_max_fds", "Files and sockets that may be open.")
        .sample(process->maxFiles);
    text.metric(Type::Gauge, "process_start_time_seconds", "When the process was started, since 1970.")
        .sample(process->startedAt);
}

void writeTransport(MetricsText &text, const net::TransportFigures &figures)
{
    text.metric(Type::Gauge, "ultracom_connections", "Open connections by what is spoken on them.")
        .sample(figures.connections - figures.webSockets, {{"protocol", "http"}})
        .sample(figures.webSockets - figures.webSocketSessions, {{"protocol", "room"}})
        .sample(figures.webSocketSessions, {{"protocol", "socketio"}});
    text.metric(Type::Gauge, "ultracom_engineio_sessions", "Open Engine.IO sessions by their transport.")
        .sample(figures.pollingSessions, {{"transport", "polling"}})
        .sample(figures.webSocketSessions, {{"transport", "websocket"}});
    text.metric(Type::Counter, "ultracom_http_responses_total", "HTTP answers by their status.");
    for (const auto &[status, count] : figures.answers)
        text.sample(count, {{"code", QByteArray::number(status)}});
    text.metric(Type::Counter, "ultracom_rejections_total",
                "Connections, requests and sessions that were turned away or ended, by reason.");
    for (const auto &[reason, count] : figures.rejections)
        text.sample(count, {{"reason", reason}});
}

void writeLoops(MetricsText &text, const std::vector<net::TransportFigures::Loop> &loops)
{
    using Seconds = std::chrono::duration<double>;
    const auto each = [&](auto figure) {
        for (size_t i = 0; i < loops.size(); ++i)
            text.sample(figure(loops[i]), {{"shard", QByteArray::number(i)}});
    };
    text.metric(Type::Counter, "ultracom_event_loop_turns_total",
                "Turns of an I/O thread that did something.");
    each([](const auto &loop) { return loop.turns; });
    text.metric(Type::Counter, "ultracom_event_loop_busy_seconds_total", "Time that these turns took.");
    each([](const auto &loop) { return Seconds(loop.busy).count(); });
    text.metric(Type::Gauge, "ultracom_event_loop_lag_seconds",
                "The longest turn of the last 15 to 30 s: so long all else waited.");
    each([](const auto &loop) { return Seconds(loop.longest).count(); });
}

void writeChat(MetricsText &text, const Metrics &metrics, const chat::ChatFigures &chat)
{
    if (metrics.sessions) {
        text.metric(Type::Gauge, "ultracom_sessions", "Stored sessions by status.")
            .sample(metrics.sessions->active, {{"status", "active"}})
            .sample(metrics.sessions->closed, {{"status", "closed"}});
    }
    text.metric(Type::Gauge, "ultracom_online_sessions", "Sessions with somebody online.")
        .sample(qint64(chat.activeSessions));
    text.metric(Type::Gauge, "ultracom_typing_sessions", "Sessions where somebody types.")
        .sample(qint64(chat.typingSessions));
    text.metric(Type::Counter, "ultracom_messages_total", "Messages that were committed.")
        .sample(metrics.messages);
}

void writeTraffic(MetricsText &text, const Traffic &traffic)
{
    text.metric(Type::Counter, "ultracom_messages_received_total",
                "Messages that came in and were committed, by protocol.");
    for (size_t i = 0; i < Traffic::names.size(); ++i)
        text.sample(traffic.received(i), {{"protocol", Traffic::names[i]}});
    // Who asks over REST is answered, not sent to.
    text.metric(Type::Counter, "ultracom_messages_sent_total",
                "Messages that went out live, one for each receiver, by protocol.");
    for (size_t i = size_t(Traffic::Protocol::Room); i < Traffic::names.size(); ++i)
        text.sample(traffic.sent(i), {{"protocol", Traffic::names[i]}});
}

void writeStore(MetricsText &text, const store::StoreFigures &store)
{
    text.metric(Type::Gauge, "ultracom_store_up", "Whether the database takes writes.")
        .sample(qint64(store.available ? 1 : 0));
    text.metric(Type::Gauge, "ultracom_store_queue_length", "What waits for the database.")
        .sample(store.queuedWrites, {{"queue", "writer"}})
        .sample(store.queuedReads, {{"queue", "readers"}})
        .sample(store.queuedSearches, {{"queue", "search"}});
    text.histogram("ultracom_store_commit_duration_seconds",
                   "How long a commit took, its statements included.", store.commitSeconds);
    text.histogram("ultracom_store_commit_writes", "How many writes a commit held.", store.commitWrites);
    text.metric(Type::Gauge, "ultracom_search_unindexed_messages",
                "Messages that a search does not find yet.")
        .sample(store.unindexed);
}

QByteArray textOf(const Services &services, const Metrics &metrics)
{
    MetricsText text;
    writeServer(text);
    writeTransport(text, metrics.transport);
    writeLoops(text, metrics.transport.loops);
    writeChat(text, metrics, services.chat.figures());
    writeTraffic(text, *services.traffic);
    writeStore(text, metrics.store);
    return text.take();
}

void answer(const Services &services, const net::HttpRequest &request, const net::HttpResponder &respond)
{
    const base::Result<chat::PrincipalPtr> principal = services.authenticator.fromHeaders(request);
    if (!principal)
        return respond(errorResponse(principal.error()));
    if (!domain::isAllowed((*principal)->role, domain::Verb::Monitor, false))
        return respond(
            errorResponse({base::ErrorKind::Forbidden, QStringLiteral("Metrics are for administrators.")}));
    services.metrics({&respond.shard(), [&services, respond](const base::Result<Metrics> &metrics) {
                          if (!metrics)
                              return respond(errorResponse(metrics.error()));
                          respond(net::HttpResponse::text(200, "text/plain; version=0.0.4; charset=utf-8",
                                                          textOf(services, *metrics))
                                      .withHeader("Cache-Control", "no-store"));
                      }});
}
} // namespace

void addMetricsRoutes(net::Router &router, const Services &services)
{
    router.add(
        "GET", "/metrics",
        admitted(services, [&services](const net::HttpRequest &request, const net::HttpResponder &respond) {
            answer(services, request, respond);
        }));
}

} // namespace api
