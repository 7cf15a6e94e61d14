#include "store/migrator.h"

#include "base/logging.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

// Outside of the namespace, as Qt asks for it.
static void initResources()
{
    Q_INIT_RESOURCE(sql);
}

namespace store
{

namespace
{

struct NewerSchema {
    int version;
};

/// The statements of a migration, without the comments: QPSQL stumbles over apostrophes in them.
QStringList statements(const QString &sql)
{
    QStringList lines;
    for (const QString &line : sql.split(u'\n')) {
        if (!line.trimmed().startsWith("--"_L1))
            lines << line;
    }
    static const QRegularExpression emptyLine(u"\\n\\s*\\n"_s);
    QStringList result;
    for (const QString &part : lines.join(u'\n').split(emptyLine)) {
        if (!part.trimmed().isEmpty())
            result << part.trimmed();
    }
    return result;
}

/// While it lives, no other instance migrates the same PostgreSQL database.
class MigrationLock
{
public:
    explicit MigrationLock(Connection &connection)
        : m_connection(connection)
    {
        if (m_connection.dialect().isPostgres())
            m_connection.execute(u"SELECT pg_advisory_lock(%1)"_s.arg(key));
    }
    ~MigrationLock()
    {
        if (m_connection.dialect().isPostgres())
            QSqlQuery(m_connection.database()).exec(u"SELECT pg_advisory_unlock(%1)"_s.arg(key));
    }
    MigrationLock(const MigrationLock &) = delete;
    MigrationLock &operator=(const MigrationLock &) = delete;

private:
    static constexpr qint64 key = 0x756c747261; // "ultra"
    Connection &m_connection;
};

} // namespace

std::vector<Migration> bundledMigrations(const Dialect &dialect)
{
    initResources();
    std::vector<Migration> result;
    const QDir folder(dialect.migrations());
    for (const QString &fileName : folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(fileName));
        const bool opened = file.open(QIODevice::ReadOnly);
        Q_ASSERT(opened);
        Q_UNUSED(opened)
        result.push_back(
            {fileName.left(4).toInt(), fileName.section(u'.', 0, 0), QString::fromUtf8(file.readAll())});
    }
    return result;
}

Migrator::Migrator(Connection &connection, const base::Clock &clock, std::vector<Migration> migrations)
    : m_connection(connection)
    , m_clock(clock)
    , m_migrations(std::move(migrations))
{
}

base::Result<int> Migrator::run()
{
    try {
        const MigrationLock lock(m_connection);
        return applyMissing();
    } catch (const NewerSchema &newer) {
        return base::Error{
            base::ErrorKind::Conflict,
            u"The database has schema %1, but this program knows only %2: start the newer program."_s
                .arg(newer.version)
                .arg(m_migrations.size())};
    } catch (const SqlFailure &failure) {
        const QString what = m_failing.isEmpty() ? u"The schema's version could not be read"_s
                                                 : u"Migration %1 failed and was undone"_s.arg(m_failing);
        return base::Error{base::ErrorKind::Unavailable, u"%1: %2."_s.arg(what, failure.text()), {}, {}};
    }
}

int Migrator::applyMissing()
{
    const int current = currentVersion();
    if (current > static_cast<int>(m_migrations.size()))
        throw NewerSchema{current};
    int applied = 0;
    for (const Migration &migration : m_migrations) {
        if (migration.version <= current)
            continue;
        m_failing = migration.name;
        apply(migration);
        ++applied;
    }
    return applied;
}

int Migrator::currentVersion()
{
    bool known = false;
    QSqlQuery find(m_connection.database());
    if (!find.exec(m_connection.dialect().findMigrationTable()))
        throw m_connection.dialect().failure(find.lastError());
    known = find.next();
    find.finish();
    int version = 0;
    if (known)
        m_connection.query("SELECT max(version) FROM schema_migrations", {},
                           [&](const Row &row) { version = row.value(0).toInt(); });
    return version;
}

void Migrator::apply(const Migration &migration)
{
    m_connection.begin();
    try {
        for (const QString &statement : statements(migration.sql)) {
            if (m_beforeStatement)
                m_beforeStatement();
            m_connection.execute(statement);
        }
        m_connection.execute(u"CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, "
                             "name TEXT NOT NULL, applied_at BIGINT NOT NULL)"_s);
        m_connection.query("INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)",
                           {migration.version, migration.name,
                            static_cast<qint64>(m_clock.now().time_since_epoch().count())});
        m_connection.commit();
    } catch (const SqlFailure &) {
        // Before the lock is given back, which a failed transaction would refuse.
        m_connection.rollBack();
        throw;
    }
    qCInfo(base::logStore, "schema: applied migration %ls", qUtf16Printable(migration.name));
}

} // namespace store
