#include "console/embeddedserver.h"

#include "base/logging.h"
#include "net/portowner.h"

#include <QTcpServer>
#include <QTimer>

#include <algorithm>

namespace console
{

namespace
{

constexpr std::chrono::milliseconds stopDeadline{5000};
constexpr std::chrono::seconds figuresInterval{1};

QAbstractSocket::SocketError tryToListen(const QString &host, quint16 port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress(host), port) ? QAbstractSocket::UnknownSocketError : probe.serverError();
}

bool isTaken(const base::Config &config, quint16 port)
{
    return std::any_of(config.hosts.begin(), config.hosts.end(), [port](const QString &host) {
        return tryToListen(host, port) == QAbstractSocket::AddressInUseError;
    });
}

StartProblem problemOf(const base::Config &config, const base::Error &error)
{
    StartProblem problem;
    problem.sentence = error.message;
    problem.port = config.port;
    problem.portTaken = config.port != 0 && isTaken(config, config.port);
    if (problem.portTaken) {
        problem.owner = net::portOwner(config.port);
        problem.freePort = findFreePort(config);
    }
    return problem;
}

} // namespace

quint16 findFreePort(const base::Config &config)
{
    constexpr int neighbours = 20;
    for (int port = config.port + 1; port <= config.port + neighbours && port <= 65'535; ++port) {
        if (!isTaken(config, quint16(port)))
            return quint16(port);
    }
    return 0;
}

/// What lives in the server's thread.
class EmbeddedServer::Worker final : public QObject
{
public:
    explicit Worker(EmbeddedServer &owner)
        : m_owner(owner)
    {
    }

    void start(const base::Config &config)
    {
        auto server = std::make_unique<host::Server>(config);
        if (const base::Status started = server->start(); !started) {
            qCWarning(base::logHost).noquote() << started.error().message;
            return tell([&owner = m_owner, problem = problemOf(config, started.error())] {
                owner.onFailed(problem);
            });
        }
        m_server = std::move(server);
        m_figures = std::make_unique<QTimer>();
        connect(m_figures.get(), &QTimer::timeout, this, [this] { tellFigures(m_server->figures()); });
        m_figures->start(figuresInterval);
        tell([&owner = m_owner, port = m_server->port()] { owner.onStarted(port); });
    }

    void stop()
    {
        m_figures.reset();
        if (m_server)
            m_server->stop(stopDeadline);
        m_server.reset();
        tellFigures({});
        tell([&owner = m_owner] { owner.onStopped(); });
    }

private:
    /// Runs \a function in the owner's thread; what is under way when the owner goes is dropped with it.
    void tell(std::function<void()> function)
    {
        QMetaObject::invokeMethod(&m_owner, std::move(function), Qt::QueuedConnection);
    }
    void tellFigures(const host::Figures &figures)
    {
        tell([&owner = m_owner, figures] { Q_EMIT owner.figuresChanged(figures); });
    }

    EmbeddedServer &m_owner;
    std::unique_ptr<host::Server> m_server;
    std::unique_ptr<QTimer> m_figures;
};

EmbeddedServer::EmbeddedServer(QObject *parent)
    : QObject(parent)
    , m_worker(new Worker(*this))
{
    qRegisterMetaType<StartProblem>();
    qRegisterMetaType<host::Figures>();
    m_thread.setObjectName(QStringLiteral("server"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

EmbeddedServer::~EmbeddedServer()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] {
        worker->stop();
        delete worker;
        QThread::currentThread()->quit();
    });
    m_thread.wait();
}

void EmbeddedServer::start(const base::Config &config)
{
    if (m_state != State::Stopped) {
        m_next = config;
        halt();
        return;
    }
    setState(State::Starting);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, config] { worker->start(config); });
}

void EmbeddedServer::stop()
{
    m_next.reset();
    halt();
}

void EmbeddedServer::halt()
{
    if (m_state == State::Stopped || m_state == State::Stopping)
        return;
    setState(State::Stopping);
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->stop(); });
}

void EmbeddedServer::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void EmbeddedServer::onStarted(quint16 port)
{
    if (m_state != State::Starting) // told to stop meanwhile
        return;
    m_port = port;
    setState(State::Running);
    Q_EMIT started(port);
}

void EmbeddedServer::onFailed(const StartProblem &problem)
{
    if (m_state != State::Starting)
        return;
    setState(State::Stopped);
    Q_EMIT failed(problem);
}

void EmbeddedServer::onStopped()
{
    m_port = 0;
    setState(State::Stopped);
    Q_EMIT stopped();
    if (const auto next = std::exchange(m_next, std::nullopt))
        start(*next);
}

} // namespace console
