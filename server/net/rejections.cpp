#include "net/rejections.h"

#include "net/frames.h"

namespace net
{

QByteArray nameOf(Rejection reason)
{
    switch (reason) {
    case Rejection::ConnectionLimit:
        return QByteArrayLiteral("connection_limit");
    case Rejection::ConnectRate:
        return QByteArrayLiteral("connect_rate");
    case Rejection::TransportUnknown:
        return QByteArrayLiteral("transport_unknown");
    case Rejection::SessionUnknown:
        return QByteArrayLiteral("session_unknown");
    case Rejection::BadHandshakeMethod:
        return QByteArrayLiteral("bad_handshake_method");
    case Rejection::BadRequest:
        return QByteArrayLiteral("bad_request");
    case Rejection::ForeignOrigin:
        return QByteArrayLiteral("foreign_origin");
    case Rejection::UnsupportedVersion:
        return QByteArrayLiteral("unsupported_version");
    case Rejection::OverlappingRequest:
        return QByteArrayLiteral("overlapping_request");
    case Rejection::AbortedRequest:
        return QByteArrayLiteral("aborted_request");
    case Rejection::BadPacket:
        return QByteArrayLiteral("bad_packet");
    case Rejection::UpgradeFailed:
        return QByteArrayLiteral("upgrade_failed");
    case Rejection::ProtocolError:
        return QByteArrayLiteral("protocol_error");
    case Rejection::Silent:
        return QByteArrayLiteral("silent");
    case Rejection::TooFast:
        return QByteArrayLiteral("too_fast");
    case Rejection::TooSlow:
        return QByteArrayLiteral("too_slow");
    case Rejection::TooLarge:
        return QByteArrayLiteral("too_large");
    case Rejection::Count:
        break;
    }
    Q_UNREACHABLE();
}

void Rejections::countClose(quint16 closeCode)
{
    switch (closeCode) {
    case closecode::protocolError:
    case closecode::invalidText:
        return count(Rejection::ProtocolError);
    case closecode::messageTooBig:
    case closecode::tooLarge:
        return count(Rejection::TooLarge);
    case closecode::tooSlow:
        return count(Rejection::TooSlow);
    case closecode::tooFast:
        return count(Rejection::TooFast);
    default:
        break;
    }
}

std::map<QByteArray, qint64> Rejections::byName() const
{
    std::map<QByteArray, qint64> counts;
    for (size_t i = 0; i < m_counts.size(); ++i)
        counts.emplace(nameOf(Rejection(i)), m_counts[i].load(std::memory_order_relaxed));
    return counts;
}

void AnswerCounts::count(int status)
{
    const int index = status - first;
    if (index >= 0 && index < int(m_counts.size()))
        m_counts[size_t(index)].fetch_add(1, std::memory_order_relaxed);
}

std::map<int, qint64> AnswerCounts::byStatus() const
{
    std::map<int, qint64> counts;
    for (size_t i = 0; i < m_counts.size(); ++i) {
        if (const qint64 count = m_counts[i].load(std::memory_order_relaxed))
            counts.emplace(first + int(i), count);
    }
    return counts;
}

} // namespace net
