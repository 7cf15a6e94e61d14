#include "views/conversationheader.h"

#include "models/sessiontext.h"
#include "theme/avatar.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/badge.h"
#include "views/elidedlabel.h"
#include "views/popunder.h"
#include "views/sessionmenu.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr int side = theme::space(4);
constexpr int buttonSide = theme::space(9);
constexpr qsizetype namedOnline = 3;
constexpr double badgeShare = 0.4; ///< of the width, at most; the others are left out

std::vector<Badge> badgesOf(const domain::Session &session, const theme::Tokens &tokens)
{
    std::vector<Badge> badges;
    if (session.status == domain::SessionStatus::Closed)
        badges.push_back(Badge::quiet(ConversationHeader::tr("Closed"), tokens));
    const QString type = models::typeName(session.type);
    badges.push_back(session.type == domain::SessionType::Emergency ? Badge::alarming(type, tokens)
                                                                    : Badge::quiet(type, tokens));
    const QString priority = models::priorityName(session.priority);
    if (session.priority == domain::Priority::Urgent)
        badges.push_back(Badge::alarming(priority, tokens));
    else if (session.priority != domain::Priority::Normal)
        badges.push_back(Badge::quiet(priority, tokens));
    for (const QString &label : session.labels)
        badges.push_back(Badge::quiet(label.simplified(), tokens));
    return badges;
}

} // namespace

ConversationHeader::ConversationHeader(QWidget *parent)
    : QWidget(parent)
    , m_find(button(u"findButton"_s, u"search"_s, tr("Find in this conversation (Ctrl+F)")))
    , m_more(button(u"sessionMenuButton"_s, u"ellipsis"_s, tr("Session")))
    , m_menu(new SessionMenu(this))
    , m_name(new ElidedLabel(u"conversationName"_s, this))
    , m_presence(new ElidedLabel(u"conversationPresence"_s, this))
{
    setObjectName(u"conversationHeader"_s);
    setFixedHeight(theme::headerHeight + theme::space(2));
    m_presence->setMuted(true);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(theme::space(1) / 2);
    column->addStretch();
    column->addWidget(m_name);
    column->addWidget(m_presence);
    column->addStretch();
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_menu->fill(m_summary.session, m_self);
        popUnder(*m_menu, *m_more);
    });
    connect(m_find, &QToolButton::clicked, this, &ConversationHeader::findRequested);
    connect(m_menu, &SessionMenu::changeRequested, this, &ConversationHeader::changeRequested);
    connect(m_menu, &SessionMenu::labelsRequested, this, &ConversationHeader::labelsRequested);
    refresh();
}

QToolButton *ConversationHeader::button(const QString &name, const QString &icon, const QString &label)
{
    auto *made = new QToolButton(this);
    made->setObjectName(name);
    made->setIcon(theme::icon(icon));
    made->setIconSize({theme::iconSize, theme::iconSize});
    made->setAutoRaise(true);
    made->setToolTip(label);
    made->setAccessibleName(label);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

int ConversationHeader::buttonsWidth() const
{
    return 2 * buttonSide + theme::space(1);
}

void ConversationHeader::placeButtons()
{
    int end = width() - theme::space(3);
    for (QToolButton *button : {m_more, m_find}) {
        const QRect logical(end - buttonSide, (height() - buttonSide) / 2, buttonSide, buttonSide);
        button->setGeometry(QStyle::visualRect(layoutDirection(), rect(), logical));
        end = logical.left() - theme::space(1);
    }
}

void ConversationHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void ConversationHeader::setSession(const domain::SessionSummary &summary)
{
    if (m_summary.session.id != summary.session.id) {
        m_online.clear();
        m_typing.clear();
    }
    m_summary = summary;
    refresh();
}

QString ConversationHeader::sessionName() const
{
    return m_name->text();
}

void ConversationHeader::setSelf(const QString &userId)
{
    m_self = userId;
    refresh();
}

void ConversationHeader::setOnline(const std::vector<domain::UserRef> &online)
{
    m_online.clear();
    for (const domain::UserRef &user : online) {
        if (user.id != m_self)
            m_online.append(user.name);
    }
    refresh();
}

void ConversationHeader::setTyping(const QStringList &names)
{
    m_typing = names;
    refresh();
}

void ConversationHeader::setConnected(bool connected)
{
    if (std::exchange(m_connected, connected) != connected)
        refresh();
}

void ConversationHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        refresh();
    QWidget::changeEvent(event);
}

void ConversationHeader::paintEvent(QPaintEvent *)
{
    const theme::Tokens &tokens = theme::tokens();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.border);
    const QRect avatar(side, (height() - theme::avatarInList) / 2, theme::avatarInList, theme::avatarInList);
    theme::paintAvatar(painter, QStyle::visualRect(layoutDirection(), rect(), avatar),
                       models::avatarId(m_summary), m_name->text());
    paintBadges(painter);
}

void ConversationHeader::refresh()
{
    m_name->setFont(theme::strong(theme::scaled(font(), theme::TextScale::Title)));
    m_name->setText(models::displayName(m_summary, m_self));
    QStringList told{presence(), assignment()};
    told.removeAll(QString());
    const QString there = told.join(u" · "_s);
    m_presence->setText(there);
    m_presence->setVisible(!there.isEmpty());
    const int start = side + theme::avatarInList + theme::space(3);
    // setContentsMargins() knows left and right only, and a layout turns them over by itself for nobody.
    const int end = side + buttonsWidth() + badgesWidth();
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    layout()->setContentsMargins(leftToRight ? start : end, 0, leftToRight ? end : start, 0);
    placeButtons();
    update();
}

QString ConversationHeader::presence() const
{
    if (!m_connected)
        return {};
    if (m_typing.size() == 1)
        return tr("%1 is typing…").arg(m_typing.first());
    if (m_typing.size() == 2)
        return tr("%1 and %2 are typing…").arg(m_typing.at(0), m_typing.at(1));
    if (!m_typing.isEmpty())
        return tr("%n people are typing…", nullptr, int(m_typing.size()));
    if (m_online.isEmpty())
        return tr("Nobody else is here");
    if (m_online.size() > namedOnline)
        return tr("%n others are here", nullptr, int(m_online.size()));
    return tr("Here: %1").arg(m_online.join(u", "_s));
}

QString ConversationHeader::assignment() const
{
    const QString &assignee = m_summary.session.assignee;
    if (assignee.isEmpty())
        return {};
    return assignee == m_self ? tr("Assigned to you") : tr("Assigned to %1").arg(assignee);
}

/// As many as there is room for.
std::vector<Badge> ConversationHeader::badges() const
{
    std::vector<Badge> all = badgesOf(m_summary.session, theme::tokens());
    int room = int(width() * badgeShare);
    size_t count = 0;
    while (count < all.size() && (room -= all[count].size(font()).width() + theme::space(2)) >= 0)
        ++count;
    all.erase(all.begin() + std::ptrdiff_t(count), all.end());
    return all;
}

void ConversationHeader::paintBadges(QPainter &painter)
{
    int end = width() - side - buttonsWidth();
    for (const Badge &badge : badges()) {
        const QSize size = badge.size(font());
        const QRect logical(end - size.width(), (height() - size.height()) / 2, size.width(), size.height());
        badge.paint(painter, QStyle::visualRect(layoutDirection(), rect(), logical), font());
        end = logical.left() - theme::space(2);
    }
}

int ConversationHeader::badgesWidth() const
{
    int width = 0;
    for (const Badge &badge : badges())
        width += badge.size(font()).width() + theme::space(2);
    return width;
}

} // namespace views
