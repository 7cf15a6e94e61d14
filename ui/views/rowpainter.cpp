#include "views/rowpainter.h"

#include "theme/avatar.h"
#include "theme/metrics.h"
#include "views/rowtext.h"

#include <QPainter>
#include <QPainterPath>

namespace views
{

using models::Ticks;
using models::Voice;
using theme::space;

namespace
{

constexpr int paddingX = space(3);

/// A rectangle whose bottom corner at the speaker's side is sharper when \a tail.
QPainterPath bubblePath(const QRectF &rect, bool tail, bool tailRight)
{
    const qreal round = std::min<qreal>(theme::radiusBubble, rect.height() / 2);
    const qreal sharp = std::min<qreal>(theme::radiusBubbleTail, round);
    const qreal right = tail && tailRight ? sharp : round;
    const qreal left = tail && !tailRight ? sharp : round;
    QPainterPath path;
    path.moveTo(rect.left() + round, rect.top());
    path.arcTo(rect.right() - 2 * round, rect.top(), 2 * round, 2 * round, 90, -90);
    path.arcTo(rect.right() - 2 * right, rect.bottom() - 2 * right, 2 * right, 2 * right, 0, -90);
    path.arcTo(rect.left(), rect.bottom() - 2 * left, 2 * left, 2 * left, 270, -90);
    path.arcTo(rect.left(), rect.top(), 2 * round, 2 * round, 180, -90);
    path.closeSubpath();
    return path;
}

/// A bubble may be as high as 100 screens; only what is near the viewport is drawn.
QRectF nearViewport(const QRect &bubble, const QRect &viewport)
{
    const int margin = 4 * theme::radiusBubble;
    return QRectF(bubble.intersected(viewport.adjusted(-bubble.width(), -margin, bubble.width(), margin)));
}

class Painter
{
public:
    Painter(QPainter &painter, const RowLayout &layout, const models::MessageRow &row, const RowStyle &style,
            const RowPaint &paint)
        : m_painter(painter)
        , m_layout(layout)
        , m_row(row)
        , m_style(style)
        , m_paint(paint)
        , m_colors(bubbleColors(style.tokens, layout.voice))
    {
    }

    void all()
    {
        separators();
        if (m_layout.voice == Voice::SystemLine) {
            systemLine();
            return;
        }
        bubble();
        avatar();
        name();
        quote();
        text(m_row.isDeleted() ? m_colors.meta : m_colors.text);
        meta();
        problem();
    }

private:
    void label(const QRect &rect, const QString &words, const QFont &font, const QColor &color,
               Qt::Alignment side = Qt::AlignLeading)
    {
        if (rect.isEmpty() || !rect.intersects(m_paint.viewport))
            return;
        m_painter.setFont(font);
        m_painter.setPen(color);
        m_painter.setLayoutDirection(RowText::direction(words, m_layout.direction));
        const int visual = visualSide(side);
        m_painter.drawText(rect, visual | int(Qt::AlignVCenter) | int(Qt::TextSingleLine), words);
    }

