#include "chat/chatservice.h"

#include "chat/delivery.h"
#include "chat/rules.h"
#include "chat/sendrequest.h"
#include "domain/roomname.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace chat
{

namespace
{
constexpr size_t knownSessions = 100'000;

/// A session's id addresses it wherever a room's name does; so no room can bear the name of a session's id.
store::SessionRef addressed(const store::SessionRef &ref)
{
    const QString *room = std::get_if<QString>(&ref);
    const auto id = room ? domain::SessionId::fromString(*room) : std::nullopt;
    return id ? store::SessionRef(*id) : ref;
}

bool opensRooms(domain::Verb verb)
{
    return verb == domain::Verb::Join || verb == domain::Verb::Send;
}
} // namespace

ChatService::ChatService(store::Store &store, domain::EventSink &events, const base::Clock &clock,
                         base::RateLimit messageRate)
    : m_store(store)
    , m_events(events)
    , m_clock(clock)
    , m_ids(clock)
    , m_sessions(store, knownSessions)
    , m_rates(messageRate)
    , m_searchRates({messageRate.perSecond / 4, messageRate.burst / 4})
{
    m_store.setAfterCommit([this] { publishCommitted(); });
}

void ChatService::open(const PrincipalPtr &principal, const store::SessionRef &session, domain::Verb verb,
                       base::Reply<domain::Session> reply)
{
    findPermitted(principal, session, verb, [reply](base::Result<KnownSessionPtr> known) {
        if (known)
            reply((*known)->session);
        else
            reply(known.error());
    });
}

void ChatService::findPermitted(const PrincipalPtr &principal, const store::SessionRef &given,
                                domain::Verb verb, SessionDirectory::Continuation continuation)
{
    const store::SessionRef ref = addressed(given);
    const QString *room = std::get_if<QString>(&ref);
    if (room && !domain::isRoomName(*room)) {
        return continuation(base::Error{base::ErrorKind::BadRequest,
                                        QStringLiteral("A room name has 1 to 128 of A-Z a-z 0-9 . _ : -"),
                                        QStringLiteral("room")});
    }
    m_sessions.find(ref, [this, principal, ref, verb,
                          continuation = std::move(continuation)](base::Result<KnownSessionPtr> known) {
        if (known) {
            return continuation(mayReach(*principal, **known, verb)
                                    ? std::move(known)
                                    : base::Result<KnownSessionPtr>(forbidden()));
        }
        if (known.error().kind != base::ErrorKind::NotFound)
            return continuation(std::move(known));
        const QString *name = std::get_if<QString>(&ref);
        if (name && opensRooms(verb) && principal->admitsRoom(*name))
            return create(principal, *name, verb, continuation);
        // To who may not see all, a session that does not exist looks like one that they may not see.
        const QString address = name ? *name : std::get<domain::SessionId>(ref).toString();
        continuation(domain::isStaff(principal->role) && principal->admitsRoom(address) ? known.error()
                                                                                        : forbidden());
    });
}

void ChatService::create(const PrincipalPtr &principal, const QString &room, domain::Verb verb,
                         SessionDirectory::Continuation continuation)
{
    const bool opens = m_sessions.startOpening(
        room, [principal, verb, continuation = std::move(continuation)](base::Result<KnownSessionPtr> known) {
            const bool refused = known && !mayReach(*principal, **known, verb);
            continuation(refused ? base::Result<KnownSessionPtr>(forbidden()) : std::move(known));
        });
    if (!opens)
        return;
    store::OpenSession write;
    write.session.id = domain::SessionId(m_ids.next());
    write.session.room = room;
    write.session.participants = {principal->userId};
    write.session.createdAt = m_clock.now();
    write.creator = userRef(*principal);
    const std::optional<domain::UserRef> contact =
        principal->role == domain::Role::Client ? std::optional(write.creator) : std::nullopt;
    m_store.openSession(std::move(write),
                        {nullptr, [this, room, contact](base::Result<store::OpenedSession> opened) {
                             if (!opened)
                                 return m_sessions.endOpening(room, opened.error());
                             const KnownSessionPtr known = m_sessions.put(opened->session);
                             if (opened->created) {
                                 domain::Event event = eventIn(known->session, known->session.createdAt);
                                 event.what = domain::SessionOpened{known->session, contact};
                                 publishLater(std::move(event));
                             }
                             m_sessions.endOpening(room, known);
                         }});
}

void ChatService::send(const PrincipalPtr &principal, const store::SessionRef &session, SendCommand command,
                       base::Reply<store::PostedMessage> reply)
{
    if (const base::Status allowed = takeWrite(*principal); !allowed)
        return reply(allowed.error());
    const base::Status checked = checkAndTrim(command, *principal);
    if (!checked)
        return reply(checked.error());
    findPermitted(principal, session, domain::Verb::Send,
                  [this, principal, command = std::move(command),
                   reply = std::move(reply)](base::Result<KnownSessionPtr> known) {
                      if (known)
                          post(principal, *known, command, reply);
                      else
                          reply(known.error());
                  });
}

base::Status ChatService::takeWrite(const domain::Principal &principal)
{
    return m_rates.take(principal.userId, std::chrono::steady_clock::now());
}

void ChatService::post(const PrincipalPtr &principal, const KnownSessionPtr &known,
                       const SendCommand &command, const base::Reply<store::PostedMessage> &reply)
{
    setTyping(*principal, known->session, false);
    store::PostMessage write = writeOf(command, *principal, known->session.id);
    write.id = domain::MessageId(m_ids.next());
    write.at = m_clock.now();
    m_store.postMessage(std::move(write),
                        {nullptr, [this, known, reply](base::Result<store::PostedMessage> posted) {
                             const domain::Session &session = known->session;
                             if (posted && !known->hasMessages)
                                 m_sessions.noteMessage(session.id);
                             if (posted)
                                 fillDelivered(posted->message, m_presence.audience(session.id));
                             if (posted && !posted->duplicate) {
                                 domain::Event event = eventIn(session, posted->message.createdAt);
                                 event.what = domain::MessagePosted{posted->message};
                                 publishLater(std::move(event));
                             }
                             reply(std::move(posted));
                         }});
}

void ChatService::markRead(const PrincipalPtr &principal, const store::SessionRef &session,
                           store::MessageRef upTo, base::Reply<store::ReadOutcome> reply)
{
    findPermitted(principal, session, domain::Verb::MarkRead,
                  [this, principal, upTo, reply](base::Result<KnownSessionPtr> known) {
                      if (!known)
                          return reply(known.error());
                      store::MarkRead write{(*known)->session.id, userRef(*principal), upTo, m_clock.now()};
                      domain::Event event = eventIn((*known)->session, write.at);
                      const domain::UserRef reader = write.reader;
                      m_store.markRead(
                          std::move(write),
                          {nullptr, [this, event, reader, reply](base::Result<store::ReadOutcome> outcome) {
                               if (outcome && outcome->readCount > 0) {
                                   domain::Event read = event;
                                   read.what =
                                       domain::MessagesRead{reader, outcome->upToSeq, outcome->upToNumber,
                                                            outcome->upToId, outcome->readCount};
                                   publishLater(std::move(read));
                               }
                               reply(std::move(outcome));
                           }});
                  });
}

domain::Principal ChatService::startVisit(const VisitorDetails &visitor)
{
    domain::Principal principal;
    principal.userId = QStringLiteral("visitor-") + QString::fromLatin1(base::randomToken(12));
    principal.name = visitor.name.isEmpty() ? QStringLiteral("Visitor") : visitor.name;
    principal.role = domain::Role::Client;
    principal.rooms = QStringList{QStringLiteral("support-") + QString::fromLatin1(base::randomToken(9))};

    QJsonObject details;
    const auto add = [&details](const QString &key, const QString &value) {
        if (!value.isEmpty())
            details.insert(key, value);
    };
    add(QStringLiteral("name"), visitor.name);
    add(QStringLiteral("email"), visitor.email);
    add(QStringLiteral("page"), visitor.page);
    add(QStringLiteral("locale"), visitor.locale);
    m_store.recordActivity({QStringLiteral("visitor_started"),
                            {},
                            principal.userId,
                            m_clock.now(),
                            QJsonDocument(details).toJson(QJsonDocument::Compact)});
    return principal;
}

Presence::Online ChatService::enter(const domain::Principal &principal, const domain::Session &session)
{
    const domain::UserRef user = userRef(principal);
    const Presence::Arrival arrival = m_presence.enter(session, user);
    if (arrival.first) {
        domain::Event event = eventIn(session, m_clock.now());
        event.exceptUser = user.id;
        event.what = domain::PresenceChanged{user, true, arrival.online.count};
        m_store.recordActivity({QStringLiteral("user_joined"), session.id, user.id, event.at, {}});
        if (m_sessions.mayHaveMessages(session.id))
            deliver(user, event);
        publishNow(std::move(event));
    }
    return arrival.online;
}

void ChatService::leave(const domain::Principal &principal, const domain::Session &session)
{
    setTyping(principal, session, false);
    if (m_presence.leave(session.id, principal.userId, std::chrono::steady_clock::now()) &&
        m_sessions.mayHaveMessages(session.id))
        m_store.markDelivered({session.id, userRef(principal), m_clock.now()}, {});
}

/// Stores that everything said so far in the session has reached \a user. Nobody waits for it.
void ChatService::deliver(const domain::UserRef &user, const domain::Event &inSession)
{
    domain::Event event;
    event.session = inSession.session;
    event.room = inSession.room;
    event.at = inSession.at;
    store::MarkDelivered write{event.session, user, event.at};
    m_store.markDelivered(std::move(write),
                          {nullptr, [this, user, event](const base::Result<store::DeliveryOutcome> &outcome) {
                               if (!outcome || !outcome->news)
                                   return;
                               domain::Event delivered = event;
                               delivered.what = domain::MessageDelivered{
                                   user, outcome->upToSeq, outcome->upToNumber, outcome->upToId};
                               publishLater(std::move(delivered));
                           }});
}

void ChatService::setTyping(const domain::Principal &principal, const domain::Session &session, bool typing)
{
    const domain::UserRef user = userRef(principal);
    if (!m_presence.setTyping(session, user, typing, std::chrono::steady_clock::now()))
        return;
    domain::Event event = eventIn(session, m_clock.now());
    event.exceptUser = user.id;
    event.what = domain::TypingChanged{user, typing};
    publishNow(std::move(event));
}

void ChatService::expire()
{
    const Presence::Expired expired = m_presence.expire(std::chrono::steady_clock::now());
    const auto tell = [this](const Presence::Change &change, auto what) {
        domain::Event event;
        event.session = change.session;
        event.room = change.room;
        event.at = m_clock.now();
        event.exceptUser = change.user.id;
        event.what = std::move(what);
        publishNow(std::move(event));
    };
    for (const Presence::Change &left : expired.departures) {
        m_store.recordActivity({QStringLiteral("user_left"), left.session, left.user.id, m_clock.now(), {}});
        if (m_sessions.mayHaveMessages(left.session))
            m_store.markDelivered({left.session, left.user, m_clock.now()}, {});
        tell(left, domain::PresenceChanged{left.user, false, left.onlineCount});
    }
    for (const Presence::Change &ended : expired.typingEnds)
        tell(ended, domain::TypingChanged{ended.user, false});
}

ChatFigures ChatService::figures() const
{
    return {m_presence.activeSessions(), m_presence.typingSessions()};
}

void ChatService::publishLater(domain::Event event)
{
    m_committed.push_back(std::make_shared<const domain::Event>(std::move(event)));
}

void ChatService::publishCommitted()
{
    if (!m_committed.empty())
        m_events.publish(std::exchange(m_committed, {}));
}

void ChatService::publishNow(domain::Event event)
{
    m_events.publish({std::make_shared<const domain::Event>(std::move(event))});
}

} // namespace chat
