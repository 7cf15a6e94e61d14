#include "views/badge.h"

#include "theme/metrics.h"

#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr qint64 largestCount = 99;

QFont fontOf(const QFont &base)
{
    return theme::tabular(theme::strong(theme::scaled(base, theme::TextScale::Meta)));
}

} // namespace

QSize Badge::size(const QFont &base) const
{
    const QFontMetrics metrics(fontOf(base));
    const int height = metrics.height() + theme::space(1);
    return {qMax(height, metrics.horizontalAdvance(text) + theme::space(3)), height};
}

void Badge::paint(QPainter &painter, const QRect &rect, const QFont &base) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter.setFont(fontOf(base));
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.restore();
}

Badge Badge::unread(qint64 count, const theme::Tokens &tokens)
{
    const QLocale locale;
    const QString text = count > largestCount ? locale.toString(largestCount) + u'+' : locale.toString(count);
    return {text, tokens.accent, tokens.onAccent};
}

Badge Badge::quiet(const QString &text, const theme::Tokens &tokens)
{
    return {text, tokens.raised, tokens.muted};
}

Badge Badge::alarming(const QString &text, const theme::Tokens &tokens)
{
    return {text, tokens.danger, tokens.surface};
}

} // namespace views
