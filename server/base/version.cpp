#include "base/version.h"

namespace base
{

QLatin1String version()
{
    return QLatin1String(ULTRACOM_VERSION);
}

} // namespace base
