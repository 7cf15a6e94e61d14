#include "views/switch.h"

#include "theme/metrics.h"
#include "theme/theme.h"

#include <QPainter>
#include <QStyle>

namespace views
{

namespace
{

constexpr QSize track(36, 20);
constexpr int ring = 3; ///< room for the focus ring around the track
constexpr int knob = 14;

} // namespace

Switch::Switch(const QString &objectName, QWidget *parent)
    : QCheckBox(parent)
{
    setObjectName(objectName);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Switch::sizeHint() const
{
    return track + QSize(2 * ring, 2 * ring);
}

bool Switch::hitButton(const QPoint &position) const
{
    return rect().contains(position);
}

void Switch::paintEvent(QPaintEvent *)
{
    const theme::Tokens &tokens = theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect body(QPoint(ring, ring), track);
    painter.setPen(Qt::NoPen);
    painter.setOpacity(isEnabled() ? 1 : 0.5);
    painter.setBrush(isChecked() ? tokens.accent : tokens.muted);
    painter.drawRoundedRect(body, track.height() / 2.0, track.height() / 2.0);

    const int margin = (track.height() - knob) / 2;
    const int start = isChecked() ? track.width() - knob - margin : margin;
    const QRect circle(body.left() + start, body.top() + margin, knob, knob);
    painter.setBrush(isChecked() ? tokens.onAccent : tokens.surface);
    painter.drawEllipse(QStyle::visualRect(layoutDirection(), body, circle));
    if (!hasFocus())
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens.accent, 2));
    const QRectF around = QRectF(body).adjusted(-2, -2, 2, 2);
    painter.drawRoundedRect(around, around.height() / 2, around.height() / 2);
}

} // namespace views
