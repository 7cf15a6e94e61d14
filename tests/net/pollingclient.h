#pragma once

#include "net/server.h"
#include "transportharness.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSslSocket>
#include <QWebSocket>

/// One answer over HTTP.
struct Answer {
    int status = 0;
    QByteArray head;
    QByteArray body;

    QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name + ": "))
                return line.sliced(name.size() + 2).trimmed();
        }
        return {};
    }
    /// Of Engine.IO's own refusals, which are 400 or 403; else -1.
    int code() const
    {
        const bool isRefusal = status == 400 || status == 403;
        return isRefusal ? QJsonDocument::fromJson(body).object().value(QLatin1String("code")).toInt(-1) : -1;
    }
};

/// One request on a connection of its own, which its end breaks off.
class Request
{
public:
    Request(quint16 port, bool tls, const QByteArray &bytes)
    {
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (tls)
            m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        else
            m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        // The server accepts in this thread.
        if (!(tls ? QTest::qWaitFor([this] { return m_socket.isEncrypted(); }) : m_socket.waitForConnected()))
            qFatal("cannot connect");
        write(bytes);
    }
    void write(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    bool isDoneWithin(int ms)
    {
        return QTest::qWaitFor([this] { return isDone(); }, ms);
    }
    /// Waits for it.
    const Answer &answer()
    {
        if (!isDoneWithin(10'000))
            qWarning("no answer");
        return m_answer;
    }

private:
    bool isDone()
    {
        m_received += m_socket.readAll();
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        if (end < 0)
            return m_socket.state() == QAbstractSocket::UnconnectedState;
        m_answer.head = m_received.first(end);
        m_answer.status = m_answer.head.mid(9, 3).toInt();
        m_answer.body = m_received.sliced(end + 4);
        return m_answer.body.size() >= m_answer.header("content-length").toInt();
    }

    QSslSocket m_socket;
    QByteArray m_received;
    Answer m_answer;
};

/// An Engine.IO client over long polling, each request on its own connection.
class PollingClient
{
public:
    explicit PollingClient(quint16 port, bool tls, QByteArray path = "/io/")
        : m_port(port)
        , m_tls(tls)
        , m_path(std::move(path))
    {
    }

    void open()
    {
        const Answer answer = get();
        m_sid = QJsonDocument::fromJson(answer.body.mid(1))
                    .object()
                    .value(QLatin1String("sid"))
                    .toString()
                    .toUtf8();
        if (m_sid.isEmpty())
            qWarning("no session");
    }
    const QByteArray &sid() const { return m_sid; }
    void setSid(const QByteArray &sid) { m_sid = sid; }

    std::unique_ptr<Request> startGet() const { return start("GET", {}, {}); }
    /// \a bytes: so many of the body are sent
    std::unique_ptr<Request> startPost(const QByteArray &body, qsizetype bytes) const
    {
        auto bytesOf = requestFor("POST", body, {});
        bytesOf.chop(body.size() - bytes);
        return std::make_unique<Request>(m_port, m_tls, bytesOf);
    }
    Answer get() const { return startGet()->answer(); }
    Answer post(const QByteArray &body, const QByteArray &contentType = {}) const
    {
        const QByteArray type = contentType.isEmpty() ? "text/plain;charset=UTF-8" : contentType;
        return request("POST", body, "Content-Type: " + type + "\r\n");
    }
    Answer request(const QByteArray &method, const QByteArray &body, const QByteArray &headers = {}) const
    {
        return start(method, body, headers)->answer();
    }

private:
    std::unique_ptr<Request> start(const QByteArray &method, const QByteArray &body,
                                   const QByteArray &headers) const
    {
        return std::make_unique<Request>(m_port, m_tls, requestFor(method, body, headers));
    }
    QByteArray requestFor(const QByteArray &method, const QByteArray &body, const QByteArray &headers) const
    {
        QByteArray bytes = method + ' ' + m_path + "?EIO=4&transport=polling";
        if (!m_sid.isEmpty())
            bytes += "&sid=" + m_sid;
        bytes += " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers;
        if (method == "POST" || !body.isEmpty())
            bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return bytes + "\r\n" + body;
    }

    quint16 m_port;
    bool m_tls;
    QByteArray m_path;
    QByteArray m_sid;
};

/// A WebSocket that is to take the session \a sid over.
class WebSocketClient
{
public:
    WebSocketClient(quint16 port, bool tls, const QByteArray &sid)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.setSslConfiguration(configuration);
        QObject::connect(&socket, &QWebSocket::connected, &socket, [this] {
            isOpen = true;
            for (const QString &text : std::exchange(m_waiting, {}))
                socket.sendTextMessage(text);
        });
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) { texts.append(text); });
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket,
                         [this](const QByteArray &bytes) { binaries.append(bytes); });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] {
            isClosed = true;
            failed = !isOpen;
        });
        socket.open(QUrl(QStringLiteral("%1://127.0.0.1:%2/io/?EIO=4&transport=websocket&sid=%3")
                             .arg(tls ? QStringLiteral("wss") : QStringLiteral("ws"), QString::number(port),
                                  QString::fromLatin1(sid))));
    }
    void say(const QString &text)
    {
        if (isOpen)
            socket.sendTextMessage(text);
        else
            m_waiting.append(text);
    }

    QWebSocket socket;
    QStringList texts;
    QByteArrayList binaries;
    bool isOpen = false;
    bool isClosed = false;
    bool failed = false; ///< refused before it was open

private:
    QStringList m_waiting;
};
