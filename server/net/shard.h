#pragma once

#include "base/config.h"
#include "base/executor.h"
#include "net/turnmeter.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

class QAbstractSocket;
class QSslConfiguration;
class QTcpSocket;

namespace net
{

class ConnectionHub;
class Router;
class Transit;
struct SharedLimits;

/// One I/O thread with its own event dispatcher, and the connections that were handed to it. A connection
/// lives and dies in its shard. Everything but post(), adopt() and what starts and stops it must be called in
/// the shard's thread.
class Shard final : public QObject, public base::Executor
{
    Q_OBJECT
public:
    /// \a index: 0…; \a router, \a limits and \a config outlive the shard. \a tls: null without TLS.
    Shard(int index, const base::Config &config, const Router &router, SharedLimits &limits,
          std::shared_ptr<const QSslConfiguration> tls);
    /// Stops at once if it is still running.
    ~Shard() override;

    int index() const { return m_index; }
    /// Once; there is no second start after stop().
    void start();
    /// Closes every connection (WebSockets with 1001), waits until \a deadline for them to go, cuts off the
    /// rest, ends the thread. Blocks; from outside.
    void stop(std::chrono::milliseconds deadline);
    /// Starts what stop() does and returns at once, so that several shards stop beside each other.
    void beginStop(std::chrono::milliseconds deadline);

    /// Thread-safe. What was posted before start() runs first; what is posted after the shard stopped is
    /// dropped. Functions run at the start of the next turn, all that are there by then.
    void post(std::function<void()> function) override;
    /// Takes over an accepted socket and counts it in the limits until it is gone. Thread-safe.
    void adopt(qintptr socketDescriptor);

    /// Takes over a socket from another shard. Thread-safe.
    void adopt(std::shared_ptr<Transit> socket);

    /// Flushes \a socket at the end of this turn. Forgets it if it is destroyed before.
    void flushLater(QAbstractSocket *socket);
    /// Sends at once what \a socket has, as far as it goes without waiting. To be used in place of
    /// QTcpSocket::flush().
    void flushNow(QAbstractSocket *socket);
    /// Runs \a function about every \a interval until \a owner is destroyed; for deadlines and heartbeats of
    /// many connections by one timer.
    void every(std::chrono::milliseconds interval, QObject *owner, std::function<void()> function);

    const base::Config &config() const { return m_config; }
    const Router &router() const { return m_router; }
    SharedLimits &limits() { return m_limits; }
    /// Thread-safe to read.
    const TurnMeter &turns() const { return m_turns; }

    /// A per-shard place for the layers above (the members of each room in this shard), destroyed in the
    /// shard's thread, after the last connection.
    std::shared_ptr<void> userData;
    /// What the connections of this shard share; made by the first, theirs alone. Destroyed in the shard's
    /// thread, after the last.
    std::shared_ptr<ConnectionHub> hub;

private:
    class Private;
    int m_index;
    const base::Config &m_config;
    const Router &m_router;
    SharedLimits &m_limits;
    TurnMeter m_turns;
    std::unique_ptr<Private> d;
};

} // namespace net
