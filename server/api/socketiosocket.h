#pragma once

#include "api/services.h"
#include "api/shardmembers.h"
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
/// many sessions at once. Lives in its shard; leaves all sessions when it is deleted. \see
/// server/protocol/PROTOCOL.md, "Socket.IO"
class SocketIoSocket final : public QObject, public Member, public Watcher
{
    Q_OBJECT
public:
    static constexpr qsizetype maxSessions = 1000; ///< joined at once

    /// \a connection outlives the socket.
    SocketIoSocket(net::EngineIoConnection &connection, net::Shard &shard, const Services &services,
                   chat::PrincipalPtr principal);
    ~SocketIoSocket() override;

    /// \a event: its name and its arguments. \a ackId: what the answer must bear, if one is asked for
    void handle(const QJsonArray &event, std::optional<quint64> ackId);

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
    const domain::Session *joined(const QString &ref) const;

    void accept(const Question &question, QByteArrayView members = {});
    void refuse(const Question &question, const base::Error &error);
    void sendEvent(QByteArrayView name, QByteArrayView json);
    void sendEvent(const net::WebSocketFrame &frame, net::WebSocketConnection::Priority priority);

    /// A Reply for this socket that is dropped if it is gone by then.
    template <typename T, typename Function>
    base::Reply<T> reply(Function function);

    net::EngineIoConnection &m_connection;
    net::Shard &m_shard;
    const Services &m_services;
    const chat::PrincipalPtr m_principal;
    QHash<domain::SessionId, domain::Session> m_sessions; ///< joined
    std::vector<std::shared_ptr<Joining>> m_joining;
    bool m_ended = false;
};

} // namespace api
