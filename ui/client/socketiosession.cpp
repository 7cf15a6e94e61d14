#include "client/socketiosession.h"

#include "client/wireerror.h"
#include "protocol/engineio.h"
#include "protocol/errors.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace client
{

namespace eio = protocol::engineio;
namespace sio = protocol::socketio;

namespace
{
constexpr qsizetype maxIncoming = 16 * 1024 * 1024; ///< bytes of one frame
constexpr QByteArrayView rootNamespace = "/";

QUrl socketUrl(const QUrl &server)
{
    QUrl url = server;
    url.setScheme(server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    QString path = server.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + u"/socket.io/"_s);
    url.setQuery(u"EIO=4&transport=websocket"_s);
    url.setFragment({});
    url.setUserInfo({});
    return url;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

base::Error lost(const QString &sentence)
{
    return {base::ErrorKind::Unavailable, sentence};
}
} // namespace

SocketIoSession::SocketIoSession(Timing timing, QObject *parent)
    : QObject(parent)
    , m_timing(timing)
{
    m_watch.setSingleShot(true);
    m_ackTimer.setSingleShot(true);
    connect(&m_watch, &QTimer::timeout, this,
            [this] { fail(lost(tr("The server does not answer any more."))); });
    connect(&m_ackTimer, &QTimer::timeout, this, &SocketIoSession::onAckTimer);
}

SocketIoSession::~SocketIoSession()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void SocketIoSession::open(const QUrl &server, const QByteArray &token)
{
    close();
    m_server = server;
    m_token = token;
    m_phase = Phase::Opening;
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setMaxAllowedIncomingFrameSize(quint64(maxIncoming));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(maxIncoming));
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &SocketIoSession::onText);
    // Queued: the socket sets its error after some of these signals, and must not be deleted inside of one.
    const auto gone = [this, attempt = ++m_attempt] {
        if (attempt == m_attempt)
            onSocketGone();
    };
    connect(m_socket.get(), &QWebSocket::disconnected, this, gone, Qt::QueuedConnection);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket.get(), &QWebSocket::errorOccurred, this, gone, Qt::QueuedConnection);
#else
    connect(m_socket.get(), QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, gone,
            Qt::QueuedConnection);
#endif
    m_watch.start(m_timing.connect);
    m_socket->open(socketUrl(server));
}

void SocketIoSession::close()
{
    if (m_phase == Phase::Connected)
        m_socket->sendTextMessage(QString::fromUtf8(sio::disconnectFrame(rootNamespace)));
    drop();
    dropAcks();
}

void SocketIoSession::send(QByteArrayView name, const QJsonObject &payload, Ack ack)
{
    if (m_phase != Phase::Connected) {
        if (ack)
            ack(lost(tr("There is no connection to the server.")));
        return;
    }
    std::optional<quint64> id;
    if (ack) {
        id = ++m_lastAckId;
        m_acks.insert(*id, {std::move(ack), std::chrono::steady_clock::now() + m_timing.ack});
        if (!m_ackTimer.isActive())
            m_ackTimer.start(m_timing.ack);
    }
    m_socket->sendTextMessage(QString::fromUtf8(sio::eventFrame(rootNamespace, name, compact(payload), id)));
}

void SocketIoSession::onText(const QString &text)
{
    const auto packet = eio::decodePacket(text.toUtf8(), maxIncoming);
    if (!packet)
        return fail(lost(tr("The server sent what this program does not understand.")));
    switch (packet->type) {
    case eio::Type::Open:
        return onOpenPacket(packet->data);
    case eio::Type::Ping:
        m_socket->sendTextMessage(QString::fromUtf8(eio::encodePacket(eio::Type::Pong, packet->data)));
        return watchHeartbeat();
    case eio::Type::Close:
        return fail(lost(tr("The server closed the connection.")));
    case eio::Type::Message:
        return onMessage(packet->data);
    case eio::Type::Pong:
    case eio::Type::Upgrade:
    case eio::Type::Noop:
        return;
    }
}

void SocketIoSession::onOpenPacket(QByteArrayView data)
{
    const auto handshake = eio::decodeHandshake(data.toByteArray());
    if (m_phase != Phase::Opening || !handshake)
        return fail(lost(tr("The server sent what this program does not understand.")));
    m_phase = Phase::Joining;
    m_heartbeat = handshake->pingInterval + handshake->pingTimeout;
    const QJsonObject auth{{u"token"_s, QString::fromUtf8(m_token)}};
    m_socket->sendTextMessage(QString::fromUtf8(sio::connectFrame(rootNamespace, compact(auth))));
}

