#pragma once

#include <QtGlobal>

namespace app
{

/// How many files and sockets this process may hold open: now, and at most when it asks.
struct DescriptorLimit {
    quint64 current = 0;
    quint64 most = 0;
};

DescriptorLimit descriptorLimit();
/// What a server with so many connections needs, with room for its database, log and threads.
quint64 descriptorsNeeded(int maxConnections);

} // namespace app
