#include "views/rowtext.h"

#include "theme/timetext.h"

namespace views
{

using models::Ticks;
using models::Voice;

QString RowText::content(const models::MessageRow &row)
{
    if (row.pending)
        return row.pending->content;
    if (!row.message)
        return {};
    if (row.isDeleted())
        return tr("Message deleted");
    if (row.change && row.change->kind == client::PendingChange::Kind::Edit)
        return row.change->content;
    if (!row.message->content.isEmpty())
        return row.message->content;
    switch (row.message->type) {
    case domain::MessageType::Audio:
        return tr("Voice message");
    case domain::MessageType::Image:
        return tr("Picture");
    case domain::MessageType::File:
        return tr("File");
    case domain::MessageType::Text:
    case domain::MessageType::System:
        break;
    }
    return {};
}

QString RowText::senderName(const models::MessageRow &row)
{
    if (row.voice == Voice::Own || !row.message)
        return tr("You");
    const QString &name = row.message->senderName;
    return name.isEmpty() ? row.message->shownSender : name;
}

QString RowText::roleWord(Voice voice)
{
    switch (voice) {
    case Voice::Technician:
        return tr("Technician");
    case Voice::Admin:
        return tr("Admin");
    case Voice::Automatic:
        return tr("Automatic");
    case Voice::Own:
    case Voice::Client:
    case Voice::SystemLine:
        break;
    }
    return {};
}

QDateTime RowText::time(const models::MessageRow &row)
{
    return QDateTime::fromMSecsSinceEpoch(row.at().time_since_epoch().count());
}

QString RowText::meta(const models::MessageRow &row, const QDateTime &now, const QLocale &locale)
{
    const QString clock = theme::clockTime(time(row), now, locale);
    return row.isEdited() && !row.isDeleted() ? tr("edited %1").arg(clock) : clock;
}

QString RowText::ticks(Ticks ticks)
{
    switch (ticks) {
    case Ticks::Waiting:
        return tr("Waiting to be sent");
    case Ticks::Sent:
        return tr("Sent");
    case Ticks::Delivered:
        return tr("Delivered");
    case Ticks::Read:
        return tr("Read");
    case Ticks::Failed:
        return tr("Not sent");
    case Ticks::None:
        break;
    }
    return {};
}

QString RowText::state(const models::MessageRow &row)
{
    if (!row.change)
        return ticks(row.ticks);
    const bool edit = row.change->kind == client::PendingChange::Kind::Edit;
    if (row.change->isFailed())
        return edit ? tr("Not saved") : tr("Not deleted");
    return edit ? tr("Waiting to be saved") : QString();
}

QString RowText::problem(const models::MessageRow &row)
{
    const QString why = row.problem().simplified();
    if (why.isEmpty())
        return state(row);
    //: %1 is Not saved or Not deleted, %2 the reason
    return row.change ? tr("%1: %2").arg(state(row), why) : why;
}

QString RowText::spoken(const models::MessageRow &row, const QDateTime &now, const QLocale &locale)
{
    if (!row.isLoaded())
        return tr("Loading");
    if (row.voice == Voice::SystemLine)
        return tr("%1, %2").arg(content(row), theme::clockTime(time(row), now, locale));
    QStringList parts{tr("%1, %2: %3").arg(senderName(row), meta(row, now, locale), content(row))};
    if (const QString how = state(row); !how.isEmpty())
        parts.append(how);
    if (const QString why = row.problem(); !why.isEmpty())
        parts.append(why);
    return parts.join(u". ");
}

domain::ReplyPreview RowText::preview(const domain::Message &message)
{
    const QString content = message.deletedAt ? QString() : message.content.simplified();
    return {message.number, message.id, message.senderName, content.left(domain::maxExcerptLength)};
}

bool RowText::hasEndlessWord(QStringView text)
{
    constexpr int endless = 500;
    int length = 0;
    for (const QChar c : text) {
        length = c.isSpace() ? 0 : length + 1;
        if (length > endless)
            return true;
    }
    return false;
}

Qt::LayoutDirection RowText::direction(QStringView text, Qt::LayoutDirection neutral)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool pair = text[i].isHighSurrogate() && i + 1 < text.size();
        const char32_t sign = pair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : text[i].unicode();
        i += pair;
        switch (QChar::direction(sign)) {
        case QChar::DirL:
            return Qt::LeftToRight;
        case QChar::DirR:
        case QChar::DirAL:
            return Qt::RightToLeft;
        default:
            break;
        }
    }
    return neutral;
}

} // namespace views
