#include "views/conversationview.h"

#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/conversationaccessible.h"
#include "views/conversationnotice.h"
#include "views/messageactions.h"
#include "views/rowpainter.h"
#include "views/rowtext.h"
#include "views/typingindicator.h"

#include <QAccessible>
#include <QEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{
constexpr int wantDelayMs = 30; ///< so that a slider drawn across 1,000 pages does not ask for all of them
constexpr int rowsAhead = 60;   ///< that are asked for beyond what is visible
constexpr int flashStepMs = 50;
constexpr double flashStep = 0.05;
} // namespace

ConversationView::ConversationView(models::MessageListModel &model, const base::Clock &clock, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_model(model)
    , m_clock(clock)
    , m_layout(model)
    , m_typing(new TypingIndicator(viewport()))
    , m_jump(new QPushButton(viewport()))
    , m_notice(new ConversationNotice(viewport()))
    , m_actions(new MessageActions(viewport()))
{
    installConversationAccessible();
    setObjectName(u"conversation"_s);
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_jump->setObjectName(u"newMessagesButton"_s);
    m_jump->setIcon(theme::icon(u"arrow-down"_s));
    m_jump->setIconSize({theme::iconSmall, theme::iconSmall});
    m_jump->setCursor(Qt::ArrowCursor);
    m_jump->hide();
    m_notice->hide();
    m_notice->setCursor(Qt::ArrowCursor);
    connect(m_jump, &QPushButton::clicked, this, [this] {
        scrollToEnd();
        setFocus();
    });
    connect(m_notice, &ConversationNotice::activated, this, [this] {
        m_model.retry(m_layout.firstVisible() - rowsAhead, m_layout.lastVisible() + rowsAhead);
        setFocus();
    });

    connect(m_actions, &MessageActions::replyRequested, this, [this] { reply(m_hovered); });
    connect(m_actions, &MessageActions::menuRequested, this, [this](const QPoint &at) {
        Hit hit;
        hit.row = m_hovered;
        showMenu(hit, at);
    });

    m_layoutTimer.setSingleShot(true);
    m_wantTimer.setSingleShot(true);
    m_wantTimer.setInterval(wantDelayMs);
    m_skeletonTimer.setSingleShot(true);
    m_skeletonTimer.setInterval(theme::skeletonDelayMs);
    m_flashTimer.setInterval(flashStepMs);
    connect(&m_layoutTimer, &QTimer::timeout, this, &ConversationView::afterLayout);
    connect(&m_wantTimer, &QTimer::timeout, this, &ConversationView::wantVisible);
    connect(&m_skeletonTimer, &QTimer::timeout, this, [this] {
        m_showSkeletons = true;
        viewport()->update();
    });
    connect(&m_flashTimer, &QTimer::timeout, this, [this] {
        m_flash = std::max(0.0, m_flash - flashStep);
        if (m_flash == 0)
            m_flashTimer.stop();
        viewport()->update();
    });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ConversationView::restyle);
    connectModel();
    restyle();
    onReset();
}

ConversationView::~ConversationView() = default;

void ConversationView::connectModel()
{
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ConversationView::onReset);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { onRemoved(first, last); });
    connect(&m_model, &QAbstractItemModel::rowsMoved, this,
            [this](const QModelIndex &, int from, int, const QModelIndex &, int to) {
                onMoved(from, to > from ? to - 1 : to);
            });
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
                onChanged(first.row(), last.row(), roles);
            });
}

void ConversationView::onReset()
{
    const qint64 unread = m_model.firstUnreadSeq();
    m_layout.reset(unread ? std::optional(int(unread) - 1) : std::nullopt);
    m_current = -1;
    m_newMessages = 0;
    m_seenSeq = m_model.openedReadSeq();
    m_selection = {};
    m_selecting = false;
    m_flashRow = m_arriving = -1;
    clearFound();
    hover(-1);
    m_showSkeletons = false;
    m_skeletonTimer.stop();
    m_typing->setNames({});
    schedule();
    ensureLayout();
    wantVisible();
}

