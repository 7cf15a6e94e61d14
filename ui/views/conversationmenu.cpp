// ConversationView: what is offered for a message, and what is told of it.
#include "models/messagerights.h"
#include "theme/avatar.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/timetext.h"
#include "views/conversationview.h"
#include "views/messageactions.h"
#include "views/rowtext.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

using Receipts = std::vector<models::Receipts::Receipt>;

constexpr size_t namedReaders = 12;

QIcon avatarIcon(const domain::UserRef &user, qreal ratio)
{
    QPixmap pixmap(QSize(theme::iconSize, theme::iconSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    theme::paintAvatar(painter, QRectF(0, 0, theme::iconSize, theme::iconSize), user.id, user.name);
    painter.end();
    return QIcon(pixmap);
}

QString nameOf(const domain::UserRef &user)
{
    const QString name = user.name.simplified();
    return name.isEmpty() ? user.id : name;
}

QString readerLine(const models::Receipts::Receipt &receipt, const QDateTime &now, const QLocale &locale)
{
    if (!receipt.at)
        return nameOf(receipt.user);
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(receipt.at->time_since_epoch().count());
    //: who has read a message, and when
    return ConversationView::tr("%1, %2").arg(nameOf(receipt.user), theme::listTime(at, now, locale));
}

QStringList readerLines(const Receipts &receipts, const QDateTime &now, const QLocale &locale)
{
    QStringList lines;
    for (size_t i = 0; i < std::min(receipts.size(), namedReaders); ++i)
        lines.append(readerLine(receipts[i], now, locale));
    if (receipts.size() > namedReaders)
        lines.append(ConversationView::tr("%n more", nullptr, int(receipts.size() - namedReaders)));
    return lines;
}

} // namespace

bool ConversationView::canReply(const models::MessageRow &row) const
{
    return m_writable && row.message && !row.isDeleted() && row.voice != models::Voice::SystemLine;
}

bool ConversationView::canEdit(const models::MessageRow &row) const
{
    return m_writable && row.message && !row.isDeleted() &&
           models::mayEdit(*row.message, m_model.self(), m_clock.now());
}

bool ConversationView::canDelete(const models::MessageRow &row) const
{
    return row.message && !row.isDeleted() && models::mayDelete(*row.message, m_model.self(), m_clock.now());
}

void ConversationView::reply(int row)
{
    const models::MessageRow shown = row < 0 ? models::MessageRow() : m_model.rowAt(row);
    if (canReply(shown))
        Q_EMIT replyRequested(RowText::preview(*shown.message));
}

void ConversationView::edit(int row)
{
    const models::MessageRow shown = row < 0 ? models::MessageRow() : m_model.rowAt(row);
    if (canEdit(shown))
        Q_EMIT editRequested(domain::MessageId(shown.message->id), RowText::content(shown));
}

/// \return whether it was a key for the current message
bool ConversationView::actionKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers();
    if (event.matches(QKeySequence::Undo)) {
        Q_EMIT undoRequested();
        return true;
    }
    if (m_current < 0 || (modifiers & ~Qt::ControlModifier))
        return false;
    if (event.key() == Qt::Key_R) {
        reply(m_current);
        return true;
    }
    if (modifiers)
        return false;
    const models::MessageRow row = m_model.rowAt(m_current);
    if (event.key() == Qt::Key_E) {
        edit(m_current);
        return true;
    }
    if (event.key() == Qt::Key_Delete && canDelete(row)) {
        Q_EMIT deleteRequested(domain::MessageId(row.message->id));
        return true;
    }
    return false;
}

/// The buttons stand beside the bubble, towards the middle of the column.
void ConversationView::hover(int row)
{
    m_hovered = -1;
    if (row < 0 || row >= m_model.rowCount() || m_selecting || row < m_layout.firstVisible() ||
        row > m_layout.lastVisible() || !m_layout.isLoaded(row)) {
        m_actions->hide();
        return;
    }
    const models::MessageRow shown = m_model.rowAt(row);
    if (!shown.message || shown.voice == models::Voice::SystemLine || shown.isDeleted()) {
        m_actions->hide();
        return;
    }
    m_hovered = row;
    m_actions->setReplyOffered(canReply(shown));
    const QRect bubble = m_layout.row(row).bubble.translated(0, m_layout.topOf(row));
    const QSize size = m_actions->sizeHint();
    const bool before = m_layout.row(row).isOwn() != (layoutDirection() == Qt::RightToLeft);
    const int beside =
        before ? bubble.left() - size.width() - theme::space(1) : bubble.right() + theme::space(1);
    const int x = std::clamp(beside, 0, std::max(0, viewport()->width() - size.width()));
    const int lowest = std::max(0, viewport()->height() - size.height());
    m_actions->setGeometry(QRect(QPoint(x, std::clamp(bubble.top(), 0, lowest)), size));
    m_actions->show();
    m_actions->raise();
}

