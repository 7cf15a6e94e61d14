#include "chat/sessiondirectory.h"

namespace chat
{

SessionDirectory::SessionDirectory(store::Store &store, size_t capacity)
    : m_store(store)
    , m_capacity(capacity)
{
}

QString SessionDirectory::keyOf(const store::SessionRef &ref)
{
    if (const auto *id = std::get_if<domain::SessionId>(&ref))
        return id->toString();
    return u'#' + std::get<QString>(ref); // no room name begins with #
}

void SessionDirectory::find(const store::SessionRef &ref, Continuation continuation)
{
    KnownSessionPtr known;
    const QString key = keyOf(ref);
    {
        const std::lock_guard lock(m_mutex);
        if (const auto waiting = m_waiting.find(key); waiting != m_waiting.end()) {
            waiting->continuations.push_back(std::move(continuation));
            return;
        }
        known = cached(ref);
        if (!known)
            m_waiting[key].continuations.push_back(std::move(continuation));
    }
    if (known)
        return continuation(known);
    m_store.findSession(ref, {nullptr, [this, ref](base::Result<domain::Session> result) {
                                  loaded(ref, std::move(result));
                              }});
}

void SessionDirectory::loaded(const store::SessionRef &ref, base::Result<domain::Session> result)
{
    base::Result<KnownSessionPtr> outcome = base::Error{};
    std::unique_lock lock(m_mutex);
    if (result) {
        const KnownSessionPtr newer = cached(ref); // put() may have been quicker, with what was written since
        outcome = newer ? newer : insert(std::move(*result));
    } else {
        outcome = result.error();
    }
    answer(keyOf(ref), outcome, lock);
}

bool SessionDirectory::startOpening(const QString &room, Continuation continuation)
{
    const std::lock_guard lock(m_mutex);
    Waiting &waiting = m_waiting[keyOf(room)];
    waiting.continuations.push_back(std::move(continuation));
    return !std::exchange(waiting.opening, true);
}

void SessionDirectory::endOpening(const QString &room, const base::Result<KnownSessionPtr> &outcome)
{
    const QString key = keyOf(room);
    std::unique_lock lock(m_mutex);
    m_waiting[key].opening = false;
    answer(key, outcome, lock);
}

void SessionDirectory::answer(const QString &key, const base::Result<KnownSessionPtr> &outcome,
                              std::unique_lock<std::mutex> &lock)
{
    // Whoever asks while these run is appended and runs after them; or after the opening that one of them
    // began.
    while (!m_waiting[key].opening) {
        const std::vector<Continuation> batch = std::exchange(m_waiting[key].continuations, {});
        if (batch.empty()) {
            m_waiting.remove(key);
            return;
        }
        lock.unlock();
        for (const Continuation &continuation : batch)
            continuation(outcome);
        lock.lock();
    }
}

KnownSessionPtr SessionDirectory::put(domain::Session session)
{
    const std::lock_guard lock(m_mutex);
    return insert(std::move(session));
}

void SessionDirectory::forget(const domain::SessionId &id)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_sessions.constFind(id);
    if (entry == m_sessions.cend())
        return;
    m_rooms.remove(entry->session->session.room);
    m_uses.erase(entry->use);
    m_sessions.erase(entry);
}

void SessionDirectory::noteMessage(const domain::SessionId &id)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_sessions.constFind(id);
    if (entry != m_sessions.cend())
        entry->session->hasMessages = true;
}

bool SessionDirectory::mayHaveMessages(const domain::SessionId &id)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_sessions.constFind(id);
    return entry == m_sessions.cend() || entry->session->hasMessages;
}

KnownSessionPtr SessionDirectory::cached(const store::SessionRef &ref)
{
    const auto *id = std::get_if<domain::SessionId>(&ref);
    if (!id) {
        const auto room = m_rooms.constFind(std::get<QString>(ref));
        if (room == m_rooms.cend())
            return nullptr;
        id = &*room;
    }
    const auto entry = m_sessions.constFind(*id);
    if (entry == m_sessions.cend())
        return nullptr;
    m_uses.splice(m_uses.begin(), m_uses, entry->use);
    return entry->session;
}

KnownSessionPtr SessionDirectory::insert(domain::Session session)
{
    const auto known = std::make_shared<const KnownSession>(std::move(session));
    const domain::SessionId id = known->session.id;
    if (const auto entry = m_sessions.find(id); entry != m_sessions.end()) {
        entry->session = known;
        m_uses.splice(m_uses.begin(), m_uses, entry->use);
    } else {
        m_uses.push_front(id);
        m_sessions.insert(id, {known, m_uses.begin()});
    }
    if (!known->session.room.isEmpty())
        m_rooms.insert(known->session.room, id);
    if (size_t(m_sessions.size()) > m_capacity) {
        const auto oldest = m_sessions.constFind(m_uses.back());
        m_rooms.remove(oldest->session->session.room);
        m_sessions.erase(oldest);
        m_uses.pop_back();
    }
    return known;
}

} // namespace chat
