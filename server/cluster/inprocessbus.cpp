#include "cluster/inprocessbus.h"

namespace cluster
{

void InProcessBus::subscribe(domain::EventSink &receiver)
{
    m_receivers.push_back(&receiver);
}

void InProcessBus::publish(const std::vector<domain::EventPtr> &events)
{
    for (domain::EventSink *receiver : m_receivers)
        receiver->publish(events);
}

} // namespace cluster
