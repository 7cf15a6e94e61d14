#include "server/doctor.h"

#include "store/migrator.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace app
{

namespace
{

const QString subject = QStringLiteral("database");

/// A connection of its own, gone with the object.
class Probe
{
public:
    explicit Probe(const base::DatabaseUrl &url)
    {
        const bool sqlite = url.kind == base::DatabaseUrl::Kind::Sqlite;
        QSqlDatabase database =
            QSqlDatabase::addDatabase(sqlite ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"), m_name);
        if (sqlite) {
            database.setDatabaseName(url.path);
            database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=2000"));
            return;
        }
        database.setHostName(url.host);
        database.setPort(url.port);
        database.setDatabaseName(url.name);
        database.setUserName(url.user);
        database.setPassword(url.password);
        const QString timeout = QStringLiteral("connect_timeout=5");
        database.setConnectOptions(url.options.isEmpty() ? timeout : url.options + u';' + timeout);
    }
    ~Probe() { QSqlDatabase::removeDatabase(m_name); }
    Q_DISABLE_COPY_MOVE(Probe)

    /// The first value that \a statement gives, or the error.
    base::Result<QString> ask(const QString &statement)
    {
        QSqlDatabase database = QSqlDatabase::database(m_name, false);
        if (!database.isOpen() && !database.open())
            return problem(database.lastError());
        QSqlQuery query(database);
        if (!query.exec(statement))
            return problem(query.lastError());
        return query.next() ? query.value(0).toString() : QString();
    }

private:
    static base::Error problem(const QSqlError &error)
    {
        const QString text = error.databaseText().simplified();
        return {base::ErrorKind::Unavailable, text.isEmpty() ? error.text().simplified() : text};
    }

    const QString m_name = QStringLiteral("doctor-") + QUuid::createUuid().toString();
};

/// Which schema the database has, as the end of a sentence, or that it is too new for this program.
Finding checkSchema(Probe &probe, const base::DatabaseUrl &url, const QString &state)
{
    const store::Dialect dialect(url.kind);
    const qsizetype known = qsizetype(store::bundledMigrations(dialect).size());
    const base::Result<QString> table = probe.ask(dialect.findMigrationTable());
    if (table && table->isEmpty())
        return ok(subject, QStringLiteral("%1, and empty; the first start will fill it").arg(state));
    const base::Result<QString> version =
        table ? probe.ask(QStringLiteral("SELECT max(version) FROM schema_migrations")) : table;
    if (!version)
        return fail(
            subject,
            QStringLiteral("%1, but its schema cannot be read: %2.").arg(state, version.error().message));
    const int current = version->toInt();
    if (current > known)
        return fail(subject,
                    QStringLiteral(
                        "%1 has schema %2, from a newer UltraCom; this one knows %3. Install the newer one.")
                        .arg(url.display())
                        .arg(current)
                        .arg(known));
    if (current < known)
        return ok(subject, QStringLiteral("%1; the next start will bring its schema from %2 to %3")
                               .arg(state)
                               .arg(current)
                               .arg(known));
    return ok(subject, QStringLiteral("%1, schema %2").arg(state).arg(current));
}

Finding checkNewFile(const QString &path)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    if (!folder.isDir() || !folder.isWritable())
        return fail(subject, QStringLiteral("DB_URL: %1 cannot be created in that folder; create the folder, "
                                            "or give it to the user that runs the "
                                            "server (chown).")
                                 .arg(path));
    return ok(subject, QStringLiteral("%1 will be created at the first start").arg(path));
}

Finding checkSqlite(const base::DatabaseUrl &url)
{
    const QFileInfo info(url.path);
    if (!info.exists())
        return checkNewFile(url.path);
    if (!info.isFile() || !info.isReadable() || !info.isWritable())
        return fail(
            subject,
            QStringLiteral("%1 cannot be read and written; give it to the user that runs the server (chown).")
                .arg(url.path));
    Probe probe(url);
    const base::Result<QString> check = probe.ask(QStringLiteral("PRAGMA quick_check(1)"));
    if (!check)
        return fail(subject,
                    QStringLiteral("%1 cannot be opened: %2. If it is no SQLite file, set another DB_URL.")
                        .arg(url.path, check.error().message));
    if (*check != u"ok")
        return fail(subject,
                    QStringLiteral("%1 is damaged; put the last backup in its place.").arg(url.path));
    return checkSchema(probe, url, QStringLiteral("%1 is whole").arg(url.path));
}

Finding checkPostgres(const base::DatabaseUrl &url)
{
    if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL")))
        return fail(subject, QStringLiteral(
                                 "Qt's PostgreSQL driver is missing; install the package libqt6sql6-psql."));
    Probe probe(url);
    const base::Result<QString> version = probe.ask(QStringLiteral("SHOW server_version"));
    if (!version)
        return fail(
            subject,
            QStringLiteral(
                "%1 does not answer: %2. Check DB_URL, and that PostgreSQL runs and lets this user in.")
                .arg(url.display(), version.error().message));
    return checkSchema(probe, url, QStringLiteral("%1 answers, PostgreSQL %2").arg(url.display(), *version));
}

} // namespace

Finding checkDatabase(const base::DatabaseUrl &url)
{
    return url.kind == base::DatabaseUrl::Kind::Sqlite ? checkSqlite(url) : checkPostgres(url);
}

} // namespace app
