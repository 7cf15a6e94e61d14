#include "views/messageactions.h"

#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace views
{

MessageActions::MessageActions(QWidget *parent)
    : QWidget(parent)
    , m_reply(button(u"hoverReplyButton"_s, u"reply"_s, tr("Reply")))
    , m_more(button(u"hoverMoreButton"_s, u"ellipsis"_s, tr("More")))
{
    setObjectName(u"messageActions"_s);
    setCursor(Qt::ArrowCursor);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    row->addWidget(m_reply);
    row->addWidget(m_more);
    connect(m_reply, &QToolButton::clicked, this, &MessageActions::replyRequested);
    connect(m_more, &QToolButton::clicked, this,
            [this] { Q_EMIT menuRequested(m_more->mapToGlobal(m_more->rect().bottomLeft())); });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

/// By the keyboard all of it is done with the message itself.
QToolButton *MessageActions::button(const QString &name, const QString &icon, const QString &label)
{
    auto *made = new QToolButton(this);
    made->setObjectName(name);
    made->setIcon(theme::icon(icon, theme::Ink::Muted));
    made->setIconSize({theme::iconSmall, theme::iconSmall});
    made->setAutoRaise(true);
    made->setToolTip(label);
    made->setAccessibleName(label);
    made->setFocusPolicy(Qt::NoFocus);
    return made;
}

void MessageActions::setReplyOffered(bool offered)
{
    m_reply->setVisible(offered);
}

void MessageActions::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme::tokens().border);
    painter.setBrush(theme::tokens().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radiusControl,
                            theme::radiusControl);
}

} // namespace views