void ConversationView::onInserted(int first, int last)
{
    m_layout.rowsInserted(first, last - first + 1);
    shiftRows(first, last - first + 1);
    int others = 0;
    for (int row = first; row <= last && row < m_model.lastSeq(); ++row)
        others += m_model.rowAt(row).voice != models::Voice::Own;
    if (others > 0) {
        if (!m_layout.isAtEnd())
            m_newMessages += others;
        // m_seenSeq >= first: all that was there before was seen.
        if (m_seenSeq >= first && !(m_layout.isAtEnd() && isAttentive()))
            m_model.setFirstUnread(first + 1);
    }
    schedule();
}

void ConversationView::onRemoved(int first, int last)
{
    m_layout.rowsRemoved(first, last - first + 1);
    for (int row = first; row <= last; ++row)
        forgetRow(row);
    shiftRows(first, first - last - 1);
    schedule();
}

void ConversationView::onMoved(int from, int to)
{
    m_layout.rowMoved(from, to);
    forgetRow(from);
    forgetRow(to);
    schedule();
}

void ConversationView::onChanged(int first, int last, const QList<int> &roles)
{
    if (roles == QList<int>{models::MessageListModel::TicksRole}) {
        viewport()->update();
        return;
    }
    m_layout.rowsChanged(first, last);
    if (m_arriving >= first && m_arriving <= last)
        arrive();
    if (m_selection.row >= first && m_selection.row <= last)
        m_selection = {};
    schedule();
}

void ConversationView::shiftRows(int first, int by)
{
    for (int *row : {&m_current, &m_selection.row, &m_flashRow, &m_arriving, &m_foundRow})
        if (*row >= first)
            *row += by;
}

void ConversationView::forgetRow(int row)
{
    for (int *kept : {&m_current, &m_selection.row, &m_flashRow, &m_arriving, &m_foundRow})
        if (*kept == row)
            *kept = -1;
}

QDateTime ConversationView::now() const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.now().time_since_epoch().count());
}

void ConversationView::restyle()
{
    RowStyle style(font(), theme::tokens(), layoutDirection());
    style.locale = locale();
    m_layout.setStyle(style);
    m_day = now().date();
    schedule();
}

void ConversationView::schedule()
{
    m_dirty = true;
    if (!m_layoutTimer.isActive())
        m_layoutTimer.start(0);
    viewport()->update();
}

void ConversationView::ensureLayout()
{
    if (!m_dirty)
        return;
    m_dirty = false;
    const QDateTime time = now();
    if (time.date() != m_day) {
        m_day = time.date();
        m_layout.setStyle(RowStyle(m_layout.style()));
    }
    m_layout.setNow(time);
    m_layout.setSize(viewport()->size());
    m_layout.update();
}

void ConversationView::afterLayout()
{
    ensureLayout();
    syncScrollBar();
    ensureLayout();
    if (m_layout.isAtEnd())
        m_newMessages = 0;
    if (!m_wantTimer.isActive())
        m_wantTimer.start();
    hover(m_hovered);
    noteSkeletons();
    updateNotice();
    updateJumpButton();
    noteSeen();
}

void ConversationView::syncScrollBar()
{
    constexpr qint64 most = std::numeric_limits<int>::max();
    m_syncing = true;
    QScrollBar *bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(m_layout.style().bodyMetrics.height());
    bar->setRange(0, int(std::min(m_layout.maximum(), most)));
    bar->setValue(int(std::min(m_layout.value(), most)));
    m_syncing = false;
}

void ConversationView::wantVisible()
{
    if (m_layout.firstVisible() >= 0)
        m_model.want(m_layout.firstVisible() - rowsAhead, m_layout.lastVisible() + rowsAhead);
}

void ConversationView::noteSkeletons()
{
    bool missing = false;
    for (int row = m_layout.firstVisible(); row >= 0 && row <= m_layout.lastVisible(); ++row)
        missing = missing || !m_layout.isLoaded(row);
    if (!missing) {
        m_skeletonTimer.stop();
        m_showSkeletons = false;
    } else if (!m_showSkeletons && !m_skeletonTimer.isActive()) {
        m_skeletonTimer.start();
    }
}

bool ConversationView::isAttentive() const
{
    return isVisible() && window()->isActiveWindow() && !window()->isMinimized();
}

void ConversationView::noteSeen()
{
    if (!isAttentive())
        return;
    for (int row = m_layout.lastVisible(); row >= 0 && row >= m_layout.firstVisible(); --row) {
        const models::MessageRow shown = m_model.rowAt(row);
        if (!shown.message || m_layout.topOf(row) + m_layout.heightOf(row) > viewport()->height())
            continue;
        if (shown.message->seq > m_seenSeq) {
            m_seenSeq = shown.message->seq;
            Q_EMIT seenUpTo(m_seenSeq, shown.message->id);
        }
        return;
    }
}

