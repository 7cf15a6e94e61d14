#pragma once

#include "domain/event.h"

namespace cluster
{

/// Carries events from where they happened to every instance's receivers. publish() is thread-safe and keeps
/// the order of a session's events.
class Bus : public domain::EventSink
{
public:
    /// \a receiver gets what is published, in the publisher's thread or one of the bus. Set before the first
    /// publish(); it outlives the bus.
    virtual void subscribe(domain::EventSink &receiver) = 0;
};

} // namespace cluster
