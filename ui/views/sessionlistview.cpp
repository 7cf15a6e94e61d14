#include "views/sessionlistview.h"

#include "models/searchmodel.h"
#include "models/sessionlistmodel.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "views/emptystate.h"
#include "views/popunder.h"
#include "views/searchresults.h"
#include "views/sessiondelegate.h"
#include "views/skeleton.h"

#include <QAction>
#include <QActionGroup>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using models::SessionListModel;

namespace views
{

namespace
{

constexpr int typingPauseMs = 150;
constexpr int longestFilter = 128;
constexpr double sessionShare = 4.5; ///< rows of sessions beside found messages, at most
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

SessionListView::SessionListView(SessionListModel &sessions, models::SearchModel &hits,
                                 const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_hits(hits)
    , m_filter(new QLineEdit(this))
    , m_whichButton(new QToolButton(this))
    , m_delegate(new SessionDelegate(clock, this))
    , m_results(new SearchResults(hits, clock, this))
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
    buildWhich();
    buildList();
    for (QWidget *page : {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_skeleton),
                          static_cast<QWidget *>(m_empty)})
        m_pages->addWidget(page);

    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(theme::space(3), theme::space(3), theme::space(3), theme::space(2));
    filterRow->setSpacing(theme::space(1));
    filterRow->addWidget(m_filter, 1);
    filterRow->addWidget(m_whichButton);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(filterRow);
    column->addWidget(m_pages, 1);
    column->addWidget(m_results, 1);

    setFocusProxy(m_filter);
    connectModel();
    connectHits();
    updatePage();
}

void SessionListView::buildFilter()
{
    m_filter->setObjectName(u"sessionFilter"_s);
    m_filter->setPlaceholderText(tr("Find sessions and messages"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setMaxLength(longestFilter);
    m_filter->addAction(theme::icon(u"search"_s, theme::Ink::Muted), QLineEdit::LeadingPosition);
    m_clear = m_filter->addAction(theme::icon(u"x"_s, theme::Ink::Muted), QLineEdit::TrailingPosition);
    m_clear->setToolTip(tr("Clear"));
    m_clear->setVisible(false);
    m_filter->installEventFilter(this);
    connect(m_clear, &QAction::triggered, this, &SessionListView::clearFilter);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_clear->setVisible(!text.isEmpty());
        m_typing->start();
        m_hits.setText(text);
    });
    connect(m_typing, &QTimer::timeout, this, [this] {
        if (filter() == m_told)
            return;
        m_told = filter();
        updatePage();
        Q_EMIT filterChanged({m_told, m_which});
    });
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        setWhich(client::SessionFilter::Which::All);
        clearFilter();
    });
}

void SessionListView::buildWhich()
{
    using Which = client::SessionFilter::Which;
    auto *menu = new QMenu(m_whichButton);
    menu->setObjectName(u"whichMenu"_s);
    auto *group = new QActionGroup(menu);
    const auto add = [&](const QString &name, const QString &text, Which which) {
        QAction *action = menu->addAction(text, this, [this, which] { setWhich(which); });
        action->setObjectName(name);
        action->setCheckable(true);
        action->setData(int(which));
        group->addAction(action);
    };
    add(u"listAll"_s, tr("All sessions"), Which::All);
    add(u"listOpen"_s, tr("Open sessions"), Which::Open);
    add(u"listClosed"_s, tr("Closed sessions"), Which::Closed);
    m_whichButton->setObjectName(u"whichButton"_s);
    m_whichButton->setIconSize({theme::iconSize, theme::iconSize});
    m_whichButton->setAutoRaise(true);
    connect(m_whichButton, &QToolButton::clicked, this, [this, menu] { popUnder(*menu, *m_whichButton); });
    m_whichButton->setFocusPolicy(Qt::TabFocus);
    connect(menu, &QMenu::aboutToShow, this, [this, group] {
        for (QAction *action : group->actions())
            action->setChecked(action->data().toInt() == int(m_which));
    });
    dressWhich();
}

