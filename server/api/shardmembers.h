#pragma once

#include "api/wireevent.h"

#include <QHash>

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
    /// Ends the connection if its token is no longer good.
    virtual void checkToken() = 0;
};

/// The members of each session in one shard. Used in the shard's thread only.
class ShardMembers final : public QObject
{
    Q_OBJECT
public:
    /// The shard's own table, made when it is first asked for.
    static ShardMembers &of(net::Shard &shard);

    void add(const domain::SessionId &session, Member *member);
    void remove(const domain::SessionId &session, Member *member);
    void deliver(const WireBatch &batch) const;

private:
    void checkTokens() const;

    QHash<domain::SessionId, std::vector<Member *>> m_members;
};

} // namespace api
