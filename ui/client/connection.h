#pragma once

#include "client/backoff.h"
#include "client/connectionstatus.h"
#include "client/socketiosession.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

namespace client
{

/// Keeps one SocketIoSession to a server: connects, and connects anew after a growing wait when it was lost;
/// stops trying where the server does not take the token. Lives in one thread with an event loop.
class Connection final : public QObject
{
    Q_OBJECT
public:
    Connection(SocketIoSession::Timing timing, Backoff::Limits retries, QObject *parent = nullptr);

    void setServer(const QUrl &server) { m_server = server; }
    void setToken(const QByteArray &token) { m_token = token; }

    void start();
    void stop();
    /// Connects now, whatever was: after another token or address, or because somebody does not want to wait.
    void restart();
    /// What was missed while away is there: Online.
    void setUpToDate();
    /// Gives up this connection because of \a error, found outside of it; goes on as after any loss.
    void abandon(const base::Error &error);

    bool isConnected() const { return m_session.isConnected(); }
    void send(QByteArrayView name, const QJsonObject &payload, SocketIoSession::Ack ack = {})
    {
        m_session.send(name, payload, std::move(ack));
    }
    const ConnectionStatus &status() const { return m_status; } ///< waitingMessages is not counted here

Q_SIGNALS:
    void statusChanged();
    void connected();
    void lost(); ///< after connected(), by whatever cause
    void eventReceived(const QByteArray &name, const QJsonObject &payload);

private:
    void open(ConnectionState state);
    void onClosed(const base::Error &error);
    void set(ConnectionState state, const QString &problem, base::Timestamp nextAttempt = {});
    void leave();

    SocketIoSession m_session;
    Backoff m_backoff;
    QTimer m_retry;
    QUrl m_server;
    QByteArray m_token;
    ConnectionStatus m_status;
    bool m_wasConnected = false;
};

} // namespace client
