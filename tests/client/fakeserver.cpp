#include "fakeserver.h"

#include "protocol/chatapi.h"
#include "protocol/engineio.h"
#include "protocol/json.h"
#include "protocol/jwt.h"
#include "protocol/searchapi.h"
#include "protocol/socketio.h"

#include <QJsonArray>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
namespace eio = protocol::engineio;
namespace sio = protocol::socketio;

namespace
{
QByteArray ok(const QByteArray &members = {})
{
    return R"({"ok":true)" + (members.isEmpty() ? ""_ba : ',' + members) + '}';
}

qsizetype contentLength(const QByteArray &head)
{
    constexpr QByteArrayView name = "content-length:";
    const qsizetype at = head.toLower().indexOf(name);
    return at < 0 ? 0 : head.mid(at + name.size()).trimmed().split('\r').first().toLongLong();
}
} // namespace

FakeServer::FakeServer()
    : m_webSockets(u"fake"_s, QWebSocketServer::NonSecureMode)
{
    connect(&m_tcp, &QTcpServer::newConnection, this, &FakeServer::onTcp);
    connect(&m_webSockets, &QWebSocketServer::newConnection, this, &FakeServer::onWebSocket);
    comeBack();
}

FakeServer::~FakeServer()
{
    goAway();
}

QUrl FakeServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void FakeServer::goAway()
{
    m_tcp.close();
    dropConnections();
}

void FakeServer::comeBack()
{
    if (!m_tcp.listen(QHostAddress::LocalHost, m_port))
        qFatal("the fake server cannot listen: %s", qPrintable(m_tcp.errorString()));
    m_port = m_tcp.serverPort();
}

void FakeServer::dropConnections()
{
    for (const auto &client : std::exchange(m_clients, {})) {
        if (client) {
            client->disconnect(this);
            client->abort();
            client->deleteLater();
        }
    }
    for (const auto &socket : std::exchange(m_plain, {})) {
        if (socket)
            socket->abort();
    }
}

domain::SessionId FakeServer::addSession(const QString &room)
{
    const domain::SessionId id(QUuid::createUuid());
    domain::SessionSummary &summary = m_sessions[id].summary;
    summary.session.id = id;
    summary.session.room = room;
    summary.session.createdAt = base::SystemClock().now();
    return id;
}

QStringList FakeServer::contents(const domain::SessionId &id)
{
    QStringList contents;
    for (const domain::Message &message : messages(id))
        contents.append(message.content);
    return contents;
}

domain::Message FakeServer::post(const domain::SessionId &id, const QString &sender, const QString &content,
                                 const QString &clientMsgId)
{
    Stored &stored = m_sessions[id];
    domain::Message message;
    message.number = ++m_number;
    message.id = domain::MessageId(QUuid::createUuid());
    message.sessionId = id;
    message.room = stored.summary.session.address();
    message.seq = ++stored.summary.session.lastSeq;
    message.change = ++stored.summary.session.lastChange;
    message.content = content;
    message.senderId = message.shownSender = message.senderName = sender;
    message.shownRole = u"client"_s;
    message.clientMsgId = clientMsgId;
    message.createdAt = base::SystemClock().now();
    stored.messages.push_back(message);
    stored.summary.session.lastMessageAt = message.createdAt;
    stored.summary.lastMessage = domain::lastMessageOf(message);
    tell("new_message", protocol::chatapi::messageJson(message));
    domain::Event event{id, message.room, message.createdAt, {}, domain::MessagePosted{message}};
    const auto update = protocol::chatapi::staffEvent(event);
    tell(update->name, update->json);
    return message;
}

