#include "wire/frame.h"

namespace wire
{

namespace
{

constexpr std::array<char, 4> clientMask{0x1b, 0x5e, 0x33, 0x74};

void appendHead(std::string &out, Opcode opcode, std::size_t size, bool masked)
{
    const int maskBit = masked ? 0x80 : 0;
    out.push_back(static_cast<char>(0x80 | static_cast<int>(opcode)));
    if (size < 126) {
        out.push_back(static_cast<char>(maskBit | static_cast<int>(size)));
        return;
    }
    const int bytes = size <= 0xffff ? 2 : 8;
    out.push_back(static_cast<char>(maskBit | (bytes == 2 ? 126 : 127)));
    for (int i = bytes - 1; i >= 0; --i)
        out.push_back(static_cast<char>(size >> (8 * i)));
}

} // namespace

std::optional<FrameHead> parseHead(std::string_view bytes)
{
    if (bytes.size() < 2)
        return std::nullopt;
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    FrameHead head;
    head.fin = (byte(0) & 0x80) != 0;
    head.opcode = static_cast<Opcode>(byte(0) & 0x0f);
    head.masked = (byte(1) & 0x80) != 0;
    head.payloadSize = byte(1) & 0x7f;
    const std::size_t extra = head.payloadSize == 126 ? 2 : head.payloadSize == 127 ? 8 : 0;
    head.headerSize = 2 + extra + (head.masked ? 4 : 0);
    if (bytes.size() < head.headerSize)
        return std::nullopt;
    if (extra > 0) {
        head.payloadSize = 0;
        for (std::size_t i = 0; i < extra; ++i)
            head.payloadSize = head.payloadSize << 8 | byte(2 + i);
    }
    if (head.masked)
        bytes.copy(head.mask.data(), 4, 2 + extra);
    return head;
}

void appendMasked(std::string &out, Opcode opcode, std::string_view payload)
{
    appendHead(out, opcode, payload.size(), true);
    out.append(clientMask.data(), clientMask.size());
    for (std::size_t i = 0; i < payload.size(); ++i)
        out.push_back(static_cast<char>(payload[i] ^ clientMask[i & 3]));
}

void appendPlain(std::string &out, Opcode opcode, std::string_view payload)
{
    appendHead(out, opcode, payload.size(), false);
    out.append(payload);
}

void unmask(const FrameHead &head, std::string_view payload, std::string &out)
{
    out.resize(payload.size());
    for (std::size_t i = 0; i < payload.size(); ++i)
        out[i] = static_cast<char>(payload[i] ^ head.mask[i & 3]);
}

} // namespace wire
