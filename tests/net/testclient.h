#pragma once

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

/// Asks an HTTP server on \a socket, which is connecting or connected, for \a target. The connection stays
/// open.
inline void ask(QTcpSocket &socket, const QByteArray &target = "/")
{
    const QByteArray request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    if (socket.state() == QAbstractSocket::ConnectedState) {
        socket.write(request);
        return;
    }
    QObject::connect(&socket, &QTcpSocket::connected, &socket, [&socket, request] { socket.write(request); });
}

/// What came in until a whole answer with a body of \a body is there, or the peer has gone, or 5 s are over.
inline QByteArray answer(QTcpSocket &socket, const QByteArray &body)
{
    QByteArray received;
    const auto complete = [&] {
        received += socket.readAll();
        return received.endsWith("\r\n\r\n" + body) || socket.state() == QAbstractSocket::UnconnectedState;
    };
    [[maybe_unused]] const bool inTime = QTest::qWaitFor(complete, 5000);
    return received + socket.readAll();
}

inline bool isGone(const QTcpSocket &socket)
{
    return socket.state() == QAbstractSocket::UnconnectedState;
}
