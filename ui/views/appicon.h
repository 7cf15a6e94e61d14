#pragma once

#include <QIcon>

namespace views
{

/// What stands on the icon for \a unread messages: empty, 1 to 9, or `9+`.
QString appIconBadge(qint64 unread);

/// UltraCom's icon with \a badge on it, if there is one. Each is drawn once.
QIcon appIcon(const QString &badge);

} // namespace views
