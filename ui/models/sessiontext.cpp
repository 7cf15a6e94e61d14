#include "models/sessiontext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace models
{

namespace
{

constexpr qsizetype namedParticipants = 3;
constexpr qsizetype shortIdLength = 6;

struct SessionText {
    Q_DECLARE_TR_FUNCTIONS(SessionText)
};

/// Keeps text of one direction from turning what stands around it.
QString isolated(const QString &text)
{
    return QChar(0x2068) + text + QChar(0x2069);
}

QString withKind(const QString &kind, const QString &excerpt)
{
    return excerpt.isEmpty() ? kind : SessionText::tr("%1: %2").arg(kind, isolated(excerpt));
}

QString contentLine(const domain::LastMessage &message)
{
    const QString excerpt = message.excerpt.simplified();
    switch (message.type) {
    case domain::MessageType::Audio:
        return withKind(SessionText::tr("Voice message"), excerpt);
    case domain::MessageType::Image:
        return withKind(SessionText::tr("Picture"), excerpt);
    case domain::MessageType::File:
        return withKind(SessionText::tr("File"), excerpt);
    case domain::MessageType::Text:
    case domain::MessageType::System:
        break;
    }
    return excerpt.isEmpty() ? SessionText::tr("Message deleted") : excerpt;
}

QString authorOf(const domain::LastMessage &message, const QString &shownName, const QString &self)
{
    if (message.type == domain::MessageType::System)
        return {};
    if (message.senderId == self)
        return SessionText::tr("You");
    return message.senderName == shownName ? QString() : message.senderName;
}

} // namespace

QString displayName(const domain::SessionSummary &summary, const QString &self)
{
    const domain::Session &session = summary.session;
    if (const QString title = session.title.simplified(); !title.isEmpty())
        return title;
    if (const QString name = summary.contact ? summary.contact->name.simplified() : QString();
        !name.isEmpty())
        return name;
    if (!session.room.isEmpty())
        return session.room;
    QStringList others = session.participants;
    others.removeAll(self);
    if (!others.isEmpty())
        return others.mid(0, namedParticipants).join(u", "_s);
    return SessionText::tr("Session %1").arg(session.id.toString().right(shortIdLength));
}

QString avatarId(const domain::SessionSummary &summary)
{
    return summary.contact ? summary.contact->id : summary.session.id.toString();
}

QString lastLine(const domain::SessionSummary &summary, const QString &self)
{
    if (!summary.lastMessage)
        return SessionText::tr("No messages yet");
    const QString author = authorOf(*summary.lastMessage, displayName(summary, self), self);
    const QString content = contentLine(*summary.lastMessage);
    //: %1 is who wrote the message %2
    return author.isEmpty() ? content : SessionText::tr("%1: %2").arg(isolated(author), isolated(content));
}

QString ownLine(const QString &content)
{
    return SessionText::tr("%1: %2").arg(isolated(SessionText::tr("You")),
                                         isolated(domain::excerptOf(content).simplified()));
}

QString priorityName(domain::Priority priority)
{
    switch (priority) {
    case domain::Priority::Low:
        return SessionText::tr("Low");
    case domain::Priority::Normal:
        return SessionText::tr("Normal");
    case domain::Priority::High:
        return SessionText::tr("High");
    case domain::Priority::Urgent:
        return SessionText::tr("Urgent");
    }
    return {};
}

QString typeName(domain::SessionType type)
{
    switch (type) {
    case domain::SessionType::Support:
        return SessionText::tr("Support");
    case domain::SessionType::Booking:
        return SessionText::tr("Booking");
    case domain::SessionType::Emergency:
        return SessionText::tr("Emergency");
    }
    return {};
}

base::Timestamp lastActivity(const domain::SessionSummary &summary)
{
    return summary.session.lastMessageAt.value_or(summary.session.createdAt);
}

} // namespace models
