#pragma once

#include <QtGlobal>

#include <optional>

namespace base
{

/// What the system says of this process.
struct ProcessFigures {
    double cpuSeconds = 0;
    qint64 residentBytes = 0;
    qint64 virtualBytes = 0;
    qint64 openFiles = 0;
    qint64 maxFiles = 0;
    double startedAt = 0; ///< seconds since 1970
};

/// Reads /proc: nothing where there is none.
std::optional<ProcessFigures> processFigures();

} // namespace base
