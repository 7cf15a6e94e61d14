#pragma once

#include "net/connectionhub.h"
#include "net/engineio.h"

namespace net
{

class EngineIoSession;

/// A WebSocket at the Engine.IO path. It carries a session from the start, or tries to take one over from
/// polling, and fails alone if it cannot. Lives in its session's shard.
class EngineIoSocket final : public WebSocketHandler, private Watched
{
public:
    /// For a session of its own.
    EngineIoSocket(WebSocketConnection &connection, EngineIoSession &session, Shard &shard);
    /// For \a session to be upgraded; null, or one that takes no other socket: closes. \a isTextOnly: its
    /// client takes no binary messages
    EngineIoSocket(WebSocketConnection &connection, EngineIoSession *session, bool isTextOnly, Shard &shard,
                   std::chrono::milliseconds upgradeTimeout);
    ~EngineIoSocket() override;

    WebSocketConnection &connection() { return m_connection; }
    /// The session does not need this socket any more.
    void drop();

    void textReceived(const QString &text) override;
    void binaryReceived(const QByteArray &bytes) override;
    void closed() override;

private:
    enum class State { Attached, Probed, Carrying, Over };

    void checkDeadline(Time now) override;
    void probe(const QString &text);
    void fail(const QString &reason);
    void letGo();

    WebSocketConnection &m_connection;
    EngineIoSession *m_session;
    Shard &m_shard;
    ConnectionHub &m_hub;
    State m_state;
    const bool m_isTextOnly = false;
    const Time m_deadline{};
};

} // namespace net
