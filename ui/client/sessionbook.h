#pragma once

#include "domain/message.h"
#include "domain/sessionsummary.h"

#include <QHash>
#include <QJsonObject>

namespace client
{

/// What is known of sessions, as events change it, and how many messages in each are unread: those of others
/// beyond readSeq, each counted once, however many events tell of it. Knows no server and no file.
class SessionBook
{
public:
    explicit SessionBook(QString selfId = {})
        : m_self(std::move(selfId))
    {
    }

    const domain::SessionSummary *find(const domain::SessionId &id) const;
    /// As the server tells it. One that was told before events that are known already changes less.
    void put(domain::SessionSummary summary);
    /// As it was seen once; what is known already counts more.
    void putCached(const domain::SessionSummary &summary);
    /// The connection was lost: each session is to be asked for again before events are added to it.
    void markAllStale();

    enum class Outcome {
        Unchanged,
        Changed,
        Arrived, ///< changed by a message of somebody else that was not known
        Unknown, ///< not in the book, or stale: the whole is to be asked for
    };
    /// \param json the `session` of session_updated: id, and the members that changed
    Outcome update(const domain::SessionId &id, const QJsonObject &json);
    /// A new one, or one that was edited or deleted.
    Outcome addMessage(const domain::Message &message);
    /// One of which no more is known than that it is deleted.
    Outcome removeMessage(const domain::SessionId &id, qint64 seq, qint64 change);
    /// I have read up to \a seq. \a unread: how many remain, where the server says so
    Outcome markRead(const domain::SessionId &id, qint64 seq, std::optional<qint64> unread = {});

private:
    struct Entry {
        domain::SessionSummary summary;
        bool stale = false;
    };
    Entry *current(const domain::SessionId &id);
    Outcome count(Entry &entry, qint64 seqBefore) const;
    Outcome changeMessage(Entry &entry, const domain::Message &message) const;
    Outcome removeMessage(Entry &entry, qint64 seq, qint64 change) const;

    QString m_self;
    QHash<domain::SessionId, Entry> m_entries;
};

} // namespace client
