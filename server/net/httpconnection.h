#pragma once

#include <QObject>

#include <memory>

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
    /// Takes ownership of \a socket, which is connected.
    HttpConnection(QTcpSocket *socket, Shard &shard);
    ~HttpConnection() override;

    /// Ends the connection in order: a WebSocket with 1001; HTTP after the answer that is being made, else at
    /// once.
    void shutDown();

Q_SIGNALS:
    /// The socket is gone. Emitted once.
    void gone();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
