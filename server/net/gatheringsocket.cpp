#include "net/gatheringsocket.h"

#include <algorithm>
#include <sys/socket.h>
#include <utility>

namespace net
{

namespace
{

/// More than this is not copied once more, but left to QTcpSocket's buffer.
constexpr qint64 maxGathered = 65'536;

/// Buffers kept for the next turn: as many and as large as a fan-out to a large room needs.
constexpr size_t maxBuffers = 1024;
constexpr qsizetype maxBufferBytes = 2048;

#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
constexpr int sendFlags = MSG_DONTWAIT; // SIGPIPE is ignored by the whole process
#endif

} // namespace

void FlushQueue::add(QAbstractSocket *socket)
{
    // A gathering socket is here already if it has anything to send, and most likely was the last to come.
    if ((!m_gathering.empty() && m_gathering.back() == socket) || qobject_cast<GatheringSocket *>(socket))
        return;
    if (m_others.empty() || m_others.back() != socket)
        m_others.emplace_back(socket);
}

bool FlushQueue::flush()
{
    std::swap(m_gathering, m_flushing);
    for (size_t i = 0; i < m_flushing.size(); ++i) {
        GatheringSocket *const socket = m_flushing[i];
        if (!socket)
            continue;
        socket->m_queued = false;
        m_flushing[i] = nullptr;
        socket->flushGathered();
    }
    m_flushing.clear();
    if (!m_others.empty()) {
        for (const auto &socket : std::exchange(m_others, {})) {
            if (socket && socket->state() != QAbstractSocket::UnconnectedState)
                socket->flush();
        }
    }
    return !m_gathering.empty() || !m_others.empty();
}

void FlushQueue::remove(GatheringSocket *socket)
{
    std::replace(m_gathering.begin(), m_gathering.end(), socket, static_cast<GatheringSocket *>(nullptr));
    std::replace(m_flushing.begin(), m_flushing.end(), socket, static_cast<GatheringSocket *>(nullptr));
}

QByteArray FlushQueue::takeBuffer()
{
    if (m_buffers.empty())
        return {};
    QByteArray buffer = std::move(m_buffers.back());
    m_buffers.pop_back();
    return buffer;
}

void FlushQueue::giveBack(QByteArray buffer)
{
    if (m_buffers.size() >= maxBuffers || buffer.capacity() > maxBufferBytes || !buffer.isDetached())
        return;
    buffer.resize(0);
    m_buffers.push_back(std::move(buffer));
}

GatheringSocket::GatheringSocket(FlushQueue &queue)
    : m_queue(&queue)
{
}

GatheringSocket::~GatheringSocket()
{
    if (m_queued)
        m_queue->remove(this);
}

void GatheringSocket::leaveQueue()
{
    flushGathered();
    if (std::exchange(m_queued, false))
        m_queue->remove(this);
    m_queue = nullptr;
}

qint64 GatheringSocket::writeData(const char *data, qint64 size)
{
    if (state() != ConnectedState)
        return QTcpSocket::writeData(data, size);
    queueForFlush();
    // What is in the buffer leaves first, so the rest has to queue up behind it.
    if (hasBacklog())
        return QTcpSocket::writeData(data, size);
    if (m_gathered.size() + size > maxGathered) {
        giveToBuffer(std::exchange(m_gathered, {}));
        return giveToBuffer({data, size});
    }
    appendGathered({data, size});
    return size;
}

void GatheringSocket::writeShared(const QByteArray &bytes)
{
    if (!m_gathered.isEmpty() || bytes.size() > maxGathered || state() != ConnectedState || hasBacklog()) {
        write(bytes);
        return;
    }
    queueForFlush();
    m_gathered = bytes;
}

void GatheringSocket::queueForFlush()
{
    if (!std::exchange(m_queued, true))
        m_queue->addGathering(this);
}

void GatheringSocket::appendGathered(QByteArrayView bytes)
{
    if (m_gathered.isEmpty() || !m_gathered.isDetached()) {
        const QByteArray shared = std::exchange(m_gathered, m_queue->takeBuffer());
        m_gathered.append(shared);
    }
    m_gathered.append(bytes);
}

void GatheringSocket::flushGathered()
{
    if (hasBacklog())
        flush();
    if (m_gathered.isEmpty())
        return;
    QByteArray bytes = std::exchange(m_gathered, {});
    const auto result = ::send(static_cast<int>(socketDescriptor()), bytes.constData(),
                               static_cast<size_t>(bytes.size()), sendFlags);
    const qint64 sent = std::max<qint64>(result, 0);
    // Also after an error: QTcpSocket meets it again and ends the connection as it would any other.
    if (sent < bytes.size())
        giveToBuffer(QByteArrayView(bytes).sliced(sent));
    m_queue->giveBack(std::move(bytes));
    if (sent == 0)
        return;
    if (m_listener)
        m_listener->gatheredWritten();
    else
        Q_EMIT bytesWritten(sent);
}

qint64 GatheringSocket::bytesToWrite() const
{
    return m_gathered.size() + (hasBacklog() ? QTcpSocket::bytesToWrite() : 0);
}

bool GatheringSocket::hasBacklog() const
{
    m_backlog = m_backlog && QTcpSocket::bytesToWrite() > 0;
    return m_backlog;
}

qint64 GatheringSocket::giveToBuffer(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return 0;
    m_backlog = true;
    return QTcpSocket::writeData(bytes.data(), bytes.size());
}

/// QTcpSocket itself sees to it that its buffer leaves before it closes.
void GatheringSocket::disconnectFromHost()
{
    giveToBuffer(std::exchange(m_gathered, {}));
    QTcpSocket::disconnectFromHost();
}

void GatheringSocket::close()
{
    const QByteArray bytes = std::exchange(m_gathered, {});
    const bool aborted = writeChannelCount() == 0; // abort() takes the buffers away and then calls this
    if (!aborted)
        giveToBuffer(bytes);
    QTcpSocket::close();
}

} // namespace net