domain::Message FakeServer::change(domain::Message &message, const QString &content, bool deleted, bool tells)
{
    domain::Session &session = m_sessions[message.sessionId].summary.session;
    message.change = ++session.lastChange;
    message.content = content;
    (deleted ? message.deletedAt : message.editedAt) = base::SystemClock().now();
    const bool last = message.seq == session.lastSeq;
    if (last)
        m_sessions[message.sessionId].summary.lastMessage = domain::lastMessageOf(message);
    domain::Event event{message.sessionId, message.room, base::SystemClock().now(), {}, {}};
    if (deleted)
        event.what = domain::MessageDeleted{message, {}, last};
    else
        event.what = domain::MessageEdited{message, {}, last};
    for (const auto &wire : {protocol::chatapi::memberEvent(event), protocol::chatapi::staffEvent(event)}) {
        if (wire && tells)
            tell(wire->name, wire->json);
    }
    return message;
}

domain::Message FakeServer::edit(const domain::SessionId &id, qint64 seq, const QString &content, bool tells)
{
    return change(m_sessions[id].messages[size_t(seq) - 1], content, false, tells);
}

domain::Message FakeServer::remove(const domain::SessionId &id, qint64 seq, bool tells)
{
    return change(m_sessions[id].messages[size_t(seq) - 1], {}, true, tells);
}

domain::Message *FakeServer::find(const domain::MessageId &id)
{
    for (Stored &stored : m_sessions) {
        for (domain::Message &message : stored.messages) {
            if (message.id == id)
                return &message;
        }
    }
    return nullptr;
}

void FakeServer::markRead(const domain::SessionId &id)
{
    for (domain::Message &message : m_sessions[id].messages)
        message.status = domain::DeliveryStatus::Read;
}

void FakeServer::tell(QByteArrayView name, const QByteArray &json)
{
    sendRaw(sio::eventFrame("/", name, json));
}

void FakeServer::sendRaw(const QByteArray &frame)
{
    for (const auto &client : m_clients) {
        if (client)
            client->sendTextMessage(QString::fromUtf8(frame));
    }
}

int FakeServer::count(const QByteArray &name) const
{
    return int(std::count_if(received.begin(), received.end(),
                             [&](const Received &event) { return event.name == name; }));
}

void FakeServer::onTcp()
{
    while (QTcpSocket *socket = m_tcp.nextPendingConnection()) {
        if (manner == Manner::Silent) {
            m_plain.append(socket);
            continue;
        }
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onHead(socket); });
        onHead(socket);
    }
}

