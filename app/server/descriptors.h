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
/// Asks for \a needed, or for the most that is allowed where that is less (only root may raise the most).
/// \return what then holds
DescriptorLimit raiseDescriptorLimit(quint64 needed);
/// What a server with so many connections needs, with room for its database, log and threads.
quint64 descriptorsNeeded(int maxConnections);

} // namespace app
