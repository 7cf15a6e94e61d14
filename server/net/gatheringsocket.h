#pragma once

#include <QPointer>
#include <QTcpSocket>

#include <vector>

namespace net
{

class GatheringSocket;

/// The sockets of one shard that have something to send at the end of this turn. Lives in the shard's thread.
class FlushQueue
{
public:
    /// Forgets \a socket if it is destroyed before the flush.
    void add(QAbstractSocket *socket);
    /// \return whether something was added meanwhile, which waits for the next turn
    bool flush();

private:
    friend class GatheringSocket;
    void addGathering(GatheringSocket *socket) { m_gathering.push_back(socket); }
    void remove(GatheringSocket *socket);
    QByteArray takeBuffer();
    void giveBack(QByteArray buffer);

    std::vector<GatheringSocket *> m_gathering;
    std::vector<GatheringSocket *> m_flushing;       ///< those that flush() has at hand
    std::vector<QPointer<QAbstractSocket>> m_others; ///< TLS
    std::vector<QByteArray> m_buffers;               ///< empty ones, for what a socket gathers next
};

/// A TCP socket that gathers what is written to it in a turn and sends it with one system call at the end of
/// that, past QTcpSocket's write buffer and notifier: an idle connection keeps no buffer, and a fan-out costs
/// little more than its send() calls. What the kernel does not take at once goes QTcpSocket's way. Asks for
/// its flush itself.
class GatheringSocket final : public QTcpSocket
{
    Q_OBJECT
public:
    /// \a queue outlives the socket.
    explicit GatheringSocket(FlushQueue &queue);
    ~GatheringSocket() override;

    /// Between these the socket may change its thread, and must not be written to.
    void leaveQueue();
    void joinQueue(FlushQueue &queue) { m_queue = &queue; }

    /// Hears, in place of bytesWritten(), that what had been gathered went to the kernel. Much cheaper than a
    /// signal, for who hears it for each receiver of each message.
    class Listener
    {
    public:
        virtual void gatheredWritten() = 0;

    protected:
        ~Listener() = default;
    };
    /// \a listener: null brings bytesWritten() back. For what goes through QTcpSocket's buffer there is
    /// always bytesWritten().
    void setListener(Listener *listener) { m_listener = listener; }

    /// As write(); what is the only thing to leave in this turn is shared, not copied.
    void writeShared(const QByteArray &bytes);
    /// Sends what has been gathered, as far as it goes without waiting.
    void flushGathered();

    qint64 bytesToWrite() const override;
    void disconnectFromHost() override;
    void close() override;

protected:
    qint64 writeData(const char *data, qint64 size) override;

private:
    friend class FlushQueue;
    void queueForFlush();
    void appendGathered(QByteArrayView bytes);
    qint64 giveToBuffer(QByteArrayView bytes);

    bool hasBacklog() const;

    FlushQueue *m_queue;
    QByteArray m_gathered;
    Listener *m_listener = nullptr;
    bool m_queued = false;
    mutable bool m_backlog = false; ///< QTcpSocket's buffer was given something, which may have left since
};

} // namespace net
