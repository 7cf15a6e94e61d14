// ConversationView: what mouse and keyboard do.
#include "views/conversationview.h"

#include "theme/metrics.h"
#include "views/conversationaccessible.h"
#include "views/rowtext.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{
constexpr double pageShare = 0.9; ///< of the viewport, for Page Up and Page Down
}

ConversationView::Hit ConversationView::hitTest(const QPoint &viewportPoint)
{
    ensureLayout();
    Hit hit;
    const int row = m_layout.rowAt(viewportPoint.y());
    if (row < 0 || !m_layout.isLoaded(row))
        return hit;
    const RowLayout &layout = m_layout.row(row);
    const QPoint point = viewportPoint - QPoint(0, m_layout.topOf(row));
    hit.row = row;
    hit.cursor = layout.cursorAt(point);
    if (layout.retry.contains(point)) {
        hit.part = Hit::Part::Retry;
    } else if (layout.discard.contains(point)) {
        hit.part = Hit::Part::Discard;
    } else if (layout.quote.contains(point)) {
        hit.part = Hit::Part::Quote;
    } else if (const TextLink *link = layout.linkAt(point)) {
        hit.part = Hit::Part::Link;
        hit.url = link->url;
    } else if (layout.content.contains(point)) {
        hit.part = Hit::Part::Text;
    } else if (layout.bubble.contains(point)) {
        hit.part = Hit::Part::Bubble;
    }
    return hit;
}

void ConversationView::updateCursor(const Hit &hit)
{
    switch (hit.part) {
    case Hit::Part::Link:
    case Hit::Part::Quote:
    case Hit::Part::Retry:
    case Hit::Part::Discard:
        viewport()->setCursor(Qt::PointingHandCursor);
        break;
    case Hit::Part::Text:
        viewport()->setCursor(Qt::IBeamCursor);
        break;
    case Hit::Part::None:
    case Hit::Part::Bubble:
        viewport()->unsetCursor();
        break;
    }
}

void ConversationView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Hit hit = hitTest(event->position().toPoint());
    m_pressed = hit;
    m_selecting = hit.part == Hit::Part::Text || hit.part == Hit::Part::Link;
    clearFound();
    setSelection(m_selecting ? Selection{hit.row, hit.cursor, hit.cursor} : Selection{});
    choose(hit.part == Hit::Part::None ? -1 : hit.row, false);
}

void ConversationView::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position().toPoint();
    if (m_selecting && m_selection.row >= 0) {
        ensureLayout();
        const QPoint point = m_mouse - QPoint(0, m_layout.topOf(m_selection.row));
        m_selection.position = m_layout.row(m_selection.row).cursorAt(point);
    } else {
        const Hit hit = hitTest(m_mouse);
        updateCursor(hit);
        hover(hit.row);
    }
    viewport()->update();
}

void ConversationView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_selecting = false;
    const Hit hit = hitTest(event->position().toPoint());
    const bool same = hit.row == m_pressed.row && hit.part == m_pressed.part && hit.url == m_pressed.url;
    if (same && m_selection.isEmpty())
        click(hit);
    m_pressed = {};
}

void ConversationView::click(const Hit &hit)
{
    const models::MessageRow row = hit.row < 0 ? models::MessageRow() : m_model.rowAt(hit.row);
    if (hit.part == Hit::Part::Link)
        Q_EMIT linkActivated(hit.url);
    else if (hit.part == Hit::Part::Quote)
        goToQuoted(hit.row);
    else if (hit.part == Hit::Part::Retry && row.pending)
        Q_EMIT retryRequested(QString(row.pending->clientMsgId));
    else if (hit.part == Hit::Part::Discard && row.pending)
        Q_EMIT discardRequested(QString(row.pending->clientMsgId));
    else if (hit.part == Hit::Part::Retry && row.change)
        Q_EMIT retryChangeRequested(domain::MessageId(row.change->message));
    else if (hit.part == Hit::Part::Discard && row.change)
        Q_EMIT discardChangeRequested(domain::MessageId(row.change->message));
}

void ConversationView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit hit = hitTest(event->position().toPoint());
    if (event->button() == Qt::LeftButton && hit.part == Hit::Part::Text)
        selectWord(hit);
}

void ConversationView::selectWord(const Hit &hit)
{
    const QString text = textOf(hit.row);
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, text);
    words.setPosition(hit.cursor);
    if (!words.isAtBoundary() || hit.cursor == text.size())
        words.toPreviousBoundary();
    const auto start = words.position();
    words.toNextBoundary();
    setSelection({hit.row, int(start), int(words.position())});
}

