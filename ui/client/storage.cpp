#include "client/storage.h"

#include <QCryptographicHash>
#include <QDir>

#include <mutex>

using namespace Qt::StringLiterals;

namespace client
{

/// Leads back to the storage for as long as there is one.
struct Storage::Mailbox {
    std::mutex mutex;
    Storage *storage = nullptr;

    void post(std::function<void(Storage &)> function)
    {
        const std::lock_guard lock(mutex);
        if (storage)
            QMetaObject::invokeMethod(
                storage, [target = storage, function = std::move(function)] { function(*target); },
                Qt::QueuedConnection);
    }
};

struct Storage::Files {
    std::unique_ptr<Cache> cache;
    std::unique_ptr<Outbox> outbox;
    bool cacheFailed = false; ///< said so once
};

namespace
{
QString cacheSentence(const QString &path)
{
    return Storage::tr(
               "The local copy of conversations was damaged and is built anew. The damaged file is %1.")
        .arg(QDir::toNativeSeparators(path));
}

QString outboxSentence(const QString &path)
{
    return Storage::tr("The file of messages not sent yet was damaged. What it held was not sent; it is kept "
                       "as %1.")
        .arg(QDir::toNativeSeparators(path));
}
} // namespace

Storage::Storage(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_mailbox(std::make_shared<Mailbox>())
    , m_files(std::make_shared<Files>())
{
    m_mailbox->storage = this;
    m_worker.postUrgent([files = m_files, mailbox = m_mailbox, folder] {
        files->cache = std::make_unique<Cache>(folder + u"/cache.db"_s, [mailbox](const QString &path) {
            mailbox->post([path](Storage &storage) { Q_EMIT storage.repaired(cacheSentence(path)); });
        });
        files->outbox = std::make_unique<Outbox>(folder + u"/outbox.db"_s, [mailbox](const QString &path) {
            mailbox->post([path](Storage &storage) {
                Q_EMIT storage.repaired(outboxSentence(path));
                Q_EMIT storage.outboxEmptied();
            });
        });
    });
}

Storage::~Storage()
{
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->storage = nullptr;
    }
    wait(std::chrono::milliseconds(0));
}

QString Storage::folderFor(const QString &dataFolder, const QString &server, const QString &userId)
{
    const QByteArray key = server.toUtf8() + '\n' + userId.toUtf8();
    const QByteArray hash = QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().left(32);
    return dataFolder + u'/' + QString::fromLatin1(hash);
}

bool Storage::wait(std::chrono::milliseconds patience)
{
    m_worker.post([files = m_files] {
        files->cache.reset();
        files->outbox.reset();
    });
    return m_worker.finish(patience);
}

template <typename Work>
std::function<void()> Storage::answered(Work work) const
{
    return [files = m_files, mailbox = m_mailbox, work = std::move(work)] {
        if (std::function<void(Storage &)> answer = work(*files))
            mailbox->post(std::move(answer));
    };
}

template <typename Work>
void Storage::post(Work work)
{
    m_worker.post(answered(std::move(work)));
}

template <typename Work>
void Storage::postUrgent(Work work)
{
    m_worker.postUrgent(answered(std::move(work)));
}

void Storage::loadOutbox(Answer<std::vector<PendingMessage>> answer)
{
    postUrgent([answer = std::move(answer)](Files &files) -> std::function<void(Storage &)> {
        auto loaded = files.outbox->load();
        return [answer, loaded = std::move(loaded)](Storage &storage) {
            if (!loaded)
                Q_EMIT storage.repaired(loaded.error().message);
            answer(loaded ? *loaded : std::vector<PendingMessage>());
        };
    });
}

void Storage::put(const PendingMessage &message, Answer<base::Status> answer)
{
    postUrgent([message, answer = std::move(answer)](Files &files) -> std::function<void(Storage &)> {
        return [answer, status = files.outbox->put(message)](Storage &) { answer(status); };
    });
}

void Storage::remove(const QString &clientMsgId)
{
    postUrgent([clientMsgId](Files &files) -> std::function<void(Storage &)> {
        if (const base::Status removed = files.outbox->remove(clientMsgId); !removed)
            return
                [sentence = removed.error().message](Storage &storage) { Q_EMIT storage.repaired(sentence); };
        return {};
    });
}

void Storage::sessions(const SessionFilter &filter, int offset, int limit,
                       Answer<std::vector<domain::SessionSummary>> answer)
{
    post([=](Files &files) -> std::function<void(Storage &)> {
        return [answer, found = files.cache->sessions(filter, offset, limit)](Storage &) {
            answer(found ? *found : std::vector<domain::SessionSummary>());
        };
    });
}

void Storage::session(const domain::SessionId &id, Answer<CachedSession> answer)
{
    post([id, answer = std::move(answer)](Files &files) -> std::function<void(Storage &)> {
        return [answer, found = files.cache->session(id)](Storage &) {
            answer(found ? *found : CachedSession());
        };
    });
}

void Storage::messages(const domain::SessionId &id, qint64 fromSeq, int count,
                       Answer<std::vector<domain::Message>> answer)
{
    post([=](Files &files) -> std::function<void(Storage &)> {
        return [answer, found = files.cache->messages(id, fromSeq, count)](Storage &) {
            answer(found ? *found : std::vector<domain::Message>());
        };
    });
}

void Storage::write(CacheBatch batch)
{
    post([batch = std::move(batch)](Files &files) -> std::function<void(Storage &)> {
        const base::Status written = files.cache->write(batch);
        if (written || std::exchange(files.cacheFailed, true))
            return {};
        return [sentence = written.error().message](Storage &storage) { Q_EMIT storage.repaired(sentence); };
    });
}

} // namespace client
