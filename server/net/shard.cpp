#include "net/shard.h"

#include "base/logging.h"
#include "net/connectionhub.h"
#include "net/gatheringsocket.h"
#include "net/httpconnection.h"
#include "net/limits.h"
#include "net/mailbox.h"
#include "net/tlshandshake.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <unistd.h>
#include <unordered_set>

#ifdef Q_OS_LINUX
#include "net/epolldispatcher.h"
#endif

namespace net
{

namespace
{

/// An accepted descriptor on its way into the shard. Closed and no longer counted if it does not arrive.
class Arrival
{
public:
    Arrival(qintptr descriptor, SharedLimits &limits)
        : m_descriptor(static_cast<int>(descriptor))
        , m_limits(limits)
    {
        ++m_limits.connections;
    }
    ~Arrival()
    {
        if (m_descriptor < 0)
            return;
        ::close(m_descriptor);
        --m_limits.connections;
    }
    Q_DISABLE_COPY_MOVE(Arrival)

    /// From here on \a socket owns the descriptor, and who has the socket counts it.
    bool moveInto(QTcpSocket &socket)
    {
        if (!socket.setSocketDescriptor(m_descriptor))
            return false;
        m_descriptor = -1;
        return true;
    }

private:
    int m_descriptor;
    SharedLimits &m_limits;
};

} // namespace

/// A connected socket on its way from one shard to another. Closed and no longer counted if it does not
/// arrive.
class Transit
{
public:
    Transit(QTcpSocket *socket, HttpConnection::Handshake handshake, QThread *thread, SharedLimits &limits)
        : m_socket(socket)
        , m_handshake(std::move(handshake))
        , m_limits(limits)
    {
        if (auto *gathering = qobject_cast<GatheringSocket *>(socket))
            gathering->leaveQueue();
        socket->moveToThread(thread);
    }
    ~Transit()
    {
        if (m_socket)
            --m_limits.connections;
    }
    Q_DISABLE_COPY_MOVE(Transit)

    std::unique_ptr<QTcpSocket> takeSocket() { return std::move(m_socket); }
    HttpConnection::Handshake takeHandshake() { return std::move(m_handshake); }

private:
    std::unique_ptr<QTcpSocket> m_socket;
    HttpConnection::Handshake m_handshake;
    SharedLimits &m_limits;
};

class Shard::Private
{
public:
    Private(Shard &shard, std::shared_ptr<const QSslConfiguration> tlsConfiguration)
        : q(shard)
        , tls(std::move(tlsConfiguration))
    {
    }

    void started();
    void runPosted();
    void flush();
    void arrive(Arrival &arrival);
    void arrive(Transit &transit);
    void handshake(std::unique_ptr<QSslSocket> socket);
    void serve(std::unique_ptr<QTcpSocket> socket, std::optional<HttpConnection::Handshake> handshake = {});
    void gone();
    void left();
    void shutDown(std::chrono::milliseconds deadline);
    void finish();

    Shard &q;
    const std::shared_ptr<const QSslConfiguration> tls;
    QThread thread;
    Mailbox mailbox;
    FlushQueue flushQueue;
    std::unordered_set<HttpConnection *> connections;
    std::unordered_set<TlsHandshake *> handshakes;
    bool stopping = false;
    bool finished = false;
};

Shard::Shard(int index, const base::Config &config, const Router &router, SharedLimits &limits,
             std::shared_ptr<const QSslConfiguration> tls)
    : m_index(index)
    , m_config(config)
    , m_router(router)
    , m_limits(limits)
    , d(std::make_unique<Private>(*this, std::move(tls)))
{
    d->thread.setObjectName(QStringLiteral("shard-%1").arg(index));
    connect(
        &d->thread, &QThread::started, this, [this] { d->started(); }, Qt::DirectConnection);
    moveToThread(&d->thread);
}

Shard::~Shard()
{
    stop(std::chrono::milliseconds::zero());
}

void Shard::start()
{
#ifdef Q_OS_LINUX
    d->thread.setEventDispatcher(new EpollDispatcher);
#endif
    d->thread.start();
}

void Shard::beginStop(std::chrono::milliseconds deadline)
{
    post([this, deadline] { d->shutDown(deadline); });
}

void Shard::stop(std::chrono::milliseconds deadline)
{
    beginStop(deadline);
    if (d->thread.isRunning())
        d->thread.wait();
    d->mailbox.close();
}

void Shard::post(std::function<void()> function)
{
    d->mailbox.post(std::move(function));
}

void Shard::adopt(qintptr socketDescriptor)
{
    post([this, arrival = std::make_shared<Arrival>(socketDescriptor, m_limits)] { d->arrive(*arrival); });
}

void Shard::adopt(std::shared_ptr<Transit> socket)
{
    post([this, socket = std::move(socket)] { d->arrive(*socket); });
}

void Shard::flushLater(QAbstractSocket *socket)
{
    d->flushQueue.add(socket);
}

void Shard::flushNow(QAbstractSocket *socket)
{
    if (auto *gathering = qobject_cast<GatheringSocket *>(socket))
        gathering->flushGathered();
    else
        socket->flush();
}

void Shard::every(std::chrono::milliseconds interval, QObject *owner, std::function<void()> function)
{
    auto *timer = new QTimer(owner);
    connect(timer, &QTimer::timeout, owner, std::move(function));
    timer->start(interval);
}

void Shard::Private::started()
{
    auto *dispatcher = QAbstractEventDispatcher::instance();
    QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, &q, [this] { runPosted(); });
#ifdef Q_OS_LINUX
    if (auto *epoll = qobject_cast<EpollDispatcher *>(dispatcher)) {
        epoll->setEndOfTurn([this] { flush(); });
        epoll->setTurnMeter(&q.m_turns);
    }
#else
    QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &q, [this] { flush(); });
