#pragma once

#include "api/services.h"
#include "api/shardmembers.h"
#include "base/tokenbucket.h"
#include "net/websocket.h"
#include "protocol/roomprotocol.h"

#include <QObject>

#include <deque>
#include <optional>
#include <vector>

namespace api
{

/// What a frame or a request of the room protocol asks of the use case.
chat::SendCommand commandOf(const protocol::SendFrame &frame);

/// One WebSocket of the room protocol: an adapter between its frames and the use cases. Lives in its shard.
///
/// Opening → (replaying what was missed) → live. While it replays, live messages are held; those of them that
/// the replay brings too are dropped, so that a client gets each message once and in order. \see
/// server/protocol/PROTOCOL.md, "Room protocol"
class RoomConnection final : public QObject, public net::WebSocketHandler, public Member
{
    Q_OBJECT
public:
    RoomConnection(net::WebSocketConnection &connection, const net::HttpRequest &request, net::Shard &shard,
                   const Services &services);

    void textReceived(const QString &text) override;
    void binaryReceived(const QByteArray &bytes) override;
    void drained() override;
    void closed() override;

    void deliver(const WireEventPtr &event) override;
    void deliverAll(const WireBatch &batch) override;
    const QString &userId() const override { return m_principal->userId; }
    void checkToken() override;

private:
    enum class State { Opening, Replaying, Live, Ended };

    void opened(base::Result<domain::Session> session);
    void replayNext();
    void replayed(base::Result<store::MessagePage> page);
    void sendReplayed();
    void goLive();
    void handle(const QByteArray &utf8);
    void handleSend(const protocol::SendFrame &frame);
    void handleRead(qint64 upTo);
    void sendJson(const QByteArray &json);
    void sendEvent(const WireEvent &event);
    void fail(const base::Error &error);
    void end(quint16 code, const QString &reason);

    /// A Reply for this connection that is dropped if it is gone by then.
    template <typename T, typename Function>
    base::Reply<T> reply(Function function);

    net::WebSocketConnection &m_connection;
    net::Shard &m_shard;
    const Services &m_services;
    chat::PrincipalPtr m_principal;
    domain::Session m_session;
    State m_state = State::Opening;
    bool m_entered = false;     ///< chat.enter() was called: leave() is owed
    base::TokenBucket m_frames; ///< all frames of this connection, not only messages

    std::vector<QByteArray> m_early; ///< frames that came before the session was open
    qsizetype m_earlyBytes = 0;

    std::optional<qint64>
        m_after; ///< number of the newest message that the client had, or that the replay brought
    std::deque<domain::Message> m_page; ///< of the replay, still to be sent
    bool m_pageHasMore = false;
    std::vector<WireEventPtr> m_held; ///< what happened since the replay began
    bool m_heldTooMany = false;       ///< the held ones were dropped: the replay goes on until there are none
    qint64 m_readUpTo = 0;
};

} // namespace api
