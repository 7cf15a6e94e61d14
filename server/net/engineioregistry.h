#pragma once

#include "net/pingqueue.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <memory>
#include <unordered_map>
#include <vector>

namespace net
{

class EngineIoSession;
class Shard;

/// The Engine.IO sessions of one shard, by sid, whatever carries them, and their heartbeats: a ping an
/// interval after a session began or last answered. Lives in the shard's thread.
class EngineIoRegistry final : public QObject
{
    Q_OBJECT

public:
    explicit EngineIoRegistry(Shard &shard);
    ~EngineIoRegistry() override;

    EngineIoSession &add(std::unique_ptr<EngineIoSession> session);
    /// Null if there is none, or no more. Sees first to the heartbeats that are due, so that it finds nobody
    /// whose time is over.
    EngineIoSession *find(const QByteArray &sid);
    /// The session is not found any more, and is deleted at the start of a later turn.
    void retire(EngineIoSession &session);
    /// Has \a session settle() at the start of the next turn. To be asked once until then.
    void settleLater(EngineIoSession &session);

    void addPinged(Pinged &session);
    void ponged(Pinged &session);
    void removePinged(Pinged &session) { m_pings.remove(session); }

    /// Ends the polling sessions; WebSockets end by themselves.
    void shutDown();

private:
    void scheduleTurn();
    void turn();
    void runPings();
    void schedulePings();

    Shard &m_shard;
    std::unordered_map<QByteArray, std::unique_ptr<EngineIoSession>> m_sessions;
    std::vector<EngineIoSession *> m_unsettled;
    std::vector<std::unique_ptr<EngineIoSession>> m_retired;
    bool m_turnScheduled = false;
    PingQueue m_pings;
    QTimer m_pingTimer; ///< goes off when the queue has something to do
};

} // namespace net
