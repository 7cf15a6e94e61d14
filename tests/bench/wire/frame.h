#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The few bytes of RFC 6455 that both ends of the benchmark need. Pure: no socket.
namespace wire
{

enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// The head of one frame; its payload follows at headerSize and is payloadSize bytes long.
struct FrameHead {
    bool fin = false;
    bool masked = false;
    Opcode opcode = Opcode::Continuation;
    std::size_t headerSize = 0;
    std::size_t payloadSize = 0;
    std::array<char, 4> mask{};

    std::size_t frameSize() const { return headerSize + payloadSize; }
};

/// \return nothing while \a bytes end within the head
std::optional<FrameHead> parseHead(std::string_view bytes);

/// Appends one whole frame. Clients mask, servers do not.
void appendMasked(std::string &out, Opcode opcode, std::string_view payload);
void appendPlain(std::string &out, Opcode opcode, std::string_view payload);

/// Copies the payload of a masked frame to \a out, in clear.
void unmask(const FrameHead &head, std::string_view payload, std::string &out);

} // namespace wire
