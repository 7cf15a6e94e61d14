#pragma once

#include "base/result.h"

#include <QUrl>

namespace dialogs
{

/// Reads the address of a server as a person types it: `http` where no scheme stands; path and query do not
/// count. Pure. \return BadRequest with a sentence for that person
base::Result<QUrl> readServerAddress(const QString &text);

} // namespace dialogs
