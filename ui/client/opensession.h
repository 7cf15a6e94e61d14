#pragma once

#include "client/backoff.h"
#include "client/connection.h"
#include "client/restclient.h"
#include "client/storage.h"
#include "client/typing.h"
#include "domain/event.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <vector>

namespace client
{

/// One session that somebody looks at: joined on every connection anew, caught up by `after_change`, its
/// pages read from the cache and from the server. Lives in the thread that made it, not longer than what it
/// is given.
class OpenSession final : public QObject
{
    Q_OBJECT
public:
    OpenSession(const domain::SessionId &id, Connection &connection, RestClient &rest, Storage &storage,
                Backoff::Limits retries, QObject *parent = nullptr);

    void onConnected();
    void onLost();
    void leave();

    /// \a count: 1 to 200
    void load(qint64 fromSeq, int count);
    void setTyping(bool typing);

    void onMessage(const domain::Message &message); ///< new or changed
    /// A message was deleted by the session's change number \a change; which one, the server is asked.
    void onDeleted(qint64 change);
    void onPresent(const std::vector<domain::UserRef> &online);
    void onPresence(const domain::UserRef &user, bool online);
    void onTyping(const domain::UserRef &user, bool typing);

Q_SIGNALS:
    void remembered(const domain::SessionSummary &summary); ///< as the cache has it
    void joined(const domain::SessionSummary &summary);
    /// Joined and caught up, or refused: there is nothing more to wait for.
    void settled();
    void refused(const base::Error &error);
    /// \a keep: from the server, and current as of syncedChange
    void messagesLoaded(const std::vector<domain::Message> &messages, bool keep);
    void pageFailed(qint64 fromSeq, const QString &problem);
    /// All that the cache holds of this session is as it was at \a change.
    void synced(qint64 change);
    /// What others did while this was away, to own messages.
    void ticksLoaded(qint64 deliveredSeq, qint64 readSeq);
    void typingChanged(const QStringList &names);
    void presenceChanged(const std::vector<domain::UserRef> &online);

private:
    struct Page {
        qint64 fromSeq = 1;
        int count = 0;
        friend bool operator==(const Page &, const Page &) = default;
    };
    void onRemembered(const CachedSession &cached);
    void join();
    void onJoined(const QJsonObject &answer);
    void onJoinFailed(const base::Error &error);
    void catchUp();
    void onCaughtUp(const protocol::chatapi::MessagePage &page);
    void settle();
    void retryLater(void (OpenSession::*what)());
    void fetch(const Page &page);
    void onPage(const Page &page, const base::Result<protocol::chatapi::MessagePage> &result);
    void onCachedPage(const Page &page, const std::vector<domain::Message> &messages);
    void fetchTicks();
    void setSynced(qint64 change);
    QJsonObject address() const;
    template <typename T, typename Function>
    std::function<void(base::Result<T>)> whileConnected(Function function);

    const domain::SessionId m_id;
    Connection &m_connection;
    RestClient &m_rest;
    Storage &m_storage;
    Backoff m_backoff;
    bool m_remembered = false; ///< the cache has answered
    bool m_joined = false;
    bool m_catchingUp = false;
    quint64 m_epoch = 0; ///< grows with each lost connection: answers of before do not count
    int m_joins = 0;
    qint64 m_lastSeq = 0;             ///< the newest message known of
    qint64 m_syncedChange = 0;        ///< every change up to here was heard of
    qint64 m_newestChange = 0;        ///< heard of, maybe with a gap before it
    std::vector<Page> m_waitingPages; ///< asked for, and not yet answered by the server
    TypingThrottle m_ownTyping;
    TypingPeople m_typing;
    QTimer m_typingTimer;
    std::vector<domain::UserRef> m_online;
};

} // namespace client
