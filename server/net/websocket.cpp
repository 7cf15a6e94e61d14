#include "net/websocket.h"

#include "net/frames.h"

#include <QtEndian>

namespace net
{

QByteArray encodeFrame(Opcode opcode, QByteArrayView payload)
{
    QByteArray frame;
    frame.reserve(payload.size() + 10);
    frame.append(static_cast<char>(0x80 | static_cast<quint8>(opcode)));
    if (payload.size() < 126) {
        frame.append(static_cast<char>(payload.size()));
    } else if (payload.size() <= 0xffff) {
        const auto size = qToBigEndian(static_cast<quint16>(payload.size()));
        frame.append(char(126)).append(reinterpret_cast<const char *>(&size), sizeof size);
    } else {
        const auto size = qToBigEndian(static_cast<quint64>(payload.size()));
        frame.append(char(127)).append(reinterpret_cast<const char *>(&size), sizeof size);
    }
    return frame.append(payload);
}

QByteArray encodeClose(quint16 code, const QString &reason)
{
    constexpr qsizetype maxReasonBytes = 123;
    QByteArray text = reason.toUtf8();
    if (text.size() > maxReasonBytes) {
        qsizetype end = maxReasonBytes;
        while ((static_cast<uchar>(text[end]) & 0xc0) == 0x80)
            --end;
        text.truncate(end);
    }
    const quint16 bigEndian = qToBigEndian(code);
    return encodeFrame(Opcode::Close,
                       QByteArray(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian) + text);
}

WebSocketFrame WebSocketFrame::text(QByteArrayView utf8)
{
    WebSocketFrame frame;
    frame.m_bytes = encodeFrame(Opcode::Text, utf8);
    return frame;
}

WebSocketFrame WebSocketFrame::binary(QByteArrayView bytes)
{
    WebSocketFrame frame;
    frame.m_bytes = encodeFrame(Opcode::Binary, bytes);
    return frame;
}

std::optional<FrameWalker::Frame> FrameWalker::next()
{
    if (m_rest.size() < 2)
        return std::nullopt;
    const auto opcode = Opcode(m_rest[0] & 0x0f);
    qsizetype size = m_rest[1] & 0x7f;
    qsizetype head = 2;
    if (size == 126) {
        size = qFromBigEndian<quint16>(m_rest.data() + head);
        head += 2;
    } else if (size == 127) {
        size = qsizetype(qFromBigEndian<quint64>(m_rest.data() + head));
        head += 8;
    }
    Q_ASSERT(m_rest.size() >= head + size);
    const Frame frame{opcode, m_rest.sliced(head, size)};
    m_rest = m_rest.sliced(head + size);
    return frame;
}

} // namespace net
