#include "net/engineiosocket.h"

#include "net/engineiosession.h"
#include "net/frames.h"
#include "net/limits.h"
#include "net/shard.h"

#include <utility>

namespace net
{

namespace
{
const WebSocketTerms terms{.pings = false, .tooLargeCode = closecode::messageTooBig};
}

EngineIoSocket::EngineIoSocket(WebSocketConnection &connection, EngineIoSession &session, Shard &shard)
    : m_connection(connection)
    , m_session(&session)
    , m_shard(shard)
    , m_hub(ConnectionHub::of(shard))
    , m_state(State::Carrying)
{
    m_connection.setTerms(terms);
}

EngineIoSocket::EngineIoSocket(WebSocketConnection &connection, EngineIoSession *session, bool isTextOnly,
                               Shard &shard, std::chrono::milliseconds upgradeTimeout)
    : m_connection(connection)
    , m_session(session)
    , m_shard(shard)
    , m_hub(ConnectionHub::of(shard))
    , m_state(State::Attached)
    , m_isTextOnly(isTextOnly)
    , m_deadline(std::chrono::steady_clock::now() + upgradeTimeout)
{
    m_connection.setTerms(terms);
    if (session && session->attach(*this)) {
        m_hub.watch(*this);
        return;
    }
    m_session = nullptr;
    fail(QStringLiteral("The session takes no other WebSocket."));
}

EngineIoSocket::~EngineIoSocket()
{
    m_hub.unwatch(*this);
}

void EngineIoSocket::textReceived(const QString &text)
{
    if (m_state == State::Carrying)
        m_session->textReceived(text.toUtf8());
    else
        probe(text);
}

void EngineIoSocket::binaryReceived(const QByteArray &bytes)
{
    if (m_state == State::Carrying)
        m_session->binaryReceived(bytes);
    else
        fail(QStringLiteral("The session has not been upgraded."));
}

void EngineIoSocket::probe(const QString &text)
{
    if (m_state == State::Attached && text == QLatin1String("2probe")) {
        static const auto answer = WebSocketFrame::text("3probe");
        m_state = State::Probed;
        m_connection.send(answer);
        m_session->probed();
    } else if (m_state == State::Probed && text == QLatin1String("5")) {
        m_state = State::Carrying;
        m_hub.unwatch(*this);
        m_session->upgrade(*this, m_isTextOnly);
    } else {
        fail(QStringLiteral("An upgrade is 2probe, and then 5."));
    }
}

void EngineIoSocket::checkDeadline(Time now)
{
    if (now >= m_deadline)
        fail(QStringLiteral("The upgrade took too long."));
}

void EngineIoSocket::fail(const QString &reason)
{
    if (m_state == State::Over)
        return;
    m_shard.limits().rejections.count(Rejection::UpgradeFailed);
    if (m_session)
        m_session->detach(*this);
    letGo();
    m_connection.close(closecode::policyViolation, reason);
}

void EngineIoSocket::drop()
{
    letGo();
    m_connection.close(closecode::normal, {});
}

void EngineIoSocket::letGo()
{
    m_hub.unwatch(*this);
    m_session = nullptr;
    m_state = State::Over;
}

void EngineIoSocket::closed()
{
    EngineIoSession *session = m_session;
    const State state = m_state;
    letGo();
    if (!session)
        return;
    if (state == State::Carrying)
        session->socketGone();
    else
        session->detach(*this);
}

} // namespace net
