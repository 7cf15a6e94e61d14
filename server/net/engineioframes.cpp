#include "net/engineioframes.h"

#include "net/frames.h"
#include "protocol/engineio.h"

namespace net
{

using protocol::engineio::Type;

WebSocketFrame openFrame(const QByteArray &sid, bool isPolling, const base::Config &config)
{
    const QByteArrayList upgrades =
        isPolling ? QByteArrayList{QByteArrayLiteral("websocket")} : QByteArrayList();
    return WebSocketFrame::text(protocol::engineio::encodePacket(
        Type::Open, protocol::engineio::encodeHandshake(
                        {sid, upgrades, config.pingInterval, config.pingTimeout, config.maxPayloadBytes})));
}

void appendFrames(QByteArray &payload, const WebSocketFrame &frames)
{
    FrameWalker walker(frames.bytes());
    while (const auto frame = walker.next()) {
        if (frame->opcode == Opcode::Binary)
            protocol::engineio::appendBinary(payload, frame->payload);
        else
            protocol::engineio::appendText(payload, frame->payload);
    }
}

WebSocketFrame asText(const WebSocketFrame &frames)
{
    WebSocketFrame text;
    FrameWalker walker(frames.bytes());
    while (const auto frame = walker.next()) {
        if (frame->opcode == Opcode::Binary)
            text.append(WebSocketFrame::text(protocol::engineio::encodeBinary(frame->payload)));
        else
            text.append(WebSocketFrame::text(frame->payload));
    }
    return text;
}

} // namespace net
