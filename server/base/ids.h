#pragma once

#include "base/clock.h"

#include <QByteArray>
#include <QHash>
#include <QUuid>

#include <array>
#include <mutex>
#include <optional>

namespace base
{

/// An id that cannot be mistaken for one of another kind. 16 bytes; UUIDv7 text on the wire, opaque to
/// clients.
template <typename Tag>
class Id
{
public:
    Id() = default;
    explicit Id(const QUuid &uuid)
        : m_uuid(uuid)
    {
    }

    /// Reads the 36-character text form, or nothing.
    static std::optional<Id> fromString(QStringView text)
    {
        if (text.size() != 36)
            return std::nullopt;
        const QUuid uuid = QUuid::fromString(text);
        return uuid.isNull() ? std::nullopt : std::optional<Id>(Id(uuid));
    }
    /// Reads the 16 bytes that toBytes() wrote, or gives a null id.
    static Id fromBytes(const QByteArray &bytes) { return Id(QUuid::fromRfc4122(bytes)); }

    bool isNull() const { return m_uuid.isNull(); }
    QString toString() const { return m_uuid.toString(QUuid::WithoutBraces); }
    QByteArray toUtf8() const { return m_uuid.toByteArray(QUuid::WithoutBraces); }
    QByteArray toBytes() const { return m_uuid.toRfc4122(); }
    const QUuid &uuid() const { return m_uuid; }

    friend bool operator==(const Id &a, const Id &b) { return a.m_uuid == b.m_uuid; }
    friend bool operator<(const Id &a, const Id &b) { return a.m_uuid < b.m_uuid; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return qHash(id.m_uuid, seed); }

private:
    QUuid m_uuid;
};

/// Makes UUIDv7s (RFC 9562): 48 bits of milliseconds, 12 bits that count within one, 62 random bits. What one
/// generator makes grows strictly, also when the clock steps back. Thread-safe.
class IdGenerator
{
public:
    explicit IdGenerator(const Clock &clock)
        : m_clock(clock)
    {
    }
    QUuid next();

private:
    quint64 nextRandom();

    const Clock &m_clock;
    std::mutex m_mutex;
    std::array<quint64, 64> m_random{}; ///< drawn at once: each draw is a call of the system
    size_t m_randomUsed = m_random.size();
    quint64 m_lastMs = 0;
    quint16 m_count = 0;
};

/// \a bytes of randomness fit for secrets, as base64url without padding.
QByteArray randomToken(int bytes);

} // namespace base
