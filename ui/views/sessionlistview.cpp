#include "views/sessionlistview.h"

#include "models/sessionlistmodel.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "views/emptystate.h"
#include "views/sessiondelegate.h"
#include "views/skeleton.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using models::SessionListModel;

namespace views
{

namespace
{

constexpr int typingPauseMs = 150;
constexpr int calmMs = 120;
constexpr int minuteMs = 60'000;

QTimer *singleShot(int ms, QObject *parent)
{
    auto *timer = new QTimer(parent);
    timer->setSingleShot(true);
    timer->setInterval(ms);
    return timer;
}

} // namespace

SessionListView::SessionListView(SessionListModel &sessions, const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_filter(new QLineEdit(this))
    , m_pages(new QStackedWidget(this))
    , m_list(new QListView(this))
    , m_skeleton(new Skeleton(this))
    , m_empty(new EmptyState(u"inbox"_s, this))
    , m_typing(singleShot(typingPauseMs, this))
    , m_calm(singleShot(calmMs, this))
    , m_minute(new QTimer(this))
{
    setObjectName(u"sessionListView"_s);
    buildFilter();
    buildList(clock);
    for (QWidget *page : {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_skeleton),
                          static_cast<QWidget *>(m_empty)})
        m_pages->addWidget(page);

    auto *filterRow = new QVBoxLayout;
    filterRow->setContentsMargins(theme::space(3), theme::space(3), theme::space(3), theme::space(2));
    filterRow->addWidget(m_filter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(filterRow);
    column->addWidget(m_pages, 1);

    setFocusProxy(m_filter);
    connectModel();
    updatePage();
}

void SessionListView::buildFilter()
{
    m_filter->setObjectName(u"sessionFilter"_s);
    m_filter->setPlaceholderText(tr("Find a session"));
    m_filter->setAccessibleName(tr("Find a session"));
    m_filter->setMaxLength(200);
    m_filter->addAction(theme::icon(u"search"_s, theme::Ink::Muted), QLineEdit::LeadingPosition);
    m_clear = m_filter->addAction(theme::icon(u"x"_s, theme::Ink::Muted), QLineEdit::TrailingPosition);
    m_clear->setToolTip(tr("Clear"));
    m_clear->setVisible(false);
    m_filter->installEventFilter(this);
    connect(m_clear, &QAction::triggered, this, &SessionListView::clearFilter);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_clear->setVisible(!text.isEmpty());
        m_typing->start();
    });
    connect(m_typing, &QTimer::timeout, this, [this] {
        if (filter() == m_told)
            return;
        m_told = filter();
        updatePage();
        Q_EMIT filterChanged(m_told);
    });
    connect(m_empty, &EmptyState::actionRequested, this, &SessionListView::clearFilter);
}

void SessionListView::buildList(const base::Clock &clock)
{
    m_list->setObjectName(u"sessionList"_s);
    m_list->setAccessibleName(tr("Sessions"));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setItemDelegate(new SessionDelegate(clock, m_list));
    m_list->setModel(&m_sessions);
    m_list->verticalScrollBar()->setSingleStep(theme::rowHeight / 2);
    m_list->installEventFilter(this);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SessionListView::chosen);
    connect(m_list, &QListView::clicked, this, &SessionListView::replyRequested);
    connect(m_calm, &QTimer::timeout, this, &SessionListView::announce);
    m_minute->setInterval(minuteMs);
    m_minute->setTimerType(Qt::VeryCoarseTimer);
    m_minute->start();
    connect(m_minute, &QTimer::timeout, m_list->viewport(), qOverload<>(&QWidget::update));
}

void SessionListView::connectModel()
{
    connect(&m_sessions, &SessionListModel::modelAboutToBeReset, this,
            [this] { m_scroll = m_list->verticalScrollBar()->value(); });
    connect(&m_sessions, &SessionListModel::modelReset, this, [this] {
        m_list->doItemsLayout();
        markCurrent();
        m_list->verticalScrollBar()->setValue(m_scroll);
        updatePage();
    });
    connect(&m_sessions, &SessionListModel::rowsInserted, this, [this] {
        markCurrent();
        updatePage();
    });
    connect(&m_sessions, &SessionListModel::loadedChanged, this, &SessionListView::updatePage);
}

QString SessionListView::filter() const
{
    return m_filter->text().trimmed();
}

void SessionListView::setCurrentSession(const domain::SessionId &session)
{
    m_current = m_announced = session;
    m_calm->stop();
    markCurrent();
}

void SessionListView::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void SessionListView::clearFilter()
{
    m_filter->clear();
    m_filter->setFocus(Qt::OtherFocusReason);
}

void SessionListView::selectNext()
{
    select(m_sessions.rowOf(m_current) + 1);
}

void SessionListView::selectPrevious()
{
    const int row = m_sessions.rowOf(m_current);
    select(row < 0 ? 0 : row - 1);
}

void SessionListView::selectNextUnread()
{
    select(m_sessions.nextUnread(m_sessions.rowOf(m_current)));
}

bool SessionListView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_filter ? filterKey(key) : watched == m_list && listKey(key))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool SessionListView::filterKey(int key)
{
    switch (key) {
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            m_list->setFocus(Qt::OtherFocusReason);
        else
            m_filter->clear();
        return true;
    case Qt::Key_Down:
        m_list->setFocus(Qt::TabFocusReason);
        if (m_sessions.rowOf(m_current) < 0)
            select(0);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        select(0);
        return true;
    default:
        return false;
    }
}

bool SessionListView::listKey(int key)
{
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return false;
    announce();
    Q_EMIT replyRequested();
    return true;
}

void SessionListView::select(int row)
{
    if (row < 0 || row >= m_sessions.rowCount())
        return;
    m_list->setCurrentIndex(m_sessions.index(row));
    m_list->scrollTo(m_sessions.index(row));
}

/// The first choice opens at once; while more follow quickly, as when an arrow key is held, only the last one
/// does.
void SessionListView::chosen()
{
    const QModelIndexList selected = m_list->selectionModel()->selectedIndexes();
    if (m_marking || selected.isEmpty())
        return;
    m_current = m_sessions.at(selected.first().row()).session.id;
    if (!m_calm->isActive())
        announce();
    m_calm->start();
}

void SessionListView::announce()
{
    if (m_current.isNull() || m_current == m_announced)
        return;
    m_announced = m_current;
    Q_EMIT sessionActivated(m_current);
}

void SessionListView::markCurrent()
{
    const int row = m_sessions.rowOf(m_current);
    if (m_list->currentIndex().row() == row && m_list->selectionModel()->isRowSelected(row))
        return;
    m_marking = true;
    if (row >= 0)
        m_list->selectionModel()->setCurrentIndex(m_sessions.index(row), QItemSelectionModel::ClearAndSelect);
    else
        m_list->selectionModel()->clear();
    m_marking = false;
}

void SessionListView::updatePage()
{
    if (m_sessions.rowCount() > 0) {
        m_pages->setCurrentWidget(m_list);
        return;
    }
    if (!m_sessions.isLoaded()) {
        m_pages->setCurrentWidget(m_skeleton);
        return;
    }
    const bool filtered = !m_told.isEmpty();
    m_empty->setSentence(filtered ? tr("No session matches “%1”.").arg(m_told)
                                  : tr("Nobody has written yet."));
    m_empty->setAction(filtered ? tr("Clear the filter") : QString());
    m_pages->setCurrentWidget(m_empty);
}

} // namespace views
