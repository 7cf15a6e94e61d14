#include "theme/metrics.h"

#include <QStyle>
#include <QWidget>

namespace theme
{

namespace
{

double factor(TextScale scale)
{
    switch (scale) {
    case TextScale::Meta:
        return 0.85;
    case TextScale::Body:
        return 1;
    case TextScale::Title:
        return 1.15;
    case TextScale::Page:
        return 1.5;
    }
    return 1;
}

} // namespace

QFont scaled(const QFont &base, TextScale scale)
{
    QFont font(base);
    if (base.pointSizeF() > 0)
        font.setPointSizeF(base.pointSizeF() * factor(scale));
    else
        font.setPixelSize(qRound(base.pixelSize() * factor(scale)));
    return font;
}

QFont strong(const QFont &base)
{
    QFont font(base);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont tabular(const QFont &base)
{
    QFont font(base);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font;
}

int motionMs(const QWidget *widget)
{
    const int system = widget->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, widget);
    return system > 0 ? motionDurationMs : 0;
}

} // namespace theme
