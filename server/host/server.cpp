#include "host/server.h"

#include "api/fanout.h"
#include "api/services.h"
#include "cluster/inprocessbus.h"
#include "host/messagecounter.h"
#include "net/router.h"
#include "net/server.h"
#include "store/store.h"

#include <QDeadlineTimer>
#include <QTimer>

namespace host
{

namespace
{
constexpr std::chrono::milliseconds expireInterval{250};
constexpr std::chrono::milliseconds stopDeadline{5000};
} // namespace

/// Members in the order of their making: each uses those above it.
class Server::Private
{
public:
    Private(const base::Config &config, const base::Clock &clock, std::unique_ptr<store::Store> opened)
        : store(std::move(opened))
        , chat(*store, bus, clock, config.messageRate)
        , services{chat,
                   config,
                   clock,
                   api::Authenticator(config.jwtSecret, clock),
                   api::Origins(config.corsOrigins),
                   [this] { return health(); },
                   [this](const base::Reply<api::Metrics> &reply) { gatherMetrics(reply); }}
        , transport(config, router)
    {
        bus.subscribe(fanout);
        bus.subscribe(counter);
        api::addRoutes(router, services);
        QObject::connect(&expiry, &QTimer::timeout, &expiry, [this] { chat.expire(); });
    }

    base::Status start()
    {
        base::Status started = transport.start();
        if (!started)
            return started;
        // Connections come through this thread's event loop, so none can be before this.
        std::vector<net::Shard *> shards;
        for (const auto &shard : transport.shards())
            shards.push_back(shard.get());
        fanout.setShards(std::move(shards));
        expiry.start(expireInterval);
        return started;
    }

    /// Connections first, so that nothing new comes; then the store, whose last answers still reach the
    /// shards' objects.
    void stop(std::chrono::milliseconds deadline)
    {
        const QDeadlineTimer timer(deadline);
        expiry.stop();
        transport.stop(deadline * 3 / 5);
        store->close(std::chrono::milliseconds(timer.remainingTime()));
    }

    api::Health health() const
    {
        const net::TransportFigures figures = transport.figures();
        return {store->figures().available, figures.webSockets + figures.pollingSessions,
                figures.connections};
    }

    void gatherMetrics(const base::Reply<api::Metrics> &reply) const
    {
        store->countSessions({nullptr, [this, reply](const base::Result<store::SessionCounts> &sessions) {
                                  api::Metrics metrics;
                                  metrics.transport = transport.figures();
                                  metrics.sessions = sessions ? std::optional(*sessions) : std::nullopt;
                                  metrics.messages = counter.count();
                                  metrics.store = store->figures();
                                  reply(std::move(metrics));
                              }});
    }

    Figures figures() const
    {
        const net::TransportFigures sockets = transport.figures();
        const store::StoreFigures writes = store->figures();
        return {sockets.connections, sockets.webSockets,  counter.count(),
                writes.commits,      writes.queuedWrites, writes.available};
    }

    api::Fanout fanout;
    MessageCounter counter;
    cluster::InProcessBus bus;
    std::unique_ptr<store::Store> store;
    chat::ChatService chat;
    api::Services services;
    net::Router router;
    net::Server transport;
    QTimer expiry;
};

Server::Server(const base::Config &config)
    : m_config(config)
{
}

Server::~Server()
{
    stop(stopDeadline);
}

base::Status Server::start()
{
    auto store = store::Store::open(m_config.database, {.clock = &m_clock});
    if (!store)
        return store.error();
    auto opened = std::make_unique<Private>(m_config, m_clock, std::move(*store));
    if (base::Status started = opened->start(); !started) {
        opened->stop(stopDeadline);
        return started;
    }
    const std::lock_guard lock(m_figuresMutex);
    d = std::move(opened);
    return base::success();
}

void Server::stop(std::chrono::milliseconds deadline)
{
    std::unique_ptr<Private> running;
    {
        const std::lock_guard lock(m_figuresMutex);
        running = std::exchange(d, nullptr);
    }
    if (running)
        running->stop(deadline);
}

Figures Server::figures() const
{
    const std::lock_guard lock(m_figuresMutex);
    return d ? d->figures() : Figures();
}

quint16 Server::port() const
{
    return d ? d->transport.port() : quint16(0);
}

} // namespace host
