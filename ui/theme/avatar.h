#pragma once

#include <QColor>
#include <QString>

class QPainter;
class QRectF;

namespace theme
{

constexpr int avatarHueCount = 8;

/// The ground of the avatar of whoever has \a id: one of avatarHueCount, the same at every start. White on it
/// is at least 4.5:1.
QColor avatarColor(const QString &id);

/// What stands for \a name in an avatar: the first letters of its first and last word, in capitals; of
/// scripts that join their letters, kept apart; the first sign where there is no letter (emoji); empty for an
/// empty name.
QString initials(const QString &name);

/// Paints a disc in \a rect with the initials of \a name, or a figure where it has none.
void paintAvatar(QPainter &painter, const QRectF &rect, const QString &id, const QString &name);

} // namespace theme