void SocketIoSession::onMessage(QByteArrayView data)
{
    const auto packet = sio::decodePacket(data.toByteArray());
    if (!packet)
        return fail(lost(tr("The server sent what this program does not understand.")));
    if (packet->nsp != rootNamespace)
        return;
    switch (packet->type) {
    case sio::Type::Connect:
        if (m_phase != Phase::Joining)
            return;
        m_phase = Phase::Connected;
        watchHeartbeat();
        Q_EMIT connected();
        return;
    case sio::Type::ConnectError:
        return onRefused(packet->object);
    case sio::Type::Disconnect:
        return fail(lost(tr("The server closed the connection.")));
    case sio::Type::Event:
        return onEvent(*packet);
    case sio::Type::Ack:
        return onAck(*packet);
    case sio::Type::BinaryEvent:
    case sio::Type::BinaryAck: // nothing that this program asks for is binary
        return;
    }
}

void SocketIoSession::onEvent(const sio::Packet &packet)
{
    if (m_phase == Phase::Connected && !packet.array.isEmpty())
        Q_EMIT eventReceived(packet.array.at(0).toString().toUtf8(), packet.array.at(1).toObject());
}

void SocketIoSession::onAck(const sio::Packet &packet)
{
    const auto found = m_acks.constFind(packet.ackId.value_or(0));
    if (found == m_acks.constEnd())
        return; // it came too late
    const Ack ack = found->ack;
    m_acks.erase(found);
    const QJsonObject answer = packet.array.at(0).toObject();
    if (answer.value("ok"_L1).toBool())
        ack(answer);
    else
        ack(errorIn(answer));
}

void SocketIoSession::onRefused(const QJsonObject &refusal)
{
    const QString code = refusal.value("data"_L1).toObject().value("code"_L1).toString();
    fail(errorIn({{u"error"_s, code}, {u"message"_s, refusal.value("message"_L1)}},
                 base::ErrorKind::Unavailable));
}

void SocketIoSession::onSocketGone()
{
    if (m_phase == Phase::Idle)
        return;
    const auto code = static_cast<protocol::CloseCode>(m_socket->closeCode());
    const QString reason = m_socket->closeReason();
    if (code == protocol::CloseCode::Token)
        return fail({base::ErrorKind::Unauthorized,
                     reason.isEmpty() ? tr("The server does not accept this sign-in any more.") : reason});
    fail(lost(socketProblem()));
}

QString SocketIoSession::socketProblem() const
{
    const QString address = m_server.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    if (m_phase != Phase::Opening)
        return tr("The connection to the server was lost.");
    switch (m_socket->error()) {
    case QAbstractSocket::HostNotFoundError:
        return tr("There is no server by the name %1.").arg(m_server.host());
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return tr("The server at %1 cannot prove who it is.").arg(address);
    case QAbstractSocket::ConnectionRefusedError:
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::SocketTimeoutError:
        return tr("No server answers at %1.").arg(address);
    case QAbstractSocket::RemoteHostClosedError:
        return tr("The server at %1 closed the connection.").arg(address);
    default:
        return tr("What answers at %1 is not an UltraCom server.").arg(address);
    }
}

void SocketIoSession::watchHeartbeat()
{
    m_watch.start(m_heartbeat);
}

void SocketIoSession::onAckTimer()
{
    const auto now = std::chrono::steady_clock::now();
    QList<quint64> overdue;
    for (auto it = m_acks.cbegin(); it != m_acks.cend(); ++it) {
        if (it->due <= now)
            overdue.append(it.key());
    }
    std::sort(overdue.begin(), overdue.end());
    for (const quint64 id : overdue) {
        const auto found = m_acks.constFind(id);
        if (found == m_acks.constEnd())
            continue;
        const Ack ack = found->ack;
        m_acks.erase(found);
        ack(lost(tr("The server did not answer in time.")));
    }
    scheduleAckTimer();
}

void SocketIoSession::scheduleAckTimer()
{
    if (m_acks.isEmpty())
        return;
    const auto next = std::min_element(m_acks.cbegin(), m_acks.cend(),
                                       [](const Waiting &a, const Waiting &b) { return a.due < b.due; });
    const auto wait =
        std::chrono::ceil<std::chrono::milliseconds>(next->due - std::chrono::steady_clock::now());
    m_ackTimer.start(std::max(wait, std::chrono::milliseconds(1)));
}

void SocketIoSession::fail(const base::Error &error)
{
    if (m_phase == Phase::Idle)
        return;
    drop();
    Q_EMIT closed(error);
    dropAcks();
}

/// Ends the socket without a word. It is deleted later, because one of its signals may have led here.
void SocketIoSession::drop()
{
    m_phase = Phase::Idle;
    m_watch.stop();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->close();
    m_socket.release()->deleteLater();
}

void SocketIoSession::dropAcks()
{
    m_ackTimer.stop();
    for (const Waiting &waiting : std::exchange(m_acks, {}))
        waiting.ack(lost(tr("The connection to the server was lost.")));
}

} // namespace client