void ConversationView::setWritable(bool writable)
{
    m_writable = writable;
    schedule();
}

bool ConversationView::isAtEnd()
{
    ensureLayout();
    return m_layout.isAtEnd();
}

void ConversationView::scrollToEnd()
{
    m_layout.scrollToEnd();
    schedule();
}

void ConversationView::scrollContentsBy(int, int dy)
{
    if (m_syncing)
        return;
    const QScrollBar *bar = verticalScrollBar();
    const bool atEdge = bar->value() == bar->minimum();
    if (bar->value() == bar->maximum())
        m_layout.scrollToEnd();
    else if (atEdge || std::abs(dy) > 2 * viewport()->height())
        m_layout.scrollTo(bar->value());
    else
        m_layout.scrollTo(
            std::clamp<qint64>(m_layout.value() - dy, 1, std::max<qint64>(1, m_layout.maximum() - 1)));
    schedule();
}

void ConversationView::paintEvent(QPaintEvent *event)
{
    ensureLayout();
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const RowStyle &style = m_layout.style();
    painter.fillRect(event->rect(), style.tokens.background);
    for (int row = m_layout.firstVisible(); row >= 0 && row <= m_layout.lastVisible(); ++row) {
        const QRect area(0, m_layout.topOf(row), viewport()->width(), m_layout.heightOf(row));
        if (!area.intersects(event->rect()))
            continue;
        const models::MessageRow shown = m_model.rowAt(row);
        if (!shown.isLoaded()) {
            if (m_showSkeletons && m_model.pageProblem(row).isEmpty())
                paintSkeleton(painter, area, style, row);
            continue;
        }
        RowPaint paint;
        paint.viewport = event->rect().translated(0, -area.top());
        paint.focused = m_showRing && row == m_current && hasFocus();
        paint.flash = row == m_flashRow ? m_flash : 0;
        paint.mouse = m_mouse - area.topLeft();
        if (row == m_foundRow)
            paint.found = foundIn(row);
        if (m_selection.row == row) {
            paint.selectionStart = m_selection.start();
            paint.selectionEnd = m_selection.end();
        }
        painter.translate(0, area.top());
        paintRow(painter, m_layout.row(row), shown, style, paint);
        painter.translate(0, -area.top());
    }
}

void ConversationView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeTyping();
    schedule();
}

void ConversationView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    if (m_watchedWindow != window()) {
        if (m_watchedWindow)
            m_watchedWindow->removeEventFilter(this);
        m_watchedWindow = window();
        m_watchedWindow->installEventFilter(this);
    }
    schedule();
}

bool ConversationView::eventFilter(QObject *watched, QEvent *event)
{
    const bool noticed =
        event->type() == QEvent::WindowActivate || event->type() == QEvent::WindowStateChange;
    if (watched == m_watchedWindow && noticed)
        schedule();
    return QAbstractScrollArea::eventFilter(watched, event);
}

void ConversationView::changeEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::LayoutDirectionChange:
    case QEvent::LocaleChange:
    case QEvent::LanguageChange:
        restyle();
        placeTyping();
        break;
    default:
        break;
    }
    QAbstractScrollArea::changeEvent(event);
}

int ConversationView::firstVisibleRow()
{
    ensureLayout();
    return m_layout.firstVisible();
}

int ConversationView::lastVisibleRow()
{
    ensureLayout();
    return m_layout.lastVisible();
}

QRect ConversationView::rowRect(int row)
{
    ensureLayout();
    if (row < 0 || row < m_layout.firstVisible() || row > m_layout.lastVisible())
        return {};
    return {0, m_layout.topOf(row), viewport()->width(), m_layout.heightOf(row)};
}

QRect ConversationView::bubbleRect(int row)
{
    const QRect area = rowRect(row);
    return area.isNull() || !m_layout.isLoaded(row) ? QRect()
                                                    : m_layout.row(row).bubble.translated(0, area.top());
}

QString ConversationView::rowDescription(int row) const
{
    return RowText::spoken(m_model.rowAt(row), now(), locale());
}

} // namespace views
