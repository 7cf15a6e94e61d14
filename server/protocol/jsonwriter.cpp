#include "protocol/jsonwriter.h"

#include <QStringConverter>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace protocol
{

namespace
{
bool mustEscape(char c)
{
    return static_cast<uchar>(c) < 0x20 || c == '"' || c == '\\';
}

char *append(char *out, QByteArrayView text)
{
    std::memcpy(out, text.data(), size_t(text.size()));
    return out + text.size();
}

/// The \a digits last hexadecimal digits of \a value.
char *appendHex(char *out, quint64 value, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        *out++ = "0123456789abcdef"[(value >> shift) & 0xf];
    return out;
}

char *appendEscaped(char *out, char c)
{
    switch (c) {
    case '"':
        return append(out, "\\\"");
    case '\\':
        return append(out, "\\\\");
    case '\n':
        return append(out, "\\n");
    case '\r':
        return append(out, "\\r");
    case '\t':
        return append(out, "\\t");
    default:
        return appendHex(append(out, "\\u"), uchar(c), 4);
    }
}

/// Whether a byte of \a text must be escaped; looks at eight at a time.
bool mustEscapeAny(const char *text, const char *end)
{
    constexpr quint64 ones = 0x0101010101010101;
    constexpr quint64 highs = 0x8080808080808080;
    const auto isZero = [](quint64 word) { return (word - ones) & ~word & highs; };
    for (; end - text >= 8; text += 8) {
        quint64 word = 0;
        std::memcpy(&word, text, sizeof word);
        const quint64 control = (word - ones * 0x20) & ~word & highs;
        if (control || isZero(word ^ (ones * uchar('"'))) || isZero(word ^ (ones * uchar('\\'))))
            return true;
    }
    return std::any_of(text, end, mustEscape);
}

} // namespace

void JsonWriter::reserve(qsizetype size)
{
    if (m_size + size > m_out.size())
        m_out.resize(std::max(2 * m_out.size(), m_size + size));
}

char *JsonWriter::begin(qsizetype size)
{
    reserve(size + 1);
    char *out = m_out.data() + m_size;
    if (m_needsComma)
        *out++ = ',';
    m_needsComma = true;
    return out;
}

JsonWriter &JsonWriter::open(char bracket)
{
    char *out = begin(1);
    *out++ = bracket;
    wrote(out);
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_needsComma = false;
    open(bracket);
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::key(QByteArrayView name)
{
    char *out = begin(name.size() + 3);
    *out++ = '"';
    out = append(out, name);
    *out++ = '"';
    *out++ = ':';
    wrote(out);
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::string(QStringView text)
{
    QStringEncoder encoder(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
    char *out = begin(encoder.requiredSpace(text.size()) + 2);
    *out++ = '"';
    const char *start = out;
    out = encoder.appendToBuffer(out, text);
    wrote(out);
    if (mustEscapeAny(start, out))
        escapeFrom(start - m_out.constData());
    reserve(1);
    m_out.data()[m_size++] = '"';
    return *this;
}

/// What was written from \a start on, again with escapes.
void JsonWriter::escapeFrom(qsizetype start)
{
    const QByteArray plain = m_out.sliced(start, m_size - start);
    constexpr qsizetype longest = 6; // \u001f
    m_size = start;
    reserve(longest * plain.size());
    char *out = m_out.data() + start;
    for (const char c : plain)
        out = mustEscape(c) ? appendEscaped(out, c) : append(out, QByteArrayView(&c, 1));
    wrote(out);
}

JsonWriter &JsonWriter::ascii(QByteArrayView text)
{
    char *out = begin(text.size() + 2);
    *out++ = '"';
    out = append(out, text);
    *out++ = '"';
    wrote(out);
    return *this;
}

JsonWriter &JsonWriter::uuid(const QUuid &uuid)
{
    constexpr qsizetype length = 36;
    char *out = begin(length + 2);
    *out++ = '"';
    out = appendHex(out, uuid.data1, 8);
    *out++ = '-';
    out = appendHex(out, uuid.data2, 4);
    *out++ = '-';
    out = appendHex(out, uuid.data3, 4);
    for (int i = 0; i < 8; ++i) {
        if (i == 0 || i == 2)
            *out++ = '-';
        out = appendHex(out, uuid.data4[i], 2);
    }
    *out++ = '"';
    wrote(out);
    return *this;
}

JsonWriter &JsonWriter::integer(qint64 value)
{
    std::array<char, 20> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    Q_ASSERT(error == std::errc());
    return raw(QByteArrayView(digits.data(), end));
}

JsonWriter &JsonWriter::raw(QByteArrayView json)
{
    wrote(append(begin(json.size()), json));
    return *this;
}

QByteArray JsonWriter::take()
{
    m_out.truncate(m_size);
    m_size = 0;
    m_needsComma = false;
    return std::exchange(m_out, {});
}

} // namespace protocol
