#include "store/store.h"

#include "base/logging.h"
#include "store/filelock.h"
#include "store/migrator.h"
#include "store/readerpool.h"
#include "store/reads.h"
#include "store/searchreads.h"
#include "store/writer.h"

#include <QFile>

#include <atomic>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

/// Only its owner may read what people wrote. The files beside the database inherit its mode.
base::Status createPrivateFile(const QString &path)
{
    if (QFile::exists(path))
        return base::success();
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner)) {
        return base::Error{base::ErrorKind::Unavailable,
                           u"The database %1 cannot be created: %2."_s.arg(path, file.errorString()),
                           {},
                           {}};
    }
    return base::success();
}

base::Status migrate(const base::DatabaseUrl &url, const base::Clock &clock)
{
    try {
        Connection connection(url, Connection::Access::ReadWrite);
        const auto applied = Migrator(connection, clock, bundledMigrations(connection.dialect())).run();
        if (!applied)
            return applied.error();
        return base::success();
    } catch (const SqlFailure &failure) {
        return base::Error{base::ErrorKind::Unavailable,
                           u"The database cannot be opened: %1."_s.arg(failure.text()),
                           {},
                           {}};
    }
}

/// What takes several statements sees SQLite's database of one moment, and locks it once. PostgreSQL is
/// spared the way there and back.
template <typename Read>
auto atOneMoment(Tables &tables, Read read)
{
    if (tables.connection.dialect().isPostgres())
        return read();
    tables.connection.beginRead();
    try {
        auto result = read();
        tables.connection.commit();
        return result;
    } catch (const SqlFailure &) {
        tables.connection.rollBack();
        throw;
    }
}

} // namespace

class Store::Private
{
public:
    Private(std::unique_ptr<FileLock> lock, const base::DatabaseUrl &url, const Options &options)
        : m_lock(std::move(lock))
        , writer(url, options.onWriterConnected)
        , readers(url, options.readers)
        , searcher(url, 1)
    {
    }

private:
    std::unique_ptr<FileLock> m_lock; ///< first: released last

public:
    Writer writer;
    ReaderPool readers;
    std::atomic<int> searches = 0; ///< under way
    ReaderPool searcher;           ///< by itself, so that no other read waits for a long search
};

base::Result<std::unique_ptr<Store>> Store::open(const base::DatabaseUrl &url, const Options &options)
{
    Q_ASSERT(options.clock);
    std::unique_ptr<FileLock> lock;
    if (url.kind == base::DatabaseUrl::Kind::Sqlite) {
        auto taken = FileLock::take(url.path);
        if (!taken)
            return taken.error();
        lock = std::move(*taken);
        if (const auto created = createPrivateFile(url.path); !created)
            return created.error();
    }
    if (const auto migrated = migrate(url, *options.clock); !migrated)
        return migrated.error();
    return std::unique_ptr<Store>(new Store(std::make_unique<Private>(std::move(lock), url, options)));
}

Store::Store(std::unique_ptr<Private> implementation)
    : d(std::move(implementation))
{
}

Store::~Store()
{
    close(std::chrono::seconds(5));
}

void Store::close(std::chrono::milliseconds deadline)
{
    d->writer.stop(deadline);
    d->readers.stop();
    d->searcher.stop();
}

void Store::openSession(OpenSession write, base::Reply<OpenedSession> reply)
{
    d->writer.enqueue(PendingOpen{std::move(write), std::move(reply)});
}

void Store::updateSession(UpdateSession write, base::Reply<UpdatedSession> reply)
{
    d->writer.enqueue(PendingUpdate{std::move(write), std::move(reply)});
}

void Store::postMessage(PostMessage write, base::Reply<PostedMessage> reply)
{
    d->writer.enqueue(PendingPost{std::move(write), std::move(reply)});
}

void Store::editMessage(EditMessage write, base::Reply<ChangedMessage> reply)
{
    d->writer.enqueue(PendingEdit{std::move(write), std::move(reply)});
}

