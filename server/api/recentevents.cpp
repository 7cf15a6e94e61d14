#include "api/recentevents.h"

namespace api
{

namespace
{
/// An event in memory: its text twice as UTF-16 and thrice as UTF-8, with what comes along.
qsizetype bytesOf(const WireEvent &event)
{
    return 4 * wireSizeOf(event.event());
}

bool mattersLater(const domain::Event &event)
{
    const auto *typing = std::get_if<domain::TypingChanged>(&event.what);
    return !typing || !typing->typing;
}
} // namespace

void RecentEvents::append(const WireBatch &batch, Time now)
{
    for (const WireEventPtr &event : batch.events()) {
        if (!mattersLater(event->event()))
            continue;
        m_entries.push_back({event, now});
        m_bytes += bytesOf(*event);
    }
    m_newest = batch.lastNumber();
    while (m_bytes > maxBytes)
        forgetOldest();
    trim(now);
}

void RecentEvents::trim(Time now)
{
    while (!m_entries.empty() && now - m_entries.front().at > window)
        forgetOldest();
}

void RecentEvents::forgetOldest()
{
    const WireEvent &event = *m_entries.front().event;
    m_forgotten = event.staffNumber();
    m_bytes -= bytesOf(event);
    m_entries.pop_front();
}

} // namespace api
