#include "views/typingindicator.h"

#include "theme/metrics.h"
#include "theme/theme.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr int dots = 3;
constexpr int dotSize = 5;
constexpr int dotStep = 9;
constexpr int beatsPerRound = 6;

QString sentence(const QStringList &names)
{
    if (names.isEmpty())
        return {};
    if (names.size() == 1)
        return TypingIndicator::tr("%1 is typing").arg(names.front());
    if (names.size() == 2)
        return TypingIndicator::tr("%1 and %2 are typing").arg(names.front(), names.back());
    return TypingIndicator::tr("%n people are typing", nullptr, int(names.size()));
}

} // namespace

TypingIndicator::TypingIndicator(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"typingIndicator"_s);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    m_beat.setInterval(theme::motionDurationMs);
    connect(&m_beat, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % beatsPerRound;
        update();
    });
}

void TypingIndicator::setNames(const QStringList &names)
{
    m_text = sentence(names);
    setAccessibleName(m_text);
    const bool any = !m_text.isEmpty();
    if (!any || theme::motionMs(this) == 0)
        m_beat.stop();
    else if (!m_beat.isActive())
        m_beat.start();
    setVisible(any);
    updateGeometry();
    update();
}

QFont TypingIndicator::metaFont() const
{
    return theme::scaled(font(), theme::TextScale::Meta);
}

QSize TypingIndicator::sizeHint() const
{
    const QFontMetrics metrics(metaFont());
    return {dots * dotStep + theme::space(2) + metrics.horizontalAdvance(m_text) + 2,
            metrics.height() + theme::space(1)};
}

void TypingIndicator::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

void TypingIndicator::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const theme::Tokens &tokens = theme::tokens();
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    for (int dot = 0; dot < dots; ++dot) {
        const bool lit =
            !m_beat.isActive() || m_step % beatsPerRound == 2 * dot || m_step % beatsPerRound == 2 * dot + 1;
        painter.setBrush(lit ? tokens.muted : theme::mixed(tokens.background, tokens.muted, 0.4));
        const qreal x = rtl ? width() - dot * dotStep - dotSize : dot * dotStep;
        painter.drawEllipse(QRectF(x, (height() - dotSize) / 2.0, dotSize, dotSize));
    }
    painter.setFont(metaFont());
    painter.setPen(tokens.muted);
    const int taken = dots * dotStep + theme::space(2);
    const QRect words = rtl ? rect().adjusted(0, 0, -taken, 0) : rect().adjusted(taken, 0, 0, 0);
    const QString shown = painter.fontMetrics().elidedText(m_text, Qt::ElideRight, words.width());
    painter.drawText(words,
                     int(rtl ? Qt::AlignRight : Qt::AlignLeft) | int(Qt::AlignVCenter) |
                         int(Qt::AlignAbsolute) | int(Qt::TextSingleLine),
                     shown);
}

} // namespace views
