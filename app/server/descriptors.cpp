#include "server/descriptors.h"

#include <algorithm>

#include <sys/resource.h>

namespace app
{

DescriptorLimit descriptorLimit()
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return {limit.rlim_cur, limit.rlim_max};
}

DescriptorLimit raiseDescriptorLimit(quint64 needed)
{
    const DescriptorLimit limit = descriptorLimit();
    if (limit.current >= needed)
        return limit;
    const rlimit wanted = {needed, std::max<rlim_t>(needed, limit.most)};
    const rlimit allowed = {limit.most, limit.most};
    if (::setrlimit(RLIMIT_NOFILE, &wanted) != 0)
        ::setrlimit(RLIMIT_NOFILE, &allowed);
    return descriptorLimit();
}

quint64 descriptorsNeeded(int maxConnections)
{
    constexpr quint64 ownFiles = 200;
    return quint64(maxConnections) + ownFiles;
}

} // namespace app
