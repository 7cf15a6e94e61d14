#include "views/sessiondelegate.h"

#include "models/sessionlistmodel.h"
#include "models/sessiontext.h"
#include "theme/avatar.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "theme/timetext.h"
#include "views/badge.h"
#include "views/plaintext.h"

#include <QAbstractItemView>
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <optional>

using namespace Qt::StringLiterals;
using models::SessionListModel;

namespace views
{

namespace
{

constexpr int inset = theme::space(2);   ///< of the row's ground from the list's edges
constexpr int padding = theme::space(3); ///< within the ground
constexpr int gap = theme::space(2);
constexpr double closedOpacity = 0.55;
constexpr int ringWidth = 2;

QDateTime localTime(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms);
}

/// What tells a session from a usual one, without a word that would take the last line's room.
struct Sign {
    QString icon;
    QColor ink;
};

std::optional<Sign> signOf(const QModelIndex &index, const theme::Tokens &tokens, const QColor &muted)
{
    if (index.data(SessionListModel::ClosedRole).toBool())
        return Sign{u"lock"_s, muted};
    switch (domain::SessionType(index.data(SessionListModel::TypeRole).toInt())) {
    case domain::SessionType::Support:
        break;
    case domain::SessionType::Booking:
        return Sign{u"calendar"_s, muted};
    case domain::SessionType::Emergency:
        return Sign{u"siren"_s, tokens.danger};
    }
    return std::nullopt;
}

QString signWord(const QModelIndex &index)
{
    if (index.data(SessionListModel::ClosedRole).toBool())
        return SessionDelegate::tr("Closed");
    return models::typeName(domain::SessionType(index.data(SessionListModel::TypeRole).toInt()));
}

} // namespace

struct SessionDelegate::Row {
    QPainter &painter;
    const QStyleOptionViewItem &option;
    const QModelIndex &index;
    const theme::Tokens &tokens;
    bool selected = option.state & QStyle::State_Selected;
    bool closed = index.data(SessionListModel::ClosedRole).toBool();
    qint64 unread = index.data(SessionListModel::UnreadRole).toLongLong();

    QColor muted() const { return selected ? tokens.selection().meta : tokens.muted; }
    QColor text() const { return closed ? muted() : selected ? tokens.selection().text : tokens.text; }
    QColor ground() const
    {
        if (selected)
            return tokens.selection().ground;
        return option.state & QStyle::State_MouseOver ? tokens.raised : tokens.background;
    }
    QRect visual(const QRect &rect) const { return QStyle::visualRect(option.direction, option.rect, rect); }
    /// Takes \a width from the trailing end of \a line, with a gap.
    static QRect takeTrailing(QRect &line, int width)
    {
        const QRect taken(line.right() + 1 - width, line.top(), width, line.height());
        line.setRight(taken.left() - 1 - gap);
        return taken;
    }
};

SessionDelegate::SessionDelegate(const base::Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock)
{
}

void SessionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Row row{*painter, option, index, theme::tokens()};
    painter->save();
    paintGround(row);
    paintAvatar(row);

    const int lineHeight = option.fontMetrics.height() + (m_compact ? 2 : theme::space(1));
    const int start = inset + padding + avatarSize() + padding;
    QRect lines = option.rect.adjusted(start, 0, -(inset + padding), 0);
    const int top = lines.top() + (lines.height() - 2 * lineHeight) / 2;
    paintFirstLine(row, {lines.left(), top, lines.width(), lineHeight});
    paintSecondLine(row, {lines.left(), top + lineHeight, lines.width(), lineHeight});
    painter->restore();
}

QSize SessionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int needed = 2 * (option.fontMetrics.height() + (m_compact ? 2 : theme::space(1)));
    return {theme::sidebarMinimum, m_compact ? qMax(theme::rowCompact, needed + theme::space(2))
                                             : qMax(theme::rowHeight, needed + theme::space(4))};
}

int SessionDelegate::avatarSize() const
{
    return m_compact ? theme::avatarInThread : theme::avatarInList;
}

bool SessionDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                                const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QDateTime now = localTime(m_clock.now().time_since_epoch().count());
    const QDateTime when = localTime(index.data(SessionListModel::TimeRole).toLongLong());
    const QString text = index.data(SessionListModel::NameRole).toString() + u'\n' + signWord(index) + u'\n' +
                         theme::fullTime(when, now, QLocale());
    QToolTip::showText(event->globalPos(), plainToolTip(text).replace(u'\n', u"<br>"_s), view);
    return true;
}

