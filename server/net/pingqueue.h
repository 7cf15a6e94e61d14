#pragma once

#include <algorithm>
#include <chrono>
#include <list>
#include <optional>

namespace net
{

/// A session that must answer pings. \see PingQueue
class Pinged
{
public:
    /// A ping is due. May answer and remove itself, and others, from the queue.
    virtual void ping() = 0;
    /// The last ping was not answered in time. It has left the queue already.
    virtual void unanswered() = 0;

protected:
    virtual ~Pinged() = default;

private:
    friend class PingQueue;
    struct Due {
        Pinged *session;
        std::chrono::steady_clock::time_point at;
    };
    enum class Waits { Nowhere, ForPing, ForAnswer };
    std::list<Due>::iterator m_place;
    Waits m_waits = Waits::Nowhere;
};

/// Says when each of many sessions is to be pinged and when its answer is overdue. Each session has the same
/// interval and timeout, so that two lists that only grow at their end are in order. Pure: the caller tells
/// the time, which does not go back.
class PingQueue
{
public:
    using Time = std::chrono::steady_clock::time_point;

    PingQueue(std::chrono::milliseconds interval, std::chrono::milliseconds timeout)
        : m_interval(interval)
        , m_timeout(timeout)
    {
    }

    /// The first ping comes an interval after \a now.
    void add(Pinged &session, Time now);
    /// The next ping comes an interval after \a now. Nothing if no answer is awaited, or it is not here.
    void answered(Pinged &session, Time now);
    /// Nothing if it is not here.
    void remove(Pinged &session);

    /// So late run() may be: then it has several to serve at once.
    std::chrono::milliseconds slack() const { return std::min(m_interval, m_timeout) / 500; }
    /// So late a ping may be without its answer's time being any later for it.
    std::chrono::milliseconds tolerance() const { return m_timeout / 20; }
    /// When run() has something to do.
    std::optional<Time> nextDue() const;
    void run(Time now);

private:
    using Waits = Pinged::Waits;
    void append(Pinged &session, Waits waits, Time at);

    const std::chrono::milliseconds m_interval;
    const std::chrono::milliseconds m_timeout;
    std::list<Pinged::Due> m_pings;
    std::list<Pinged::Due> m_answers;
};

} // namespace net
