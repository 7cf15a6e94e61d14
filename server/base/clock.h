#pragma once

#include <QString>

#include <atomic>
#include <chrono>
#include <optional>

namespace base
{

/// A moment in UTC with millisecond resolution: what is stored and what goes on the wire.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in UTC with milliseconds and `Z`: `2025-10-21T10:10:10.123Z`. Valid for the years 1970-9999.
QByteArray toRfc3339(Timestamp time);

/// Reads RFC 3339 with any offset, or nothing if \a text is not of that form.
std::optional<Timestamp> fromRfc3339(QStringView text);

/// The wall clock, injectable so that tests decide what time it is. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock
{
public:
    Timestamp now() const override;
};

/// A clock that stands still until a test moves it. Thread-safe.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp start)
        : m_now(start)
    {
    }
    Timestamp now() const override { return m_now.load(); }
    void advance(std::chrono::milliseconds by) { m_now.store(m_now.load() + by); }

private:
    std::atomic<Timestamp> m_now;
};

} // namespace base
