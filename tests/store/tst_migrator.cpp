#include "storefixture.h"

#include "store/migrator.h"

#include <QProcess>
#include <QtTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using store::Connection;
using store::Migration;
using store::Migrator;
using Kind = base::DatabaseUrl::Kind;

namespace
{

/// A second version that does not exist yet, with all that a migration file may hold.
const Migration nextVersion{2, u"0002_next"_s, uR"(-- The author's :own words; an apostrophe breaks QPSQL.
CREATE TABLE next_one (a INTEGER);

-- Two lines
INSERT INTO next_one (a)
VALUES (1);

INSERT INTO next_one (a) VALUES (2);
)"_s};

std::vector<Migration> withNext(const store::Dialect &dialect, const Migration &next = nextVersion)
{
    std::vector<Migration> migrations = store::bundledMigrations(dialect);
    Migration last = next;
    last.version = static_cast<int>(migrations.size()) + 1;
    migrations.push_back(last);
    return migrations;
}

base::Result<int> migrate(const base::DatabaseUrl &url, const base::Clock &clock, bool next = false)
{
    Connection connection(url, Connection::Access::ReadWrite);
    return Migrator(connection, clock,
                    next ? withNext(connection.dialect()) : store::bundledMigrations(connection.dialect()))
        .run();
}

/// Migrates, and ends like a process that is killed before statement \a count.
[[noreturn]] void migrateAndDie(const base::DatabaseUrl &url, int count)
{
    const base::SystemClock clock;
    Connection connection(url, Connection::Access::ReadWrite);
    Migrator migrator(connection, clock, withNext(connection.dialect()));
    migrator.setBeforeStatement([&] {
        if (count-- == 0)
            ::_exit(9);
    });
    static_cast<void>(migrator.run());
    ::_exit(0);
}

} // namespace

class TestMigrator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_sqlite.start() && m_postgres.start()); }
    void countsAlikeForBothDatabases();
    void upgrades_data() { databases(); }
    void upgrades();
    void keepsData_data() { databases(); }
    void keepsData();
    void repeatsWhatWasInterrupted_data();
    void repeatsWhatWasInterrupted();
    void undoesWhatFails_data() { databases(); }
    void undoesWhatFails();
    void refusesANewerSchema_data() { databases(); }
    void refusesANewerSchema();
    void saysWhyItDoesNotOpen();

private:
    static void databases();
    StoreFixture &fixture(Kind kind) { return kind == Kind::Sqlite ? m_sqlite : m_postgres; }
    static QStringList tables(const base::DatabaseUrl &url);

    StoreFixture m_sqlite{Kind::Sqlite};
    StoreFixture m_postgres{Kind::Postgres};
};

void TestMigrator::databases()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("sqlite") << Kind::Sqlite;
    QTest::newRow("postgres") << Kind::Postgres;
}

QStringList TestMigrator::tables(const base::DatabaseUrl &url)
{
    Connection connection(url, Connection::Access::ReadWrite);
    QStringList names = connection.database().tables();
    names.sort();
    return names;
}

void TestMigrator::countsAlikeForBothDatabases()
{
    const auto sqlite = store::bundledMigrations(store::Dialect(Kind::Sqlite));
    const auto postgres = store::bundledMigrations(store::Dialect(Kind::Postgres));
    QVERIFY(!sqlite.empty());
    QCOMPARE(sqlite.size(), postgres.size());
    for (size_t i = 0; i < sqlite.size(); ++i) {
        QCOMPARE(sqlite[i].version, static_cast<int>(i) + 1);
        QCOMPARE(sqlite[i].name, postgres[i].name);
    }
}

void TestMigrator::upgrades()
{
    QFETCH(Kind, kind);
    const base::DatabaseUrl url = fixture(kind).newDatabase();
    const auto first = migrate(url, m_sqlite.clock());
    QVERIFY(first && *first > 0);
    const auto again = migrate(url, m_sqlite.clock());
    QVERIFY(again && *again == 0);
    const auto next = migrate(url, m_sqlite.clock(), true);
    QVERIFY(next && *next == 1);
    QCOMPARE(StoreFixture::rows(url, u"SELECT a FROM next_one ORDER BY a"_s), QStringList({u"1"_s, u"2"_s}));
    QCOMPARE(StoreFixture::rows(url, u"SELECT applied_at FROM schema_migrations WHERE version = 1"_s),
             QStringList{QString::number(m_sqlite.clock().now().time_since_epoch().count())});
}

