#pragma once

#include <QLatin1String>

namespace base
{

/// The product's version, `0.1.0`.
QLatin1String version();

} // namespace base
