#pragma once

#include "client/backoff.h"
#include "client/connectionstatus.h"
#include "client/pendingmessage.h"
#include "client/sessionfilter.h"
#include "domain/event.h"
#include "domain/sessionsummary.h"

#include <QObject>
#include <QUrl>

#include <memory>
#include <vector>

namespace client
{

/// The console's one connection to its server, and what it keeps on disk: a cache of what was seen, so that a
/// window opens with content, and an outbox of what was written. Lives in the thread that made it (the
/// GUI's); the files are read and written in a thread of its own. All answers are signals; nothing blocks.
///
/// Connects by Socket.IO over WebSocket, asks for pages by REST. Reconnects by exponential backoff with
/// jitter, from 0.5 s to 15 s; catches up by `after_change`; sends what waits in the outbox in order, once.
class ChatClient final : public QObject
{
    Q_OBJECT
public:
    struct Options {
        QUrl server;        ///< http://127.0.0.1:8080
        QByteArray token;   ///< of staff
        QString dataFolder; ///< for cache and outbox; made if it is missing
        /// What cache and outbox are kept under, beside the user: of a server whose address may change, like
        /// the embedded one. Empty: the address.
        QString serverName = {};
        /// How long to wait for what; tests shorten it.
        struct Timing {
            std::chrono::milliseconds connect{10'000}; ///< from the first byte to signed in
            std::chrono::milliseconds ack{10'000};     ///< of an event
            std::chrono::milliseconds request{15'000}; ///< of REST, without progress
            Backoff::Limits retries;
        } timing = {};
    };
    explicit ChatClient(Options options, QObject *parent = nullptr);
    ~ChatClient() override; ///< writes what waits; bounded to 2 s

    void start();
    /// Closes the connection; the outbox stays on disk.
    void stop();
    /// Another token, after Refused or before the old one ends; connects anew. Where it is another user's,
    /// all that was open is closed, and that user's own cache and outbox are used.
    void signIn(const QByteArray &token);
    /// Another address of the same server (the embedded one came back on another port).
    void setServer(const QUrl &server);
    /// Tries now instead of at nextAttempt.
    void reconnectNow();

    const ConnectionStatus &status() const;
    const domain::UserRef &self() const; ///< as the token says it

    /// Asks for the first page of sessions, newest first, or for the next one of the same filter.
    /// Answered by sessionsListed(); from the cache first, where it has some.
    void listSessions(const SessionFilter &filter);
    void listMoreSessions();

    /// Joins \a session to hear what happens in it, and tells how it stands by sessionOpened(). Any number
    /// may be open; each is joined again after a reconnect.
    void openSession(const domain::SessionId &session);
    void closeSession(const domain::SessionId &session);
    /// Asks for the messages with \a fromSeq <= seq < \a fromSeq + \a count (at most 200), answered by
    /// messagesLoaded(), maybe twice: from the cache, then from the server. What could not be had while the
    /// connection was lost is loaded when it is back. Only of an open session.
    void loadMessages(const domain::SessionId &session, qint64 fromSeq, int count);

    /// Keeps \a content in the outbox and sends it when it can. \return its clientMsgId
    QString send(const domain::SessionId &session, const QString &content,
                 const std::optional<domain::ReplyPreview> &replyTo = {});
    /// A failed one again, under the same id.
    void retry(const QString &clientMsgId);
    /// Takes one out of the outbox that was not sent.
    void discard(const QString &clientMsgId); ///< not while it is being sent
    void markRead(const domain::SessionId &session, qint64 upToSeq, const domain::MessageId &upToId);
    /// Called at each keystroke; it tells the server at most once a second.
    void setTyping(const domain::SessionId &session, bool typing);

Q_SIGNALS:
    void statusChanged(const client::ConnectionStatus &status);
    /// A page of listSessions(). \a first: it replaces what was listed; \a complete: there are no more.
    void sessionsListed(const std::vector<domain::SessionSummary> &sessions, bool first, bool complete);
    /// A session is new, or has changed (last message, unread count, presence, status), joined or not. At
    /// most once in 50 ms a session.
    void sessionChanged(const domain::SessionSummary &summary);
    void sessionOpened(const domain::SessionSummary &summary);
    /// Messages of an open session, oldest first: asked for, newly posted, edited or deleted.
    void messagesLoaded(const domain::SessionId &session, const std::vector<domain::Message> &messages);
    /// A page could not be had; it may be asked for again.
    void messagesUnavailable(const domain::SessionId &session, qint64 fromSeq, const QString &problem);
    /// Messages of somebody else came, in whatever session: for notifications. At most once in 50 ms a
    /// session; \a summary tells the newest.
    void messageArrived(const domain::SessionSummary &summary);
    /// What waits or failed in a session's outbox, in order; empty when all is confirmed.
    void pendingChanged(const domain::SessionId &session, const std::vector<client::PendingMessage> &pending);
    /// Others read or received up to here, however much earlier they did: for ticks.
    void readUpTo(const domain::SessionId &session, qint64 seq);
    void deliveredUpTo(const domain::SessionId &session, qint64 seq);
    void typingChanged(const domain::SessionId &session, const QStringList &names);
    void presenceChanged(const domain::SessionId &session, const std::vector<domain::UserRef> &online);
    /// The server refused something (not a send, which is marked on its message): one sentence for a person.
    void actionRefused(const QString &sentence);
    /// Cache or outbox were damaged: what was done about it, and where the damaged file lies now.
    void storageRepaired(const QString &sentence);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace client
