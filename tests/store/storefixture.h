#pragma once

#include "answer.h"
#include "base/ids.h"
#include "postgrescluster.h"
#include "store/connection.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

/// What store tests share: fresh databases of one kind, and short ways to write and read.
class StoreFixture
{
public:
    /// Of the contract that this program runs; runOnDatabase() sets it.
    static inline base::DatabaseUrl::Kind kind = base::DatabaseUrl::Kind::Sqlite;

    explicit StoreFixture(base::DatabaseUrl::Kind databaseKind)
        : m_kind(databaseKind)
    {
    }

    /// Starts PostgreSQL where that is the kind; once.
    [[nodiscard]] bool start();
    base::DatabaseUrl newDatabase();
    std::unique_ptr<store::Store> open(const base::DatabaseUrl &url, store::Store::Options options = {});
    PostgresCluster &cluster() { return m_cluster; }
    const base::ManualClock &clock() const { return m_clock; }
    base::Timestamp tick();
    void advance(std::chrono::milliseconds by) { m_clock.advance(by); }

    domain::UserRef user(const QString &id) const;
    store::OpenSession opening(const QString &room, const QStringList &participants = {});
    store::PostMessage message(const domain::SessionId &session, const QString &text,
                               const QString &author = QStringLiteral("ana"),
                               const QString &clientMsgId = {});
    domain::MessageId newMessageId() { return domain::MessageId(m_ids.next()); }
    domain::SessionId newSessionId() { return domain::SessionId(m_ids.next()); }

    static base::Result<store::OpenedSession> run(store::Store &store, store::OpenSession write);
    static base::Result<store::PostedMessage> run(store::Store &store, store::PostMessage write);
    static base::Result<store::ReadOutcome> run(store::Store &store, store::MarkRead write);
    static base::Result<store::DeliveryOutcome> run(store::Store &store, store::MarkDelivered write);
    static base::Result<domain::Session> find(store::Store &store, const store::SessionRef &session);
    static base::Result<store::MessagePage> page(store::Store &store, const store::MessageQuery &query);

    static base::Result<store::SessionPage> sessions(store::Store &store, const store::SessionQuery &query);
    static base::Result<domain::SessionSummary> summary(store::Store &store, const store::SessionRef &session,
                                                        const QString &viewer);
    /// What \a function queues is committed at once: the writer is kept waiting in a reply meanwhile.
    static void inOneCommit(store::Store &store, const std::function<void()> &function);

    /// The rows of \a sql, each as its values joined by `|`, read over a connection of the test's own.
    static QStringList rows(const base::DatabaseUrl &url, const QString &sql);
    static void execute(const base::DatabaseUrl &url, const QString &sql);

private:
    base::DatabaseUrl::Kind m_kind;
    QTemporaryDir m_folder;
    PostgresCluster m_cluster;
    int m_files = 0;
    base::ManualClock m_clock{base::Timestamp(std::chrono::milliseconds(1'761'041'410'123))};
    base::IdGenerator m_ids{m_clock};
};

/// main() of a contract that both databases keep: the first argument is `sqlite` or `postgres`.
template <typename Test>
int runOnDatabase(int argc, char *argv[])
{
    const QByteArray name = argc > 1 ? argv[1] : "";
    if (name != "sqlite" && name != "postgres")
        qFatal("the first argument is the database: sqlite or postgres");
    StoreFixture::kind =
        name == "sqlite" ? base::DatabaseUrl::Kind::Sqlite : base::DatabaseUrl::Kind::Postgres;
    QCoreApplication application(argc, argv);
    Test test;
    QStringList arguments = application.arguments();
    arguments.removeAt(1);
    return QTest::qExec(&test, arguments);
}
