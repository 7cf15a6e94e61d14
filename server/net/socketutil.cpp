#include "net/socketutil.h"

#include <QSslSocket>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

#include <algorithm>

namespace net
{

qint64 pendingBytes(const QTcpSocket &socket)
{
    const auto *tls = qobject_cast<const QSslSocket *>(&socket);
    return socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

void shutDownWriting(QTcpSocket &socket)
{
    if (qobject_cast<QSslSocket *>(&socket))
        return socket.disconnectFromHost();
#ifdef Q_OS_WIN
    ::shutdown(static_cast<SOCKET>(socket.socketDescriptor()), SD_SEND);
#else
    ::shutdown(static_cast<int>(socket.socketDescriptor()), SHUT_WR);
#endif
}

void unread(QTcpSocket &socket, QByteArrayView bytes)
{
    std::for_each(bytes.rbegin(), bytes.rend(), [&socket](char c) { socket.ungetChar(c); });
}

} // namespace net