void SessionListView::dressWhich()
{
    using Which = client::SessionFilter::Which;
    const bool all = m_which == Which::All;
    m_whichButton->setIcon(theme::icon(u"list-filter"_s, all ? theme::Ink::Muted : theme::Ink::Accent));
    const QString said = all                      ? tr("All sessions are listed")
                         : m_which == Which::Open ? tr("Open sessions are listed")
                                                  : tr("Closed sessions are listed");
    m_whichButton->setToolTip(said);
    m_whichButton->setAccessibleName(said);
}

void SessionListView::setWhich(client::SessionFilter::Which which)
{
    if (std::exchange(m_which, which) == which)
        return;
    dressWhich();
    updatePage();
    Q_EMIT filterChanged({m_told, m_which});
}

void SessionListView::setCompact(bool compact)
{
    m_delegate->setCompact(compact);
    m_list->doItemsLayout();
    m_list->viewport()->update();
    fitPages();
}

void SessionListView::setUnavailable(const QString &sentence)
{
    m_unavailable = sentence;
    updatePage();
}

void SessionListView::connectHits()
{
    connect(m_results, &SearchResults::chosen, this, &SessionListView::hitChosen);
    connect(m_results, &SearchResults::escaped, this, &SessionListView::focusFilter);
    connect(m_results, &SearchResults::leftUpwards, this, [this] {
        const int last = m_sessions.rowCount() - 1;
        if (last < 0)
            return focusFilter();
        m_list->setFocus(Qt::BacktabFocusReason);
        select(last);
    });
    connect(&m_hits, &models::SearchModel::stateChanged, this, &SessionListView::updatePage);
}

/// Beside found messages the sessions take the room that they need, up to a few rows.
void SessionListView::fitPages()
{
    if (m_results->isHidden()) {
        m_pages->setMaximumHeight(QWIDGETSIZE_MAX);
        return;
    }
    const int row = m_sessions.rowCount() > 0 ? m_list->sizeHintForRow(0) : 0;
    m_pages->setMaximumHeight(int(std::min<double>(m_sessions.rowCount(), sessionShare) * row));
}

void SessionListView::buildList()
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
    m_list->setItemDelegate(m_delegate);
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
    connect(&m_sessions, &SessionListModel::rowsRemoved, this, &SessionListView::updatePage);
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
        if (m_sessions.rowCount() == 0 && m_results->enter())
            return true;
        m_list->setFocus(Qt::TabFocusReason);
        if (m_sessions.rowOf(m_current) < 0)
            select(0);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_sessions.rowCount() == 0 && m_results->chooseFirst())
            return true;
        select(0);
        return true;
    default:
        return false;
    }
}

bool SessionListView::listKey(int key)
{
    if (key == Qt::Key_Down && m_list->currentIndex().row() == m_sessions.rowCount() - 1)
        return m_results->enter();
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
    fitPages();
    if (m_sessions.rowCount() > 0) {
        m_pages->setCurrentWidget(m_list);
        m_pages->show();
        return;
    }
    // Where messages are looked for, that no session is called so says nothing of itself.
    m_pages->setVisible(m_results->isHidden());
    const bool filtered = !m_told.isEmpty() || m_which != client::SessionFilter::Which::All;
    if (!m_sessions.isLoaded() && m_unavailable.isEmpty()) {
        m_pages->setCurrentWidget(m_skeleton);
        return;
    }
    if (!m_sessions.isLoaded())
        m_empty->setSentence(m_unavailable);
    else if (!m_told.isEmpty())
        m_empty->setSentence(tr("No session matches “%1”.").arg(m_told));
    else if (filtered)
        m_empty->setSentence(m_which == client::SessionFilter::Which::Open ? tr("No session is open.")
                                                                           : tr("No session is closed."));
    else
        m_empty->setSentence(tr("Sessions appear here."));
    m_empty->setAction(m_sessions.isLoaded() && filtered ? tr("Clear the filter") : QString());
    m_pages->setCurrentWidget(m_empty);
}

} // namespace views
