#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace load
{

/// What the checks need of one `{type, data}` frame of the room protocol. Views into the frame: strings are
/// as they stand between the quotes, which is exact for the plain ASCII that the generator itself sends.
struct ServerEvent {
    std::string_view type;
    std::string_view room;
    std::string_view clientMsgId;
    std::string_view text;
    std::string_view error;
    std::int64_t seq = 0;
    std::int64_t onlineCount = 0;
    bool isSnapshot = false; ///< presence with `online_users`: "joined, you are up to date"
};

/// Reads one frame without allocating, whatever the order of its members.
/// \return nothing if \a json is not one JSON object of that shape
std::optional<ServerEvent> parseServerEvent(std::string_view json);

} // namespace load
