#pragma once

#include "base/config.h"
#include "net/router.h"
#include "net/shard.h"

#include <chrono>
#include <map>
#include <memory>
#include <vector>

namespace net
{

/// Figures of the transport. What counts up does so since the start.
struct TransportFigures {
    qint64 connections = 0;        ///< open sockets
    qint64 webSockets = 0;         ///< of these, upgraded ones
    qint64 refusedConnections = 0; ///< over a limit

    qint64 pollingSessions = 0;   ///< of Engine.IO, open now
    qint64 webSocketSessions = 0; ///< of Engine.IO, open now; part of webSockets

    std::map<QByteArray, qint64> rejections; ///< by reason, each reason there is. \see Rejection
    std::map<int, qint64> answers;           ///< HTTP answers by status

    /// One event loop. It serves what else there is after each turn, so the turns are its lag.
    struct Loop {
        qint64 turns = 0;                    ///< that did something
        std::chrono::nanoseconds busy{0};    ///< all of them together
        std::chrono::nanoseconds longest{0}; ///< the longest of the last 15 to 30 s
    };
    std::vector<Loop> loops; ///< by shard; zero where the platform's own dispatcher runs
};

/// Listens on every configured address and spreads the connections over the shards. Lives in the thread that
/// made it.
class Server
{
public:
    Server(const base::Config &config, const Router &router);
    ~Server();

    /// \return success, or Unavailable with a sentence that names the address and the reason (port taken, by
    /// which
    ///         process if that can be known; no such address; TLS files unreadable or not belonging together)
    base::Status start();
    /// Stops listening, then the shards. Blocks for at most \a deadline.
    void stop(std::chrono::milliseconds deadline);

    quint16 port() const; ///< the one listened on, also where 0 was configured
    const std::vector<std::unique_ptr<Shard>> &shards() const;
    /// Thread-safe once started.
    TransportFigures figures() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
