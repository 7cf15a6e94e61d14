#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QUrlQuery>
#include <QWebSocket>

#include <memory>

/// A customer as the page makes one: a visitor's token, then the room protocol's WebSocket.
class Customer final : public QObject
{
public:
    /// \a server: `http://127.0.0.1:8080`
    Customer(const QUrl &server, const QString &name)
        : m_server(server)
    {
        QNetworkRequest request(resolved(QStringLiteral("/api/chat/visitor")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        const QByteArray body =
            QJsonDocument(QJsonObject{{QStringLiteral("name"), name}}).toJson(QJsonDocument::Compact);
        const std::unique_ptr<QNetworkReply> reply(m_network.post(request, body));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000))
            qFatal("the visitor's door does not answer");
        const QJsonObject visitor = QJsonDocument::fromJson(reply->readAll()).object();
        m_token = visitor.value(QLatin1StringView("token")).toString();
        m_room = visitor.value(QLatin1StringView("room")).toString();
        connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString &frame) {
            const QJsonObject object = QJsonDocument::fromJson(frame.toUtf8()).object();
            if (object.value(QLatin1StringView("type")) == QLatin1StringView("message")) {
                m_last = object.value(QLatin1StringView("data")).toObject();
                m_heard.append(m_last.value(QLatin1StringView("text")).toString());
            }
        });
        open();
    }

    void open(const QUrl &server = {})
    {
        if (!server.isEmpty())
            m_server = server;
        QUrl url = resolved(QStringLiteral("/chat/ws/") + m_room);
        url.setScheme(QStringLiteral("ws"));
        QUrlQuery query{{QStringLiteral("token"), m_token}};
        if (!m_last.isEmpty())
            query.addQueryItem(QStringLiteral("after"),
                               QString::number(m_last.value(QLatin1StringView("id")).toInteger()));
        url.setQuery(query);
        m_socket.open(url);
        if (!QTest::qWaitFor([&] { return m_socket.state() == QAbstractSocket::ConnectedState; }, 10'000))
            qFatal("the customer cannot connect");
    }
    bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    void say(const QString &text) { send({{QStringLiteral("text"), text}}); }
    void setTyping(bool typing)
    {
        send({{QStringLiteral("type"), QStringLiteral("typing")}, {QStringLiteral("is_typing"), typing}});
    }
    const QString &room() const { return m_room; }
    /// Every message of the room, the own ones too, in the order of their coming.
    const QStringList &heard() const { return m_heard; }
    const QJsonObject &last() const { return m_last; }

private:
    QUrl resolved(const QString &path) const { return m_server.resolved(QUrl(path)); }
    void send(const QJsonObject &frame)
    {
        m_socket.sendTextMessage(QString::fromUtf8(QJsonDocument(frame).toJson(QJsonDocument::Compact)));
    }

    QUrl m_server;
    QNetworkAccessManager m_network;
    QWebSocket m_socket;
    QString m_token;
    QString m_room;
    QStringList m_heard;
    QJsonObject m_last;
};
