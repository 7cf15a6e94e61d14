#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace net
{

/// The opcodes of RFC 6455, section 5.2.
enum class Opcode : quint8 {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xa
};

/// The close codes that the transport itself sends. \see server/protocol/PROTOCOL.md, "Close codes"
namespace closecode
{
inline constexpr quint16 normal = 1000;
inline constexpr quint16 goingAway = 1001;
inline constexpr quint16 protocolError = 1002;
inline constexpr quint16 invalidText = 1007;
inline constexpr quint16 policyViolation = 1008;
inline constexpr quint16 messageTooBig = 1009; ///< where a client knows the standard codes only
inline constexpr quint16 tooSlow = 4408;
inline constexpr quint16 tooLarge = 4413;
inline constexpr quint16 tooFast = 4429;
} // namespace closecode

/// One unmasked, final frame, as a server sends it.
QByteArray encodeFrame(Opcode opcode, QByteArrayView payload);

/// A close frame; \a reason is cut to the 123 bytes that fit, between two characters.
QByteArray encodeClose(quint16 code, const QString &reason);

/// Walks what encodeFrame() wrote, one frame or several in a row, as a WebSocketFrame holds them.
class FrameWalker
{
public:
    struct Frame {
        Opcode opcode = Opcode::Text;
        QByteArrayView payload;
    };
    /// \a frames outlive the walk; every one is whole, final and unmasked.
    explicit FrameWalker(QByteArrayView frames)
        : m_rest(frames)
    {
    }
    std::optional<Frame> next();

private:
    QByteArrayView m_rest;
};

} // namespace net