void FakeServer::onHead(QTcpSocket *socket)
{
    const QByteArray head = socket->peek(16 * 1024);
    if (!head.contains("\r\n\r\n"))
        return;
    if (manner == Manner::Html) {
        socket->readAll();
        socket->write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<html>Hi</html>");
        return;
    }
    if (head.toLower().contains("upgrade: websocket")) {
        socket->disconnect(this);
        m_webSockets.handleConnection(socket);
        Q_EMIT socket->readyRead();
        return;
    }
    const qsizetype bodyAt = head.indexOf("\r\n\r\n") + 4;
    const qsizetype length = contentLength(head);
    if (head.size() < bodyAt + length)
        return; // the rest is on its way
    const QByteArray whole = socket->readAll();
    requests.append(whole);
    m_plain.append(socket);
    const QByteArray verb = head.split(' ').value(0);
    const QByteArray target = head.split(' ').value(1);
    if (httpAnswer) {
        if (const auto own = httpAnswer(target)) {
            socket->write(*own);
            return;
        }
    }
    const QUrl url(QString::fromLatin1(target));
    const QByteArray body =
        verb == "GET"
            ? httpBody(url)
            : changeBody(verb, url.path().split(u'/'),
                         length ? *protocol::parseObject(whole.mid(bodyAt, length)) : QJsonObject());
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                  QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

QByteArray FakeServer::changeBody(const QByteArray &verb, const QStringList &path, const QJsonObject &body)
{
    if (path.value(3) == "sessions"_L1) {
        domain::SessionSummary &summary = m_sessions[*domain::SessionId::fromString(path.value(4))].summary;
        if (const auto status = domain::sessionStatusFromString(body.value("status"_L1).toString()))
            summary.session.status = *status;
        if (body.contains("assignee"_L1))
            summary.session.assignee = body.value("assignee"_L1).toString();
        return R"({"session":)" + protocol::chatapi::sessionJson(summary) + '}';
    }
    domain::Message &message = *find(*domain::MessageId::fromString(path.value(4)));
    const bool deletes = verb == "DELETE";
    const domain::Message now = change(message, body.value("content"_L1).toString(), deletes, true);
    return R"({"message":)" + protocol::chatapi::messageJson(now) + '}';
}

/// Everything that has the word, one a page.
QByteArray FakeServer::searchBody(const QUrl &target)
{
    const QUrlQuery query(target);
    const QString word = query.queryItemValue(u"q"_s, QUrl::FullyDecoded);
    const QString session = query.queryItemValue(u"session_id"_s);
    std::vector<domain::SearchHit> hits;
    for (const Stored &stored : std::as_const(m_sessions)) {
        for (const domain::Message &message : stored.messages) {
            const qsizetype at = message.content.indexOf(word);
            if (at < 0 || (!session.isEmpty() && session != message.sessionId.toString()))
                continue;
            domain::SearchHit hit;
            hit.message = message;
            hit.room = stored.summary.session.room;
            hit.excerpt = message.content;
            hit.highlights = {{at, word.size()}};
            hits.push_back(hit);
        }
    }
    const auto first = std::min(hits.size(), size_t(query.queryItemValue(u"cursor"_s).toInt()));
    const auto last = std::min(hits.size(), first + 1);
    return protocol::searchapi::pageJson(std::span(hits).subspan(first, last - first),
                                         last < hits.size() ? QString::number(last) : QString(), false);
}

QByteArray FakeServer::httpBody(const QUrl &target)
{
    const QStringList path = target.path().split(u'/');
    if (path.value(3) == "search"_L1)
        return searchBody(target);
    if (path.value(5) == "versions"_L1)
        return protocol::chatapi::versionsJson(versions);
    const QUrlQuery query(target);
    const int limit = query.queryItemValue(u"limit"_s).toInt();
    if (path.value(3) == "sessions"_L1 && path.size() == 4) {
        std::vector<domain::SessionSummary> list;
        for (const Stored &stored : m_sessions)
            list.push_back(stored.summary);
        std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) {
            return a.session.lastMessageAt.value_or(a.session.createdAt) >
                   b.session.lastMessageAt.value_or(b.session.createdAt);
        });
        const auto first = std::min(list.size(), size_t(query.queryItemValue(u"cursor"_s).toInt()));
        const auto last = std::min(list.size(), first + size_t(limit));
        return protocol::chatapi::sessionPageJson(std::span(list).subspan(first, last - first),
                                                  last < list.size() ? QString::number(last) : QString());
    }
    const auto id = domain::SessionId::fromString(path.value(4));
    if (path.value(3) == "sessions"_L1)
        return R"({"session":)" + protocol::chatapi::sessionJson(m_sessions[*id].summary) + '}';
    std::vector<domain::Message> page;
    bool more = false;
    if (const auto before = domain::MessageId::fromString(query.queryItemValue(u"before"_s))) {
        const auto &all = m_sessions[*id].messages;
        const qint64 seq = find(*before)->seq;
        if (seq > 1)
            page.push_back(all[size_t(seq) - 2]);
        return protocol::chatapi::messagePageJson(page, seq > 2);
    }
    for (const domain::Message &message : m_sessions[*id].messages) {
        if (message.seq <= query.queryItemValue(u"after_seq"_s).toLongLong() ||
            message.change <= query.queryItemValue(u"after_change"_s).toLongLong())
            continue;
        more = int(page.size()) == limit;
        if (more)
            break;
        page.push_back(message);
    }
    return protocol::chatapi::messagePageJson(page, more);
}

