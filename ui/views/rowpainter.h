#pragma once

#include "views/rowlayout.h"

#include <QList>

class QPainter;

namespace views
{

/// What of a row depends on the moment.
struct RowPaint {
    QRect viewport;                   ///< in the row's coordinates; nothing is drawn far outside
    QList<std::pair<int, int>> found; ///< start and length of words in the text that were looked for
    int selectionStart = 0;           ///< of the text
    int selectionEnd = 0;
    bool focused = false;
    double flash = 0;              ///< 1: somebody was just led here; fades to 0
    QPoint mouse = QPoint(-1, -1); ///< in the row's coordinates
};

/// Paints \a row, laid out as \a layout, from the painter's origin.
void paintRow(QPainter &painter, const RowLayout &layout, const models::MessageRow &row,
              const RowStyle &style, const RowPaint &paint);

/// Stands for a row that is not there yet. \a seed varies it.
void paintSkeleton(QPainter &painter, const QRect &row, const RowStyle &style, int seed);

} // namespace views
