#include "net/engineioserver.h"

#include "base/ids.h"
#include "net/connectionhub.h"
#include "net/engineioanswer.h"
#include "net/engineiosession.h"
#include "net/engineiosocket.h"
#include "net/limits.h"
#include "net/shard.h"

#include <utility>

namespace net
{

namespace
{
using Code = EngineIoFault::Code;
using std::chrono::seconds;

/// A sid has 20 characters that are fit for a URL: two for the shard, and what nobody can guess.
constexpr QByteArrayView sidDigits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
constexpr int randomBytes = 13;
constexpr qsizetype sidSize = 20;

QByteArray newSid(int shard)
{
    const char digits[] = {sidDigits[shard / sidDigits.size() % sidDigits.size()],
                           sidDigits[shard % sidDigits.size()]};
    return QByteArray(digits, sizeof digits) + base::randomToken(randomBytes);
}

size_t shardOf(const QByteArray &sid)
{
    const qsizetype high = sidDigits.indexOf(sid[0]);
    const qsizetype low = sidDigits.indexOf(sid[1]);
    return high < 0 || low < 0 ? size_t(-1) : size_t(high * sidDigits.size() + low);
}

HttpResponse retryLater(const Shard &here, int status, const QString &message, seconds wait)
{
    HttpResponse response = here.router().errorPage(status, message);
    response.withHeader(QByteArrayLiteral("Retry-After"), QByteArray::number(qint64(wait.count())));
    return response;
}
} // namespace

/// A POST whose body is on its way: tells the session in its shard.
class EngineIoServer::BodyWatch final : public HttpBodyWatch
{
public:
    BodyWatch(std::shared_ptr<EngineIoServer> server, QByteArray sid, Shard &home, Shard &here)
        : m_server(std::move(server))
        , m_sid(std::move(sid))
        , m_home(home)
        , m_here(here)
        , m_id(m_server->m_nextId++)
    {
        tell([id = m_id](EngineIoSession &session) { session.postBegun(id); });
    }
    ~BodyWatch() override { tellOver(false); }

    void over() override { tellOver(true); }

private:
    void tellOver(bool isWhole)
    {
        if (const quint64 id = std::exchange(m_id, 0))
            tell([id, isWhole](EngineIoSession &session) { session.postOver(id, isWhole); });
    }

    template <typename What>
    void tell(What what)
    {
        const auto inHome = [server = m_server, sid = m_sid, home = &m_home, what] {
            if (EngineIoSession *session = server->find(sid, *home))
                what(*session);
        };
        if (&m_home == &m_here)
            inHome();
        else
            m_home.post(inHome);
    }

