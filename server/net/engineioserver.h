#pragma once

#include "net/engineio.h"
#include "net/engineiohandshake.h"
#include "net/router.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <vector>

namespace net
{

class EngineIoAnswer;
class EngineIoSession;

struct EngineIoSettings {
    std::chrono::milliseconds upgradeTimeout{10'000}; ///< from a WebSocket that comes to one that carries
};

/// Engine.IO at one path: begins sessions, and brings each later request to its session. A session stays in
/// the shard where it began, which its sid names; a request that comes in elsewhere is passed on there as a
/// value, and a WebSocket with its connection. Thread-safe; kept by its routes. \see
/// server/protocol/PROTOCOL.md, "Engine.IO"
class EngineIoServer final : public std::enable_shared_from_this<EngineIoServer>
{
public:
    using Admits = std::function<bool(const HttpRequest &)>;

    /// Serves \a path, as Router::add() takes it, on \a router. \a admits: whether the page that asks may.
    /// \a opened makes the handler of each session.
    static void add(Router &router, const QByteArray &path, Admits admits, EngineIoOpened opened,
                    const EngineIoSettings &settings = {});

    EngineIoServer(Admits admits, EngineIoOpened opened, const EngineIoSettings &settings);

private:
    class BodyWatch;

    void handle(const HttpRequest &request, const HttpResponder &respond);
    void begin(const HttpRequest &request, const HttpResponder &respond);
    bool serve(const HttpRequest &request, const QByteArray &sid, Shard &home, const EngineIoAnswer &answer);
    void watch(const QByteArray &sid, Shard &home, const EngineIoAnswer &answer,
               const HttpResponder &respond);
    std::unique_ptr<HttpBodyWatch> bodyBegun(const HttpRequest &request, Shard &here);

    Shard &place(const HttpRequest &request, Shard &here);
    std::optional<HttpResponse> checkUpgrade(const HttpRequest &request, Shard &here);
    std::unique_ptr<WebSocketHandler> open(WebSocketConnection &connection, const HttpRequest &request,
                                           Shard &here);

    EngineIoSession &addSession(Shard &here);
    /// Null if none of ours can have begun with that sid.
    Shard *homeOf(const QByteArray &sid);
    /// In the session's shard.
    EngineIoSession *find(const QByteArray &sid, Shard &home) const;
    static HttpResponse refuse(const EngineIoFault &fault, Shard &here);

    const Admits m_admits;
    const EngineIoOpened m_opened;
    const EngineIoSettings m_settings;
    std::atomic<quint64> m_nextId{1};
    std::mutex m_mutex;
    std::vector<Shard *> m_shards; ///< by index, those where sessions have begun; guarded by m_mutex
};

} // namespace net
