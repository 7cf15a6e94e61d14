#pragma once

#include "net/limits.h"
#include "net/router.h"
#include "net/shard.h"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

/// One shard behind a listening socket of this thread, and raw clients for it.
class TransportHarness final : public QTcpServer
{
public:
    /// Deadlines that a test can wait for; large enough that a busy machine keeps them.
    static base::Config testConfig()
    {
        base::Config config;
        config.headerTimeout = std::chrono::milliseconds(600);
        config.bodyTimeout = std::chrono::milliseconds(600);
        config.idleTimeout = std::chrono::milliseconds(600);
        config.pingInterval = std::chrono::hours(1);
        config.connectRate = {0, 0};
        return config;
    }

    /// Deadlines that never come.
    static base::Config patientConfig()
    {
        base::Config config = testConfig();
        config.headerTimeout = config.bodyTimeout = config.idleTimeout = std::chrono::minutes(5);
        return config;
    }

    ~TransportHarness() override
    {
        if (m_shard)
            m_shard->stop(std::chrono::seconds(2));
    }

    /// To be called before start(): all is encrypted then.
    void useTls()
    {
        QFile key(QFINDTESTDATA("data/ec.key"));
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key for TLS");
        auto tls = std::make_shared<QSslConfiguration>();
        tls->setLocalCertificateChain(QSslCertificate::fromPath(QFINDTESTDATA("data/ec.crt")));
        tls->setPrivateKey(QSslKey(&key, QSsl::Ec));
        m_tls = std::move(tls);
    }

    /// Fill in config and router before.
    void start()
    {
        auto proxies = net::TrustedProxies::parse(config.trustedProxies).value();
        limits = std::make_unique<net::SharedLimits>(config, std::move(proxies));
        m_shard = std::make_unique<net::Shard>(0, config, router, *limits, m_tls);
        m_shard->start();
        listen(QHostAddress::LocalHost);
    }

    void stop(std::chrono::milliseconds deadline) { m_shard->stop(deadline); }
    net::Shard &shard() { return *m_shard; }

    std::unique_ptr<QTcpSocket> connectClient() const
    {
        std::unique_ptr<QTcpSocket> socket(m_tls ? new QSslSocket : new QTcpSocket);
        socket->connectToHost(QHostAddress(QHostAddress::LocalHost), serverPort());
        if (!socket->waitForConnected())
            qFatal("cannot connect to the harness");
        if (auto *tls = qobject_cast<QSslSocket *>(socket.get())) {
            tls->setPeerVerifyMode(QSslSocket::VerifyNone);
            tls->startClientEncryption();
            if (!QTest::qWaitFor([tls] { return tls->isEncrypted(); }))
                qFatal("cannot encrypt");
        }
        return socket;
    }

    base::Config config = testConfig();
    net::Router router;
    std::unique_ptr<net::SharedLimits> limits;

protected:
    void incomingConnection(qintptr descriptor) override { m_shard->adopt(descriptor); }

private:
    std::shared_ptr<const QSslConfiguration> m_tls;
    std::unique_ptr<net::Shard> m_shard;
};

/// Reads from \a socket into \a buffer until \a enough says so, or the server is gone.
/// \return whether it was enough
template <typename Enough>
bool readUntil(QTcpSocket &socket, QByteArray &buffer, Enough enough, int timeoutMs = 10'000)
{
    return QTest::qWaitFor(
        [&] {
            buffer += socket.readAll();
            return enough(buffer);
        },
        timeoutMs);
}

/// Reads until the server closes; \a buffer has everything then. \return false if it has not closed in time
inline bool readToEnd(QTcpSocket &socket, QByteArray &buffer, int timeoutMs = 10'000)
{
    return readUntil(
        socket, buffer,
        [&](const QByteArray &) { return socket.state() == QAbstractSocket::UnconnectedState; }, timeoutMs);
}