    const std::shared_ptr<EngineIoServer> m_server;
    const QByteArray m_sid;
    Shard &m_home;
    Shard &m_here;
    quint64 m_id;
};

void EngineIoServer::add(Router &router, const QByteArray &path, Admits admits, EngineIoOpened opened,
                         const EngineIoSettings &settings)
{
    const auto server = std::make_shared<EngineIoServer>(std::move(admits), std::move(opened), settings);
    const HttpHandler handler = [server](const HttpRequest &request, const HttpResponder &respond) {
        server->handle(request, respond);
    };
    const RouteTerms terms{
        .emptyTooLarge = true,
        .begun = [server](const HttpRequest &request,
                          Shard &here) { return server->bodyBegun(request, here); },
    };
    for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE"})
        router.add(method, path, handler, terms);
    router.addWebSocket(
        path,
        [server](const HttpRequest &request, Shard &here) -> Shard & { return server->place(request, here); },
        [server](const HttpRequest &request, Shard &here) { return server->checkUpgrade(request, here); },
        [server](WebSocketConnection &connection, const HttpRequest &request, Shard &here) {
            return server->open(connection, request, here);
        });
}

EngineIoServer::EngineIoServer(Admits admits, EngineIoOpened opened, const EngineIoSettings &settings)
    : m_admits(std::move(admits))
    , m_opened(std::move(opened))
    , m_settings(settings)
{
}

void EngineIoServer::handle(const HttpRequest &request, const HttpResponder &respond)
{
    Shard &here = respond.shard();
    if (const auto fault = checkEngineIo(request, m_admits(request)))
        return respond(refuse(*fault, here));
    const QByteArray sid = sidOf(request);
    if (sid.isEmpty()) {
        if (const auto fault = checkNewSession(request, false))
            return respond(refuse(*fault, here));
        return begin(request, respond);
    }
    Shard *home = homeOf(sid);
    if (!home)
        return respond(refuse({Code::UnknownSession}, here));
    const EngineIoAnswer answer(respond, m_nextId++);
    if (home == &here) {
        if (serve(request, sid, *home, answer))
            watch(sid, *home, answer, respond);
        return;
    }
    if (request.method == "GET")
        watch(sid, *home, answer, respond);
    home->post([self = shared_from_this(), request, sid, home, answer] {
        self->serve(request, sid, *home, answer);
    });
}

/// In the session's shard. \return whether it is a poll that waits
bool EngineIoServer::serve(const HttpRequest &request, const QByteArray &sid, Shard &home,
                           const EngineIoAnswer &answer)
{
    EngineIoSession *session = find(sid, home);
    const auto transport = session ? std::optional(session->transport()) : std::nullopt;
    if (const auto fault = checkOfSession(request, false, transport)) {
        answer(home, refuse(*fault, home));
        return false;
    }
    // Who has a session is welcome, however many connections polling takes.
    if (request.counted)
        home.limits().connectRate.giveBack(request.remoteAddress);
    if (request.method == "GET") {
        session->poll(answer);
        return session->waits(answer.id());
    }
    if (request.method == "POST") {
        const bool isBinary = request.header("content-type") == "application/octet-stream";
        session->post(request.body, isBinary, answer);
    } else {
        HttpResponse nothing;
        nothing.status = 500;
        answer(home, nothing);
    }
    return false;
}

/// Whose poll is broken off is gone.
void EngineIoServer::watch(const QByteArray &sid, Shard &home, const EngineIoAnswer &answer,
                           const HttpResponder &respond)
{
    const auto inHome = [self = shared_from_this(), sid, &home, id = answer.id()] {
        if (EngineIoSession *session = self->find(sid, home))
            session->pollGone(id);
    };
    if (&respond.shard() == &home)
        respond.whenGone(inHome);
    else
        respond.whenGone([inHome, &home] { home.post(inHome); });
}

void EngineIoServer::begin(const HttpRequest &request, const HttpResponder &respond)
{
    Shard &here = respond.shard();
    SharedLimits &limits = here.limits();
    if (limits.pollingSessions >= limits.maxConnections) {
        ++limits.refused;
        limits.rejections.count(Rejection::ConnectionLimit);
        return respond(retryLater(
            here, 503, QStringLiteral("The server has as many sessions as it may have."), seconds(5)));
    }
    const auto now = std::chrono::steady_clock::now();
    const auto wait = request.counted ? std::chrono::nanoseconds::zero()
                                      : limits.connectRate.take(request.remoteAddress, now);
    if (wait > std::chrono::nanoseconds::zero()) {
        ++limits.refused;
        limits.rejections.count(Rejection::ConnectRate);
        return respond(retryLater(here, 429, QStringLiteral("Too many connections from this address."),
                                  std::chrono::ceil<seconds>(wait)));
    }
    EngineIoSession &session = addSession(here);
    session.open(nullptr, false, request, m_opened);
    session.poll(EngineIoAnswer(respond, m_nextId++));
}

std::unique_ptr<HttpBodyWatch> EngineIoServer::bodyBegun(const HttpRequest &request, Shard &here)
{
    const QByteArray sid = sidOf(request);
    Shard *home = request.method == "POST" ? homeOf(sid) : nullptr;
    if (!home)
        return nullptr;
    return std::make_unique<BodyWatch>(shared_from_this(), sid, *home, here);
}

Shard &EngineIoServer::place(const HttpRequest &request, Shard &here)
{
    Shard *home = homeOf(sidOf(request));
    return home ? *home : here;
}

std::optional<HttpResponse> EngineIoServer::checkUpgrade(const HttpRequest &request, Shard &here)
{
    auto fault = checkEngineIo(request, m_admits(request));
    const QByteArray sid = sidOf(request);
    if (!fault && sid.isEmpty()) {
        fault = checkNewSession(request, true);
    } else if (!fault) {
        const EngineIoSession *session = find(sid, here);
        fault = checkOfSession(request, true, session ? std::optional(session->transport()) : std::nullopt);
    }
    if (!fault)
        return std::nullopt;
    here.limits().rejections.count(fault->rejection());
    return engineIoUpgradeRefusal(*fault);
}

std::unique_ptr<WebSocketHandler> EngineIoServer::open(WebSocketConnection &connection,
                                                       const HttpRequest &request, Shard &here)
{
    const QByteArray sid = sidOf(request);
    if (!sid.isEmpty())
        return std::make_unique<EngineIoSocket>(connection, find(sid, here), isTextOnly(request), here,
                                                m_settings.upgradeTimeout);
    EngineIoSession &session = addSession(here);
    auto socket = std::make_unique<EngineIoSocket>(connection, session, here);
    session.open(socket.get(), isTextOnly(request), request, m_opened);
    return socket;
}

EngineIoSession &EngineIoServer::addSession(Shard &here)
{
    {
        const std::scoped_lock lock(m_mutex);
        const auto index = size_t(here.index());
        if (index >= m_shards.size())
            m_shards.resize(index + 1, nullptr);
        m_shards[index] = &here;
    }
    return ConnectionHub::of(here).engineIo().add(
        std::make_unique<EngineIoSession>(newSid(here.index()), this, here));
}

Shard *EngineIoServer::homeOf(const QByteArray &sid)
{
    if (sid.size() != sidSize)
        return nullptr;
    const size_t index = shardOf(sid);
    const std::scoped_lock lock(m_mutex);
    return index < m_shards.size() ? m_shards[index] : nullptr;
}

EngineIoSession *EngineIoServer::find(const QByteArray &sid, Shard &home) const
{
    EngineIoSession *session = ConnectionHub::of(home).engineIo().find(sid);
    return session && session->owner() == this ? session : nullptr;
}

HttpResponse EngineIoServer::refuse(const EngineIoFault &fault, Shard &here)
{
    here.limits().rejections.count(fault.rejection());
    return engineIoRefusal(fault);
}

} // namespace net
