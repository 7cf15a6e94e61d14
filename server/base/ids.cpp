#include "base/ids.h"

#include <sodium.h>

#include <cstring>

namespace base
{

namespace
{
void fillRandomly(void *bytes, size_t size)
{
    // libsodium asks for this once before its other calls, which are safe in every thread only afterwards.
    static const bool ready = sodium_init() >= 0;
    if (!ready)
        qFatal("libsodium finds no source of randomness on this system");
    randombytes_buf(bytes, size);
}
} // namespace

QUuid IdGenerator::next()
{
    constexpr quint16 maxCount = 0x0fff;
    const quint64 nowMs = static_cast<quint64>(m_clock.now().time_since_epoch().count());
    quint64 ms;
    quint16 count;
    quint64 random;
    {
        const std::lock_guard lock(m_mutex);
        if (nowMs > m_lastMs) {
            m_lastMs = nowMs;
            m_count = 0;
        } else if (m_count == maxCount) {
            ++m_lastMs; // borrowed from the future: order matters more than the last millisecond
            m_count = 0;
        } else {
            ++m_count;
        }
        ms = m_lastMs;
        count = m_count;
        random = nextRandom();
    }
    std::array<uchar, 16> bytes;
    for (int i = 0; i < 6; ++i)
        bytes[size_t(i)] = static_cast<uchar>(ms >> (40 - 8 * i));
    bytes[6] = static_cast<uchar>(0x70 | (count >> 8));
    bytes[7] = static_cast<uchar>(count);
    std::memcpy(bytes.data() + 8, &random, sizeof random);
    bytes[8] = static_cast<uchar>(0x80 | (bytes[8] & 0x3f));
    return QUuid::fromRfc4122(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

/// With m_mutex held.
quint64 IdGenerator::nextRandom()
{
    if (m_randomUsed == m_random.size()) {
        fillRandomly(m_random.data(), sizeof m_random);
        m_randomUsed = 0;
    }
    return m_random[m_randomUsed++];
}

QByteArray randomToken(int bytes)
{
    QByteArray random(bytes, Qt::Uninitialized);
    fillRandomly(random.data(), size_t(bytes));
    return random.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace base
