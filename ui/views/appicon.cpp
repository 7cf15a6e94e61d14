#include "views/appicon.h"

#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/tokens.h"

#include <QGuiApplication>
#include <QHash>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr qint64 largestCount = 9;

void paintBadge(QPainter &painter, int size, const QString &badge, const theme::Tokens &tokens)
{
    const double side = size * 0.56;
    const QRectF disc(size - side, size - side, side, side);
    painter.setBrush(tokens.danger);
    painter.setPen(QPen(Qt::white, size / 24.0));
    painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
    QFont font = theme::strong(QGuiApplication::font());
    font.setPixelSize(qMax(7, qRound(side * 0.6)));
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(disc, Qt::AlignCenter, badge);
}

/// Always in the light tokens: what is behind a tray or a task bar is not ours to know.
QPixmap drawn(int size, const QString &badge)
{
    const theme::Tokens &tokens = theme::tokensOf(theme::Scheme::Light);
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.24, size * 0.24);
    const int inner = qRound(size * 0.62);
    const double corner = (size - inner) / 2.0;
    painter.drawPixmap(QPointF(corner, corner),
                       theme::iconPixmap(u"message-circle"_s, tokens.onAccent, inner, 1));
    if (!badge.isEmpty())
        paintBadge(painter, size, badge, tokens);
    return pixmap;
}

} // namespace

QString appIconBadge(qint64 unread)
{
    if (unread <= 0)
        return {};
    return unread > largestCount ? u"9+"_s : QString::number(unread);
}

QIcon appIcon(const QString &badge)
{
    static QHash<QString, QIcon> icons;
    QIcon &icon = icons[badge];
    if (icon.isNull()) {
        for (const int size : {16, 22, 32, 48, 64, 128})
            icon.addPixmap(drawn(size, badge));
    }
    return icon;
}

} // namespace views
