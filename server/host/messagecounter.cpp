#include "host/messagecounter.h"

#include <algorithm>

namespace host
{

void MessageCounter::publish(const std::vector<domain::EventPtr> &events)
{
    const auto messages = std::count_if(events.begin(), events.end(), [](const domain::EventPtr &event) {
        return std::holds_alternative<domain::MessagePosted>(event->what);
    });
    m_count.fetch_add(messages, std::memory_order_relaxed);
}

} // namespace host
