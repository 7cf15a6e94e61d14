#pragma once

#include "store/store.h"

#include <QHash>
#include <QSet>

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

namespace chat
{

/// A session as permission checks need it. Immutable but for hasMessages; replaced when the session changes.
struct KnownSession {
    domain::Session session;
    QSet<QString> participants;
    mutable std::atomic<bool> hasMessages; ///< whether anything was ever said in it

    explicit KnownSession(domain::Session s)
        : session(std::move(s))
        , participants(session.participants.begin(), session.participants.end())
        , hasMessages(session.lastSeq > 0)
    {
    }
};
using KnownSessionPtr = std::shared_ptr<const KnownSession>;

/// The sessions that were asked for lately, so that a message does not cost a read. A guarded table;
/// thread-safe.
///
/// What is asked of one session while it is being loaded waits and then runs in the order of asking, so that
/// two messages of one connection never overtake each other here.
class SessionDirectory
{
public:
    using Continuation = std::function<void(base::Result<KnownSessionPtr>)>;

    /// \a capacity: sessions kept; the longest unused one goes first.
    SessionDirectory(store::Store &store, size_t capacity);

    /// Continues at once, in this thread, if the session is known; else later, in a reader's thread.
    void find(const store::SessionRef &ref, Continuation continuation);
    /// For who has found no room of that name and wants it opened. \return true: the caller opens it, and
    /// says how that went by endOpening(); false: somebody else does. Either way \a continuation runs then,
    /// and before it whoever asked first, after it whoever asks for the room meanwhile.
    bool startOpening(const QString &room, Continuation continuation);
    void endOpening(const QString &room, const base::Result<KnownSessionPtr> &outcome);
    /// Notes a session as it now is.
    KnownSessionPtr put(domain::Session session);
    void forget(const domain::SessionId &id);
    /// Notes the first message of a session.
    void noteMessage(const domain::SessionId &id);
    /// False if it is known that nothing was ever said in it.
    bool mayHaveMessages(const domain::SessionId &id);

private:
    /// Who waits for a session that is being loaded or opened.
    struct Waiting {
        std::vector<Continuation> continuations;
        bool opening = false;
    };

    KnownSessionPtr cached(const store::SessionRef &ref);
    KnownSessionPtr insert(domain::Session session);
    void loaded(const store::SessionRef &ref, base::Result<domain::Session> result);
    void answer(const QString &key, const base::Result<KnownSessionPtr> &outcome,
                std::unique_lock<std::mutex> &lock);
    static QString keyOf(const store::SessionRef &ref);

    struct Entry {
        KnownSessionPtr session;
        std::list<domain::SessionId>::iterator use;
    };

    store::Store &m_store;
    const size_t m_capacity;
    std::mutex m_mutex;
    QHash<domain::SessionId, Entry> m_sessions;
    QHash<QString, domain::SessionId> m_rooms;
    std::list<domain::SessionId> m_uses; ///< newest first
    QHash<QString, Waiting> m_waiting;   ///< by keyOf()
};

} // namespace chat
