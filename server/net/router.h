#pragma once

#include "base/result.h"
#include "net/http.h"
#include "net/websocket.h"

#include <QVarLengthArray>

#include <functional>
#include <memory>

namespace net
{

class Shard;

/// Answers one request, once, at any later time, in the shard's thread (Shard::post gets there). If the
/// connection is gone by then, the answer is dropped. Copyable. If every copy is destroyed unanswered, the
/// request gets a 500.
class HttpResponder
{
public:
    class Target;
    HttpResponder(std::shared_ptr<Target> target, Shard &shard)
        : m_target(std::move(target))
        , m_shard(&shard)
    {
    }
    void operator()(HttpResponse response) const;
    /// Calls \a function if the request's connection is gone before the answer; at most once, in the shard's
    /// thread. In place of the function given before.
    void whenGone(std::function<void()> function) const;
    Shard &shard() const { return *m_shard; }

private:
    std::shared_ptr<Target> m_target;
    Shard *m_shard;
};

using HttpHandler = std::function<void(const HttpRequest &, const HttpResponder &)>;

/// Watches a request whose body did not come together with its head. If it goes without over(), the body was
/// broken off.
class HttpBodyWatch
{
public:
    virtual ~HttpBodyWatch() = default;
    /// The body is whole, and the handler about to be called; or it was refused for its size.
    virtual void over() = 0;
};
/// May return null.
using HttpBegun = std::function<std::unique_ptr<HttpBodyWatch>(const HttpRequest &, Shard &)>;

/// What a route may want otherwise than usual.
struct RouteTerms {
    qint64 maxBodyBytes = 0;    ///< 0: the configured payload limit
    bool emptyTooLarge = false; ///< a 413 has no body of its own
    HttpBegun begun = {};
};

/// Checks an upgrade before the handshake. Nothing: go on; a response: refuse with it.
using WebSocketCheck = std::function<std::optional<HttpResponse>(const HttpRequest &)>;
/// The same, where it matters which shard it is.
using WebSocketCheckIn = std::function<std::optional<HttpResponse>(const HttpRequest &, Shard &)>;
/// Says which shard is to check and serve an upgrade that came in \a here. The connection moves there.
using WebSocketPlace = std::function<Shard &(const HttpRequest &, Shard &here)>;
/// Makes the handler of a connection whose handshake is done. It may already send or close.
using WebSocketOpened =
    std::function<std::unique_ptr<WebSocketHandler>(WebSocketConnection &, const HttpRequest &, Shard &)>;

/// How a failure that the transport itself finds looks in the application's shape (400, 404, 405, 408, 411,
/// 413, 429, 431, 500, 501, 503).
using ErrorPage = std::function<HttpResponse(int status, const QString &message)>;

/// Which handler serves which path. Filled before the server starts, read-only and shared by all shards
/// after.
class Router
{
public:
    /// \a pattern: `/chat/history`, or with parameters that match one segment each: `/chat/ws/{room}`, or
    /// `/a/{*}` for `/a` and everything under it. A pattern for GET serves HEAD too. \a maxBodyBytes: 0 means
    /// the configured payload limit.
    void add(const QByteArray &method, const QByteArray &pattern, HttpHandler handler,
             qint64 maxBodyBytes = 0);
    void add(const QByteArray &method, const QByteArray &pattern, HttpHandler handler,
             const RouteTerms &terms);
    void addWebSocket(const QByteArray &pattern, WebSocketCheck check, WebSocketOpened opened);
    void addWebSocket(const QByteArray &pattern, WebSocketPlace place, WebSocketCheckIn check,
                      WebSocketOpened opened);
    /// Sees and may change each response before it leaves (CORS, security headers).
    void setResponseFilter(std::function<void(const HttpRequest &, HttpResponse &)> filter);
    void setErrorPage(ErrorPage page);

    /// Every route, as it was added; the method of a WebSocket is empty.
    std::vector<std::pair<QByteArray, QByteArray>> routes() const;

    struct Match {
        const HttpHandler *handler = nullptr;
        const RouteTerms *terms = nullptr; ///< with a handler
        const WebSocketPlace *place = nullptr;
        const WebSocketCheckIn *check = nullptr;
        const WebSocketOpened *opened = nullptr;
        bool pathKnown = false; ///< some route has this path, though perhaps with another method
        QByteArray allow;       ///< where none was found: the methods that this path has, for 405 and OPTIONS
    };
    /// Finds the route of \a request's method and path and fills in its path parameters.
    Match match(HttpRequest &request, bool upgrade) const;

    HttpResponse errorPage(int status, const QString &message) const;
    void filter(const HttpRequest &request, HttpResponse &response) const;

private:
    /// A path as a route has it, and what is needed of it for each request.
    struct PathPattern {
        explicit PathPattern(const QByteArray &pattern);
        std::vector<QByteArray> segments; ///< without the `{*}` at the end
        bool takesRest = false;           ///< there was one: any segments, or none
        qsizetype parameters = 0;         ///< of all kinds: the fewer, the closer a match
        QByteArray start;                 ///< what the path of every match begins with
    };
    static bool matches(const PathPattern &pattern, const QByteArray &path,
                        const QVarLengthArray<QByteArrayView, 16> &segments);
    QByteArray allowedMethods(const QByteArray &path,
                              const QVarLengthArray<QByteArrayView, 16> &segments) const;

    struct Route {
        QByteArray method; ///< empty for a WebSocket
        PathPattern pattern;
        HttpHandler handler = {};
        RouteTerms terms = {};
        WebSocketPlace place = {};
        WebSocketCheckIn check = {};
        WebSocketOpened opened = {};
    };
    std::vector<Route> m_routes;
    std::function<void(const HttpRequest &, HttpResponse &)> m_filter;
    ErrorPage m_errorPage;
};

} // namespace net
