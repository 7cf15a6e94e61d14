#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <chrono>
#include <optional>

namespace net
{

/// Why a WebSocket must be closed.
struct FrameFault {
    quint16 closeCode = 0;
    QString reason;
};

/// Watches the frame headers of what a client sends, and finds what QWebSocket would let pass: unmasked
/// frames, messages in endless small fragments, floods of control frames; and, sooner than it, all other
/// breaches of RFC 6455, section 5, as well as messages over the limit. Reads no payload. Pure: no socket, no
/// clock.
class FrameScanner
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Fragments in one message.
    static constexpr int maxFragments = 1024;
    /// Pings, pongs and closes in one second.
    static constexpr int maxControlFrames = 100;

    explicit FrameScanner(qint64 maxMessageBytes)
        : m_maxMessageBytes(maxMessageBytes)
    {
    }

    /// Looks at the next \a bytes of the stream. Stops at a close frame, after which nothing counts.
    /// \return the first fault in them; nothing may be scanned after one
    std::optional<FrameFault> scan(QByteArrayView bytes, Time now);

    /// So many coming bytes belong to a frame whose header is known: skip() will do for them.
    qint64 payloadLeft() const { return m_payloadLeft; }
    /// Passes over \a count bytes of payload, at most payloadLeft(), unseen.
    void skip(qint64 count);

    bool closeSeen() const { return m_closeSeen; }

private:
    static constexpr qsizetype maxHeaderBytes = 14;

    qsizetype headerSize() const;
    std::optional<FrameFault> headerStarted() const;
    std::optional<FrameFault> headerDone(Time now);
    std::optional<FrameFault> controlFrame(Time now);
    std::optional<FrameFault> dataFrame(quint64 size);
    std::optional<quint64> payloadSize() const;

    const qint64 m_maxMessageBytes;
    std::array<uchar, maxHeaderBytes> m_header{};
    qsizetype m_headerBytes = 0; ///< of the header that is being read
    qint64 m_payloadLeft = 0;
    qint64 m_messageBytes = 0;
    int m_fragments = 0;     ///< of the message that is not yet complete
    int m_controlFrames = 0; ///< since m_second
    Time m_second{};
    bool m_closeSeen = false;
    bool m_closing = false; ///< what is left of the payload is a close frame's
};

} // namespace net