void FakeServer::onWebSocket()
{
    while (QWebSocket *socket = m_webSockets.nextPendingConnection()) {
        ++connections;
        m_clients.append(socket);
        connect(socket, &QWebSocket::textMessageReceived, this,
                [this, socket](const QString &text) { onText(socket, text); });
        connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
        if (manner == Manner::NoOpenPacket)
            continue;
        eio::Handshake handshake;
        handshake.sid = "fake";
        handshake.pingInterval = std::chrono::milliseconds(pingIntervalMs);
        handshake.pingTimeout = std::chrono::milliseconds(pingTimeoutMs);
        socket->sendTextMessage(
            QString::fromUtf8(eio::encodePacket(eio::Type::Open, eio::encodeHandshake(handshake))));
    }
}

void FakeServer::onText(QWebSocket *socket, const QString &text)
{
    const auto packet = eio::decodePacket(text.toUtf8(), 1'000'000);
    if (!packet || packet->type != eio::Type::Message) {
        received.append({"engine.io", {{u"text"_s, text}}});
        return;
    }
    const auto message = sio::decodePacket(packet->data);
    if (!message)
        return socket->abort();
    if (message->type == sio::Type::Event)
        return onEvent(socket, message->array, message->ackId);
    if (message->type != sio::Type::Connect || manner == Manner::NoConnectReply)
        return;
    received.append({"connect", message->object});
    const QByteArray token = message->object.value("token"_L1).toString().toUtf8();
    QByteArray refused = refusal;
    if (!goodToken.isEmpty() && token != goodToken)
        refused = R"({"message":"The token has expired; ask for a new one.","data":{"code":"unauthorized"}})";
    const QByteArray reply =
        refused.isEmpty() ? sio::connectFrame("/", R"({"sid":"s"})") : sio::connectErrorFrame("/", refused);
    socket->sendTextMessage(QString::fromUtf8(reply));
}

void FakeServer::onEvent(QWebSocket *socket, const QJsonArray &array, std::optional<quint64> ackId)
{
    const QByteArray name = array.at(0).toString().toUtf8();
    const QJsonObject payload = array.at(1).toObject();
    received.append({name, payload});
    const QPointer<QWebSocket> guard(socket);
    std::optional<QByteArray> own;
    if (answer)
        own = answer(name, payload);
    const QByteArray json = own ? *own : defaultAnswer(name, payload);
    if (guard && ackId && !json.isEmpty())
        socket->sendTextMessage(QString::fromUtf8(sio::ackFrame("/", *ackId, json)));
}

QByteArray FakeServer::defaultAnswer(const QByteArray &name, const QJsonObject &payload)
{
    const auto id = domain::SessionId::fromString(payload.value("session_id"_L1).toString());
    if (!id || !m_sessions.contains(*id))
        return R"({"ok":false,"error":"not_found","message":"There is no such session."})";
    Stored &stored = m_sessions[*id];
    if (name == "join_session")
        return ok(R"("session":)" + protocol::chatapi::sessionJson(stored.summary));
    if (name == "mark_messages_read")
        return ok(R"("read_count":1,"unread_count":0)");
    if (name != "send_message")
        return ok();
    const QString clientMsgId = payload.value("client_msg_id"_L1).toString();
    const auto known = std::find_if(stored.messages.begin(), stored.messages.end(),
                                    [&](const auto &message) { return message.clientMsgId == clientMsgId; });
    const domain::Message message =
        known != stored.messages.end()
            ? *known
            : post(*id, u"tech"_s, payload.value("content"_L1).toString(), clientMsgId);
    return ok(R"("message":)" + protocol::chatapi::messageJson(message));
}

QByteArray tokenOf(const QString &id, const QString &name)
{
    protocol::TokenClaims claims;
    claims.sub = id;
    claims.name = name;
    claims.role = domain::Role::Technician;
    claims.issuedAt = base::SystemClock().now();
    claims.expiresAt = claims.issuedAt + std::chrono::hours(1);
    return protocol::encodeToken(claims, QByteArray(32, 's'));
}
