#pragma once

#include "base/tokenbucket.h"
#include "net/connectionhub.h"
#include "net/engineio.h"
#include "net/engineioanswer.h"

#include <QPointer>

#include <optional>
#include <vector>

namespace protocol::engineio
{
struct Packet;
}

namespace net
{

class EngineIoSocket;
enum class Rejection;

/// One Engine.IO session. Over polling, what is sent waits in a queue for the client's next request; over a
/// WebSocket, it goes there. Lives in the shard where it began, and is owned by its EngineIoRegistry. \see
/// server/protocol/PROTOCOL.md, "Engine.IO"
class EngineIoSession final : public EngineIoConnection, private Pinged, private Watched
{
public:
    /// What tells the sessions of one server from another's.
    using Owner = const void *;
    /// A close packet waits so long for the request that fetches it.
    static constexpr std::chrono::seconds closeTimeout{30};

    EngineIoSession(QByteArray sid, Owner owner, Shard &shard);
    ~EngineIoSession() override;

    const QByteArray &sid() const { return m_sid; }
    Owner owner() const { return m_owner; }

    /// Queues the open packet and makes the handler. \a socket: null for polling. \a isTextOnly: binary
    /// messages go as base64
    void open(EngineIoSocket *socket, bool isTextOnly, const HttpRequest &request,
              const EngineIoOpened &opened);

    Transport transport() const override { return m_socket ? Transport::WebSocket : Transport::Polling; }
    void send(const WebSocketFrame &packets, Priority priority) override;
    void close(quint16 code, const QString &reason) override;

    // Polling. Each answers, now or later.
    void poll(EngineIoAnswer answer);
    void pollGone(quint64 id);
    /// Whether the poll with that id is not answered yet.
    bool waits(quint64 id) const { return m_poll && m_poll->id() == id; }
    /// \a body: whole; \a isBinary: it says that it is no text
    void post(const QByteArray &body, bool isBinary, const EngineIoAnswer &answer);
    /// The body of a POST is on its way.
    void postBegun(quint64 id);
    void postOver(quint64 id, bool isWhole);

    // From a WebSocket to polling.
    /// \return whether \a socket may try; no other may until it is detached
    bool attach(EngineIoSocket &socket);
    void detach(EngineIoSocket &socket);
    /// The client has found the WebSocket open: what is asked over polling is answered at once from now on.
    void probed();
    /// \a socket, which was attached, carries the session from now on.
    void upgrade(EngineIoSocket &socket, bool isTextOnly);

    // From the WebSocket that carries it.
    void textReceived(const QByteArray &utf8);
    void binaryReceived(const QByteArray &bytes);
    void socketGone();

    /// Does what could not be done at once: tells the handler that it is over, answers a poll.
    void settle();
    /// Ends a polling session in which nobody is busy.
    void shutDown();

private:
    enum class State {
        Open,
        Closing, ///< takes nothing more; what is queued is still fetched
        Ended,
    };

    void ping() override;
    void unanswered() override;
    void checkDeadline(Time now) override;

    bool admit();
    bool receive(const protocol::engineio::Packet &packet);
    bool refusePacket(const QString &reason);
    void sendToSocket(const WebSocketFrame &packets, Priority priority);
    void answerPoll();
    void endPoll(QByteArrayView packet);
    void end(std::optional<Rejection> reason);
    void stop();
    void settleLater();
    void tellHandler();

    const QByteArray m_sid;
    const Owner m_owner;
    Shard &m_shard;
    ConnectionHub &m_hub;
    std::unique_ptr<EngineIoHandler> m_handler;
    base::TokenBucket m_packets; ///< of any kind, and requests
    State m_state = State::Open;
    bool m_unsettled = false;
    bool m_probed = false;
    bool m_isTextOnly = false;

    EngineIoSocket *m_socket = nullptr;   ///< carries the session
    EngineIoSocket *m_attached = nullptr; ///< may come to do so

    std::vector<WebSocketFrame> m_queue; ///< waits for a poll
    qint64 m_queuedBytes = 0;
    std::optional<EngineIoAnswer> m_poll; ///< waits for the queue
    quint64 m_reading = 0;                ///< the POST whose body is on its way; 0: none
    Time m_closingSince{};
};

} // namespace net
