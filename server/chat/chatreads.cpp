#include "chat/chatservice.h"
#include "chat/delivery.h"

namespace chat
{

void ChatService::history(const PrincipalPtr &principal, const store::SessionRef &session,
                          store::MessageQuery query, base::Reply<store::MessagePage> reply)
{
    findPermitted(principal, session, domain::Verb::See,
                  [this, query, reply](base::Result<KnownSessionPtr> known) mutable {
                      if (!known)
                          return reply(known.error());
                      query.session = (*known)->session.id;
                      m_store.messages(
                          query,
                          {nullptr, [this, id = query.session, reply](base::Result<store::MessagePage> page) {
                               if (page) {
                                   const Presence::Audience audience = m_presence.audience(id);
                                   for (domain::Message &message : page->messages)
                                       fillDelivered(message, audience);
                               }
                               reply(std::move(page));
                           }});
                  });
}

void ChatService::listSessions(const PrincipalPtr &principal, store::SessionQuery query,
                               base::Reply<store::SessionPage> reply)
{
    query.viewer = principal->userId;
    query.participating = domain::reach(principal->role, domain::Verb::See) != domain::Reach::All;
    if (principal->rooms)
        query.admits = [principal](const domain::Session &session) { return principal->admits(session); };
    m_store.sessions(std::move(query), {nullptr, [this, reply](base::Result<store::SessionPage> page) {
                                            if (page)
                                                m_presence.fillOnline(page->sessions);
                                            reply(std::move(page));
                                        }});
}

void ChatService::summary(const PrincipalPtr &principal, const store::SessionRef &session,
                          base::Reply<domain::SessionSummary> reply)
{
    findPermitted(principal, session, domain::Verb::See,
                  [this, principal, reply](base::Result<KnownSessionPtr> known) {
                      if (!known)
                          return reply(known.error());
                      summarise(principal, (*known)->session.id, reply);
                  });
}

void ChatService::summarise(const PrincipalPtr &principal, const domain::SessionId &session,
                            const base::Reply<domain::SessionSummary> &reply)
{
    m_store.summary(session, principal->userId,
                    {nullptr, [this, reply](base::Result<domain::SessionSummary> summary) {
                         if (summary)
                             m_presence.fillOnline({&*summary, 1});
                         reply(std::move(summary));
                     }});
}

void ChatService::online(const PrincipalPtr &principal, const store::SessionRef &session,
                         base::Reply<Presence::Online> reply)
{
    findPermitted(principal, session, domain::Verb::See, [this, reply](base::Result<KnownSessionPtr> known) {
        if (known)
            reply(m_presence.online((*known)->session.id));
        else
            reply(known.error());
    });
}

} // namespace chat
