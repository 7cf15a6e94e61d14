#include "net/httpconnection.h"

#include "net/frames.h"
#include "net/httpsession.h"
#include "net/shard.h"
#include "net/websocketsession.h"

#include <QPointer>
#include <QTcpSocket>

namespace net
{

class HttpConnection::Private
{
public:
    Private(HttpConnection *connection, QTcpSocket *theSocket, Shard &theShard)
        : q(connection)
        , socket(theSocket)
        , shard(theShard)
    {
    }

    void upgrade(const HttpRequest &request, const WebSocketOpened &opened, const QByteArray &early);
    void move(Shard &home);
    void socketGone();
    void start(const std::optional<Handshake> &handshake);

    HttpConnection *const q;
    const QPointer<QTcpSocket> socket;
    Shard &shard;
    HttpSession *http = nullptr;
    WebSocketSession *webSocket = nullptr;
    bool gone = false;
};

void HttpConnection::Private::upgrade(const HttpRequest &request, const WebSocketOpened &opened,
                                      const QByteArray &early)
{
    std::exchange(http, nullptr)->deleteLater();
    webSocket = new WebSocketSession(*socket, shard, q);
    if (!webSocket->open(request, opened, early))
        socket->abort();
}

void HttpConnection::Private::start(const std::optional<Handshake> &handshake)
{
    if (socket->state() == QAbstractSocket::UnconnectedState)
        socketGone();
    else if (http && handshake)
        http->resume(handshake->request, handshake->early);
    else if (http)
        http->start();
}

void HttpConnection::Private::move(Shard &home)
{
    if (gone)
        return;
    if (socket->state() != QAbstractSocket::ConnectedState)
        return socketGone();
    gone = true;
    const auto [request, early] = http->takeHandshake();
    // Before the socket leaves: this one works on it, and has a place in this shard.
    delete std::exchange(http, nullptr);
    socket->disconnect(q);
    socket->setParent(nullptr);
    Q_EMIT q->moved(socket, home, {request, early});
    q->deleteLater();
}

void HttpConnection::Private::socketGone()
{
    if (std::exchange(gone, true)) // it was over before it was served, and both turns say so
        return;
    if (webSocket)
        webSocket->finish();
    // These before the socket, on which they work, and which QWebSocketServer may have begun to delete.
    delete std::exchange(webSocket, nullptr);
    delete std::exchange(http, nullptr);
    Q_EMIT q->gone();
    q->deleteLater();
}

HttpConnection::HttpConnection(QTcpSocket *socket, Shard &shard, std::optional<Handshake> handshake)
    : d(std::make_unique<Private>(this, socket, shard))
{
    socket->setParent(this);
    // Queued: a socket may find itself disconnected while the layers above are in the middle of writing to
    // it.
    connect(
        socket, &QTcpSocket::disconnected, this, [this] { d->socketGone(); }, Qt::QueuedConnection);
    d->http = new HttpSession(*socket, shard, this);
    connect(d->http, &HttpSession::upgraded, this,
            [this](const HttpRequest &request, const WebSocketOpened &opened, const QByteArray &early) {
                d->upgrade(request, opened, early);
            });
    // Queued, too: a socket must not change its thread while it reads.
    connect(d->http, &HttpSession::moving, this, [this](Shard &home) {
        QMetaObject::invokeMethod(
            this, [this, &home] { d->move(home); }, Qt::QueuedConnection);
    });
    QMetaObject::invokeMethod(
        this, [this, handshake = std::move(handshake)] { d->start(handshake); }, Qt::QueuedConnection);
}

HttpConnection::~HttpConnection()
{
    delete d->webSocket;
    delete d->http;
}

void HttpConnection::shutDown()
{
    if (d->webSocket)
        d->webSocket->close(closecode::goingAway, QStringLiteral("The server is shutting down."));
    else if (d->http)
        d->http->shutDown();
}

} // namespace net
