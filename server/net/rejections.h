#pragma once

#include <QByteArray>

#include <array>
#include <atomic>
#include <map>

namespace net
{

/// Why the transport turned a connection, a request or a session away, or ended it.
enum class Rejection {
    ConnectionLimit,    ///< at the door: MAX_CONNECTIONS
    ConnectRate,        ///< at the door: RATE_CONNECTS
    TransportUnknown,   ///< Engine.IO, code 0
    SessionUnknown,     ///< Engine.IO, code 1
    BadHandshakeMethod, ///< Engine.IO, code 2
    BadRequest,         ///< Engine.IO, code 3
    ForeignOrigin,      ///< Engine.IO, code 4
    UnsupportedVersion, ///< Engine.IO, code 5
    OverlappingRequest, ///< polling: a request beside one of its kind
    AbortedRequest,     ///< polling: a poll or a body broken off
    BadPacket,          ///< what is no packet, or has no place there
    UpgradeFailed,      ///< a WebSocket that was to take a polling session over
    ProtocolError,      ///< WebSocket: 1002, 1007
    Silent,             ///< a ping was not answered
    TooFast,            ///< 4429
    TooSlow,            ///< 4408
    TooLarge,           ///< 1009, 4413, and 413 while polling
    Count
};

/// As a metric's label: `connection_limit`.
QByteArray nameOf(Rejection reason);

/// How often each happened since the start. Thread-safe.
class Rejections
{
public:
    void count(Rejection reason) { m_counts[size_t(reason)].fetch_add(1, std::memory_order_relaxed); }
    /// Counts what a close code of the transport's own stands for; nothing for the others.
    void countClose(quint16 closeCode);
    /// Every reason, also those that never happened.
    std::map<QByteArray, qint64> byName() const;

private:
    std::array<std::atomic<qint64>, size_t(Rejection::Count)> m_counts{};
};

/// HTTP answers by status since the start. Thread-safe.
class AnswerCounts
{
public:
    void count(int status);
    /// Those statuses that there were.
    std::map<int, qint64> byStatus() const;

private:
    static constexpr int first = 100;
    std::array<std::atomic<qint64>, 500> m_counts{};
};

} // namespace net
