#include "net/server.h"

#include "base/logging.h"
#include "net/limits.h"
#include "net/listener.h"
#include "net/openfiles.h"
#include "net/portowner.h"
#include "net/tls.h"

#include <QHostInfo>
#include <QSslConfiguration>
#include <QThread>

#include <algorithm>
#include <csignal>

namespace net
{

namespace
{

/// Beside the connections: databases, logs, uploads, libraries.
constexpr qint64 filesOfOurOwn = 256;

/// How often the system may choose a port that is taken on the second address.
constexpr int portChoices = 10;

base::Error unavailable(const QString &sentence)
{
    return {base::ErrorKind::Unavailable, sentence};
}

QString at(const QHostAddress &address, quint16 port)
{
    const bool v6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return QStringLiteral("%1:%2").arg(v6 ? u'[' + address.toString() + u']' : address.toString()).arg(port);
}

base::Result<QList<QHostAddress>> addressesOf(const QString &host)
{
    const QHostAddress literal(host);
    if (!literal.isNull())
        return QList<QHostAddress>{literal};
    const QHostInfo info = QHostInfo::fromName(host);
    if (info.addresses().isEmpty())
        return unavailable(
            QStringLiteral("HOST: \"%1\" is no address of this machine: %2.").arg(host, info.errorString()));
    return info.addresses();
}

/// Without IPv6 on the machine, `::1` and `::` are not there, which is no fault of who configured both
/// families.
bool isMissingIpv6(const QHostAddress &address, QAbstractSocket::SocketError error)
{
    return (address == QHostAddress(QHostAddress::LocalHostIPv6) ||
            address == QHostAddress(QHostAddress::AnyIPv6)) &&
           (error == QAbstractSocket::SocketAddressNotAvailableError ||
            error == QAbstractSocket::UnsupportedSocketOperationError);
}

base::Error cannotListen(const QHostAddress &address, quint16 port, const Listener &listener)
{
    const QString where = at(address, port);
    switch (listener.error()) {
    case QAbstractSocket::AddressInUseError: {
        const QString owner = portOwner(port);
        return unavailable(QStringLiteral("%1 is already in use by %2. Stop that, or choose another PORT.")
                               .arg(where, owner.isEmpty() ? QStringLiteral("another process") : owner));
    }
    case QAbstractSocket::SocketAddressNotAvailableError:
        return unavailable(
            QStringLiteral("%1 cannot be listened on: this machine has no such address. Correct HOST.")
                .arg(where));
    case QAbstractSocket::SocketAccessError:
        return unavailable(
            QStringLiteral(
                "%1 cannot be listened on: ports under 1024 need more rights. Choose another PORT.")
                .arg(where));
    default:
        return unavailable(
            QStringLiteral("%1 cannot be listened on: %2.").arg(where, listener.errorString()));
    }
}

} // namespace

class Server::Private
{
public:
    Private(const base::Config &c, const Router &r)
        : config(c)
        , router(r)
    {
    }

    void startShards(const std::shared_ptr<const QSslConfiguration> &tls);
    base::Status listen();
    base::Status listenAll(const QList<QHostAddress> &addresses, quint16 port, bool &portTaken);
    void fitOpenFiles();

