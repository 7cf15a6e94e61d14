#pragma once

#include "base/config.h"
#include "net/websocket.h"

namespace net
{

// What a session says, as frames, and the frames as other transports need them.

/// The open packet of a session. \a isPolling: it can be upgraded
WebSocketFrame openFrame(const QByteArray &sid, bool isPolling, const base::Config &config);
/// Appends the packets in \a frames to a long-polling body, without encoding text again.
void appendFrames(QByteArray &payload, const WebSocketFrame &frames);
/// \a frames with binary messages as base64, for a client that takes text only.
WebSocketFrame asText(const WebSocketFrame &frames);

} // namespace net
