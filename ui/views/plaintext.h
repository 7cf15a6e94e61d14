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

/// How one line of \a text runs: what was put together from isolated parts (`You: …`) as \a layout reads, so
/// that its first part comes first; anything else as its own letters do.
Qt::LayoutDirection lineDirection(const QString &text, Qt::LayoutDirection layout);

/// Draws one line of \a text in the painter's font and pen, at the leading edge of \a rect as \a layout
/// reads, elided. The text itself runs by lineDirection().
void drawPlainLine(QPainter &painter, const QRect &rect, const QString &text, Qt::LayoutDirection layout,
                   Qt::TextElideMode mode = Qt::ElideRight, Qt::Alignment alignment = Qt::AlignLeading);

/// A label that wraps and takes nothing in its text for markup.
QLabel *plainLabel(const QString &objectName, QWidget *parent);

} // namespace views
