#pragma once

#include "base/clock.h"
#include "base/config.h"

#include <memory>
#include <mutex>

namespace host
{

/// How a server is doing. Counters grow from its start.
struct Figures {
    qint64 connections = 0;
    qint64 webSockets = 0; ///< of these
    qint64 messages = 0;   ///< posted and committed
    qint64 commits = 0;
    qint64 queuedWrites = 0; ///< not committed yet
    bool storeAvailable = false;
};

/// A whole server in one object: store, use cases, transport and the wire, assembled from its settings. For
/// the program without a screen and for the console alike. Lives in the thread that made it, which needs an
/// event loop.
class Server
{
public:
    explicit Server(const base::Config &config);
    ~Server(); ///< stops with a deadline of 5 s

    /// Opens the database and listens. Blocks while migrations run. \return success, or why it cannot serve,
    /// in a sentence for the operator; nothing is left running then
    base::Status start();
    /// Closes every connection with 1001, commits what is queued, closes the database. Blocks for at most \a
    /// deadline.
    void stop(std::chrono::milliseconds deadline);

    quint16 port() const; ///< the one listened on; 0 before start()
    /// Thread-safe, also while it starts and stops; all zero while it does not serve.
    Figures figures() const;

private:
    class Private;
    const base::Config m_config;
    const base::SystemClock m_clock;
    mutable std::mutex m_figuresMutex; ///< guards that \a d comes and goes
    std::unique_ptr<Private> d;        ///< while it serves
};

} // namespace host
