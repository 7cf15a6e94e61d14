#include "chat/presence.h"

#include <algorithm>

namespace chat
{

Presence::Arrival Presence::enter(const domain::Session &session, const domain::UserRef &user)
{
    const std::lock_guard lock(m_mutex);
    SessionOnline &online = m_online[session.id];
    online.room = session.address();
    auto entry = online.users.find(user.id);
    const bool first = entry == online.users.end();
    if (first)
        entry = online.users.insert(user.id, {user, 0, {}});
    ++entry->connections;
    return {first, listOf(online.users)};
}

bool Presence::leave(const domain::SessionId &session, const QString &userId, Time now)
{
    const std::lock_guard lock(m_mutex);
    const auto online = m_online.find(session);
    if (online == m_online.end())
        return false;
    const auto entry = online->users.find(userId);
    if (entry == online->users.end() || entry->connections == 0 || --entry->connections > 0)
        return false;
    entry->leftAt = now;
    m_leaves.push_back({session, userId, now + leaveDelay});
    return true;
}

bool Presence::setTyping(const domain::Session &session, const domain::UserRef &user, bool typing, Time now)
{
    const std::lock_guard lock(m_mutex);
    const auto known = m_typing.find(session.id);
    if (!typing) {
        if (known == m_typing.end() || !known->users.remove(user.id))
            return false;
        if (known->users.isEmpty())
            m_typing.erase(known);
        return true;
    }
    SessionTyping &in = known == m_typing.end() ? m_typing[session.id] : *known;
    in.room = session.address();
    const auto entry = in.users.find(user.id);
    if (entry == in.users.end()) {
        in.users.insert(user.id, {user, now, now});
        return true;
    }
    entry->lastSign = now;
    if (now - entry->lastAnnounced < typingPause)
        return false;
    entry->lastAnnounced = now;
    return true;
}

Presence::Expired Presence::expire(Time now)
{
    const std::lock_guard lock(m_mutex);
    Expired expired;
    expireLeaves(now, expired.departures);
    expireTyping(now, expired.typingEnds);
    return expired;
}

void Presence::expireLeaves(Time now, std::vector<Change> &departures)
{
    const auto due = std::find_if(m_leaves.begin(), m_leaves.end(),
                                  [now](const PendingLeave &leave) { return leave.at > now; });
    for (auto leave = m_leaves.begin(); leave != due; ++leave) {
        const auto online = m_online.find(leave->session);
        if (online == m_online.end())
            continue;
        const auto entry = online->users.find(leave->userId);
        if (entry == online->users.end() || entry->connections > 0 || now - entry->leftAt < leaveDelay)
            continue; // they came back
        const domain::UserRef user = entry->ref;
        online->users.erase(entry);
        departures.push_back({leave->session, online->room, user, int(online->users.size())});
        if (online->users.isEmpty())
            m_online.erase(online);
    }
    m_leaves.erase(m_leaves.begin(), due);
}

void Presence::expireTyping(Time now, std::vector<Change> &typingEnds)
{
    for (auto typing = m_typing.begin(); typing != m_typing.end();) {
        for (auto entry = typing->users.begin(); entry != typing->users.end();) {
            if (now - entry->lastSign < typingExpiry) {
                ++entry;
                continue;
            }
            typingEnds.push_back({typing.key(), typing->room, entry->ref, 0});
            entry = typing->users.erase(entry);
        }
        typing = typing->users.isEmpty() ? m_typing.erase(typing) : std::next(typing);
    }
}

Presence::Online Presence::online(const domain::SessionId &session) const
{
    const std::lock_guard lock(m_mutex);
    const auto online = m_online.constFind(session);
    return online == m_online.cend() ? Online{} : listOf(online->users);
}

Presence::Audience Presence::audience(const domain::SessionId &session) const
{
    const std::lock_guard lock(m_mutex);
    const auto online = m_online.constFind(session);
    if (online == m_online.cend())
        return {};
    const auto count = int(online->users.size());
    return {count, count == 1 ? online->users.firstKey() : QString()};
}

void Presence::fillOnline(std::span<domain::SessionSummary> summaries) const
{
    const std::lock_guard lock(m_mutex);
    for (domain::SessionSummary &summary : summaries) {
        const auto online = m_online.constFind(summary.session.id);
        const bool somebody = online != m_online.cend();
        summary.participantsOnline = somebody ? int(online->users.size()) : 0;
        summary.contactOnline = somebody && summary.contact && online->users.contains(summary.contact->id);
        for (domain::Member &member : summary.members)
            member.online = somebody && online->users.contains(member.user.id);
    }
}

int Presence::activeSessions() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_online.size());
}

int Presence::typingSessions() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_typing.size());
}

Presence::Online Presence::listOf(const QMap<QString, OnlineUser> &users)
{
    Online online{int(users.size()), {}};
    online.users.reserve(size_t(std::min<qsizetype>(users.size(), maxListedUsers)));
    for (auto user = users.cbegin(); user != users.cend() && online.users.size() < maxListedUsers; ++user)
        online.users.push_back(user->ref);
    return online;
}

QStringList Presence::Online::userIds() const
{
    QStringList ids;
    for (const domain::UserRef &user : users)
        ids.append(user.id);
    return ids;
}

} // namespace chat
