#include "views/composerstrip.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "views/elidedlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace views
{

using theme::space;

ComposerStrip::ComposerStrip(QWidget *parent)
    : QWidget(parent)
    , m_mark(new QLabel(this))
    , m_title(new QLabel(this))
    , m_excerpt(new ElidedLabel(u"replyExcerpt"_s, this))
    , m_cancel(new QToolButton(this))
{
    setObjectName(u"replyStrip"_s);
    m_mark->setObjectName(u"replyMark"_s);
    m_title->setObjectName(u"replyName"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme::strong(font()));
    theme::setInk(*m_title, theme::Ink::Accent);
    m_excerpt->setMuted(true);
    m_cancel->setObjectName(u"cancelReplyButton"_s);
    m_cancel->setIcon(theme::icon(u"x"_s, theme::Ink::Muted));
    m_cancel->setIconSize({theme::iconSize, theme::iconSize});
    m_cancel->setAutoRaise(true);
    connect(m_cancel, &QToolButton::clicked, this, &ComposerStrip::cancelled);

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_excerpt);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space(2), 0, 0, 0);
    row->setSpacing(space(3));
    row->addWidget(m_mark);
    row->addLayout(words, 1);
    row->addWidget(m_cancel);
    align();
}

void ComposerStrip::showReply(const QString &name, const QString &excerpt)
{
    setObjectName(u"replyStrip"_s);
    m_cancel->setAccessibleName(tr("Do not reply to it"));
    m_cancel->setToolTip(tr("Do not reply to it (Esc)"));
    show(u"reply"_s, tr("Reply to %1").arg(name.simplified()),
         excerpt.isEmpty() ? tr("Message deleted") : excerpt.simplified());
}

void ComposerStrip::showEdit(const QString &content)
{
    setObjectName(u"editStrip"_s);
    m_cancel->setAccessibleName(tr("Do not edit it"));
    m_cancel->setToolTip(tr("Do not edit it (Esc)"));
    show(u"pencil"_s, tr("Edit message"), content.simplified());
}

void ComposerStrip::show(const QString &icon, const QString &title, const QString &excerpt)
{
    m_mark->setPixmap(theme::icon(icon, theme::Ink::Accent).pixmap(theme::iconSize));
    m_title->setText(title);
    m_excerpt->setText(excerpt);
    setVisible(true);
}

void ComposerStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        m_title->setFont(theme::strong(font()));
    if (event->type() == QEvent::LayoutDirectionChange)
        align();
}

/// A label follows the direction of its text, but the strip is the window's.
void ComposerStrip::align()
{
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    m_title->setAlignment((rtl ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
}

} // namespace views
