#pragma once

#include "theme/controls.h"

#include <QIcon>
#include <QPixmap>

namespace theme
{

/// An icon of resources/icons by its file's name without `.svg`, drawn at any size in the colour that the
/// theme gives to \a ink at that moment, so that a change of theme needs no new icon. Disabled is muted.
/// Icons that point in the direction of reading are mirrored where the application reads right to left.
QIcon icon(const QString &name, Ink ink = Ink::Text);

/// The same as a pixmap of \a size device-independent pixels, for delegates. Cached.
/// \param mirrored  whether to mirror an icon that points in the direction of reading
QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio,
                   bool mirrored = false);

} // namespace theme
