#pragma once

class QMenu;
class QWidget;

namespace views
{

/// Opens \a menu below \a button, at the edge where it begins, and returns at once.
void popUnder(QMenu &menu, const QWidget &button);

} // namespace views
