#pragma once

#include "api/services.h"
#include "api/shardmembers.h"
#include "api/socketstate.h"
#include "net/engineio.h"
#include "protocol/clientevents.h"

#include <QHash>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace api
{

/// One user's connection to the namespace `/`: an adapter between its events and the use cases. It may be in
/// many sessions at once. Lives in its shard; leaves all sessions when it is deleted or lost. \see
/// server/protocol/PROTOCOL.md, "Socket.IO"
class SocketIoSocket final : public QObject, public Member, public Watcher
{
    Q_OBJECT
public:
    static constexpr qsizetype maxSessions = 1000; ///< joined at once

    /// \a connection outlives the socket. \a state: a fresh one, or one that was lost: it hears of its
    /// sessions from here on, and is present in them once arrive() is called.
    SocketIoSocket(net::EngineIoConnection &connection, net::Shard &shard, const Services &services,
                   SocketState state);
    ~SocketIoSocket() override;

    void arrive();
    /// Leaves, and gives up what it was, for a client that may come back. Nothing but the destructor after
    /// it.
    SocketState lose();
    /// Whether there is anything to come back to: not once the token has ended.
    bool isEnded() const { return m_ended; }
    const QByteArray &sid() const { return m_state.sid; }
    const QByteArray &pid() const { return m_state.pid; }

    /// \a event: its name and its arguments. \a ackId: what the answer must bear, if one is asked for.
    /// \a hasBinaries: bytes came along, which no event takes
    void handle(const QJsonArray &event, std::optional<quint64> ackId, bool hasBinaries);

    const QString &userId() const override { return m_principal->userId; }
    void checkToken() override;
    void deliver(const WireEventPtr &event) override;
    void deliverAll(const WireBatch &batch) override;
    bool isStaff() const override { return domain::isStaff(m_principal->role); }
    void overhear(const WireBatch &batch) override;
    void hearOwn(const WireEventPtr &event) override;

private:
    /// An event of the client, as its answer needs it.
    struct Question {
        QString event;
        std::optional<quint64> ackId;
    };
    /// A join on its way; the client may leave before it is through.
    struct Joining {
        QString session; ///< as the client named it
        bool left = false;
    };

    void ask(const Question &question, const protocol::chatapi::JoinSession &join);
    void ask(const Question &question, const protocol::chatapi::LeaveSession &leave);
    void ask(const Question &question, const protocol::chatapi::SendMessage &send);
    void ask(const Question &question, const protocol::chatapi::MarkMessagesRead &read);
    void ask(const Question &question, const protocol::chatapi::SetTyping &change);
    void ask(const Question &question, const protocol::chatapi::GetOnlineUsers &get);

    void enter(const Question &question, const domain::Session &session);
    void tellJoined(const Question &question, const chat::Presence::Online &online,
                    const domain::SessionSummary &summary);
    void tellOnline(const Question &question, const domain::SessionId &session,
                    const chat::Presence::Online &online);
    void leave(const domain::SessionId &session);
    void leaveAll();
    const domain::Session *joined(const QString &ref) const;

    void accept(const Question &question, QByteArrayView members = {});
    void refuse(const Question &question, const base::Error &error);
    /// What only this connection is told.
    void sendOwn(QByteArrayView name, QByteArrayView json);
    RecentEvents::Time arrivedBefore() const;
    void sendEvent(const net::WebSocketFrame &frame, net::WebSocketConnection::Priority priority);

    /// A Reply for this socket that is dropped if it is gone by then.
    template <typename T, typename Function>
    base::Reply<T> reply(Function function);

    net::EngineIoConnection &m_connection;
    net::Shard &m_shard;
    const Services &m_services;
    const chat::PrincipalPtr m_principal;
    SocketState m_state;
    std::vector<std::shared_ptr<Joining>> m_joining;
    bool m_ended = false;
};

} // namespace api
