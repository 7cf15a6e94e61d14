#include "net/framescanner.h"

#include "net/frames.h"

#include <QtEndian>

#include <algorithm>

namespace net
{

namespace
{

FrameFault protocolError(const char *reason)
{
    return {closecode::protocolError, QString::fromLatin1(reason)};
}

bool isControl(quint8 opcode)
{
    return opcode & 0x8;
}

} // namespace

std::optional<FrameFault> FrameScanner::scan(QByteArrayView bytes, Time now)
{
    while (!bytes.isEmpty() && !m_closeSeen) {
        if (m_payloadLeft > 0) {
            const qsizetype count = std::min(m_payloadLeft, qint64(bytes.size()));
            skip(count);
            bytes = bytes.sliced(count);
            continue;
        }
        m_header[m_headerBytes++] = static_cast<uchar>(bytes.front());
        bytes = bytes.sliced(1);
        if (m_headerBytes == 2) {
            if (auto fault = headerStarted())
                return fault;
        }
        if (m_headerBytes >= 2 && m_headerBytes == headerSize()) {
            if (auto fault = headerDone(now))
                return fault;
            m_headerBytes = 0;
        }
    }
    return std::nullopt;
}

void FrameScanner::skip(qint64 count)
{
    Q_ASSERT(count <= m_payloadLeft);
    m_payloadLeft -= count;
    m_closeSeen = m_closing && m_payloadLeft == 0;
}

qsizetype FrameScanner::headerSize() const
{
    const int length = m_header[1] & 0x7f;
    return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + 4;
}

std::optional<FrameFault> FrameScanner::headerStarted() const
{
    const quint8 opcode = m_header[0] & 0x0f;
    if (m_header[0] & 0x70)
        return protocolError("A reserved bit is set.");
    if ((opcode > 0x2 && opcode < 0x8) || opcode > 0xa)
        return protocolError("The opcode is reserved.");
    if (!(m_header[1] & 0x80))
        return protocolError("A client must mask its frames.");
    if (!isControl(opcode))
        return std::nullopt;
    if (!(m_header[0] & 0x80))
        return protocolError("A control frame must not be fragmented.");
    if ((m_header[1] & 0x7f) > 125)
        return protocolError("A control frame has at most 125 bytes.");
    return std::nullopt;
}

std::optional<FrameFault> FrameScanner::headerDone(Time now)
{
    const auto size = payloadSize();
    if (!size)
        return protocolError("The length is not in its shortest form.");
    const quint8 opcode = m_header[0] & 0x0f;
    if (auto fault = isControl(opcode) ? controlFrame(now) : dataFrame(*size))
        return fault;
    m_payloadLeft = static_cast<qint64>(*size);
    m_closing = opcode == static_cast<quint8>(Opcode::Close);
    m_closeSeen = m_closing && m_payloadLeft == 0;
    return std::nullopt;
}

std::optional<FrameFault> FrameScanner::controlFrame(Time now)
{
    if (now - m_second >= std::chrono::seconds(1)) {
        m_second = now;
        m_controlFrames = 0;
    }
    if (++m_controlFrames > maxControlFrames)
        return FrameFault{closecode::tooFast, QStringLiteral("Too many control frames.")};
    return std::nullopt;
}

std::optional<FrameFault> FrameScanner::dataFrame(quint64 size)
{
    const bool continues = (m_header[0] & 0x0f) == static_cast<quint8>(Opcode::Continuation);
    if (continues && m_fragments == 0)
        return protocolError("There is no message to continue.");
    if (!continues && m_fragments > 0)
        return protocolError("The last message is not complete.");
    if (size > static_cast<quint64>(m_maxMessageBytes - m_messageBytes))
        return FrameFault{closecode::tooLarge, QStringLiteral("The message is too large.")};
    if (++m_fragments > maxFragments)
        return FrameFault{closecode::tooLarge, QStringLiteral("The message has too many fragments.")};
    m_messageBytes += static_cast<qint64>(size);
    if (m_header[0] & 0x80)
        m_messageBytes = m_fragments = 0;
    return std::nullopt;
}

std::optional<quint64> FrameScanner::payloadSize() const
{
    const quint8 length = m_header[1] & 0x7f;
    if (length < 126)
        return length;
    if (length == 126) {
        const auto size = qFromBigEndian<quint16>(&m_header[2]);
        return size < 126 ? std::nullopt : std::optional<quint64>(size);
    }
    const auto size = qFromBigEndian<quint64>(&m_header[2]);
    return size <= 0xffff || (size >> 63) ? std::nullopt : std::optional<quint64>(size);
}

} // namespace net
