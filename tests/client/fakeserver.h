#pragma once

#include "domain/sessionsummary.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <optional>

/// A server that does as a test says: it speaks just enough Socket.IO and REST for a client, keeps its
/// sessions in memory, and can refuse, forget, fall silent and vanish.
class FakeServer : public QObject
{
    Q_OBJECT
public:
    FakeServer();
    ~FakeServer() override;

    QUrl url() const;
    void goAway();   ///< ends every connection and listens no more
    void comeBack(); ///< on the same port
    void dropConnections();

    domain::SessionId addSession(const QString &room);
    domain::SessionSummary &session(const domain::SessionId &id) { return m_sessions[id].summary; }
    const std::vector<domain::Message> &messages(const domain::SessionId &id)
    {
        return m_sessions[id].messages;
    }
    QStringList contents(const domain::SessionId &id);
    /// Stores a message, and tells all who are connected.
    domain::Message post(const domain::SessionId &id, const QString &sender, const QString &content,
                         const QString &clientMsgId = {});
    /// Changes the text of a message, or deletes it; \a tells: those who are connected.
    domain::Message edit(const domain::SessionId &id, qint64 seq, const QString &content, bool tells = true);
    domain::Message remove(const domain::SessionId &id, qint64 seq, bool tells = true);
    /// As read by others, without telling anybody.
    void markRead(const domain::SessionId &id);
    /// Sends an event to all who are connected.
    void tell(QByteArrayView name, const QByteArray &json);
    void sendRaw(const QByteArray &frame);

    /// How connections begin.
    enum class Manner { Proper, Silent, Html, NoOpenPacket, NoConnectReply };
    Manner manner = Manner::Proper;
    QByteArray refusal;   ///< the JSON of CONNECT_ERROR; empty: welcome
    QByteArray goodToken; ///< if not empty, the only one that is let in
    int pingIntervalMs = 25'000;
    int pingTimeoutMs = 20'000;

    /// Answers an event in place of the server: the JSON of its ack, or empty for none at all.
    using Answer =
        std::function<std::optional<QByteArray>(const QByteArray &name, const QJsonObject &payload)>;
    Answer answer;
    /// Answers a REST request in place of the server: a whole HTTP answer.
    std::function<std::optional<QByteArray>(const QByteArray &target)> httpAnswer;
    std::vector<domain::MessageVersion> versions; ///< of every message

    struct Received {
        QByteArray name;
        QJsonObject payload;
    };
    QList<Received> received;
    QList<QByteArray> requests; ///< REST, heads and bodies
    int connections = 0;        ///< WebSockets so far
    int count(const QByteArray &name) const;

private:
    struct Stored {
        domain::SessionSummary summary;
        std::vector<domain::Message> messages;
    };
    void onTcp();
    void onHead(QTcpSocket *socket);
    void onWebSocket();
    void onText(QWebSocket *socket, const QString &text);
    void onEvent(QWebSocket *socket, const QJsonArray &array, std::optional<quint64> ackId);
    QByteArray defaultAnswer(const QByteArray &name, const QJsonObject &payload);
    QByteArray httpBody(const QUrl &target);
    QByteArray changeBody(const QByteArray &verb, const QStringList &path, const QJsonObject &body);
    QByteArray searchBody(const QUrl &target);
    domain::Message *find(const domain::MessageId &id);
    domain::Message change(domain::Message &message, const QString &content, bool deleted, bool tells);

    QTcpServer m_tcp;
    QWebSocketServer m_webSockets;
    QList<QPointer<QWebSocket>> m_clients;
    QList<QPointer<QTcpSocket>> m_plain;
    QHash<domain::SessionId, Stored> m_sessions;
    qint64 m_number = 0;
    quint16 m_port = 0;
};

/// A JWT that names \a id as its bearer; only a server that knows its secret could tell it from a real one.
QByteArray tokenOf(const QString &id, const QString &name = {});
