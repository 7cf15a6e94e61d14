#include "net/tlshandshake.h"

#include "base/logging.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

namespace net
{

TlsHandshake::TlsHandshake(std::unique_ptr<QSslSocket> socket, const QSslConfiguration &configuration)
    : m_socket(std::move(socket))
{
    m_socket->setSslConfiguration(configuration);
}

TlsHandshake::~TlsHandshake()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void TlsHandshake::start(std::chrono::milliseconds timeout, Done done)
{
    m_done = std::move(done);
    connect(m_socket.get(), &QSslSocket::encrypted, this, &TlsHandshake::succeed);
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, [this] { fail(m_socket->errorString()); });
    connect(m_socket.get(), &QSslSocket::disconnected, this,
            [this] { fail(QStringLiteral("the peer left")); });
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [this] { fail(QStringLiteral("it took too long")); });
    timer->start(timeout);
    m_socket->startServerEncryption();
}

void TlsHandshake::succeed()
{
    if (!m_done)
        return;
    m_socket->disconnect(this);
    deleteLater();
    std::exchange(m_done, {})(std::move(m_socket));
}

void TlsHandshake::fail(const QString &reason)
{
    if (!m_done)
        return;
    qCInfo(base::logNet, "The TLS handshake with %s failed: %s",
           qPrintable(m_socket->peerAddress().toString()), qPrintable(reason));
    m_socket->disconnect(this);
    m_socket->abort();
    deleteLater();
    std::exchange(m_done, {})(nullptr);
}

} // namespace net
