#include "fuzz.h"

#include "net/frames.h"
#include "net/framescanner.h"

#include <QtEndian>

#include <algorithm>

// What a WebSocket's client sends: frames, watched by the scanner before the WebSocket reads them.

using namespace Qt::StringLiterals;

namespace
{
constexpr qint64 maxMessageBytes = 2'000;
constexpr net::FrameScanner::Time now{std::chrono::hours(1)};

struct Verdict {
    int closeCode = 0; ///< 0: no fault
    bool closeSeen = false;
    friend bool operator==(const Verdict &, const Verdict &) = default;
};

Verdict scanInPieces(QByteArrayView input, qsizetype piece)
{
    net::FrameScanner scanner(maxMessageBytes);
    for (qsizetype at = 0; at < input.size(); at += piece) {
        if (const auto fault = scanner.scan(input.sliced(at, std::min(piece, input.size() - at)), now)) {
            FUZZ_CHECK(fault->closeCode >= 1000 && !fault->reason.isEmpty());
            FUZZ_CHECK(fault->reason.toUtf8().size() <= 123);
            return {fault->closeCode, scanner.closeSeen()};
        }
        FUZZ_CHECK(scanner.payloadLeft() >= 0 && scanner.payloadLeft() <= maxMessageBytes);
    }
    return {0, scanner.closeSeen()};
}

/// The same, passing over payload as a connection does that hands it on unseen.
Verdict scanWithSkips(QByteArrayView input)
{
    net::FrameScanner scanner(maxMessageBytes);
    while (!input.isEmpty() && !scanner.closeSeen()) {
        if (const qint64 count = std::min<qint64>(scanner.payloadLeft(), input.size())) {
            scanner.skip(count);
            input = input.sliced(count);
            continue;
        }
        if (const auto fault = scanner.scan(input.first(1), now))
            return {fault->closeCode, scanner.closeSeen()};
        input = input.sliced(1);
    }
    return {0, scanner.closeSeen()};
}

/// RFC 6455, section 5, written down a second time, frame by frame and not byte by byte.
class Reference
{
public:
    Verdict read(QByteArrayView input)
    {
        while (input.size() >= 2) {
            const Verdict begun = readStart(uchar(input[0]), uchar(input[1]));
            if (begun.closeCode)
                return begun;
            const int length = input[1] & 0x7f;
            const qsizetype sizeBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (input.size() < 2 + sizeBytes + 4)
                break;
            const quint64 size = sizeBytes == 2   ? qFromBigEndian<quint16>(input.data() + 2)
                                 : sizeBytes == 8 ? qFromBigEndian<quint64>(input.data() + 2)
                                                  : quint64(length);
            if ((sizeBytes == 2 && size < 126) || (sizeBytes == 8 && (size < 65'536 || size >> 63)))
                return {1002};
            if (const int code = m_isControl ? control() : data(size))
                return {code};
            input = input.sliced(2 + sizeBytes + 4);
            const bool whole = quint64(input.size()) >= size;
            if (m_opcode == 8 && whole)
                return {0, true};
            if (!whole)
                break;
            input = input.sliced(qsizetype(size));
        }
        return {};
    }

private:
    Verdict readStart(uchar first, uchar second)
    {
        m_opcode = first & 0x0f;
        m_final = first & 0x80;
        m_isControl = m_opcode >= 8;
        const bool known = m_opcode <= 2 || (m_opcode >= 8 && m_opcode <= 10);
        const bool masked = second & 0x80;
        const bool controlIsGood = !m_isControl || (m_final && (second & 0x7f) <= 125);
        return {(first & 0x70) == 0 && known && masked && controlIsGood ? 0 : 1002};
    }

    int control() { return ++m_controls > net::FrameScanner::maxControlFrames ? 4429 : 0; }

    int data(quint64 size)
    {
        if ((m_opcode == 0) != m_inMessage)
            return 1002;
        if (size > quint64(maxMessageBytes) - m_messageBytes ||
            ++m_fragments > net::FrameScanner::maxFragments)
            return 4413;
        m_messageBytes = m_final ? 0 : m_messageBytes + size;
        m_fragments = m_final ? 0 : m_fragments;
        m_inMessage = !m_final;
        return 0;
    }

    int m_opcode = 0;
    bool m_final = false;
    bool m_isControl = false;
    bool m_inMessage = false;
    int m_controls = 0;
    int m_fragments = 0;
    quint64 m_messageBytes = 0;
};

QByteArray frame(int opcode, const QByteArray &payload, bool final = true)
{
    QByteArray bytes = net::encodeFrame(static_cast<net::Opcode>(opcode), payload);
    const qsizetype header = bytes.size() - payload.size();
    bytes[0] = char((final ? 0x80 : 0) | opcode);
    bytes[1] = char(bytes[1] | 0x80);
    return bytes.insert(header, "mask");
}
} // namespace

void fuzz::target(QByteArrayView input)
{
    const Verdict whole = scanInPieces(input, std::max<qsizetype>(input.size(), 1));
    FUZZ_CHECK(scanInPieces(input, 1) == whole);
    FUZZ_CHECK(scanInPieces(input, 13) == whole);
    FUZZ_CHECK(scanWithSkips(input) == whole);
    FUZZ_CHECK(Reference().read(input) == whole);
}

std::vector<QByteArray> fuzz::seeds()
{
    const QByteArray text(R"({"text":"Përshëndetje!"})");
    return {frame(1, text) + frame(9, "hi") + frame(1, text),
            frame(1, text, false) + frame(0, text, false) + frame(10, "") + frame(0, text),
            frame(2, QByteArray(126, 'x')) + frame(1, QByteArray(2'000, 'y')),
            frame(1, text) + frame(8, "\x03\xe8 bye"_ba) + frame(1, text),
            frame(8, "") + "what is this?",
            frame(9, QByteArray(125, 'p')).repeated(101),
            frame(1, "", false) + frame(0, "", false).repeated(1'022) + frame(0, ""),
            QByteArray::fromHex("81ff0000000000000100") + "mask" + QByteArray(256, 'z')};
}

std::vector<QByteArray> fuzz::dictionary()
{
    return {"\x81\x80mask"_ba,
            "\x01\x80mask"_ba,
            "\x80\x80mask"_ba,
            "\x89\x80mask"_ba,
            "\x88\x80mask"_ba,
            "\x81\xfe\x07\xd0mask"_ba,
            QByteArray::fromHex("81ff8000000000000000"),
            QByteArray::fromHex("81ffffffffffffffffff"),
            QByteArray::fromHex("81fe007d"),
            "\xc1\x80mask"_ba,
            "\x83\x80mask"_ba,
            "\x81\x05"_ba};
}
