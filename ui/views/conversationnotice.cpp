#include "views/conversationnotice.h"

#include "theme/controls.h"
#include "theme/metrics.h"
#include "theme/theme.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{
QLabel *centred(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    return label;
}
} // namespace

ConversationNotice::ConversationNotice(QWidget *parent)
    : QFrame(parent)
    , m_title(centred(u"noticeTitle"_s, this))
    , m_sentence(centred(u"noticeSentence"_s, this))
    , m_button(new QPushButton(this))
{
    m_title->setFont(theme::strong(m_title->font()));
    theme::setInk(*m_sentence, theme::Ink::Muted);
    m_button->setObjectName(u"noticeButton"_s);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(theme::space(5), theme::space(4), theme::space(5), theme::space(4));
    box->setSpacing(theme::space(1));
    box->addWidget(m_title);
    box->addWidget(m_sentence);
    box->addSpacing(theme::space(2));
    box->addWidget(m_button, 0, Qt::AlignHCenter);
    connect(m_button, &QPushButton::clicked, this, &ConversationNotice::activated);
}

void ConversationNotice::setText(const QString &title, const QString &sentence, const QString &action)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
}

void ConversationNotice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme::tokens().border);
    painter.setBrush(theme::tokens().surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radiusCard,
                            theme::radiusCard);
}

} // namespace views
