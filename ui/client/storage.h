#pragma once

#include "client/cache.h"
#include "client/outbox.h"
#include "client/worker.h"

#include <QObject>

#include <functional>
#include <memory>

namespace client
{

/// The files of one user at one server, `cache.db` and `outbox.db` in one folder, read and written in a
/// thread of their own. Calls return at once; answers come as calls in the thread that made this, in the
/// order of asking. Where a file cannot be used, reads of the cache find nothing.
class Storage final : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Answer = std::function<void(T)>;

    explicit Storage(const QString &folder, QObject *parent = nullptr);
    /// What is queued is still written, in the background; wait() before, where the program ends.
    ~Storage() override;

    /// The folder, within \a dataFolder, of the files that \a userId has at \a server. Two accounts, or two
    /// servers, share none.
    static QString folderFor(const QString &dataFolder, const QString &server, const QString &userId);

    /// What concerns the outbox comes before what the cache is asked: who wrote something waits to see it
    /// kept.
    void loadOutbox(Answer<std::vector<PendingMessage>> answer);
    void put(const PendingMessage &message, Answer<base::Status> answer);
    void remove(const QString &clientMsgId);

    void sessions(const SessionFilter &filter, int offset, int limit,
                  Answer<std::vector<domain::SessionSummary>> answer);
    void session(const domain::SessionId &id, Answer<CachedSession> answer);
    void messages(const domain::SessionId &id, qint64 fromSeq, int count,
                  Answer<std::vector<domain::Message>> answer);
    void write(CacheBatch batch);

    /// Takes nothing more. \return whether all is written within \a patience
    bool wait(std::chrono::milliseconds patience);

Q_SIGNALS:
    /// A file was set aside, or cannot be used: one sentence for a person.
    void repaired(const QString &sentence);
    /// What the outbox held is not in its file any more: whoever remembers it puts it again.
    void outboxEmptied();

private:
    struct Files;
    struct Mailbox;
    /// Runs \a work with the files, there, and what it returns, here.
    template <typename Work>
    void post(Work work);
    template <typename Work>
    void postUrgent(Work work);
    template <typename Work>
    std::function<void()> answered(Work work) const;

    std::shared_ptr<Mailbox> m_mailbox;
    std::shared_ptr<Files> m_files; ///< made, used and destroyed in the worker's thread
    Worker m_worker;
};

} // namespace client
