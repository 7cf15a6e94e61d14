#include "views/strip.h"

#include "theme/metrics.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace views
{

Strip::Strip(QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(theme::space(4), theme::space(1), theme::space(2), theme::space(1));
    m_row->setSpacing(theme::space(2));
    setMinimumHeight(theme::space(10));
}

QColor Strip::ground() const
{
    return theme::tokens().raised;
}

void Strip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), ground());
}

} // namespace views
