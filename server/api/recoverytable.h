#pragma once

#include "api/socketstate.h"

#include <QByteArray>

#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace net
{
class Shard;
}

namespace api
{

/// Connections by their secret id, so that a client that comes back, to whichever shard and over whichever
/// transport, finds what it was: those that are there, and for a while those that were lost. A guarded table;
/// thread-safe. Time is given, not asked for. \see server/protocol/PROTOCOL.md, "Socket.IO"
class RecoveryTable
{
public:
    using Time = RecentEvents::Time;
    static constexpr size_t maxLost = 100'000; ///< of lost connections and the sessions they were in

    /// One that is there. Lives in its shard, and is used in that one's thread only.
    class Connection
    {
    public:
        virtual ~Connection() = default;
        /// Its client has come back elsewhere: to be lost now.
        virtual void giveWay() = 0;
    };

    struct Found {
        enum class What {
            Nothing,     ///< no such connection, or somebody else's
            Recoverable, ///< it is in state, and not in the table any more
            NotYet,      ///< its shard was further than the asking one: ask again when that has caught up
            Elsewhere,   ///< it has not been lost yet: it must give way in shard first
        } what = What::Nothing;
        std::unique_ptr<SocketState> state;
        net::Shard *shard = nullptr;
    };

    explicit RecoveryTable(std::chrono::milliseconds window = RecentEvents::window)
        : m_window(window)
    {
    }

    void add(const QByteArray &pid, chat::PrincipalPtr principal, net::Shard &shard, Connection &connection);
    /// Its client, or the server, has said good-bye.
    void remove(const QByteArray &pid);
    /// It was lost. Forgotten after the window, or sooner where there are too many.
    void lose(SocketState state, Time now);
    /// \a newest: number of the newest shared event that the asking shard has delivered
    Found find(const QByteArray &pid, const domain::Principal &who, quint64 newest, Time now);
    /// In \a shard's thread: lets the connection there give way, if it still is there.
    void evict(const QByteArray &pid, const net::Shard &shard);

private:
    struct Entry {
        chat::PrincipalPtr principal;
        net::Shard *shard = nullptr; ///< of one that is there
        Connection *connection = nullptr;
        std::unique_ptr<SocketState> lost;
        Time lostAt{};
    };
    struct Departure {
        QByteArray pid;
        Time at;
    };
    void forgetOld(Time now);
    void forgetFirst();
    void forget(const QByteArray &pid);
    static size_t weightOf(const SocketState &state) { return 1 + size_t(state.sessions.size()); }

    const std::chrono::milliseconds m_window;
    std::mutex m_mutex;
    std::unordered_map<QByteArray, Entry> m_entries;
    std::deque<Departure> m_departures; ///< in the order of their time; some have come back since
    size_t m_lostWeight = 0;
};

} // namespace api
