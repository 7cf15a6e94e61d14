#include "net/openfiles.h"

#include <algorithm>
#include <limits>
#include <sys/resource.h>

namespace net
{

qint64 allowOpenFiles(qint64 wanted)
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    const auto needed = static_cast<rlim_t>(wanted);
    if (limit.rlim_cur < needed) {
        const rlimit raised{std::min(needed, limit.rlim_max), limit.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return static_cast<qint64>(std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<qint64>::max()));
}

} // namespace net