void TestMigrator::keepsData()
{
    QFETCH(Kind, kind);
    StoreFixture &databases = fixture(kind);
    const store::Dialect dialect(kind);
    const std::vector<Migration> all = store::bundledMigrations(dialect);
    for (size_t version = 1; version <= all.size(); ++version) {
        const base::DatabaseUrl url = databases.newDatabase();
        {
            Connection connection(url, Connection::Access::ReadWrite);
            const std::vector<Migration> some(all.begin(),
                                              all.begin() + static_cast<std::ptrdiff_t>(version));
            QVERIFY(Migrator(connection, databases.clock(), some).run());
        }
        // What version 1 could hold.
        const QString uuid = kind == Kind::Sqlite ? u"x'019a063f68607000a15af0e4e6f3fd64'"_s
                                                  : u"'019a063f-6860-7000-a15a-f0e4e6f3fd64'"_s;
        StoreFixture::execute(url, u"INSERT INTO chat_users (user_key, user_id, name, role) "
                                   "VALUES (1, 'ana', 'Ana', 'client')"_s);
        StoreFixture::execute(
            url, u"INSERT INTO chat_sessions (session_key, id, room, type, status, title, booking_id, "
                 "last_seq, last_change, created_at) "
                 "VALUES (1, %1, 'support-1', 'support', 'active', '', '', 1, 1, 1000)"_s.arg(uuid));
        StoreFixture::execute(
            url, u"INSERT INTO chat_messages (number, id, session_key, sender_key, seq, change, type, "
                 "content, sender_role, sender_name, created_at) "
                 "VALUES (1, %1, 1, 1, 1, 1, 'text', 'Përshëndetje', 'client', 'Ana', 1000)"_s.arg(uuid));
        const auto store = databases.open(url);
        QVERIFY(store);
        const auto session = StoreFixture::find(*store, u"support-1"_s);
        QVERIFY(session);
        const auto page = StoreFixture::page(*store, {session->id, 50, {}, {}});
        QVERIFY(page && page->messages.size() == 1);
        QCOMPARE(page->messages[0].content, u"Përshëndetje"_s);
        QCOMPARE(page->messages[0].senderId, u"ana"_s);
    }
}

void TestMigrator::repeatsWhatWasInterrupted_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("statement");
    for (const int statement : {0, 3, 10}) {
        QTest::addRow("sqlite, statement %d", statement) << Kind::Sqlite << statement;
        QTest::addRow("postgres, statement %d", statement) << Kind::Postgres << statement;
    }
}

void TestMigrator::repeatsWhatWasInterrupted()
{
    QFETCH(Kind, kind);
    QFETCH(int, statement);
    const base::DatabaseUrl url = fixture(kind).newDatabase();
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {u"--die"_s, QString::number(statement), kind == Kind::Sqlite ? u"sqlite"_s : u"postgres"_s,
                   url.path, url.host, url.name, url.user});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 9);
    QCOMPARE(tables(url), QStringList{});
    const auto migrated = migrate(url, m_sqlite.clock(), true);
    QVERIFY(migrated);
    QVERIFY(tables(url).contains(u"next_one"_s));
    QVERIFY(tables(url).contains(u"chat_messages"_s));
}

void TestMigrator::undoesWhatFails()
{
    QFETCH(Kind, kind);
    const base::DatabaseUrl url = fixture(kind).newDatabase();
    QVERIFY(migrate(url, m_sqlite.clock()));
    const QStringList before = tables(url);
    Connection connection(url, Connection::Access::ReadWrite);
    const Migration bad{2, u"0002_bad"_s,
                        u"CREATE TABLE half (a INTEGER);\n\nCREATE TABLE half (a INTEGER);"_s};
    const auto result = Migrator(connection, m_sqlite.clock(), withNext(connection.dialect(), bad)).run();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, base::ErrorKind::Unavailable);
    QVERIFY(result.error().message.contains("0002_bad"_L1));
    QCOMPARE(tables(url), before);
    const auto fixed = migrate(url, m_sqlite.clock(), true);
    QVERIFY(fixed && *fixed == 1);
}

void TestMigrator::refusesANewerSchema()
{
    QFETCH(Kind, kind);
    const base::DatabaseUrl url = fixture(kind).newDatabase();
    QVERIFY(migrate(url, m_sqlite.clock(), true));
    const auto store = store::Store::open(url, {1, &m_sqlite.clock(), {}});
    QVERIFY(!store);
    QCOMPARE(store.error().kind, base::ErrorKind::Conflict);
}

void TestMigrator::saysWhyItDoesNotOpen()
{
    base::DatabaseUrl url;
    url.path = u"/nowhere/at/all/chat.db"_s;
    const auto noFolder = store::Store::open(url, {1, &m_sqlite.clock(), {}});
    QVERIFY(!noFolder && noFolder.error().kind == base::ErrorKind::Unavailable);
    QVERIFY(noFolder.error().message.contains(url.path));

    url = m_sqlite.newDatabase();
    QFile file(url.path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) == 8192);
    file.close();
    const auto noDatabase = store::Store::open(url, {1, &m_sqlite.clock(), {}});
    QVERIFY(!noDatabase && noDatabase.error().kind == base::ErrorKind::Unavailable);

    url = m_postgres.newDatabase();
    url.name = u"missing"_s;
    const auto noServer = store::Store::open(url, {1, &m_sqlite.clock(), {}});
    QVERIFY(!noServer && noServer.error().kind == base::ErrorKind::Unavailable);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == "--die"_L1) {
        base::DatabaseUrl url;
        url.kind = arguments.value(3) == "sqlite"_L1 ? Kind::Sqlite : Kind::Postgres;
        url.path = arguments.value(4);
        url.host = arguments.value(5);
        url.name = arguments.value(6);
        url.user = arguments.value(7);
        migrateAndDie(url, arguments.value(2).toInt());
    }
    TestMigrator test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_migrator.moc"