    /// Leading is where the window begins, whatever the words are.
    int visualSide(Qt::Alignment side) const
    {
        if (side & Qt::AlignHCenter)
            return int(Qt::AlignHCenter);
        const bool right = bool(side & Qt::AlignTrailing) != (m_layout.direction == Qt::RightToLeft);
        return int((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    }

    void separators()
    {
        if (m_layout.day.isValid())
            pill(m_layout.day, m_layout.dayText, m_style.tokens.muted);
        if (!m_layout.unread.isValid())
            return;
        const QString words = QCoreApplication::translate("views::RowText", "New messages");
        QRect rect = m_layout.unread;
        m_painter.fillRect(rect, m_style.tokens.raised);
        label(rect, words, m_style.meta, m_style.tokens.accent, Qt::AlignHCenter);
    }

    void pill(const QRect &rect, const QString &words, const QColor &ink)
    {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_style.tokens.raised);
        m_painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
        label(rect, words, m_style.meta, ink, Qt::AlignHCenter);
    }

    void systemLine()
    {
        if (m_paint.focused)
            ring(QRectF(m_layout.bubble), theme::radiusControl);
        text(m_style.tokens.muted);
    }

    void ring(const QRectF &rect, qreal radius)
    {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_style.tokens.accent, 2));
        m_painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), radius + 2, radius + 2);
    }

    void bubble()
    {
        QRectF rect = nearViewport(m_layout.bubble, m_paint.viewport);
        if (rect.isEmpty())
            return;
        if (m_paint.focused)
            ring(rect, theme::radiusBubble);
        const bool border = m_colors.border.isValid();
        if (border) {
            rect.adjust(0.5, 0.5, -0.5, -0.5);
            m_painter.setPen(QPen(m_colors.border, 1, m_colors.dashed ? Qt::DashLine : Qt::SolidLine));
        } else {
            m_painter.setPen(Qt::NoPen);
        }
        m_painter.setBrush(theme::mixed(m_colors.ground, m_style.tokens.accent, 0.18 * m_paint.flash));
        const bool tailRight = m_layout.isOwn() != (m_layout.direction == Qt::RightToLeft);
        m_painter.drawPath(bubblePath(rect, m_layout.lastOfGroup, tailRight));
    }

    void avatar()
    {
        if (!m_layout.avatar.isValid() || !m_layout.avatar.intersects(m_paint.viewport) || !m_row.message)
            return;
        const QString &id = m_row.message->senderId;
        const QString name = RowText::senderName(m_row);
        theme::paintAvatar(m_painter, m_layout.avatar,
                           m_layout.voice == Voice::Automatic || id.isEmpty() ? name : id, name);
    }

    void name()
    {
        label(m_layout.name, m_layout.nameText, m_style.name, m_colors.text);
        label(m_layout.role, m_layout.roleText, m_style.meta, m_colors.meta);
    }

    void quote()
    {
        const QRect &rect = m_layout.quote;
        if (!rect.isValid() || !rect.intersects(m_paint.viewport))
            return;
        const bool rtl = m_layout.direction == Qt::RightToLeft;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(quoteGround(m_colors));
        m_painter.drawRoundedRect(rect, theme::radiusControl, theme::radiusControl);
        QRect bar(rect.left(), rect.top(), 3, rect.height());
        if (rtl)
            bar.moveRight(rect.right());
        m_painter.setBrush(m_colors.meta);
        m_painter.drawRoundedRect(bar, 1.5, 1.5);
        const int from = rtl ? space(2) : space(3);
        const int to = rtl ? space(3) : space(2);
        const QRect words = rect.adjusted(from, space(1), -to, -space(1));
        const int nameHeight = m_style.nameMetrics.height();
        label(QRect(words.left(), words.top(), words.width(), nameHeight), m_layout.quoteName, m_style.name,
              m_colors.text);
        label(words.adjusted(0, nameHeight, 0, 0), m_layout.quoteText, m_style.body, m_colors.text);
    }

    void text(const QColor &ink)
    {
        QList<QTextLayout::FormatRange> selections;
        for (const auto &[start, length] : m_paint.found) {
            QTextCharFormat format;
            format.setBackground(foundGround(m_style.tokens));
            selections.append({start, length, format});
        }
        if (m_paint.selectionEnd > m_paint.selectionStart) {
            QTextCharFormat format;
            format.setBackground(m_style.tokens.accent);
            format.setForeground(m_style.tokens.onAccent);
            selections.append(
                {m_paint.selectionStart, m_paint.selectionEnd - m_paint.selectionStart, format});
        }
        m_painter.setPen(ink);
        m_layout.text->draw(&m_painter, m_layout.content.topLeft(), selections, QRectF(m_paint.viewport));
    }

    void meta()
    {
        label(m_layout.meta, m_layout.metaText, m_style.meta, m_colors.meta);
        if (m_layout.ticks.isEmpty() || !m_layout.ticks.intersects(m_paint.viewport))
            return;
        const QRect &area = m_layout.ticks;
        const bool rtl = m_layout.direction == Qt::RightToLeft;
        const QRectF box(rtl ? area.left() : area.right() - 15.0, area.center().y() - 5.0, 16, 11);
        switch (m_row.ticks) {
        case Ticks::Waiting:
            clock(box);
            break;
        case Ticks::Sent:
            check(box.translated(2, 0), m_style.tokens.muted);
            break;
        case Ticks::Delivered:
            check(box, m_style.tokens.muted);
            check(box.translated(5, 0), m_style.tokens.muted);
            break;
        case Ticks::Read:
            check(box, m_style.tokens.accent);
            check(box.translated(5, 0), m_style.tokens.accent);
            break;
        case Ticks::Failed:
            failedMark(box);
            break;
        case Ticks::None:
            break;
        }
    }

    void check(const QRectF &box, const QColor &ink)
    {
        m_painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_painter.setBrush(Qt::NoBrush);
        const QPointF points[] = {box.topLeft() + QPointF(1, 6), box.topLeft() + QPointF(4, 9),
                                  box.topLeft() + QPointF(10, 2)};
        m_painter.drawPolyline(points, 3);
    }

    void clock(const QRectF &box)
    {
        const QRectF face(box.center().x() - 5, box.center().y() - 5, 10, 10);
        m_painter.setPen(QPen(m_colors.meta, 1.5, Qt::SolidLine, Qt::RoundCap));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawEllipse(face);
        m_painter.drawLine(face.center(), face.center() - QPointF(0, 3));
        m_painter.drawLine(face.center(), face.center() + QPointF(2.5, 0));
    }

    void failedMark(const QRectF &box)
    {
        const QRectF disc(box.center().x() - 6, box.center().y() - 6, 12, 12);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_style.tokens.danger);
        m_painter.drawEllipse(disc);
        m_painter.setPen(QPen(m_style.tokens.surface, 1.75, Qt::SolidLine, Qt::RoundCap));
        m_painter.drawLine(disc.center() - QPointF(0, 3), disc.center() + QPointF(0, 0.5));
        m_painter.drawPoint(disc.center() + QPointF(0, 3));
    }

    void problem()
    {
        if (!m_layout.retry.isValid())
            return;
        label(m_layout.problem, m_layout.problemText, m_style.meta, m_style.tokens.danger, Qt::AlignTrailing);
        for (const QRect *button : {&m_layout.retry, &m_layout.discard}) {
            if (button->contains(m_paint.mouse)) {
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(m_style.tokens.raised);
                m_painter.drawRoundedRect(*button, theme::radiusControl, theme::radiusControl);
            }
        }
        label(m_layout.retry, m_layout.retryText, m_style.meta, m_style.tokens.accent, Qt::AlignHCenter);
        label(m_layout.discard, m_layout.discardText, m_style.meta, m_style.tokens.muted, Qt::AlignHCenter);
    }

    QPainter &m_painter;
    const RowLayout &m_layout;
    const models::MessageRow &m_row;
    const RowStyle &m_style;
    const RowPaint &m_paint;
    const theme::BubbleColors &m_colors;
};

} // namespace

void paintRow(QPainter &painter, const RowLayout &layout, const models::MessageRow &row,
              const RowStyle &style, const RowPaint &paint)
{
    Painter(painter, layout, row, style, paint).all();
}

void paintSkeleton(QPainter &painter, const QRect &row, const RowStyle &style, int seed)
{
    const int shades[] = {5, 3, 7, 4, 6};
    const int width = std::min(theme::bubbleMaximum, int(row.width() * theme::bubbleShare)) *
                      shades[seed % int(std::size(shades))] / 10;
    const bool right = (seed % 3 == 1) != (style.direction == Qt::RightToLeft);
    const int x = right ? row.right() - width - space(4) : row.left() + space(4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.tokens.raised);
    painter.drawRoundedRect(QRect(x, row.top() + space(3), width, row.height() - space(3)),
                            theme::radiusBubble, theme::radiusBubble);
}

} // namespace views
