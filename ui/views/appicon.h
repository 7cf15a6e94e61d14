#pragma once

#include <QIcon>

namespace views
{

/// UltraCom's icon, with the number of unread messages on it where there are any.
QIcon appIcon(qint64 unread);

} // namespace views
