// ConversationView: what floats over the messages.
#include "theme/metrics.h"
#include "views/conversationnotice.h"
#include "views/conversationview.h"
#include "views/typingindicator.h"

namespace views
{

using theme::space;

void ConversationView::updateNotice()
{
    QString problem;
    for (int row = m_layout.firstVisible(); row >= 0 && row <= m_layout.lastVisible() && problem.isEmpty();
         ++row)
        problem = m_model.pageProblem(row);
    const bool empty = m_model.rowCount() == 0 && !m_model.session().isNull();
    if (!empty && problem.isEmpty()) {
        m_notice->hide();
        return;
    }
    if (empty)
        m_notice->setText(tr("No messages yet"), m_writable
                                                     ? tr("What you write below is the first one.")
                                                     : tr("This conversation was closed without any."));
    else
        m_notice->setText(tr("Some messages could not be loaded"), problem, tr("Load again"));
    const int width = std::min(viewport()->width() - space(8), 360);
    const int height = m_notice->heightForWidth(width);
    const int y = empty ? (viewport()->height() - height) / 2 : space(4);
    m_notice->setGeometry((viewport()->width() - width) / 2, y, width, height);
    m_notice->show();
}

void ConversationView::updateJumpButton()
{
    const bool wanted = m_layout.firstVisible() >= 0 && !m_layout.isAtEnd();
    if (wanted) {
        m_jump->setText(m_newMessages > 0 ? tr("%n new message(s)", nullptr, m_newMessages) : QString());
        m_jump->setAccessibleName(m_newMessages > 0 ? m_jump->text() : tr("Go to the newest message"));
        m_jump->setToolTip(m_newMessages > 0 ? QString() : m_jump->accessibleName());
        const QSize size = m_jump->sizeHint();
        const QRect logical(viewport()->width() - size.width() - space(4),
                            viewport()->height() - size.height() - space(4), size.width(), size.height());
        m_jump->setGeometry(QStyle::visualRect(layoutDirection(), viewport()->rect(), logical));
        m_jump->raise();
    }
    m_jump->setVisible(wanted);
}

void ConversationView::setTyping(const QStringList &names)
{
    m_typing->setNames(names);
    placeTyping();
}

void ConversationView::placeTyping()
{
    const QSize size = m_typing->sizeHint();
    const QRect logical(space(4), viewport()->height() - size.height() - 2,
                        std::min(size.width(), viewport()->width() - space(8)), size.height());
    m_typing->setGeometry(QStyle::visualRect(layoutDirection(), viewport()->rect(), logical));
}

} // namespace views
