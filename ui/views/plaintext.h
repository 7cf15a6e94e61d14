#pragma once

#include <QString>
#include <Qt>

class QLabel;
class QPainter;
class QRect;
class QWidget;

namespace views
{

/// \a text as a tooltip that takes nothing in it for markup.
QString plainToolTip(const QString &text);

/// Draws one line of \a text in the painter's font and pen, at the leading edge of \a rect as \a layout
/// reads, elided. The text itself runs in its own direction.
void drawPlainLine(QPainter &painter, const QRect &rect, const QString &text, Qt::LayoutDirection layout,
                   Qt::TextElideMode mode = Qt::ElideRight, Qt::Alignment alignment = Qt::AlignLeading);

/// A label that wraps and takes nothing in its text for markup.
QLabel *plainLabel(const QString &objectName, QWidget *parent);

} // namespace views