void ConversationView::showMenu(const Hit &hit, const QPoint &globalPoint)
{
    const models::MessageRow row = m_model.rowAt(hit.row);
    if (hit.row != m_selection.row)
        setSelection({});
    choose(hit.row, m_showRing);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"messageMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &name, const QString &icon, const QString &label, auto &&what,
                         const QKeySequence &key = {}) {
        QAction *action = menu->addAction(theme::icon(icon), label, this, std::forward<decltype(what)>(what));
        action->setObjectName(name);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setShortcutVisibleInContextMenu(true);
    };
    if (row.pending && row.isFailed())
        add(u"retryAction"_s, u"refresh-cw"_s, retryLabel(row),
            [this, id = row.pending->clientMsgId] { Q_EMIT retryRequested(id); });
    if (row.change && row.isFailed()) {
        add(u"retryAction"_s, u"refresh-cw"_s, retryLabel(row),
            [this, id = row.change->message] { Q_EMIT retryChangeRequested(id); });
        add(u"discardAction"_s, u"undo-2"_s, discardLabel(row),
            [this, id = row.change->message] { Q_EMIT discardChangeRequested(id); });
    }
    if (canReply(row))
        add(
            u"replyAction"_s, u"reply"_s, tr("Reply"),
            [this, preview = RowText::preview(*row.message)] { Q_EMIT replyRequested(preview); }, Qt::Key_R);
    if (canEdit(row))
        add(
            u"editAction"_s, u"pencil"_s, tr("Edit"),
            [this, id = row.message->id, text = RowText::content(row)] { Q_EMIT editRequested(id, text); },
            Qt::Key_E);
    if (!row.isDeleted()) {
        const QString chosen = selectedText();
        const QString text = chosen.isEmpty() ? textOf(hit.row) : chosen;
        add(
            u"copyAction"_s, u"copy"_s, chosen.isEmpty() ? tr("Copy message") : tr("Copy selected text"),
            [text] { QApplication::clipboard()->setText(text); }, QKeySequence::Copy);
    }
    if (hit.url.isValid())
        add(u"copyLinkAction"_s, u"copy"_s, tr("Copy link"),
            [url = hit.url] { QApplication::clipboard()->setText(url.toString()); });
    if (row.message && models::maySeeVersions(*row.message, m_model.self()))
        add(u"versionsAction"_s, u"history"_s, tr("Earlier versions…"),
            [this, id = row.message->id] { Q_EMIT versionsRequested(id); });
    addReaders(*menu, hit.row);
    if (canDelete(row))
        add(
            u"deleteAction"_s, u"trash-2"_s, tr("Delete"),
            [this, id = row.message->id] { Q_EMIT deleteRequested(id); }, Qt::Key_Delete);
    if (row.pending && row.pending->state != client::PendingMessage::State::Sending)
        add(u"discardAction"_s, u"trash-2"_s, discardLabel(row),
            [this, id = row.pending->clientMsgId] { Q_EMIT discardRequested(id); });
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(globalPoint);
}

void ConversationView::addReaders(QMenu &menu, int row)
{
    const models::MessageRow shown = m_model.rowAt(row);
    const Receipts read = m_model.readBy(row);
    const Receipts received = m_model.receivedBy(row);
    if (shown.isDeleted() || (read.empty() && received.empty()))
        return;
    QMenu *readers =
        menu.addMenu(theme::icon(u"check-check"_s, read.empty() ? theme::Ink::Muted : theme::Ink::Accent),
                     read.empty() ? tr("Delivered to %n", nullptr, int(received.size()))
                                  : tr("Read by %n", nullptr, int(read.size())));
    readers->setObjectName(u"readersMenu"_s);
    const auto list = [&](const Receipts &receipts) {
        const QStringList lines = readerLines(receipts, now(), locale());
        for (qsizetype i = 0; i < lines.size(); ++i)
            readers->addAction(size_t(i) < namedReaders
                                   ? avatarIcon(receipts[size_t(i)].user, devicePixelRatioF())
                                   : QIcon(),
                               QString(lines[i]).replace(u'&', u"&&"_s));
    };
    list(read);
    if (!read.empty() && !received.empty())
        readers->addSection(tr("Delivered to"));
    list(received);
}