QString ConversationView::textOf(int row) const
{
    if (row < 0)
        return {};
    QString text = RowText::content(m_model.rowAt(row));
    text.replace(u"\r\n"_s, u"\n"_s); // as it is laid out, so that places in it agree
    return text;
}

QString ConversationView::selectedText() const
{
    if (m_selection.isEmpty())
        return {};
    return textOf(m_selection.row).mid(m_selection.start(), m_selection.end() - m_selection.start());
}

void ConversationView::setSelection(const Selection &selection)
{
    m_selection = selection;
    viewport()->update();
}

void ConversationView::copy()
{
    const QString selected = selectedText();
    const QString text = selected.isEmpty() ? textOf(m_current) : selected;
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void ConversationView::choose(int row, bool byKeyboard)
{
    m_showRing = byKeyboard;
    viewport()->update();
    if (std::exchange(m_current, row) == row)
        return;
    Q_EMIT currentRowChanged(row);
    if (row >= 0)
        tellCurrentRow(*this, row);
}

void ConversationView::setCurrentRow(int row)
{
    if (row < 0 || row >= m_model.rowCount()) {
        choose(-1, true);
        return;
    }
    ensureLayout();
    m_layout.reveal(row);
    schedule();
    choose(row, true);
}

void ConversationView::moveCurrent(int by)
{
    ensureLayout();
    if (m_model.rowCount() == 0)
        return;
    if (m_current < m_layout.firstVisible() || m_current > m_layout.lastVisible()) {
        int row = m_layout.lastVisible();
        while (row > m_layout.firstVisible() && !m_layout.isFullyVisible(row))
            --row;
        setCurrentRow(row);
        return;
    }
    const int top = m_layout.topOf(m_current);
    const int bottom = top + m_layout.heightOf(m_current);
    const int step = int(viewport()->height() * pageShare);
    if (by < 0 && top < 0)
        scrollBy(std::max(top, -step));
    else if (by > 0 && bottom > viewport()->height())
        scrollBy(std::min(bottom - viewport()->height() + ConversationLayout::bottomPadding, step));
    else
        setCurrentRow(std::clamp(m_current + by, 0, m_model.rowCount() - 1));
}

void ConversationView::scrollBy(int pixels)
{
    verticalScrollBar()->setValue(verticalScrollBar()->value() + pixels);
}

void ConversationView::pageBy(int direction)
{
    scrollBy(direction * int(viewport()->height() * pageShare));
    ensureLayout();
    if (m_current < 0 || m_layout.firstVisible() < 0)
        return;
    int row = direction < 0 ? m_layout.firstVisible() : m_layout.lastVisible();
    while (row != m_current && !m_layout.isFullyVisible(row) && row > m_layout.firstVisible() &&
           row < m_layout.lastVisible())
        row -= direction;
    choose(row, true);
}

void ConversationView::keyPressEvent(QKeyEvent *event)
{
    if (event == QKeySequence::Copy) {
        copy();
        return;
    }
    if (event == QKeySequence::SelectAll && m_current >= 0) {
        setSelection({m_current, 0, int(textOf(m_current).size())});
        return;
    }
    if (actionKey(*event))
        return;
    switch (event->key()) {
    case Qt::Key_Up:
        moveCurrent(-1);
        break;
    case Qt::Key_Down:
        moveCurrent(1);
        break;
    case Qt::Key_PageUp:
        pageBy(-1);
        break;
    case Qt::Key_PageDown:
        pageBy(1);
        break;
    case Qt::Key_Home:
        setCurrentRow(m_model.rowCount() > 0 ? 0 : -1);
        verticalScrollBar()->setValue(0);
        break;
    case Qt::Key_End:
        choose(m_model.rowCount() - 1, true);
        scrollToEnd();
        break;
    case Qt::Key_Escape:
        if (m_current < 0 && m_selection.isEmpty()) {
            event->ignore();
            break;
        }
        setSelection({});
        choose(-1, true);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void ConversationView::contextMenuEvent(QContextMenuEvent *event)
{
    Hit hit;
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QRect bubble = bubbleRect(m_current);
        hit.row = bubble.isNull() ? -1 : m_current;
        at = viewport()->mapToGlobal(bubble.intersected(viewport()->rect()).center());
    } else {
        hit = hitTest(viewport()->mapFromGlobal(event->globalPos()));
    }
    if (hit.row >= 0)
        showMenu(hit, at);
}

bool ConversationView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_mouse = {-1, -1};
        hover(-1);
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

bool ConversationView::event(QEvent *event)
{
    // The arrows and Ctrl+C are for the messages while the keyboard is here.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void ConversationView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        m_current < 0 ? moveCurrent(1) : setCurrentRow(m_current);
    viewport()->update();
}

void ConversationView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace views
