#pragma once

#include "api/recentevents.h"

#include <QHash>
#include <QObject>

#include <vector>

namespace net
{
class Shard;
}

namespace api
{

/// A connection that hears of a session's events, in whatever protocol. Lives in one shard.
class Member
{
public:
    virtual ~Member() = default;
    virtual void deliver(const WireEventPtr &event) = 0;
    /// Several events at once that are for all.
    virtual void deliverAll(const WireBatch &batch)
    {
        for (const WireEventPtr &event : batch.events())
            deliver(event);
    }
    virtual const QString &userId() const = 0;
    /// Ends the connection if its token is no longer good. Called now and then.
    virtual void checkToken() = 0;
};

/// A connection that hears also of sessions that it has not joined. Lives in one shard.
class Watcher
{
public:
    virtual ~Watcher() = default;
    virtual const QString &userId() const = 0;
    /// Whether it is told of every session that its token admits.
    virtual bool isStaff() const = 0;
    /// What staff are told of.
    virtual void overhear(const WireBatch &batch) = 0;
    /// What its own user did, maybe on another connection.
    virtual void hearOwn(const WireEventPtr &event) = 0;
    /// Ends the connection if its token is no longer good.
    virtual void checkToken() = 0;
};

/// The members of each session in one shard, the watchers, and what they were told lately. Used in the
/// shard's thread only.
class ShardMembers final : public QObject
{
    Q_OBJECT
public:
    /// The shard's own table, made when it is first asked for.
    static ShardMembers &of(net::Shard &shard);

    void add(const domain::SessionId &session, Member *member);
    void remove(const domain::SessionId &session, Member *member);
    void addWatcher(Watcher *watcher);
    void removeWatcher(Watcher *watcher);
    /// To members first, then to who has read, then to staff: in the order of the numbers.
    void deliver(const WireBatch &batch);
    const RecentEvents &recent() const { return m_recent; }

private:
    void deliverToMembers(const WireBatch &batch) const;
    void deliverToReaders(const WireBatch &batch) const;
    void tick();

    QHash<domain::SessionId, std::vector<Member *>> m_members;
    std::vector<Watcher *> m_staff;
    QHash<QString, std::vector<Watcher *>> m_watchers; ///< all, by their user
    RecentEvents m_recent;
};

} // namespace api