    const base::Config &config;
    const Router &router;
    std::unique_ptr<SharedLimits> limits;
    std::vector<std::unique_ptr<Shard>> shards;
    std::vector<std::unique_ptr<Listener>> listeners;
    Listener::Encryption encryption = Listener::Encryption::None;
    size_t nextShard = 0;
};

Server::Server(const base::Config &config, const Router &router)
    : d(std::make_unique<Private>(config, router))
{
}

Server::~Server()
{
    stop(std::chrono::milliseconds::zero());
}

base::Status Server::start()
{
    auto proxies = TrustedProxies::parse(d->config.trustedProxies);
    if (!proxies)
        return proxies.error();
    const auto tls = loadTls(d->config);
    if (!tls)
        return tls.error();
    std::signal(SIGPIPE,
                SIG_IGN); // a peer that has left is an error of one write, not the end of the process
    d->encryption = *tls ? Listener::Encryption::Tls : Listener::Encryption::None;
    d->limits = std::make_unique<SharedLimits>(d->config, std::move(*proxies));
    d->fitOpenFiles();
    if (auto listening = d->listen(); !listening)
        return listening;
    d->startShards(*tls);
    return base::success();
}

void Server::stop(std::chrono::milliseconds deadline)
{
    d->listeners.clear();
    // One after the other would take the deadline as often as there are shards.
    for (const auto &shard : d->shards)
        shard->beginStop(deadline);
    for (const auto &shard : d->shards)
        shard->stop(deadline);
}

quint16 Server::port() const
{
    return d->listeners.empty() ? 0 : d->listeners.front()->port();
}

const std::vector<std::unique_ptr<Shard>> &Server::shards() const
{
    return d->shards;
}

TransportFigures Server::figures() const
{
    if (!d->limits)
        return {};
    const SharedLimits &limits = *d->limits;
    TransportFigures figures{
        .connections = limits.connections,
        .webSockets = limits.webSockets,
        .refusedConnections = limits.refused,
        .pollingSessions = limits.pollingSessions,
        .webSocketSessions = limits.webSocketSessions,
        .rejections = limits.rejections.byName(),
        .answers = limits.answers.byStatus(),
        .loops = {},
    };
    const auto now = std::chrono::steady_clock::now();
    for (const auto &shard : d->shards) {
        const TurnMeter &turns = shard->turns();
        figures.loops.push_back({turns.turns(), turns.busy(), turns.longest(now)});
    }
    return figures;
}

void Server::Private::startShards(const std::shared_ptr<const QSslConfiguration> &tls)
{
    const int count = config.shards > 0 ? config.shards : std::max(1, QThread::idealThreadCount());
    for (int i = 0; i < count; ++i) {
        shards.push_back(std::make_unique<Shard>(i, config, router, *limits, tls));
        shards.back()->start();
    }
}

/// Better a few connections less, which are refused with an answer, than to run out of descriptors in the
/// database.
void Server::Private::fitOpenFiles()
{
    const qint64 wanted = config.maxConnections + filesOfOurOwn;
    const qint64 allowed = allowOpenFiles(wanted);
    if (allowed >= wanted)
        return;
    limits->maxConnections = std::max(allowed - filesOfOurOwn, allowed / 2);
    qCWarning(base::logNet,
              "MAX_CONNECTIONS is %d, which needs %lld open files, but the system allows this process %lld: "
              "no more than "
              "%lld connections will be accepted. Raise the limit with \"ulimit -Hn\" or LimitNOFILE=.",
              config.maxConnections, static_cast<long long>(wanted), static_cast<long long>(allowed),
              static_cast<long long>(limits->maxConnections.load()));
}

base::Status Server::Private::listen()
{
    QList<QHostAddress> addresses;
    for (const QString &host : config.hosts) {
        const auto found = addressesOf(host);
        if (!found)
            return found.error();
        for (const QHostAddress &address : *found) {
            if (!addresses.contains(address))
                addresses.append(address);
        }
    }
    if (addresses.isEmpty())
        return unavailable(QStringLiteral("HOST names no address to listen on."));
    for (int choice = 1;; ++choice) {
        bool portTaken = false;
        auto status = listenAll(addresses, config.port, portTaken);
        if (status || !portTaken || config.port != 0 || choice == portChoices)
            return status;
    }
}

/// With port 0, the first address gets one from the system and the others must have the same.
base::Status Server::Private::listenAll(const QList<QHostAddress> &addresses, quint16 port, bool &portTaken)
{
    QStringList missing;
    for (const QHostAddress &address : addresses) {
        auto listener = std::make_unique<Listener>(*limits, router, encryption, [this](qintptr descriptor) {
            shards[nextShard++ % shards.size()]->adopt(descriptor);
        });
        if (listener->listen(address, port)) {
            port = listener->port();
            listeners.push_back(std::move(listener));
            continue;
        }
        if (isMissingIpv6(address, listener->error()) && addresses.size() > 1) {
            missing.append(at(address, port));
            continue;
        }
        portTaken = listener->error() == QAbstractSocket::AddressInUseError;
        listeners.clear();
        return cannotListen(address, port, *listener);
    }
    if (listeners.empty())
        return unavailable(QStringLiteral("This machine has none of the addresses that HOST names (%1).")
                               .arg(missing.join(u", ")));
    if (!missing.isEmpty())
        qCWarning(base::logNet, "This machine has no IPv6: nothing listens on %s",
                  qPrintable(missing.join(u", ")));
    return base::success();
}

} // namespace net
