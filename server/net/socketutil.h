#pragma once

#include <QByteArrayView>

class QTcpSocket;

namespace net
{

/// What \a socket still has to send, also what TLS has already encrypted.
qint64 pendingBytes(const QTcpSocket &socket);

/// Says to the peer that nothing more comes, and goes on reading. TLS has no half-closed state: it is closed
/// wholly.
void shutDownWriting(QTcpSocket &socket);

/// Puts \a bytes in front of what is yet to be read from \a socket.
void unread(QTcpSocket &socket, QByteArrayView bytes);

} // namespace net
