#include "theme/icons.h"

#include "theme/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSet>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

// A static library's resources must be asked for, outside of any namespace.
static void initIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace theme
{

namespace
{

bool pointsForward(const QString &name)
{
    static const QSet<QString> names{u"send"_s,    u"reply"_s,       u"log-in"_s,
                                     u"log-out"_s, u"panel-right"_s, u"external-link"_s};
    return names.contains(name);
}

QByteArray sourceOf(const QString &name)
{
    static const bool ready = (initIcons(), true);
    Q_UNUSED(ready)
    QFile file(u":/icons/%1.svg"_s.arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "theme::icon", qPrintable(name));
    return opened ? file.readAll() : QByteArray();
}

/// The files' strokes are 1.5 px at iconSize; large icons would look heavy with strokes that grow with them.
double strokeWidth(double logicalSize)
{
    constexpr double inFile = 1.8;
    constexpr double unscaledUpTo = 26;
    return inFile * qMin(1.0, unscaledUpTo / logicalSize);
}

QPixmap rendered(const QString &name, const QColor &color, QSize size, qreal scale, bool mirrored)
{
    QByteArray svg = sourceOf(name);
    svg.replace("stroke-width=\"1.8\"",
                "stroke-width=\"" + QByteArray::number(strokeWidth(size.width() / scale)) + '"');
    svg.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(svg);
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (mirrored) {
        painter.translate(size.width(), 0);
        painter.scale(-1, 1);
    }
    renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
    return pixmap;
}

QPixmap cached(const QString &name, const QColor &color, QSize size, qreal scale, bool mirrored)
{
    const bool turned = mirrored && pointsForward(name);
    const QString key = u"icon/%1/%2/%3x%4@%5/%6"_s.arg(name, color.name())
                            .arg(size.width())
                            .arg(size.height())
                            .arg(scale)
                            .arg(int(turned));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = rendered(name, color, size, scale, turned);
        QPixmapCache::insert(key, pixmap);
    }
    return pixmap;
}

QColor colorOf(Ink ink, const Tokens &tokens)
{
    switch (ink) {
    case Ink::Text:
        return tokens.text;
    case Ink::Muted:
        return tokens.muted;
    case Ink::Accent:
        return tokens.accent;
    case Ink::OnAccent:
        return tokens.onAccent;
    case Ink::Danger:
        return tokens.danger;
    case Ink::Warning:
        return tokens.warning;
    case Ink::Success:
        return tokens.success;
    }
    return tokens.text;
}

class ThemedIcon final : public QIconEngine
{
public:
    ThemedIcon(const QString &name, Ink ink)
        : m_name(name)
        , m_ink(ink)
    {
    }
    QIconEngine *clone() const override { return new ThemedIcon(m_name, m_ink); }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const Ink ink = mode == QIcon::Disabled ? Ink::Muted : m_ink;
        QPixmap pixmap =
            cached(m_name, colorOf(ink, tokens()), size, scale, QGuiApplication::isRightToLeft());
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }
    bool isNull() override { return false; }

private:
    QString m_name;
    Ink m_ink;
};

} // namespace

QIcon icon(const QString &name, Ink ink)
{
    return QIcon(new ThemedIcon(name, ink));
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio, bool mirrored)
{
    QPixmap pixmap = cached(name, color, QSize(size, size) * devicePixelRatio, devicePixelRatio, mirrored);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

} // namespace theme
