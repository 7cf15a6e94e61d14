#pragma once

#include "base/clock.h"
#include "console/desksecret.h"
#include "console/embeddedserver.h"
#include "console/identity.h"

#include <QTimer>
#include <QUrl>

namespace console
{

/// The console's own server and its own way in: gets the secret, starts the server, signs its user in as a
/// technician and renews that before it ends.
class Desk final : public QObject
{
    Q_OBJECT
public:
    /// \param keychain  null where none is to be used; it and \a clock outlive this
    Desk(const base::Config &config, Keychain *keychain, Identity identity, const base::Clock &clock,
         QObject *parent = nullptr);

    /// A token that names the same user and opens nothing: what is kept on disk is found by it before the
    /// server is up.
    QByteArray namingToken() const;

    void start();
    /// On another port from now on.
    void startOn(quint16 port);
    void stop();
    /// A fresh token now: the server did not take the last one.
    void renew();

    EmbeddedServer::State state() const { return m_server.state(); }

Q_SIGNALS:
    void stateChanged(console::EmbeddedServer::State state);
    /// It serves: where the console finds it, where customers do, and the token to sign in with.
    void serving(const QUrl &server, const QUrl &customerPage, const QByteArray &token);
    void renewed(const QByteArray &token);
    void failed(const console::StartProblem &problem);
    void figuresChanged(const host::Figures &figures);
    void notice(const QString &sentence);

private:
    void onSecret(const QByteArray &secret, const QString &sentence);
    void fail(const QString &sentence);
    void renewInTime();

    base::Config m_config;
    Identity m_identity;
    const base::Clock &m_clock;
    DeskSecret m_secret;
    EmbeddedServer m_server;
    QTimer m_minute;
    base::Timestamp m_tokenEnds{};
    bool m_waitingForSecret = false;
};

} // namespace console
