#include "net/tls.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

namespace net
{

namespace
{

base::Error unavailable(const QString &sentence)
{
    return {base::ErrorKind::Unavailable, sentence};
}

base::Result<QByteArray> readPem(const QString &setting, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unavailable(
            QStringLiteral("%1: %2 cannot be read: %3.").arg(setting, path, file.errorString()));
    return file.readAll();
}

base::Result<QList<QSslCertificate>> readChain(const QString &path)
{
    const auto pem = readPem(QStringLiteral("TLS_CERT"), path);
    if (!pem)
        return pem.error();
    const auto chain = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (chain.isEmpty())
        return unavailable(QStringLiteral("TLS_CERT: %1 holds no certificate in PEM form.").arg(path));
    return chain;
}

base::Result<QSslKey> readKey(const QString &path)
{
    const auto pem = readPem(QStringLiteral("TLS_KEY"), path);
    if (!pem)
        return pem.error();
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        const QSslKey key(*pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    if (pem->contains("ENCRYPTED"))
        return unavailable(
            QStringLiteral("TLS_KEY: %1 is protected by a passphrase; give the server one without.")
                .arg(path));
    return unavailable(QStringLiteral("TLS_KEY: %1 holds no RSA or EC private key in PEM form.").arg(path));
}

/// Only the TLS library itself can say whether it takes the two, and it says so when a socket begins to use
/// them.
base::Status tryOut(const QSslConfiguration &configuration)
{
    QTcpServer door;
    QTcpSocket client;
    if (!door.listen(QHostAddress::LocalHost) && !door.listen(QHostAddress::LocalHostIPv6))
        return unavailable(QStringLiteral("TLS cannot be tried out: %1.").arg(door.errorString()));
    client.connectToHost(door.serverAddress(), door.serverPort());
    if (!client.waitForConnected() || !door.waitForNewConnection(5000))
        return unavailable(QStringLiteral("TLS cannot be tried out: %1.").arg(client.errorString()));
    const std::unique_ptr<QTcpSocket> accepted(door.nextPendingConnection());
    const int descriptor = ::dup(static_cast<int>(accepted->socketDescriptor()));
    QSslSocket server;
    server.setSocketDescriptor(descriptor);
    server.setSslConfiguration(configuration);
    server.startServerEncryption();
    const auto error = server.error();
    if (error != QAbstractSocket::UnknownSocketError)
        return unavailable(server.errorString());
    return base::success();
}

} // namespace

base::Result<std::shared_ptr<const QSslConfiguration>> loadTls(const base::Config &config)
{
    if (config.tlsCertFile.isEmpty() && config.tlsKeyFile.isEmpty())
        return std::shared_ptr<const QSslConfiguration>();
    if (config.tlsCertFile.isEmpty() || config.tlsKeyFile.isEmpty())
        return unavailable(QStringLiteral("TLS_CERT and TLS_KEY go together; only one of them is set."));
    if (!QSslSocket::supportsSsl())
        return unavailable(QStringLiteral("TLS_CERT is set, but this installation of Qt has no TLS."));
    const auto chain = readChain(config.tlsCertFile);
    if (!chain)
        return chain.error();
    const auto key = readKey(config.tlsKeyFile);
    if (!key)
        return key.error();

    QSslConfiguration tls;
    tls.setLocalCertificateChain(*chain);
    tls.setPrivateKey(*key);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    if (const auto tried = tryOut(tls); !tried)
        return unavailable(QStringLiteral("TLS_CERT %1 and TLS_KEY %2 cannot be used together: %3.")
                               .arg(config.tlsCertFile, config.tlsKeyFile, tried.error().message));
    return std::make_shared<const QSslConfiguration>(tls);
}

} // namespace net
