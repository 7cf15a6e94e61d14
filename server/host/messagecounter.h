#pragma once

#include "domain/event.h"

#include <atomic>

namespace host
{

/// Counts the messages that were committed, as the bus tells of them. Thread-safe.
class MessageCounter final : public domain::EventSink
{
public:
    void publish(const std::vector<domain::EventPtr> &events) override;
    qint64 count() const { return m_count.load(std::memory_order_relaxed); }

private:
    std::atomic<qint64> m_count = 0;
};

} // namespace host
