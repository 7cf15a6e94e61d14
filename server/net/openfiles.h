#pragma once

#include <QtGlobal>

namespace net
{

/// Raises the process' limit of open files to \a wanted, as far as the system lets it; never lowers it.
/// \return the limit now
qint64 allowOpenFiles(qint64 wanted);

} // namespace net
