#include "net/engineioregistry.h"

#include "net/engineiosession.h"
#include "net/shard.h"

#include <algorithm>

namespace net
{

using std::chrono::milliseconds;

EngineIoRegistry::EngineIoRegistry(Shard &shard)
    : m_shard(shard)
    , m_pings(shard.config().pingInterval, shard.config().pingTimeout)
    , m_pingTimer(this)
{
    m_pingTimer.setSingleShot(true);
    m_pingTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_pingTimer, &QTimer::timeout, this, &EngineIoRegistry::runPings);
}

EngineIoRegistry::~EngineIoRegistry() = default;

EngineIoSession &EngineIoRegistry::add(std::unique_ptr<EngineIoSession> session)
{
    const QByteArray sid = session->sid();
    return *m_sessions.emplace(sid, std::move(session)).first->second;
}

EngineIoSession *EngineIoRegistry::find(const QByteArray &sid)
{
    const auto due = m_pings.nextDue();
    if (due && *due <= std::chrono::steady_clock::now())
        runPings();
    const auto found = m_sessions.find(sid);
    return found == m_sessions.end() ? nullptr : found->second.get();
}

void EngineIoRegistry::retire(EngineIoSession &session)
{
    const auto found = m_sessions.find(session.sid());
    if (found == m_sessions.end())
        return;
    m_retired.push_back(std::move(found->second));
    m_sessions.erase(found);
    scheduleTurn();
}

void EngineIoRegistry::settleLater(EngineIoSession &session)
{
    m_unsettled.push_back(&session);
    scheduleTurn();
}

void EngineIoRegistry::scheduleTurn()
{
    if (std::exchange(m_turnScheduled, true))
        return;
    m_shard.post([this] { turn(); });
}

void EngineIoRegistry::turn()
{
    m_turnScheduled = false;
    // Who is retired may still have to settle; who is so meanwhile, or asks again, gets a turn of its own.
    const auto retired = std::exchange(m_retired, {});
    for (EngineIoSession *session : std::exchange(m_unsettled, {}))
        session->settle();
}

void EngineIoRegistry::addPinged(Pinged &session)
{
    m_pings.add(session, std::chrono::steady_clock::now());
    schedulePings();
}

void EngineIoRegistry::ponged(Pinged &session)
{
    m_pings.answered(session, std::chrono::steady_clock::now());
    schedulePings();
}

void EngineIoRegistry::runPings()
{
    m_pings.run(std::chrono::steady_clock::now());
    schedulePings();
}

void EngineIoRegistry::schedulePings()
{
    const auto due = m_pings.nextDue();
    if (!due)
        return;
    const auto left = std::chrono::ceil<milliseconds>(*due - std::chrono::steady_clock::now());
    const milliseconds wait = std::max(left, milliseconds(0)) + m_pings.slack();
    if (!m_pingTimer.isActive() || m_pingTimer.remainingTime() > wait.count())
        m_pingTimer.start(wait);
}

void EngineIoRegistry::shutDown()
{
    std::vector<EngineIoSession *> sessions;
    sessions.reserve(m_sessions.size());
    for (const auto &entry : m_sessions)
        sessions.push_back(entry.second.get());
    for (EngineIoSession *session : sessions)
        session->shutDown();
    turn();
}

} // namespace net
