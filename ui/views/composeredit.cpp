#include "views/composeredit.h"

#include "theme/metrics.h"
#include "views/rowtext.h"

#include <QAbstractTextDocumentLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QStyle>

#include <cmath>

namespace views
{

ComposerEdit::ComposerEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    // The composer draws the field around it.
    setStyleSheet(
        QStringLiteral("QPlainTextEdit { border: none; background: transparent; padding: 4px 8px; }"));
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(theme::space(1));
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &ComposerEdit::adjustHeight);
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::adjustHeight);
    alignText();
    adjustHeight();
}

/// A plain text document tells its height in lines.
void ComposerEdit::adjustHeight()
{
    const int lines = std::max(1, int(std::ceil(document()->documentLayout()->documentSize().height())));
    const int shown = std::min(lines, maxLines);
    const int frame = height() - viewport()->height();
    const int wanted = shown * fontMetrics().lineSpacing() + int(2 * document()->documentMargin()) +
                       (frame > 0 && frame < theme::rowHeight ? frame : 0);
    setVerticalScrollBarPolicy(lines > maxLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    const int fixed = std::max(wanted, theme::composerMinimum - theme::space(2));
    if (fixed != minimumHeight() || fixed != maximumHeight())
        setFixedHeight(fixed);
    if (lines <= maxLines)
        verticalScrollBar()->setValue(0);
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && m_composing) {
        event->ignore();
        return;
    }
    if (isReturn && !(event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        Q_EMIT submitted();
        return;
    }
    if (isReturn) {
        insertPlainText(QStringLiteral("\n"));
        ensureCursorVisible();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT escaped();
        event->accept();
        return;
    }
    if (event->key() == Qt::Key_Up && !(event->modifiers() & ~Qt::KeypadModifier) && document()->isEmpty()) {
        Q_EMIT arrowUpInEmpty();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    QPlainTextEdit::inputMethodEvent(event);
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (!source->hasText())
        return;
    const QString text = source->text().left(maxPasteLength);
    chooseWrapping(text);
    insertPlainText(text);
    ensureCursorVisible();
    if (source->text().size() > maxPasteLength)
        Q_EMIT pasteCut();
}

void ComposerEdit::setText(const QString &text)
{
    clear();
    chooseWrapping(text);
    setPlainText(text);
}

void ComposerEdit::chooseWrapping(const QString &added)
{
    if (RowText::hasEndlessWord(added))
        setWordWrapMode(QTextOption::WrapAnywhere);
    else if (document()->isEmpty())
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

/// A plain text document stands at the left whatever the window and its words do.
void ComposerEdit::alignText()
{
    QTextOption option = document()->defaultTextOption();
    option.setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading) | Qt::AlignAbsolute);
    document()->setDefaultTextOption(option);
}

void ComposerEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    adjustHeight();
}

void ComposerEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        adjustHeight();
    if (event->type() == QEvent::LayoutDirectionChange)
        alignText();
}

} // namespace views
