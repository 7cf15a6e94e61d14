#pragma once

#include "base/clock.h"
#include "base/config.h"
#include "base/executor.h"
#include "base/histogram.h"
#include "domain/changes.h"
#include "domain/event.h"
#include "domain/message.h"
#include "domain/session.h"
#include "store/search.h"
#include "store/sessionquery.h"

#include <memory>
#include <variant>

class QSqlDatabase;

namespace store
{

/// How a message is named by who refers to it: not at all, by its number (room protocol), or by its id.
using MessageRef = std::variant<std::monostate, qint64, domain::MessageId>;
/// A session by its id or by its room name.
using SessionRef = std::variant<domain::SessionId, QString>;

/// A line for the audit log, written in the transaction of the change that it tells of.
struct AuditEntry {
    QString action; ///< e.g. `message.impersonate`
    QString userId; ///< who did it
    domain::Role role = domain::Role::Client;
    QByteArray details; ///< a compact JSON object; never message text
};

/// Creates a session, or finds the one that already bears its room name.
struct OpenSession {
    domain::Session session; ///< id, room, type, title, bookingId, participants, createdAt
    domain::UserRef creator;
    bool creatorJoins = true;             ///< whether the creator is a participant though not named as one
    std::optional<AuditEntry> audit = {}; ///< written if it is created; the session is added to it
};
struct OpenedSession {
    domain::Session session; ///< as stored: the existing one where the room was taken
    bool created = false;
    std::optional<domain::UserRef> contact = {}; ///< of a created one: as SessionSummary::contact
};

struct UpdateSession {
    domain::SessionId session;
    domain::SessionChange change;
    base::Timestamp at{};
    std::optional<AuditEntry> statusAudit = {}; ///< written if the status changes; the session is added to it
    std::optional<AuditEntry> assigneeAudit = {}; ///< likewise
};
struct UpdatedSession {
    domain::Session session; ///< with its participants
    bool changed = false;    ///< false: it was so before
};

struct PostMessage {
    domain::MessageId id;
    domain::SessionId session;
    domain::UserRef author; ///< who sends: owner of clientMsgId
    QString shownSender;
    QString shownName;
    QString shownRole;
    domain::MessageType type = domain::MessageType::Text;
    QString content;
    MessageRef replyTo;  ///< must be in the same session, else BadRequest with field `reply_to`
    QByteArray metadata; ///< a compact JSON object or empty
    QString clientMsgId; ///< empty: none. Unique an author, for ever
    QByteArray bodyHash; ///< of all that the client sent; decides whether a second write is the same one
    base::Timestamp at{};
    std::optional<AuditEntry> audit; ///< session and message are added to it
};
struct PostedMessage {
    domain::Message message;
    bool duplicate = false; ///< this clientMsgId was stored before; message is the first result
};

/// Replaces the content or the metadata of a message, or both. What it said before is kept.
struct EditMessage {
    domain::SessionId session; ///< which the message is of, else NotFound
    domain::MessageId message;
    domain::UserRef editor;
    std::optional<QString> content;
    std::optional<QByteArray> metadata;
    base::Timestamp at{};
};
/// Erases the content of a message, and what it said before; its row and its seq stay.
struct DeleteMessage {
    domain::SessionId session; ///< which the message is of, else NotFound
    domain::MessageId message;
    domain::UserRef deleter;
    base::Timestamp at{};
    std::optional<AuditEntry> audit; ///< session and message are added to it
};
struct ChangedMessage {
    domain::Message message;
    bool changed = false; ///< false: it was so before
    bool isLast = false;  ///< no newer message is in the session
};

struct MarkRead {
    domain::SessionId session;
    domain::UserRef reader;
    MessageRef upTo; ///< must be in the session, else BadRequest with field `up_to`
    base::Timestamp at{};
};
struct ReadOutcome {
    qint64 upToSeq = 0;
    qint64 upToNumber = 0;
    domain::MessageId upToId;
    qint64 readCount = 0;   ///< messages of others that were newly read; 0 if the mark did not advance
    qint64 unreadCount = 0; ///< what remains
};

/// Everything that the session has so far has reached a user.
struct MarkDelivered {
    domain::SessionId session;
    domain::UserRef user;
    base::Timestamp at{};
};
/// The newest message of others that this has reached, if it had reached nobody but its sender before.
struct DeliveryOutcome {
    bool news = false; ///< whether there is one
    qint64 upToSeq = 0;
    qint64 upToNumber = 0;
    domain::MessageId upToId;
};

/// A row for monitoring; nobody waits for it.
struct RecordActivity {
    QString eventType;         ///< e.g. `user_joined`
    domain::SessionId session; ///< null if it is not about one
    QString userId;
    base::Timestamp at{};
    QByteArray details; ///< a compact JSON object or empty
};

/// A page of one session's messages, oldest first: the newest page, or what one of the optional members asks
/// for.
struct MessageQuery {
    domain::SessionId session;
    int limit = 50;
    std::optional<qint64> beforeNumber = {}; ///< the newest page older than this
    std::optional<qint64> afterNumber = {};  ///< the oldest page newer than this
    /// The newest page older than this one, which must be in the session, else BadRequest with field
    /// `before`.
    std::optional<domain::MessageId> beforeId = {};
    std::optional<base::Timestamp> beforeTime = {}; ///< the newest page older than this
    std::optional<qint64> afterSeq = {};            ///< the oldest page newer than this
    std::optional<qint64> afterChange = {}; ///< what is new or changed since, in the order of its change
    qint64 offset = 0;                      ///< of a newest page: so many newer ones are left out
};
struct MessagePage {
    std::vector<domain::Message> messages;
    bool hasMore = false; ///< more in the direction that was asked for
};

/// Figures for health, doctor and tests.
struct StoreFigures {
    qint64 queuedWrites = 0;
    qint64 commits = 0;
    qint64 committedWrites = 0;
    qint64 queuedReads = 0;
    qint64 queuedSearches = 0;                 ///< and under way
    base::HistogramFigures commitSeconds = {}; ///< statements included
    base::HistogramFigures commitWrites = {};  ///< writes of each commit
    qint64 unindexed = 0;                      ///< messages that a search does not find yet, about
    bool available = true;                     ///< whether the last commit or connection attempt succeeded
};

/// How many sessions are stored.
struct SessionCounts {
    qint64 active = 0;
    qint64 closed = 0;
};

/// The database: one writer thread that commits everything queued since its last commit in one transaction,
/// and a few reader threads beside it. All methods are thread-safe; answers come through Reply.
///
/// Errors: Unavailable when the database cannot commit or is lost (disk full, connection gone): nothing of
/// that write was stored (or, PostgreSQL dying between commit and answer, it is found again by its
/// clientMsgId); the store recovers by itself. NotFound for a session that does not exist. Conflict for a
/// closed session, or a clientMsgId that was used with another body. Unavailable too when more than
/// maxQueuedWrites wait.
class Store
{
public:
    static constexpr qint64 maxQueuedWrites = 100'000;
    static constexpr int maxBatch = 512;

