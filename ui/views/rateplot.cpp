#include "views/rateplot.h"

#include "theme/metrics.h"
#include "theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace views
{

namespace
{

constexpr double smallestTop = 4; ///< a message now and then is not drawn as a storm
constexpr int plotHeight = theme::space(16);

} // namespace

RatePlot::RatePlot(const QString &objectName, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RatePlot::add(double rate)
{
    m_rates.push_back(qMax(0.0, rate));
    if (m_rates.size() > shownSamples)
        m_rates.pop_front();
    update();
}

void RatePlot::clear()
{
    m_rates.clear();
    update();
}

QSize RatePlot::sizeHint() const
{
    return {theme::space(50), plotHeight};
}

void RatePlot::paintEvent(QPaintEvent *)
{
    const theme::Tokens &tokens = theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(rect(), theme::radiusControl, theme::radiusControl);
    if (m_rates.size() < 2)
        return;
    if (layoutDirection() == Qt::RightToLeft) {
        painter.translate(width(), 0);
        painter.scale(-1, 1);
    }
    const QRectF area = QRectF(rect()).adjusted(4, 6, -4, -6);
    const QPolygonF top = line(area);
    QPolygonF filled = top;
    filled << QPointF(top.last().x(), area.bottom()) << QPointF(top.first().x(), area.bottom());
    painter.setBrush(theme::mixed(tokens.raised, tokens.accent, 0.2));
    painter.drawPolygon(filled);
    painter.setPen(QPen(tokens.accent, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(top);
}

QPolygonF RatePlot::line(const QRectF &area) const
{
    const double most = qMax(smallestTop, *std::max_element(m_rates.begin(), m_rates.end()));
    const double step = area.width() / (shownSamples - 1);
    QPolygonF points;
    double x = area.right() - step * double(m_rates.size() - 1);
    for (const double rate : m_rates) {
        points << QPointF(x, area.bottom() - area.height() * rate / most);
        x += step;
    }
    return points;
}

} // namespace views
