#pragma once

#include "chat/chatservice.h"
#include "net/server.h"

#include <optional>

namespace api
{

/// Everything that /metrics tells and does not find out itself. Counts are since the start.
struct Metrics {
    net::TransportFigures transport;

    std::optional<store::SessionCounts> sessions; ///< nothing while they cannot be counted
    qint64 messages = 0;                          ///< committed
    store::StoreFigures store;
};

} // namespace api