#endif
    mailbox.open(dispatcher);
}

void Shard::Private::runPosted()
{
    for (const auto &function : mailbox.take())
        function();
}

void Shard::Private::flush()
{
    // Those who saw their bytes written may have written more; it leaves in the next turn, which must come
    // soon.
    if (flushQueue.flush())
        QAbstractEventDispatcher::instance()->wakeUp();
}

void Shard::Private::arrive(Arrival &arrival)
{
    if (stopping)
        return;
    std::unique_ptr<QTcpSocket> socket;
    if (tls)
        socket = std::make_unique<QSslSocket>();
    else
        socket = std::make_unique<GatheringSocket>(flushQueue);
    if (!arrival.moveInto(*socket)) {
        qCInfo(base::logNet, "A connection was lost before it could be served: %s",
               qPrintable(socket->errorString()));
        return;
    }
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (tls)
        handshake(std::unique_ptr<QSslSocket>(qobject_cast<QSslSocket *>(socket.release())));
    else
        serve(std::move(socket));
}

void Shard::Private::arrive(Transit &transit)
{
    if (stopping)
        return;
    std::unique_ptr<QTcpSocket> socket = transit.takeSocket();
    if (auto *gathering = qobject_cast<GatheringSocket *>(socket.get()))
        gathering->joinQueue(flushQueue);
    serve(std::move(socket), transit.takeHandshake());
}

void Shard::Private::handshake(std::unique_ptr<QSslSocket> socket)
{
    auto *handshake = new TlsHandshake(std::move(socket), *tls);
    handshakes.insert(handshake);
    handshake->start(q.m_config.headerTimeout, [this, handshake](std::unique_ptr<QSslSocket> encrypted) {
        handshakes.erase(handshake);
        if (encrypted)
            serve(std::move(encrypted));
        else
            gone();
    });
}

void Shard::Private::serve(std::unique_ptr<QTcpSocket> socket,
                           std::optional<HttpConnection::Handshake> handshake)
{
    auto *connection = new HttpConnection(socket.release(), q, std::move(handshake));
    connections.insert(connection);
    QObject::connect(connection, &HttpConnection::gone, &q, [this, connection] {
        connections.erase(connection);
        gone();
    });
    QObject::connect(
        connection, &HttpConnection::moved, &q,
        [this, connection](QTcpSocket *moving, Shard &home, const HttpConnection::Handshake &itsHandshake) {
            connections.erase(connection);
            home.adopt(std::make_shared<Transit>(moving, itsHandshake, home.thread(), q.m_limits));
            left();
        });
}

void Shard::Private::gone()
{
    --q.m_limits.connections;
    left();
}

void Shard::Private::left()
{
    // Not at once: whoever is gone is still busy saying so.
    if (stopping && connections.empty())
        QMetaObject::invokeMethod(
            &q, [this] { finish(); }, Qt::QueuedConnection);
}

void Shard::Private::shutDown(std::chrono::milliseconds deadline)
{
    if (std::exchange(stopping, true))
        return;
    QTimer::singleShot(deadline, Qt::PreciseTimer, &q, [this] { finish(); });
    // First, because polls are requests that are still to be answered.
    if (q.hub)
        q.hub->engineIo().shutDown();
    for (TlsHandshake *handshake : std::exchange(handshakes, {})) {
        delete handshake;
        --q.m_limits.connections;
    }
    const auto open = connections;
    for (HttpConnection *connection : open) {
        if (connections.contains(connection))
            connection->shutDown();
    }
    if (connections.empty())
        QMetaObject::invokeMethod(
            &q, [this] { finish(); }, Qt::QueuedConnection);
}

void Shard::Private::finish()
{
    if (std::exchange(finished, true))
        return;
    if (!connections.empty())
        qCWarning(base::logNet, "%zu connections did not close in time and were cut off", connections.size());
    for (HttpConnection *connection : std::exchange(connections, {})) {
        connection->disconnect(&q);
        delete connection;
        --q.m_limits.connections;
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    if (q.hub)
        q.hub->engineIo().shutDown();
    mailbox.close();
    q.userData.reset();
    q.hub.reset();
    thread.quit();
}

} // namespace net
