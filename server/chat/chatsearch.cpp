#include "chat/chatservice.h"
#include "chat/delivery.h"

namespace chat
{

namespace
{
/// Whether the contacts of \a hits are online.
void fillOnline(const Presence &presence, std::vector<domain::SearchHit> &hits)
{
    std::vector<domain::SessionSummary> sessions(hits.size());
    for (size_t i = 0; i < hits.size(); ++i) {
        sessions[i].session.id = hits[i].message.sessionId;
        sessions[i].contact = hits[i].contact;
    }
    presence.fillOnline(sessions);
    for (size_t i = 0; i < hits.size(); ++i)
        hits[i].contactOnline = sessions[i].contactOnline;
}
} // namespace

void ChatService::search(const PrincipalPtr &principal, const std::optional<store::SessionRef> &session,
                         store::SearchQuery query, base::Reply<store::SearchPage> reply)
{
    if (const base::Status allowed = m_searchRates.take(principal->userId, std::chrono::steady_clock::now());
        !allowed) {
        base::Error error = allowed.error();
        error.message = QStringLiteral("Too many searches a second. Try again in a moment.");
        return reply(error);
    }
    const auto find = [this, reply](store::SearchQuery asked) {
        m_store.search(std::move(asked),
                       {nullptr, [this, reply](base::Result<store::SearchPage> page) {
                            if (page) {
                                fillOnline(m_presence, page->hits);
                                for (domain::SearchHit &hit : page->hits)
                                    fillDelivered(hit.message, m_presence.audience(hit.message.sessionId));
                            }
                            reply(std::move(page));
                        }});
    };
    if (session) {
        return findPermitted(
            principal, *session, domain::Verb::See,
            [query = std::move(query), find, reply](base::Result<KnownSessionPtr> known) mutable {
                if (!known)
                    return reply(known.error());
                query.session = (*known)->session.id;
                find(std::move(query));
            });
    }
    if (domain::reach(principal->role, domain::Verb::See) != domain::Reach::All)
        query.participant = principal->userId;
    if (principal->rooms)
        query.admits = [principal](const domain::Session &one) { return principal->admits(one); };
    find(std::move(query));
}

} // namespace chat
