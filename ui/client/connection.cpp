#include "client/connection.h"

namespace client
{

Connection::Connection(SocketIoSession::Timing timing, Backoff::Limits retries, QObject *parent)
    : QObject(parent)
    , m_session(timing)
    , m_backoff(retries, Backoff::systemRandom())
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { open(ConnectionState::Reconnecting); });
    connect(&m_session, &SocketIoSession::connected, this, [this] {
        m_wasConnected = true;
        Q_EMIT connected();
    });
    connect(&m_session, &SocketIoSession::closed, this, &Connection::onClosed);
    connect(&m_session, &SocketIoSession::eventReceived, this, &Connection::eventReceived);
}

void Connection::start()
{
    if (m_status.state == ConnectionState::Stopped)
        restart();
}

void Connection::stop()
{
    leave();
    set(ConnectionState::Stopped, {});
}

void Connection::restart()
{
    leave();
    m_backoff.reset();
    const bool first =
        m_status.state == ConnectionState::Stopped || m_status.state == ConnectionState::Refused;
    open(first ? ConnectionState::Connecting : ConnectionState::Reconnecting);
}

void Connection::setUpToDate()
{
    if (!isConnected())
        return;
    m_backoff.reset();
    set(ConnectionState::Online, {});
}

void Connection::abandon(const base::Error &error)
{
    if (!isConnected())
        return;
    m_session.close();
    onClosed(error);
}

void Connection::open(ConnectionState state)
{
    m_retry.stop();
    set(state, m_status.problem);
    m_session.open(m_server, m_token);
}

void Connection::onClosed(const base::Error &error)
{
    if (std::exchange(m_wasConnected, false))
        Q_EMIT lost();
    if (error.kind == base::ErrorKind::Unauthorized || error.kind == base::ErrorKind::Forbidden)
        return set(ConnectionState::Refused, error.message);
    const auto wait = std::max(m_backoff.next(), error.retryAfter);
    m_retry.start(wait);
    set(ConnectionState::Reconnecting, error.message, base::SystemClock().now() + wait);
}

void Connection::set(ConnectionState state, const QString &problem, base::Timestamp nextAttempt)
{
    const ConnectionStatus before = m_status;
    m_status.state = state;
    m_status.problem = problem;
    m_status.nextAttempt = nextAttempt;
    if (m_status != before)
        Q_EMIT statusChanged();
}

/// Ends what there is, politely, without trying again.
void Connection::leave()
{
    m_retry.stop();
    m_session.close();
    if (std::exchange(m_wasConnected, false))
        Q_EMIT lost();
}

} // namespace client
