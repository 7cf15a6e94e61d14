#include "views/popunder.h"

#include <QMenu>

namespace views
{

void popUnder(QMenu &menu, const QWidget &button)
{
    const bool rtl = button.layoutDirection() == Qt::RightToLeft;
    QPoint at = button.mapToGlobal(rtl ? button.rect().bottomRight() : button.rect().bottomLeft());
    if (rtl)
        at.rx() -= menu.sizeHint().width() - 1;
    menu.popup(at);
}

} // namespace views
