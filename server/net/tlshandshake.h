#pragma once

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

class QSslConfiguration;
class QSslSocket;

namespace net
{

/// The server's side of a TLS handshake on one accepted socket. Lives in its shard's thread and deletes
/// itself later, once it has said how it ended. A failure is logged, at info: it is the peer's.
class TlsHandshake final : public QObject
{
    Q_OBJECT
public:
    /// The encrypted socket, or null if the handshake failed or took longer than the timeout.
    using Done = std::function<void(std::unique_ptr<QSslSocket>)>;

    /// \a socket is connected.
    TlsHandshake(std::unique_ptr<QSslSocket> socket, const QSslConfiguration &configuration);
    ~TlsHandshake() override;

    void start(std::chrono::milliseconds timeout, Done done);

private:
    void succeed();
    void fail(const QString &reason);

    std::unique_ptr<QSslSocket> m_socket;
    Done m_done;
};

} // namespace net
