#include "views/hitdelegate.h"

#include "models/searchmodel.h"
#include "theme/avatar.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "theme/timetext.h"
#include "views/plaintext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

using namespace Qt::StringLiterals;
using models::SearchModel;

namespace views
{

namespace
{

constexpr int inset = theme::space(2);   ///< of the row's ground from the list's edges
constexpr int padding = theme::space(3); ///< within the ground
constexpr int gap = theme::space(2);
constexpr int ringWidth = 2;
constexpr qsizetype leadIn = 12; ///< signs before the first found word, where not all has room

/// What the second line says: who wrote it, then the excerpt, and where in it the found words are.
struct Line {
    QString text;
    std::vector<domain::TextRange> found;
};

/// Keeps the places of the words while white space is made one blank.
Line simplified(const domain::SearchHit &hit)
{
    Line line;
    auto range = hit.highlights.begin();
    for (qsizetype i = 0; i < hit.excerpt.size(); ++i) {
        while (range != hit.highlights.end() && i >= range->start + range->length) {
            line.found.back().length = line.text.size() - line.found.back().start;
            ++range;
        }
        if (range != hit.highlights.end() && i == range->start)
            line.found.push_back({line.text.size(), 0});
        const bool blank = hit.excerpt[i].isSpace();
        if (!blank || (!line.text.isEmpty() && !line.text.endsWith(u' ')))
            line.text.append(blank ? QChar(u' ') : hit.excerpt[i]);
    }
    if (!line.found.empty() && line.found.back().length == 0)
        line.found.back().length = line.text.size() - line.found.back().start;
    return line;
}

/// The word that begins at most leadIn signs before \a first.
qsizetype wordStart(const QString &text, qsizetype first)
{
    const qsizetype blank = text.indexOf(u' ', first - leadIn);
    return blank >= 0 && blank < first ? blank + 1 : first;
}

void cutFront(Line &line, qsizetype by)
{
    line.text = u'…' + line.text.mid(by);
    for (domain::TextRange &range : line.found)
        range.start += 1 - by;
}

Line secondLine(const QModelIndex &index, const domain::SearchHit &hit, const QFontMetrics &metrics,
                int width)
{
    Line line = simplified(hit);
    const qsizetype first = line.found.empty() ? 0 : line.found.front().start;
    const QString sender = index.data(SearchModel::OwnRole).toBool()
                               ? HitDelegate::tr("You")
                               : index.data(SearchModel::SenderRole).toString();
    const QString before = sender.isEmpty() ? QString() : sender + u": "_s;
    if (first > leadIn &&
        metrics.horizontalAdvance(before + line.text.left(first + line.found.front().length)) > width)
        cutFront(line, wordStart(line.text, first));
    line.text.prepend(before);
    for (domain::TextRange &range : line.found)
        range.start += before.size();
    return line;
}

} // namespace

HitDelegate::HitDelegate(const base::Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_clock(clock)
{
}

void HitDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const SearchModel *>(index.model());
    const theme::Tokens &tokens = theme::tokens();
    const bool selected = option.state & QStyle::State_Selected;
    const QColor ink = selected ? tokens.selection().text : tokens.text;
    const QColor muted = selected ? tokens.selection().meta : tokens.muted;
    const auto visual = [&option](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF card = option.rect.adjusted(inset, 1, -inset, -1);
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected                                 ? tokens.selection().ground
                      : option.state & QStyle::State_MouseOver ? tokens.raised
                                                               : tokens.background);
    painter->drawRoundedRect(card, theme::radiusControl, theme::radiusControl);
    constexpr auto focused = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((option.state & focused) == focused) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(tokens.accent, ringWidth));
        painter->drawRoundedRect(card.adjusted(1, 1, -1, -1), theme::radiusControl, theme::radiusControl);
    }

    const QRect &area = option.rect;
    painter->setFont(option.font);
    const QString name = index.data(SearchModel::SessionNameRole).toString();
    theme::paintAvatar(
        *painter,
        visual({area.left() + inset + padding, area.top() + (area.height() - theme::avatarInThread) / 2,
                theme::avatarInThread, theme::avatarInThread}),
        index.data(SearchModel::AvatarIdRole).toString(), name);

    const int lineHeight = option.fontMetrics.height() + theme::space(1);
    QRect first = area.adjusted(inset + padding + theme::avatarInThread + padding, 0, -(inset + padding), 0);
    first.setTop(area.top() + (area.height() - 2 * lineHeight) / 2);
    first.setHeight(lineHeight);
    const QRect second = first.translated(0, lineHeight);

    painter->setFont(theme::tabular(theme::scaled(option.font, theme::TextScale::Meta)));
    painter->setPen(muted);
    const QString time = timeText(index, false);
    const int timeWidth = painter->fontMetrics().horizontalAdvance(time) + 1;
    const QRect timeRect(first.right() + 1 - timeWidth, first.top(), timeWidth, lineHeight);
    painter->drawText(visual(timeRect), Qt::AlignCenter | Qt::TextSingleLine, time);
    painter->setFont(theme::strong(option.font));
    painter->setPen(ink);
    drawPlainLine(*painter, visual(first.adjusted(0, 0, -(timeWidth + gap), 0)), name, option.direction);

    const QFont strong = theme::strong(option.font);
    const Line line = secondLine(index, model->at(index.row()), QFontMetrics(strong), second.width());
    const QString shown = QFontMetrics(strong).elidedText(line.text, Qt::ElideRight, second.width());
    QList<QTextLayout::FormatRange> formats;
    for (const domain::TextRange &range : line.found) {
        const qsizetype length = std::min(range.length, shown.size() - range.start);
        if (length <= 0)
            continue;
        QTextCharFormat format;
        format.setFontWeight(strong.weight());
        format.setForeground(selected ? ink : tokens.accent);
        formats.append({int(range.start), int(length), format});
    }
    QTextLayout text(shown, option.font);
    QTextOption way;
    way.setWrapMode(QTextOption::NoWrap);
    way.setTextDirection(lineDirection(shown, option.direction));
    text.setTextOption(way);
    text.setFormats(formats);
    text.beginLayout();
    QTextLine laid = text.createLine();
    laid.setLineWidth(1'000'000);
    text.endLayout();
    const QRect place = visual(second);
    const qreal x = option.direction == Qt::RightToLeft ? place.right() + 1 - laid.naturalTextWidth()
                                                        : qreal(place.left());
    painter->setPen(muted);
    painter->setClipRect(place);
    text.draw(painter,
              QPointF(x - laid.naturalTextRect().left(), place.top() + (place.height() - laid.height()) / 2));
    painter->restore();
}

QSize HitDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int needed = 2 * (option.fontMetrics.height() + theme::space(1)) + theme::space(3);
    return {theme::sidebarMinimum, qMax(theme::rowCompact, needed)};
}

bool HitDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &,
                            const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    QToolTip::showText(event->globalPos(), plainToolTip(timeText(index, true)), view);
    return true;
}

QString HitDelegate::timeText(const QModelIndex &index, bool whole) const
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_clock.now().time_since_epoch().count());
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(index.data(SearchModel::TimeRole).toLongLong());
    return whole ? theme::fullTime(when, now, QLocale()) : theme::listTime(when, now, QLocale());
}

} // namespace views