    struct Options {
        int readers = 2;
        const base::Clock *clock = nullptr; ///< required
        /// For tests: runs in the writer's thread with each connection that it opens, before it is used.
        std::function<void(QSqlDatabase &)> onWriterConnected = {};
    };

    /// Opens and migrates the database, then starts the threads. Blocks; call at start.
    /// \return the store, or Unavailable (cannot be opened, locked by another server, migration failed),
    ///         or Conflict (the schema is newer than this program)
    static base::Result<std::unique_ptr<Store>> open(const base::DatabaseUrl &url, const Options &options);

    /// Commits what is queued (bounded by \a deadline; what does not fit is answered Unavailable) and stops.
    /// Blocks.
    void close(std::chrono::milliseconds deadline);
    ~Store(); ///< closes with a deadline of 5 s

    void openSession(OpenSession write, base::Reply<OpenedSession> reply);
    /// NotFound if there is none.
    void updateSession(UpdateSession write, base::Reply<UpdatedSession> reply);
    void postMessage(PostMessage write, base::Reply<PostedMessage> reply);
    /// Conflict also for a deleted message, and for one that was edited domain::maxVersions times.
    void editMessage(EditMessage write, base::Reply<ChangedMessage> reply);
    /// In a closed session, too.
    void deleteMessage(DeleteMessage write, base::Reply<ChangedMessage> reply);
    void markRead(MarkRead write, base::Reply<ReadOutcome> reply);
    void markDelivered(MarkDelivered write, base::Reply<DeliveryOutcome> reply);
    void recordActivity(RecordActivity write);

    /// NotFound if there is none.
    void findSession(SessionRef session, base::Reply<domain::Session> reply);
    void messages(MessageQuery query, base::Reply<MessagePage> reply);
    /// One message of any session, by its id or number. NotFound if there is none.
    void findMessage(MessageRef message, base::Reply<domain::Message> reply);
    /// What a message said before, oldest first; nothing if it was never edited, or deleted.
    void versions(domain::MessageId message, base::Reply<std::vector<domain::MessageVersion>> reply);
    void sessions(SessionQuery query, base::Reply<SessionPage> reply);
    /// One session as \a viewer sees it, as in a page, and its members. NotFound if there is none.
    void summary(SessionRef session, QString viewer, base::Reply<domain::SessionSummary> reply);

    void countSessions(base::Reply<SessionCounts> reply);

    /// Finds messages by their words. What was committed before is found, unless the page says that it is
    /// still indexing. BadRequest with field `q`; RateLimited when too many searches wait.
    void search(SearchQuery query, base::Reply<SearchPage> reply);

    /// Runs in the writer's thread after the replies of each commit, so that what happened in one commit can
    /// be published at once. Set before the first write. Replies without an executor run in the writer's
    /// thread, in commit order.
    void setAfterCommit(std::function<void()> function);

    StoreFigures figures() const;

    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

private:
    class Private;
    explicit Store(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace store
