#pragma once

#include "base/config.h"
#include "chat/presence.h"
#include "chat/sendrequest.h"
#include "chat/sessiondirectory.h"
#include "chat/userrates.h"
#include "domain/changes.h"
#include "domain/permissions.h"
#include "domain/principal.h"
#include "store/store.h"

#include <memory>

namespace chat
{

using PrincipalPtr = std::shared_ptr<const domain::Principal>;

/// What an anonymous visitor tells of themselves; each may be empty.
struct VisitorDetails {
    QString name;
    QString email;
    QString page; ///< the web page that they came from
    QString locale;
};

/// Figures for health and metrics.
struct ChatFigures {
    int activeSessions = 0;
    int typingSessions = 0;
};

/// A message that somebody may see, and its session.
struct VisibleMessage {
    domain::Message message;
    KnownSessionPtr session;
};

/// The use cases of a conversation: the one place where permission is asked. Every protocol calls these and
/// has no rule of its own. Thread-safe; answers come through Reply, what happened goes out as one event to
/// the sink, after the commit and in the order of commits.
///
/// Errors beside those of store::Store: Forbidden (also for sessions that do not exist, to who may not see
/// all), BadRequest (field), TooLarge, RateLimited. \see server/protocol/PROTOCOL.md, "Roles", "Messages",
/// "Presence and typing"
class ChatService
{
public:
    /// What is given outlives the service; the store is closed before the service goes, since its answers
    /// come here. \a clock must tell what the ids' generator is told.
    ChatService(store::Store &store, domain::EventSink &events, const base::Clock &clock,
                base::RateLimit messageRate);

    /// Finds a session and asks whether \a principal may \a verb there. A room name that does not exist is
    /// created with the principal as participant, if the verb is Join or Send.
    void open(const PrincipalPtr &principal, const store::SessionRef &session, domain::Verb verb,
              base::Reply<domain::Session> reply);

    /// Whoever has not Verb::OpenForOthers participates in what they open. Conflict if the room's name is
    /// taken by a session that \a principal may see, Forbidden if by another.
    void createSession(const PrincipalPtr &principal, domain::NewSession session,
                       base::Reply<domain::SessionSummary> reply);
    /// The status needs Verb::Close, the rest Verb::Assign.
    void updateSession(const PrincipalPtr &principal, const store::SessionRef &session,
                       domain::SessionChange change, base::Reply<domain::SessionSummary> reply);

    void send(const PrincipalPtr &principal, const store::SessionRef &session, SendCommand command,
              base::Reply<store::PostedMessage> reply);
    // A message that does not exist is answered as one of a session that one may not see.
    /// By its sender, within domain::changeableFor, while the session is open.
    void editMessage(const PrincipalPtr &principal, const store::MessageRef &message,
                     domain::MessageChange change, base::Reply<domain::Message> reply);
    /// By its sender, within domain::changeableFor, or by who has Verb::DeleteAny, which is audited. A
    /// deleted message stays as it is.
    void deleteMessage(const PrincipalPtr &principal, const store::MessageRef &message,
                       base::Reply<domain::Message> reply);
    /// What a message said before, oldest first: for its sender, and for who has Verb::DeleteAny.
    void messageVersions(const PrincipalPtr &principal, const store::MessageRef &message,
                         base::Reply<std::vector<domain::MessageVersion>> reply);

    /// \a query.session is filled in here. Messages' status takes into account who is online now.
    void history(const PrincipalPtr &principal, const store::SessionRef &session, store::MessageQuery query,
                 base::Reply<store::MessagePage> reply);
    /// The sessions that \a principal may see, the last active first. \a query's viewer, participating and
    /// admits are filled in here.
    void listSessions(const PrincipalPtr &principal, store::SessionQuery query,
                      base::Reply<store::SessionPage> reply);
    /// Finds messages in \a session, or in all that \a principal may see. \a query's session, participant and
    /// admits are filled in here. RateLimited at a quarter of the rate for messages.
    void search(const PrincipalPtr &principal, const std::optional<store::SessionRef> &session,
                store::SearchQuery query, base::Reply<store::SearchPage> reply);
    /// One session as \a principal sees it in a list.
    void summary(const PrincipalPtr &principal, const store::SessionRef &session,
                 base::Reply<domain::SessionSummary> reply);
    /// Who is in a session now, with their names.
    void online(const PrincipalPtr &principal, const store::SessionRef &session,
                base::Reply<Presence::Online> reply);
    void markRead(const PrincipalPtr &principal, const store::SessionRef &session, store::MessageRef upTo,
                  base::Reply<store::ReadOutcome> reply);

    /// A new anonymous client and the one room that they may open, which Principal::rooms names. What they
    /// told is recorded. The caller sets when it ends.
    domain::Principal startVisit(const VisitorDetails &visitor);

    /// One connection of \a principal is in \a session now, which open() gave for Verb::Join. What was posted
    /// there before counts as delivered to them, and what is posted until they depart.
    Presence::Online enter(const domain::Principal &principal, const domain::Session &session);
    /// One connection less; also ends typing. Once for each enter().
    void leave(const domain::Principal &principal, const domain::Session &session);
    void setTyping(const domain::Principal &principal, const domain::Session &session, bool typing);

    /// Ends what time ends: presence after a leave, typing after silence. Called every 250 ms or so.
    void expire();
    ChatFigures figures() const;

private:
    void findPermitted(const PrincipalPtr &principal, const store::SessionRef &ref, domain::Verb verb,
                       SessionDirectory::Continuation continuation);
    void create(const PrincipalPtr &principal, const QString &room, domain::Verb verb,
                SessionDirectory::Continuation continuation);
    void opened(const PrincipalPtr &principal, const base::Result<store::OpenedSession> &opened,
                const base::Reply<domain::SessionSummary> &reply);
    void summarise(const PrincipalPtr &principal, const domain::SessionId &session,
                   const base::Reply<domain::SessionSummary> &reply);
    void findVisible(const PrincipalPtr &principal, const store::MessageRef &message,
                     std::function<void(base::Result<VisibleMessage>)> continuation);
    template <typename Happened>
    base::Reply<store::ChangedMessage> changed(const KnownSessionPtr &known, const domain::UserRef &by,
                                               const base::Reply<domain::Message> &reply);
    base::Status takeWrite(const domain::Principal &principal);
    void post(const PrincipalPtr &principal, const KnownSessionPtr &known, const SendCommand &command,
              const base::Reply<store::PostedMessage> &reply);
    void deliver(const domain::UserRef &user, const domain::Event &inSession);
    void publishLater(domain::Event event);
    void publishCommitted();
    void publishNow(domain::Event event);

    store::Store &m_store;
    domain::EventSink &m_events;
    const base::Clock &m_clock;
    base::IdGenerator m_ids;
    SessionDirectory m_sessions;
    Presence m_presence;
    UserRates m_rates;
    UserRates m_searchRates;
    std::vector<domain::EventPtr>
        m_committed; ///< writer's thread only: what the commit under way has brought
};

} // namespace chat
