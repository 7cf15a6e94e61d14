#pragma once

#include "client/backoff.h"
#include "client/connectionstatus.h"
#include "client/pendingchange.h"
#include "client/pendingmessage.h"
#include "client/search.h"
#include "client/sessionchange.h"
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
            std::chrono::milliseconds undo{5'000}; ///< how long a deletion can be taken back
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

    /// Changes the text of an own message; sent when it can be.
    void editMessage(const domain::SessionId &session, const domain::MessageId &message,
                     const QString &content);
    /// Leaves after Timing::undo, or by commitChanges().
    void deleteMessage(const domain::SessionId &session, const domain::MessageId &message);
    void undoChange(const domain::MessageId &message); ///< an edit or deletion, while it is not being sent
    void retryChange(const domain::MessageId &message);
    void commitChanges(); ///< deletions leave without waiting
    bool hasHeldChanges() const;
    /// Answered by versionsLoaded() or versionsUnavailable().
    void loadVersions(const domain::MessageId &message);

    /// Looks through the messages of all sessions that the user may see, or of one. \a cursor: of the page
    /// before. \a limit: 1 to 100. \return by what it is answered, once: searchAnswered(), searchFailed()
    quint64 search(const SearchQuery &query, const QString &cursor, int limit);
    void cancelSearch(quint64 search); ///< it is not answered any more
    /// Asks for the place of a message that is not loaded; answered by located().
    void locate(const domain::SessionId &session, const domain::MessageId &message);
    /// Told of by sessionChanged() once it is done, or by actionRefused().
    void changeSession(const domain::SessionId &session, const SessionChange &change);

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
    /// What is on its way to change messages of a session, or failed to.
    void changesChanged(const domain::SessionId &session, const std::vector<client::PendingChange> &changes);
    void versionsLoaded(const domain::MessageId &message,
                        const std::vector<domain::MessageVersion> &versions);
    void versionsUnavailable(const domain::MessageId &message, const QString &problem);
    void searchAnswered(quint64 search, const client::SearchPage &page);
    void searchFailed(quint64 search, const QString &problem);
    void located(const domain::SessionId &session, const domain::MessageId &message, qint64 seq);
    /// Who is in an open session, and how far each of them has read; on each connection anew.
    void membersChanged(const domain::SessionId &session, const std::vector<domain::Member> &members);
    /// Somebody else has read, or received, up to \a seq.
    void memberRead(const domain::SessionId &session, const domain::UserRef &user, qint64 seq,
                    std::optional<base::Timestamp> at);
    void memberReceived(const domain::SessionId &session, const domain::UserRef &user, qint64 seq);
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
