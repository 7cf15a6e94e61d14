#include "net/router.h"

#include <QVarLengthArray>

#include <algorithm>

namespace net
{

namespace
{

using Segments = QVarLengthArray<QByteArrayView, 16>;

Segments split(QByteArrayView path)
{
    Segments segments;
    if (path.startsWith('/'))
        path = path.sliced(1);
    for (qsizetype slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/')) {
        segments.append(path.first(slash));
        path = path.sliced(slash + 1);
    }
    segments.append(path);
    return segments;
}

bool isParameter(QByteArrayView segment)
{
    return segment.size() > 2 && segment.startsWith('{') && segment.endsWith('}');
}

void fillParameters(HttpRequest &request, const std::vector<QByteArray> &pattern, const Segments &path)
{
    request.pathParameters.clear();
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (isParameter(pattern[i]))
            request.pathParameters.emplace_back(pattern[i].sliced(1, pattern[i].size() - 2),
                                                QString::fromUtf8(path[static_cast<qsizetype>(i)]));
    }
}

} // namespace

Router::PathPattern::PathPattern(const QByteArray &pattern)
{
    Q_ASSERT(pattern.startsWith('/'));
    for (const QByteArrayView segment : split(pattern))
        segments.push_back(segment.toByteArray());
    takesRest = segments.back() == "{*}";
    if (takesRest)
        segments.pop_back();
    parameters = std::count_if(segments.begin(), segments.end(), isParameter) + (takesRest ? 1 : 0);
    for (const QByteArray &segment : segments) {
        if (isParameter(segment))
            break;
        start += '/' + segment;
    }
}

bool Router::matches(const PathPattern &pattern, const QByteArray &path, const Segments &segments)
{
    const auto fixed = std::ssize(pattern.segments);
    if (segments.size() < fixed || (segments.size() > fixed && !pattern.takesRest) ||
        !path.startsWith(pattern.start))
        return false;
    return std::equal(pattern.segments.begin(), pattern.segments.end(), segments.begin(),
                      segments.begin() + fixed, [](const QByteArray &expected, QByteArrayView given) {
                          return isParameter(expected) ? !given.isEmpty() : expected == given;
                      });
}

QByteArray Router::allowedMethods(const QByteArray &path, const Segments &segments) const
{
    QByteArrayList methods;
    for (const Route &route : m_routes) {
        const bool isWebSocket = route.method.isEmpty();
        if (!isWebSocket && !methods.contains(route.method) && matches(route.pattern, path, segments))
            methods.append(route.method);
    }
    if (methods.isEmpty())
        return {};
    if (methods.contains("GET") && !methods.contains("HEAD"))
        methods.append(QByteArrayLiteral("HEAD"));
    if (!methods.contains("OPTIONS"))
        methods.append(QByteArrayLiteral("OPTIONS"));
    return methods.join(", ");
}

void Router::add(const QByteArray &method, const QByteArray &pattern, HttpHandler handler,
                 qint64 maxBodyBytes)
{
    add(method, pattern, std::move(handler), RouteTerms{.maxBodyBytes = maxBodyBytes});
}

void Router::add(const QByteArray &method, const QByteArray &pattern, HttpHandler handler,
                 const RouteTerms &terms)
{
    Q_ASSERT(!method.isEmpty());
    m_routes.push_back(
        {.method = method, .pattern = PathPattern(pattern), .handler = std::move(handler), .terms = terms});
}

void Router::addWebSocket(const QByteArray &pattern, WebSocketCheck check, WebSocketOpened opened)
{
    WebSocketCheckIn checkIn;
    if (check) {
        checkIn = [check = std::move(check)](const HttpRequest &request, Shard &) { return check(request); };
    }
    addWebSocket(pattern, {}, std::move(checkIn), std::move(opened));
}

void Router::addWebSocket(const QByteArray &pattern, WebSocketPlace place, WebSocketCheckIn check,
                          WebSocketOpened opened)
{
    m_routes.push_back({.method = {},
                        .pattern = PathPattern(pattern),
                        .place = std::move(place),
                        .check = std::move(check),
                        .opened = std::move(opened)});
}

void Router::setResponseFilter(std::function<void(const HttpRequest &, HttpResponse &)> filter)
{
    m_filter = std::move(filter);
}

void Router::setErrorPage(ErrorPage page)
{
    m_errorPage = std::move(page);
}

std::vector<std::pair<QByteArray, QByteArray>> Router::routes() const
{
    std::vector<std::pair<QByteArray, QByteArray>> routes;
    for (const Route &route : m_routes) {
        QByteArray path;
        for (const QByteArray &segment : route.pattern.segments)
            path += '/' + segment;
        routes.emplace_back(route.method, route.pattern.takesRest ? path + "/{*}" : path);
    }
    return routes;
}

Router::Match Router::match(HttpRequest &request, bool upgrade) const
{
    const Segments segments = split(request.path);
    Match match;
    const Route *best = nullptr;
    bool bestHasMethod = false;
    for (const Route &route : m_routes) {
        if (!matches(route.pattern, request.path, segments))
            continue;
        match.pathKnown = true;
        const bool isWebSocket = route.method.isEmpty();
        if (isWebSocket != upgrade)
            continue;
        // A route for HEAD itself wins over the one for GET, and a spelled-out path over one with parameters.
        const bool hasMethod = isWebSocket || route.method == request.method;
        if (!hasMethod && !(request.method == "HEAD" && route.method == "GET"))
            continue;
        if (!best || (hasMethod && !bestHasMethod) ||
            (hasMethod == bestHasMethod && route.pattern.parameters < best->pattern.parameters)) {
            best = &route;
            bestHasMethod = hasMethod;
        }
    }
    if (!best) {
        match.allow = match.pathKnown ? allowedMethods(request.path, segments) : QByteArray();
        return match;
    }
    fillParameters(request, best->pattern.segments, segments);
    match.handler = upgrade ? nullptr : &best->handler;
    match.terms = upgrade ? nullptr : &best->terms;
    match.place = upgrade ? &best->place : nullptr;
    match.check = upgrade ? &best->check : nullptr;
    match.opened = upgrade ? &best->opened : nullptr;
    return match;
}

HttpResponse Router::errorPage(int status, const QString &message) const
{
    if (m_errorPage)
        return m_errorPage(status, message);
    return HttpResponse::text(status, QByteArrayLiteral("text/plain; charset=utf-8"),
                              message.toUtf8() + '\n');
}

void Router::filter(const HttpRequest &request, HttpResponse &response) const
{
    if (m_filter)
        m_filter(request, response);
}

} // namespace net
