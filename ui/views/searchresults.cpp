#include "views/searchresults.h"

#include "models/searchmodel.h"
#include "theme/controls.h"
#include "theme/metrics.h"
#include "views/hitdelegate.h"
#include "views/plaintext.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using models::SearchModel;
using State = models::SearchModel::State;

namespace views
{

SearchResults::SearchResults(SearchModel &hits, const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_hits(hits)
    , m_heading(plainLabel(u"messagesHeading"_s, this))
    , m_sentence(plainLabel(u"searchState"_s, this))
    , m_retry(new QPushButton(tr("Search again"), this))
    , m_list(new QListView(this))
{
    setObjectName(u"searchResults"_s);
    m_heading->setText(tr("Messages"));
    m_heading->setFont(theme::strong(theme::scaled(font(), theme::TextScale::Meta)));
    theme::setInk(*m_heading, theme::Ink::Muted);
    theme::setInk(*m_sentence, theme::Ink::Muted);
    m_retry->setObjectName(u"searchAgainButton"_s);
    m_list->setObjectName(u"hitList"_s);
    m_list->setAccessibleName(tr("Messages found"));
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setItemDelegate(new HitDelegate(clock, m_list));
    m_list->setModel(&hits);
    m_list->verticalScrollBar()->setSingleStep(theme::rowCompact / 2);
    m_list->installEventFilter(this);

    auto *words = new QHBoxLayout;
    words->setContentsMargins(theme::space(5), theme::space(2), theme::space(3), 0);
    words->setSpacing(theme::space(2));
    words->addWidget(m_heading, 0, Qt::AlignTop);
    words->addStretch(1);
    auto *state = new QHBoxLayout;
    state->setContentsMargins(theme::space(5), theme::space(1), theme::space(3), theme::space(2));
    state->setSpacing(theme::space(2));
    state->addWidget(m_sentence, 1);
    state->addWidget(m_retry, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(words);
    column->addLayout(state);
    column->addWidget(m_list, 1);

    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(index.row()); });
    connect(m_retry, &QPushButton::clicked, &hits, &SearchModel::retry);
    connect(&hits, &SearchModel::stateChanged, this, &SearchResults::refresh);
    connect(&hits, &SearchModel::modelReset, this, &SearchResults::refresh);
    refresh();
}

bool SearchResults::chooseFirst()
{
    if (m_hits.rowCount() == 0 || !isVisibleTo(parentWidget()))
        return false;
    m_list->setCurrentIndex(m_hits.index(0));
    Q_EMIT chosen(0);
    return true;
}

bool SearchResults::enter()
{
    if (m_hits.rowCount() == 0 || !isVisibleTo(parentWidget()))
        return false;
    m_list->setFocus(Qt::TabFocusReason);
    m_list->setCurrentIndex(m_hits.index(0));
    return true;
}

bool SearchResults::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_list || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_list->currentIndex().isValid())
            Q_EMIT chosen(m_list->currentIndex().row());
        return true;
    case Qt::Key_Up:
        if (m_list->currentIndex().row() > 0)
            return false;
        Q_EMIT leftUpwards();
        return true;
    case Qt::Key_Escape:
        Q_EMIT escaped();
        return true;
    default:
        return false;
    }
}

QString SearchResults::sentence() const
{
    switch (m_hits.state()) {
    case State::TooShort:
        return tr("Two letters or more find messages.");
    case State::Searching:
        return m_hits.rowCount() > 0 ? QString() : tr("Searching…");
    case State::Nothing:
        return m_hits.isIndexing() ? tr("None yet: older messages are still being made searchable.")
                                   : tr("No message has these words.");
    case State::Failed:
        return m_hits.problem();
    case State::Offline:
        return tr("Messages can be searched when the server is reached again.");
    case State::Found:
        return m_hits.isIndexing() ? tr("Older messages are still being made searchable.") : QString();
    case State::Idle:
        break;
    }
    return {};
}

void SearchResults::refresh()
{
    const QString words = sentence();
    m_sentence->setText(words);
    m_sentence->setVisible(!words.isEmpty());
    m_retry->setVisible(m_hits.state() == State::Failed);
    m_list->setVisible(m_hits.rowCount() > 0);
    setVisible(m_hits.state() != State::Idle);
}

} // namespace views
