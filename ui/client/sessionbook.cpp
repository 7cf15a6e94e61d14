#include "client/sessionbook.h"

#include "protocol/chatapi.h"

using namespace Qt::StringLiterals;

namespace client
{

const domain::SessionSummary *SessionBook::find(const domain::SessionId &id) const
{
    const auto found = m_entries.constFind(id);
    return found == m_entries.constEnd() ? nullptr : &found->summary;
}

void SessionBook::put(domain::SessionSummary summary)
{
    const auto found = m_entries.find(summary.session.id);
    if (found == m_entries.end()) {
        m_entries.insert(summary.session.id, {std::move(summary), false});
        return;
    }
    const domain::SessionSummary &known = found->summary;
    if (!found->stale && summary.session.lastSeq < known.session.lastSeq) {
        // Read before the newest events: they stay.
        summary.session.lastSeq = known.session.lastSeq;
        summary.session.lastChange = known.session.lastChange;
        summary.session.lastMessageAt = known.session.lastMessageAt;
        summary.session.status = known.session.status;
        summary.lastMessage = known.lastMessage;
        summary.unreadCount = known.unreadCount;
    }
    if (summary.readSeq < known.readSeq) {
        summary.readSeq = known.readSeq;
        summary.unreadCount = std::min(summary.unreadCount, known.unreadCount);
    }
    *found = {std::move(summary), false};
}

void SessionBook::putCached(const domain::SessionSummary &summary)
{
    if (!m_entries.contains(summary.session.id))
        m_entries.insert(summary.session.id, {summary, true});
}

void SessionBook::markAllStale()
{
    for (Entry &entry : m_entries)
        entry.stale = true;
}

SessionBook::Outcome SessionBook::update(const domain::SessionId &id, const QJsonObject &json)
{
    Entry *entry = current(id);
    if (!entry)
        return Outcome::Unknown;
    const qint64 before = entry->summary.session.lastSeq;
    QJsonObject changes = json;
    const qint64 seq = changes.value("last_seq"_L1).toInteger(before + 1);
    const bool edited =
        seq == before && changes.value("last_change"_L1).toInteger() > entry->summary.session.lastChange;
    if (seq <= before && !edited) {
        for (const QLatin1String old :
             {"last_seq"_L1, "last_change"_L1, "last_message_at"_L1, "last_message"_L1})
            changes.remove(old);
    }
    if (!protocol::chatapi::updateSession(entry->summary, changes))
        return Outcome::Unknown; // the whole may be readable
    const domain::SessionSummary &summary = entry->summary;
    const bool deleted = edited && summary.lastMessage && summary.lastMessage->excerpt.isEmpty();
    if (deleted && before > summary.readSeq && summary.unreadCount > 0)
        return Outcome::Unknown; // it is to be counted anew
    return count(*entry, before);
}

SessionBook::Outcome SessionBook::addMessage(const domain::Message &message)
{
    Entry *entry = current(message.sessionId);
    if (!entry)
        return Outcome::Unknown;
    domain::Session &session = entry->summary.session;
    const qint64 before = session.lastSeq;
    if (message.seq <= before)
        return changeMessage(*entry, message);
    session.lastSeq = message.seq;
    session.lastChange = std::max(session.lastChange, message.change);
    session.lastMessageAt = message.createdAt;
    entry->summary.lastMessage = domain::lastMessageOf(message);
    return count(*entry, before);
}

/// An edit shows where the message is the last one.
SessionBook::Outcome SessionBook::changeMessage(Entry &entry, const domain::Message &message) const
{
    if (message.deletedAt)
        return removeMessage(entry, message.seq, message.change);
    domain::SessionSummary &summary = entry.summary;
    if (message.change <= summary.session.lastChange)
        return Outcome::Unchanged;
    summary.session.lastChange = message.change;
    if (!summary.lastMessage || summary.lastMessage->seq != message.seq)
        return Outcome::Unchanged;
    summary.lastMessage = domain::lastMessageOf(message);
    return Outcome::Changed;
}

SessionBook::Outcome SessionBook::removeMessage(const domain::SessionId &id, qint64 seq, qint64 change)
{
    Entry *entry = current(id);
    return entry ? removeMessage(*entry, seq, change) : Outcome::Unknown;
}

/// One that was unread is to be counted anew: who wrote it may not be known here.
SessionBook::Outcome SessionBook::removeMessage(Entry &entry, qint64 seq, qint64 change) const
{
    domain::SessionSummary &summary = entry.summary;
    if (change <= summary.session.lastChange)
        return Outcome::Unchanged;
    summary.session.lastChange = change;
    if (seq > summary.readSeq && summary.unreadCount > 0)
        return Outcome::Unknown;
    if (!summary.lastMessage || summary.lastMessage->seq != seq)
        return Outcome::Unchanged;
    summary.lastMessage->excerpt.clear();
    return Outcome::Changed;
}

SessionBook::Outcome SessionBook::markRead(const domain::SessionId &id, qint64 seq,
                                           std::optional<qint64> unread)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return Outcome::Unknown;
    domain::SessionSummary &summary = found->summary;
    const qint64 readBefore = std::exchange(summary.readSeq, std::max(summary.readSeq, seq));
    const qint64 unreadBefore = summary.unreadCount;
    if (summary.readSeq >= summary.session.lastSeq)
        summary.unreadCount = 0;
    else if (unread && seq >= readBefore)
        summary.unreadCount = *unread;
    return summary.readSeq == readBefore && summary.unreadCount == unreadBefore ? Outcome::Unchanged
                                                                                : Outcome::Changed;
}

SessionBook::Entry *SessionBook::current(const domain::SessionId &id)
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() || found->stale ? nullptr : &*found;
}

/// What lies between the message before and the newest one was written by others too, as far as can be known.
SessionBook::Outcome SessionBook::count(Entry &entry, qint64 seqBefore) const
{
    domain::SessionSummary &summary = entry.summary;
    if (summary.session.lastSeq <= seqBefore || !summary.lastMessage)
        return Outcome::Changed;
    const bool own = summary.lastMessage->senderId == m_self;
    const qint64 firstNew = std::max(seqBefore, summary.readSeq) + 1;
    summary.unreadCount += std::max<qint64>(0, summary.session.lastSeq - firstNew + 1 - (own ? 1 : 0));
    return own ? Outcome::Changed : Outcome::Arrived;
}

} // namespace client
