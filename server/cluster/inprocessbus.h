#pragma once

#include "cluster/bus.h"

namespace cluster
{

/// The bus of a single instance: what is published is received at once, in the same thread.
class InProcessBus final : public Bus
{
public:
    void subscribe(domain::EventSink &receiver) override;
    void publish(const std::vector<domain::EventPtr> &events) override;

private:
    std::vector<domain::EventSink *> m_receivers;
};

} // namespace cluster
