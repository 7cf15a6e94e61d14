#include "views/findbar.h"

#include "models/searchmodel.h"
#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/plaintext.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;
using models::SearchModel;
using State = models::SearchModel::State;

namespace views
{

FindBar::FindBar(SearchModel &hits, QWidget *parent)
    : QWidget(parent)
    , m_hits(hits)
    , m_field(new QLineEdit(this))
    , m_count(plainLabel(u"findCount"_s, this))
    , m_older(button(u"findOlderButton"_s, u"chevron-up"_s, tr("Older (Enter)")))
    , m_newer(button(u"findNewerButton"_s, u"chevron-down"_s, tr("Newer (Shift+Enter)")))
{
    setObjectName(u"findBar"_s);
    m_field->setObjectName(u"findField"_s);
    m_field->setPlaceholderText(tr("Find in this conversation"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setMaxLength(SearchModel::longest);
    m_field->addAction(theme::icon(u"search"_s, theme::Ink::Muted), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_count->setWordWrap(false);
    m_count->setFont(theme::tabular(font()));
    theme::setInk(*m_count, theme::Ink::Muted);
    auto *close = button(u"findCloseButton"_s, u"x"_s, tr("Close (Esc)"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space(4), theme::space(2), theme::space(3), theme::space(2));
    row->setSpacing(theme::space(2));
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    row->addWidget(m_older);
    row->addWidget(m_newer);
    row->addWidget(close);
    setFocusProxy(m_field);
    hide();

    connect(m_field, &QLineEdit::textChanged, &hits, &SearchModel::setText);
    connect(m_older, &QToolButton::clicked, this, &FindBar::older);
    connect(m_newer, &QToolButton::clicked, this, &FindBar::newer);
    connect(close, &QToolButton::clicked, this, &FindBar::close);
    connect(&hits, &SearchModel::modelReset, this, &FindBar::onReset);
    connect(&hits, &SearchModel::stateChanged, this, &FindBar::refresh);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

QToolButton *FindBar::button(const QString &name, const QString &icon, const QString &label)
{
    auto *made = new QToolButton(this);
    made->setObjectName(name);
    made->setIcon(theme::icon(icon));
    made->setIconSize({theme::iconSize, theme::iconSize});
    made->setAutoRaise(true);
    made->setToolTip(label);
    made->setAccessibleName(label);
    return made;
}

void FindBar::open()
{
    show();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FindBar::close()
{
    if (isHidden())
        return;
    m_field->clear();
    hide();
    Q_EMIT closed();
}

void FindBar::older()
{
    choose(m_current + 1);
}

void FindBar::newer()
{
    choose(m_current - 1);
}

/// Goes round at the ends.
void FindBar::choose(int row)
{
    const int count = m_hits.rowCount();
    if (count == 0)
        return;
    m_current = (row + count) % count;
    m_currentSeq = m_hits.at(m_current).message.seq;
    refresh();
    Q_EMIT hitChosen(m_current);
}

/// New hits: the newest is shown; more of the same: the one that was stays.
void FindBar::onReset()
{
    for (int row = 0; row < m_hits.rowCount() && m_currentSeq != 0; ++row) {
        if (m_hits.at(row).message.seq != m_currentSeq)
            continue;
        m_current = row;
        return refresh();
    }
    m_current = -1;
    m_currentSeq = 0;
    refresh();
    choose(0);
}

QString FindBar::countText() const
{
    switch (m_hits.state()) {
    case State::Idle:
        return {};
    case State::TooShort:
        return tr("Two letters or more");
    case State::Nothing:
        return tr("Nothing found");
    case State::Failed:
        return tr("The search failed");
    case State::Offline:
        return tr("No connection");
    case State::Searching:
    case State::Found:
        break;
    }
    if (m_current < 0)
        return tr("Searching…");
    const QLocale locale;
    const QString all = locale.toString(m_hits.rowCount()) + (m_hits.hasMore() ? u"+"_s : QString());
    //: the first of fourteen that were found
    return tr("%1 of %2").arg(locale.toString(m_current + 1), all);
}

void FindBar::refresh()
{
    const QString count = countText();
    m_count->setText(count);
    m_count->setToolTip(m_hits.state() == State::Failed ? plainToolTip(m_hits.problem()) : QString());
    m_count->setVisible(!count.isEmpty());
    const bool any = m_hits.rowCount() > 0;
    m_older->setEnabled(any);
    m_newer->setEnabled(any);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_hits.state() == State::Failed)
            m_hits.retry();
        else if (key->modifiers() & Qt::ShiftModifier)
            newer();
        else
            older();
        return true;
    case Qt::Key_Up:
        older();
        return true;
    case Qt::Key_Down:
        newer();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

void FindBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::tokens().surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme::tokens().border);
}

} // namespace views
