#include "protocol/jsonwriter.h"

#include <QStringConverter>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace protocol
{

namespace
{
bool mustEscape(char c)
{
    return static_cast<uchar>(c) < 0x20 || c == '"' || c == '\\';
}

void appendEscaped(QByteArray &out, char c)
{
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        constexpr char digits[] = "0123456789abcdef";
        out += "\\u00";
        out += digits[static_cast<uchar>(c) >> 4];
        out += digits[static_cast<uchar>(c) & 0xf];
    }
}
} // namespace

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::key(QByteArrayView name)
{
    separate();
    m_out += '"';
    m_out += name;
    m_out += "\":";
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::string(QStringView text)
{
    separate();
    m_out += '"';
    const qsizetype start = m_out.size();
    QStringEncoder encoder(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
    m_out.resize(start + encoder.requiredSpace(text.size()));
    const char *end = encoder.appendToBuffer(m_out.data() + start, text);
    m_out.resize(end - m_out.constData());
    if (std::any_of(m_out.cbegin() + start, m_out.cend(), mustEscape))
        escapeFrom(start);
    m_out += '"';
    return *this;
}

void JsonWriter::escapeFrom(qsizetype start)
{
    const QByteArray plain = m_out.sliced(start);
    m_out.truncate(start);
    auto run = plain.cbegin();
    while (run != plain.cend()) {
        const auto *special = std::find_if(run, plain.cend(), mustEscape);
        m_out.append(run, special - run);
        if (special == plain.cend())
            return;
        appendEscaped(m_out, *special);
        run = special + 1;
    }
}

JsonWriter &JsonWriter::ascii(QByteArrayView text)
{
    separate();
    m_out += '"';
    m_out += text;
    m_out += '"';
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
    separate();
    m_out += json;
    return *this;
}

QByteArray JsonWriter::take()
{
    m_needsComma = false;
    return std::exchange(m_out, {});
}

} // namespace protocol
