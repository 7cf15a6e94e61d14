#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace load
{

/// What the checks need of one frame of the room protocol or one event of Socket.IO. Views into it: strings
/// are as they stand between the quotes, which is exact for the plain ASCII that the generator itself sends.
struct ServerEvent {
    std::string_view type; ///< the frame's `type`, or the event's name
    std::string_view session;
    std::string_view room;
    std::string_view clientMsgId;
    std::string_view text;
    std::string_view error;
    std::int64_t seq = 0;
    std::int64_t onlineCount = 0;
    bool isSnapshot = false; ///< presence with `online_users`: "joined, you are up to date"
};

// Each reads without allocating, whatever the order of members, and gives nothing if \a json has not that
// shape.

/// `{type, data}` of the room protocol.
std::optional<ServerEvent> parseServerEvent(std::string_view json);
/// `[name, data`: an event up to the end of its object, behind which each receiver has an offset of its own.
std::optional<ServerEvent> parseSocketIoEvent(std::string_view json);
/// `[{ok: true, message}]`; `ok` first, as both servers write it.
std::optional<ServerEvent> parseSocketIoAck(std::string_view json);

/// The first text member of that name, however deep; empty if there is none.
std::string_view textMember(std::string_view json, std::string_view name);

} // namespace load