void Store::deleteMessage(DeleteMessage write, base::Reply<ChangedMessage> reply)
{
    d->writer.enqueue(PendingDelete{std::move(write), std::move(reply)});
}

void Store::markRead(MarkRead write, base::Reply<ReadOutcome> reply)
{
    d->writer.enqueue(PendingMark{std::move(write), std::move(reply)});
}

void Store::markDelivered(MarkDelivered write, base::Reply<DeliveryOutcome> reply)
{
    d->writer.enqueue(PendingDelivery{std::move(write), std::move(reply)});
}

void Store::recordActivity(RecordActivity write)
{
    d->writer.enqueue(PendingActivity{std::move(write)});
}

void Store::findSession(SessionRef session, base::Reply<domain::Session> reply)
{
    d->readers.submit<domain::Session>(
        [session = std::move(session)](Tables &tables) { return readSession(tables, session); },
        std::move(reply));
}

void Store::messages(MessageQuery query, base::Reply<MessagePage> reply)
{
    d->readers.submit<MessagePage>(
        [query](Tables &tables) { return atOneMoment(tables, [&] { return readMessages(tables, query); }); },
        std::move(reply));
}

void Store::findMessage(MessageRef message, base::Reply<domain::Message> reply)
{
    d->readers.submit<domain::Message>(
        [message = std::move(message)](Tables &tables) { return readMessage(tables, message); },
        std::move(reply));
}

void Store::versions(domain::MessageId message, base::Reply<std::vector<domain::MessageVersion>> reply)
{
    using Versions = std::vector<domain::MessageVersion>;
    d->readers.submit<Versions>(
        [message](Tables &tables) { return base::Result<Versions>(tables.messages.versions(message)); },
        std::move(reply));
}

void Store::sessions(SessionQuery query, base::Reply<SessionPage> reply)
{
    d->readers.submit<SessionPage>(
        [query = std::move(query)](Tables &tables) {
            return atOneMoment(tables, [&] { return readSessions(tables, query); });
        },
        std::move(reply));
}

void Store::summary(SessionRef session, QString viewer, base::Reply<domain::SessionSummary> reply)
{
    d->readers.submit<domain::SessionSummary>(
        [session = std::move(session), viewer = std::move(viewer)](Tables &tables) {
            return atOneMoment(tables, [&] { return readSummary(tables, session, viewer); });
        },
        std::move(reply));
}

void Store::countSessions(base::Reply<SessionCounts> reply)
{
    d->readers.submit<SessionCounts>(
        [](Tables &tables) { return base::Result<SessionCounts>(readSessionCounts(tables)); },
        std::move(reply));
}

void Store::search(SearchQuery query, base::Reply<SearchPage> reply)
{
    if (d->searches.fetch_add(1) >= maxSearches) {
        --d->searches;
        return reply(base::Error{base::ErrorKind::RateLimited,
                                 u"Too many searches wait already. Try again in a moment."_s,
                                 {},
                                 std::chrono::seconds(1)});
    }
    const base::Reply<SearchPage> counted{nullptr, [this, reply](base::Result<SearchPage> page) {
                                              --d->searches;
                                              reply(std::move(page));
                                          }};
    d->writer.whenIndexed([this, query = std::move(query), counted](bool behind) {
        d->searcher.submit<SearchPage>(
            [query, behind](Tables &tables) {
                base::Result<SearchPage> page = readSearch(tables, query);
                if (page)
                    page->indexing = behind;
                return page;
            },
            counted);
    });
}

void Store::setAfterCommit(std::function<void()> function)
{
    d->writer.setAfterCommit(std::move(function));
}

StoreFigures Store::figures() const
{
    StoreFigures figures = d->writer.figures();
    figures.queuedReads = d->readers.queued();
    figures.queuedSearches = d->searches.load();
    return figures;
}

} // namespace store
