#include "views/undostrip.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "views/plaintext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace views
{

UndoStrip::UndoStrip(QWidget *parent)
    : Strip(parent)
    , m_sentence(plainLabel(u"undoSentence"_s, this))
    , m_undo(new QPushButton(theme::icon(u"undo-2"_s, theme::Ink::Accent), tr("Undo"), this))
{
    setObjectName(u"undoStrip"_s);
    m_undo->setObjectName(u"undoButton"_s);
    m_undo->setToolTip(tr("Undo (Ctrl+Z)"));
    theme::setKind(*m_undo, theme::ButtonKind::Flat);
    row()->addWidget(m_sentence, 1);
    row()->addWidget(m_undo);
    connect(m_undo, &QPushButton::clicked, this, &UndoStrip::undoRequested);
    hide();
}

void UndoStrip::setCount(int count)
{
    if (count > 0)
        m_sentence->setText(tr("%n message(s) deleted.", nullptr, count));
    setVisible(count > 0);
}

} // namespace views
