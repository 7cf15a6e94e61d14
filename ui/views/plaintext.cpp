#include "views/plaintext.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

/// Stands at the leading edge of the layout; a QLabel would go by the direction of its text.
class PlainLabel final : public QLabel
{
public:
    explicit PlainLabel(QWidget *parent)
        : QLabel(parent)
    {
        align();
    }

protected:
    void changeEvent(QEvent *event) override
    {
        if (event->type() == QEvent::LayoutDirectionChange)
            align();
        QLabel::changeEvent(event);
    }

private:
    void align()
    {
        if (!(alignment() & Qt::AlignHCenter))
            setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading | Qt::AlignVCenter) |
                         Qt::AlignAbsolute);
    }
};

} // namespace

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : u"<qt>%1</qt>"_s.arg(text.toHtmlEscaped());
}

Qt::LayoutDirection lineDirection(const QString &text, Qt::LayoutDirection layout)
{
    constexpr QChar firstStrongIsolate(0x2068);
    if (text.contains(firstStrongIsolate))
        return layout;
    return text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
}

void drawPlainLine(QPainter &painter, const QRect &rect, const QString &text, Qt::LayoutDirection layout,
                   Qt::TextElideMode mode, Qt::Alignment alignment)
{
    const QString shown = painter.fontMetrics().elidedText(text, mode, rect.width());
    painter.save();
    painter.setLayoutDirection(lineDirection(text, layout));
    const Qt::Alignment side = QStyle::visualAlignment(layout, alignment | Qt::AlignVCenter);
    painter.drawText(rect, int(side | Qt::AlignAbsolute) | Qt::TextSingleLine, shown);
    painter.restore();
}

QLabel *plainLabel(const QString &objectName, QWidget *parent)
{
    auto *label = new PlainLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace views