void SessionDelegate::paintGround(const Row &row) const
{
    QPainter &painter = row.painter;
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = row.option.rect.adjusted(inset, 1, -inset, -1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(row.ground());
    painter.drawRoundedRect(card, theme::radiusControl, theme::radiusControl);
    constexpr auto focused = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((row.option.state & focused) != focused)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(row.tokens.accent, ringWidth));
    painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), theme::radiusControl, theme::radiusControl);
}

void SessionDelegate::paintAvatar(const Row &row) const
{
    QPainter &painter = row.painter;
    const QRect &area = row.option.rect;
    const QRect avatar =
        row.visual({area.left() + inset + padding, area.top() + (area.height() - avatarSize()) / 2,
                    avatarSize(), avatarSize()});
    painter.setFont(row.option.font);
    painter.setOpacity(row.closed ? closedOpacity : 1);
    theme::paintAvatar(painter, avatar, row.index.data(SessionListModel::AvatarIdRole).toString(),
                       row.index.data(SessionListModel::NameRole).toString());
    painter.setOpacity(1);
    if (!row.index.data(SessionListModel::OnlineRole).toBool())
        return;
    const QRect corner(avatar.right() + 1 - theme::onlineDot, avatar.bottom() + 1 - theme::onlineDot,
                       theme::onlineDot, theme::onlineDot);
    const QRect dot = QStyle::visualRect(row.option.direction, avatar, corner);
    painter.setPen(QPen(row.ground(), ringWidth));
    painter.setBrush(row.tokens.success);
    painter.drawEllipse(QRectF(dot));
}

void SessionDelegate::paintFirstLine(const Row &row, QRect line) const
{
    QPainter &painter = row.painter;
    painter.setFont(theme::tabular(theme::scaled(row.option.font, theme::TextScale::Meta)));
    painter.setPen(row.unread > 0 && !row.selected ? row.tokens.accent : row.muted());
    const QString time = timeText(row.index);
    const QRect timeRect = Row::takeTrailing(line, painter.fontMetrics().horizontalAdvance(time) + 1);
    painter.drawText(row.visual(timeRect), Qt::AlignCenter | Qt::TextSingleLine, time);
    if (const auto sign = signOf(row.index, row.tokens, row.muted()))
        paintIcon(row, Row::takeTrailing(line, theme::iconSmall), sign->icon, sign->ink);

    painter.setFont(theme::strong(row.option.font));
    painter.setPen(row.text());
    drawPlainLine(painter, row.visual(line), row.index.data(SessionListModel::NameRole).toString(),
                  row.option.direction);
}

void SessionDelegate::paintIcon(const Row &row, const QRect &area, const QString &icon,
                                const QColor &ink) const
{
    const QRect place = row.visual({area.left(), area.top() + (area.height() - theme::iconSmall) / 2,
                                    theme::iconSmall, theme::iconSmall});
    row.painter.drawPixmap(place.topLeft(), theme::iconPixmap(icon, ink, theme::iconSmall,
                                                              row.painter.device()->devicePixelRatioF()));
}

void SessionDelegate::paintSecondLine(const Row &row, QRect line) const
{
    const auto paintBadge = [&row, &line](const Badge &badge) {
        const QSize size = badge.size(row.option.font);
        QRect rect = Row::takeTrailing(line, size.width());
        rect = QRect(rect.left(), rect.center().y() - size.height() / 2, size.width(), size.height());
        badge.paint(row.painter, row.visual(rect), row.option.font);
    };
    if (row.unread > 0)
        paintBadge(Badge::unread(row.unread, row.tokens));
    const auto pending = SessionListModel::Pending(row.index.data(SessionListModel::PendingRole).toInt());
    if (pending != SessionListModel::Pending::None) {
        const bool failed = pending == SessionListModel::Pending::Failed;
        paintIcon(row, {line.left(), line.top(), theme::iconSmall, line.height()},
                  failed ? u"circle-alert"_s : u"clock"_s, failed ? row.tokens.danger : row.muted());
        line.setLeft(line.left() + theme::iconSmall + theme::space(1));
    }
    row.painter.setFont(row.unread > 0 ? theme::strong(row.option.font) : row.option.font);
    row.painter.setPen(row.unread > 0 ? row.text() : row.muted());
    drawPlainLine(row.painter, row.visual(line), row.index.data(SessionListModel::LastLineRole).toString(),
                  row.option.direction);
}

QString SessionDelegate::timeText(const QModelIndex &index) const
{
    const QDateTime now = localTime(m_clock.now().time_since_epoch().count());
    return theme::listTime(localTime(index.data(SessionListModel::TimeRole).toLongLong()), now, QLocale());
}

} // namespace views
