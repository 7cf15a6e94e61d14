#pragma once

#include "base/config.h"
#include "net/router.h"
#include "net/shard.h"

#include <memory>
#include <vector>

namespace net
{

/// Figures of the transport. Thread-safe to read.
struct TransportFigures {
    qint64 connections = 0;        ///< open sockets
    qint64 webSockets = 0;         ///< of these, upgraded ones
    qint64 refusedConnections = 0; ///< over a limit, since the start
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
    TransportFigures figures() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
