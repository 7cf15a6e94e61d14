#include "console/desk.h"

#include "console/addresses.h"

namespace console
{

Desk::Desk(const base::Config &config, Keychain *keychain, Identity identity, const base::Clock &clock,
           QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_identity(std::move(identity))
    , m_clock(clock)
    , m_secret(keychain, config.dataFolder)
{
    connect(&m_secret, &DeskSecret::loaded, this, &Desk::onSecret);
    connect(&m_secret, &DeskSecret::failed, this, &Desk::fail);
    connect(&m_server, &EmbeddedServer::stateChanged, this, &Desk::stateChanged);
    connect(&m_server, &EmbeddedServer::failed, this, &Desk::failed);
    connect(&m_server, &EmbeddedServer::figuresChanged, this, &Desk::figuresChanged);
    connect(&m_server, &EmbeddedServer::started, this, [this](quint16 port) {
        m_config.port = port; // started again, it is where it was
        m_tokenEnds = m_clock.now() + ownTokenLife;
        Q_EMIT serving(ownUrl(m_config, port), customerUrl(m_config, port),
                       ownToken(m_identity, m_config.jwtSecret, m_clock.now()));
    });
    m_minute.setInterval(std::chrono::minutes(1)); // not one long timer: the machine may have slept
    connect(&m_minute, &QTimer::timeout, this, &Desk::renewInTime);
    m_minute.start();
}

QByteArray Desk::namingToken() const
{
    return ownToken(m_identity, {}, m_clock.now());
}

void Desk::start()
{
    if (m_waitingForSecret)
        return;
    if (!m_config.tlsCertFile.isEmpty())
        return fail(tr("TLS_CERT is set, but the console's own server speaks no TLS. Unset it, or run "
                       "ultracom-server and join it."));
    if (!m_config.jwtSecret.isEmpty())
        return m_server.start(m_config);
    m_waitingForSecret = true;
    Q_EMIT stateChanged(EmbeddedServer::State::Starting);
    m_secret.load();
}

void Desk::startOn(quint16 port)
{
    m_config.port = port;
    start();
}

void Desk::stop()
{
    m_server.stop();
}

void Desk::renew()
{
    if (m_server.state() != EmbeddedServer::State::Running)
        return;
    m_tokenEnds = m_clock.now() + ownTokenLife;
    Q_EMIT renewed(ownToken(m_identity, m_config.jwtSecret, m_clock.now()));
}

void Desk::onSecret(const QByteArray &secret, const QString &sentence)
{
    m_waitingForSecret = false;
    m_config.jwtSecret = secret;
    if (!sentence.isEmpty())
        Q_EMIT notice(sentence);
    start();
}

void Desk::fail(const QString &sentence)
{
    m_waitingForSecret = false;
    StartProblem problem;
    problem.sentence = sentence;
    Q_EMIT failed(problem);
}

void Desk::renewInTime()
{
    if (m_clock.now() + ownTokenRenewal >= m_tokenEnds)
        renew();
}

} // namespace console
