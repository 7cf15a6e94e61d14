#include "chat/chatservice.h"
#include "chat/delivery.h"
#include "chat/rules.h"
#include "domain/roomname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// The use cases that open and change sessions, and change messages.

namespace chat
{

namespace
{
base::Error refused(const QString &sentence)
{
    return {base::ErrorKind::Forbidden, sentence};
}

store::AuditEntry auditEntry(const QString &action, const domain::Principal &by, const QJsonObject &details)
{
    return {action, by.userId, by.role, QJsonDocument(details).toJson(QJsonDocument::Compact)};
}

base::Status checkRoom(const domain::NewSession &wanted, const domain::Principal &principal)
{
    const QString &room = wanted.room;
    if (!room.isEmpty() && (!domain::isRoomName(room) || domain::SessionId::fromString(room))) {
        return base::Error{
            base::ErrorKind::BadRequest,
            QStringLiteral("A room name has 1 to 128 of A-Z a-z 0-9 . _ : - and is no session's id."),
            QStringLiteral("room")};
    }
    // A token that is bound to rooms could not open what has no name.
    if (principal.rooms && !principal.admitsRoom(room))
        return forbidden();
    return base::success();
}

store::OpenSession openingOf(domain::NewSession wanted, const domain::Principal &principal)
{
    wanted.participants.removeDuplicates();
    const bool others = std::any_of(wanted.participants.cbegin(), wanted.participants.cend(),
                                    [&principal](const QString &id) { return id != principal.userId; });
    store::OpenSession write;
    if (others) {
        write.audit =
            auditEntry(QStringLiteral("session.open"), principal,
                       {{QStringLiteral("participants"), QJsonArray::fromStringList(wanted.participants)}});
    }
    write.session.room = wanted.room;
    write.session.type = wanted.type;
    write.session.title = wanted.title;
    write.session.bookingId = wanted.bookingId;
    write.session.participants = wanted.participants;
    write.creator = userRef(principal);
    write.creatorJoins =
        !others || domain::reach(principal.role, domain::Verb::OpenForOthers) != domain::Reach::All;
    if (write.creatorJoins && !write.session.participants.contains(principal.userId))
        write.session.participants.append(principal.userId);
    return write;
}

/// What staff do to others' sessions is audited.
store::UpdateSession updateOf(const domain::SessionChange &change, const domain::Principal &principal)
{
    store::UpdateSession write;
    write.change = change;
    if (change.status && domain::isStaff(principal.role)) {
        const bool closes = *change.status == domain::SessionStatus::Closed;
        write.statusAudit = auditEntry(
            closes ? QStringLiteral("session.close") : QStringLiteral("session.reopen"), principal, {});
    }
    if (change.assignee) {
        write.assigneeAudit = auditEntry(QStringLiteral("session.assign"), principal,
                                         {{QStringLiteral("assignee"), *change.assignee}});
    }
    return write;
}

base::Status checkAndTrim(domain::MessageChange &change)
{
    if (change.content) {
        base::Result<QString> content = domain::checkedContent(*change.content);
        if (!content)
            return content.error();
        change.content = std::move(*content);
    }
    if (change.metadata && change.metadata->size() > domain::maxMetadataBytes)
        return metadataTooLarge();
    return base::success();
}

bool isOwn(const VisibleMessage &visible, const domain::Principal &principal)
{
    return visible.message.senderId == principal.userId;
}

/// Whether its sender may still change it.
base::Status mayChangeOwn(const VisibleMessage &visible, const domain::Principal &principal,
                          base::Timestamp now)
{
    if (!isOwn(visible, principal) || !mayReach(principal, *visible.session, domain::Verb::EditOwn))
        return refused(QStringLiteral("Only who has sent a message may change it."));
    if (now - visible.message.createdAt > domain::changeableFor)
        return refused(
            QStringLiteral("A message may be changed for %1 minutes.").arg(domain::changeableFor.count()));
    return base::success();
}
} // namespace

void ChatService::createSession(const PrincipalPtr &principal, domain::NewSession wanted,
                                base::Reply<domain::SessionSummary> reply)
{
    if (const base::Status allowed = takeWrite(*principal); !allowed)
        return reply(allowed.error());
    if (const base::Status checked = checkRoom(wanted, *principal); !checked)
        return reply(checked.error());
    store::OpenSession write = openingOf(std::move(wanted), *principal);
    write.session.id = domain::SessionId(m_ids.next());
    write.session.createdAt = m_clock.now();
    m_store.openSession(std::move(write),
                        {nullptr, [this, principal, reply](const base::Result<store::OpenedSession> &result) {
                             opened(principal, result, reply);
                         }});
}

void ChatService::opened(const PrincipalPtr &principal, const base::Result<store::OpenedSession> &opened,
                         const base::Reply<domain::SessionSummary> &reply)
{
    if (!opened)
        return reply(opened.error());
    const KnownSessionPtr known = m_sessions.put(opened->session);
    if (!opened->created) {
        return reply(mayReach(*principal, *known, domain::Verb::See)
                         ? base::Error{base::ErrorKind::Conflict, QStringLiteral("This room name is taken.")}
                         : forbidden());
    }
    domain::Event event = eventIn(known->session, known->session.createdAt);
    event.what = domain::SessionOpened{known->session, opened->contact};
    publishLater(std::move(event));
    summarise(principal, known->session.id, reply);
}

void ChatService::updateSession(const PrincipalPtr &principal, const store::SessionRef &session,
                                domain::SessionChange change, base::Reply<domain::SessionSummary> reply)
{
    if (const base::Status allowed = takeWrite(*principal); !allowed)
        return reply(allowed.error());
    findPermitted(
        principal, session, domain::Verb::See,
        [this, principal, change = std::move(change), reply](const base::Result<KnownSessionPtr> &known) {
            if (!known)
                return reply(known.error());
            if (change.status && !mayReach(*principal, **known, domain::Verb::Close))
                return reply(refused(QStringLiteral("You may not close or reopen this session.")));
            if (change.concernsSettings() && !mayReach(*principal, **known, domain::Verb::Assign))
                return reply(
                    refused(QStringLiteral("You may change nothing but the status of this session.")));
            store::UpdateSession write = updateOf(change, *principal);
            write.session = (*known)->session.id;
            write.at = m_clock.now();
            const base::Timestamp at = write.at;
            m_store.updateSession(
                std::move(write),
                {nullptr, [this, principal, at, reply](const base::Result<store::UpdatedSession> &updated) {
                     if (!updated)
                         return reply(updated.error());
                     if (updated->changed) {
                         m_sessions.put(updated->session);
                         domain::Event event = eventIn(updated->session, at);
                         event.what = domain::SessionUpdated{updated->session, userRef(*principal)};
                         publishLater(std::move(event));
                     }
                     summarise(principal, updated->session.id, reply);
                 }});
        });
}

void ChatService::findVisible(const PrincipalPtr &principal, const store::MessageRef &message,
                              std::function<void(base::Result<VisibleMessage>)> continuation)
{
    m_store.findMessage(
        message,
        {nullptr, [this, principal,
                   continuation = std::move(continuation)](const base::Result<domain::Message> &found) {
             if (!found) {
                 const bool tell = found.error().kind != base::ErrorKind::NotFound ||
                                   (domain::isStaff(principal->role) && !principal->rooms);
                 return continuation(tell ? found.error() : forbidden());
             }
             findPermitted(principal, found->sessionId, domain::Verb::See,
                           [message = *found, continuation](const base::Result<KnownSessionPtr> &known) {
                               if (known)
                                   continuation(VisibleMessage{message, *known});
                               else
                                   continuation(known.error());
                           });
         }});
}

/// What becomes of a change: the event, which is \a Happened, and the answer.
template <typename Happened>
base::Reply<store::ChangedMessage> ChatService::changed(const KnownSessionPtr &known,
                                                        const domain::UserRef &by,
                                                        const base::Reply<domain::Message> &reply)
{
    return {nullptr,
            [this, known, by, at = m_clock.now(), reply](base::Result<store::ChangedMessage> result) {
                if (!result)
                    return reply(result.error());
                fillDelivered(result->message, m_presence.audience(known->session.id));
                if (result->changed) {
                    domain::Event event = eventIn(known->session, at);
                    event.what = Happened{result->message, by, result->isLast};
                    publishLater(std::move(event));
                }
                reply(std::move(result->message));
            }};
}

void ChatService::editMessage(const PrincipalPtr &principal, const store::MessageRef &message,
                              domain::MessageChange change, base::Reply<domain::Message> reply)
{
    if (const base::Status allowed = takeWrite(*principal); !allowed)
        return reply(allowed.error());
    if (const base::Status checked = checkAndTrim(change); !checked)
        return reply(checked.error());
    findVisible(
        principal, message,
        [this, principal, change = std::move(change), reply](const base::Result<VisibleMessage> &visible) {
            if (!visible)
                return reply(visible.error());
            const base::Timestamp now = m_clock.now();
            if (const base::Status may = mayChangeOwn(*visible, *principal, now); !may)
                return reply(may.error());
            const domain::UserRef editor = userRef(*principal);
            m_store.editMessage({visible->message.sessionId, visible->message.id, editor, change.content,
                                 change.metadata, now},
                                changed<domain::MessageEdited>(visible->session, editor, reply));
        });
}

void ChatService::deleteMessage(const PrincipalPtr &principal, const store::MessageRef &message,
                                base::Reply<domain::Message> reply)
{
    if (const base::Status allowed = takeWrite(*principal); !allowed)
        return reply(allowed.error());
    findVisible(principal, message, [this, principal, reply](const base::Result<VisibleMessage> &visible) {
        if (!visible)
            return reply(visible.error());
        const base::Timestamp now = m_clock.now();
        const base::Status own = mayChangeOwn(*visible, *principal, now);
        std::optional<store::AuditEntry> audit;
        if (!own) {
            if (!mayReach(*principal, *visible->session, domain::Verb::DeleteAny))
                return reply(own.error());
            audit = auditEntry(QStringLiteral("message.delete"), *principal,
                               {{QStringLiteral("sender"), visible->message.senderId}});
        }
        const domain::UserRef deleter = userRef(*principal);
        m_store.deleteMessage(
            {visible->message.sessionId, visible->message.id, deleter, now, std::move(audit)},
            changed<domain::MessageDeleted>(visible->session, deleter, reply));
    });
}

void ChatService::messageVersions(const PrincipalPtr &principal, const store::MessageRef &message,
                                  base::Reply<std::vector<domain::MessageVersion>> reply)
{
    findVisible(principal, message, [this, principal, reply](const base::Result<VisibleMessage> &visible) {
        if (!visible)
            return reply(visible.error());
        if (!isOwn(*visible, *principal) && !mayReach(*principal, *visible->session, domain::Verb::DeleteAny))
            return reply(refused(QStringLiteral("Only who has sent a message may see what it said before.")));
        m_store.versions(visible->message.id, reply);
    });
}

} // namespace chat
