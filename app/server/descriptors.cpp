#include "server/descriptors.h"

#include <sys/resource.h>

namespace app
{

DescriptorLimit descriptorLimit()
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return {limit.rlim_cur, limit.rlim_max};
}

quint64 descriptorsNeeded(int maxConnections)
{
    constexpr quint64 ownFiles = 200;
    return quint64(maxConnections) + ownFiles;
}

} // namespace app