QString ConversationView::toolTipAt(const Hit &hit, const QPoint &viewportPoint)
{
    const models::MessageRow row = m_model.rowAt(hit.row);
    const RowLayout &layout = m_layout.row(hit.row);
    const QPoint point = viewportPoint - QPoint(0, m_layout.topOf(hit.row));
    if (hit.part == Hit::Part::Link)
        return hit.url.toDisplayString();
    if (layout.ticks.contains(point)) {
        const QStringList read = readerLines(m_model.readBy(hit.row), now(), locale());
        const QStringList received = readerLines(m_model.receivedBy(hit.row), now(), locale());
        if (row.change || (read.isEmpty() && received.isEmpty()))
            return RowText::state(row);
        QStringList lines;
        if (!read.isEmpty())
            lines << tr("Read by") << read;
        if (!received.isEmpty())
            lines << tr("Delivered to") << received;
        return lines.join(u'\n');
    }
    if (layout.meta.contains(point) || layout.voice == models::Voice::SystemLine) {
        const QString sent = theme::fullTime(RowText::time(row), now(), locale());
        if (!row.isEdited())
            return sent;
        const QDateTime edited =
            QDateTime::fromMSecsSinceEpoch(row.message->editedAt->time_since_epoch().count());
        return tr("Sent %1").arg(sent) + u'\n' +
               tr("Edited %1").arg(theme::fullTime(edited, now(), locale()));
    }
    if (layout.name.contains(point))
        return RowText::senderName(row);
    if (layout.problem.contains(point))
        return RowText::problem(row);
    return {};
}

void ConversationView::showToolTip(const QPoint &viewportPoint, const QPoint &globalPoint)
{
    const Hit hit = hitTest(viewportPoint);
    const QString text = hit.row < 0 ? QString() : toolTipAt(hit, viewportPoint);
    QToolTip::showText(globalPoint, text.isEmpty() ? QString() : Qt::convertFromPlainText(text), viewport());
}

void ConversationView::goToQuoted(int row)
{
    const models::MessageRow shown = m_model.rowAt(row);
    const auto &reply = shown.message ? shown.message->replyTo : shown.pending->replyTo;
    if (!reply)
        return;
    const int quoted = m_model.rowOf(reply->id);
    if (quoted >= 0)
        goTo(quoted + 1);
    else
        Q_EMIT quotedWanted(domain::MessageId(reply->id));
}

void ConversationView::goTo(qint64 seq, const QStringList &found)
{
    if (seq < 1 || seq > m_model.lastSeq())
        return;
    const int row = int(seq) - 1;
    ensureLayout();
    if (!m_layout.isFullyVisible(row))
        m_layout.lead(row);
    m_foundRow = found.isEmpty() ? -1 : row;
    m_found = found;
    m_arriving = row;
    arrive();
    schedule();
    choose(row, hasFocus());
}

/// Flashes the row that was led to, if it is there.
void ConversationView::arrive()
{
    if (!m_model.rowAt(m_arriving).isLoaded())
        return;
    flash(std::exchange(m_arriving, -1));
}

void ConversationView::flash(int row)
{
    m_flashRow = row;
    m_flash = 1;
    m_flashTimer.start();
}

void ConversationView::clearFound()
{
    m_foundRow = -1;
    m_found.clear();
    viewport()->update();
}

QList<std::pair<int, int>> ConversationView::foundIn(int row) const
{
    const QString text = textOf(row);
    QList<std::pair<int, int>> places;
    for (const QString &word : m_found) {
        for (qsizetype at = text.indexOf(word); at >= 0 && !word.isEmpty();
             at = text.indexOf(word, at + word.size()))
            places.append({int(at), int(word.size())});
    }
    return places;
}

} // namespace views
