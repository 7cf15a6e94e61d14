#pragma once

#include "net/http.h"

#include <QObject>

#include <memory>
#include <optional>

class QTcpSocket;

namespace net
{

class Shard;

/// One accepted connection: HTTP/1.1 with keep-alive and pipelining, until it may become a WebSocket.
/// Requests are answered in their order, one at a time; while one is with its handler, nothing more is taken
/// from the socket than fits its read buffer. Lives in its shard's thread until its socket is gone, whichever
/// protocol it speaks, then emits gone() and deletes itself later.
class HttpConnection final : public QObject
{
    Q_OBJECT

public:
    /// What has been read from a socket: a handshake, and what came after it.
    struct Handshake {
        HttpRequest request;
        QByteArray early;
    };

    /// Takes ownership of \a socket, which is connected. \a handshake: where another shard has read from it.
    HttpConnection(QTcpSocket *socket, Shard &shard, std::optional<Handshake> handshake = {});
    ~HttpConnection() override;

    /// Ends the connection in order: a WebSocket with 1001; HTTP after the answer that is being made, else at
    /// once.
    void shutDown();

Q_SIGNALS:
    /// The socket is gone. Emitted once.
    void gone();
    /// In place of gone(): \a socket, which nobody owns any more, belongs in \a home.
    void moved(QTcpSocket *socket, net::Shard &home, const net::HttpConnection::Handshake &handshake);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
