#include "views/skeleton.h"

#include "theme/metrics.h"
#include "theme/theme.h"

#include <QPainter>
#include <QStyle>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace views
{

Skeleton::Skeleton(QWidget *parent)
    : QWidget(parent)
    , m_delay(new QTimer(this))
{
    setObjectName(u"skeleton"_s);
    setAccessibleName(tr("Loading"));
    m_delay->setSingleShot(true);
    m_delay->setInterval(theme::skeletonDelayMs);
    connect(m_delay, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void Skeleton::showEvent(QShowEvent *event)
{
    m_delay->start();
    QWidget::showEvent(event);
}

void Skeleton::paintEvent(QPaintEvent *)
{
    if (m_delay->isActive())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::mixed(theme::tokens().raised, theme::tokens().border, 0.5));
    const int start = theme::space(5);
    const int textStart = start + theme::avatarInList + theme::space(3);
    const int room = qMax(0, width() - textStart - theme::space(5));
    const auto bar = [&](int top, int percent) {
        const QRect logical(textStart, top, room * percent / 100, theme::space(2));
        painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), logical), 4, 4);
    };
    for (int row = 0; row * theme::rowHeight < height(); ++row) {
        const int top = row * theme::rowHeight;
        const int inset = (theme::rowHeight - theme::avatarInList) / 2;
        painter.drawEllipse(QStyle::visualRect(
            layoutDirection(), rect(), {start, top + inset, theme::avatarInList, theme::avatarInList}));
        bar(top + theme::space(5), 45 + row * 17 % 30);
        bar(top + theme::space(9), 70 + row * 23 % 30);
    }
}

} // namespace views
