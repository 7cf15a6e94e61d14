#include "store/connection.h"

#include "store/sqlitefunctions.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

QString nextName()
{
    static std::atomic<quint64> count{0};
    return u"ultracom-store-%1"_s.arg(++count);
}

/// A server that vanished is noticed within half a minute, so that writes are refused instead of hanging.
QString postgresOptions(const base::DatabaseUrl &url)
{
    const QString own =
        u"connect_timeout=5;application_name=ultracom;keepalives_idle=10;keepalives_interval=5;"
        "keepalives_count=3;tcp_user_timeout=20000"_s;
    return url.options.isEmpty() ? own : own + u';' + url.options;
}

void describe(QSqlDatabase &database, const base::DatabaseUrl &url)
{
    if (url.kind == base::DatabaseUrl::Kind::Sqlite) {
        database.setDatabaseName(url.path);
        return;
    }
    database.setHostName(url.host);
    database.setPort(url.port);
    database.setDatabaseName(url.name);
    database.setUserName(url.user);
    database.setPassword(url.password);
    database.setConnectOptions(postgresOptions(url));
}

} // namespace

Connection::Connection(const base::DatabaseUrl &url, Access access)
    : m_dialect(url.kind)
    , m_name(nextName())
    , m_database(QSqlDatabase::addDatabase(m_dialect.driver(), m_name))
{
    describe(m_database, url);
    if (!m_dialect.isPostgres())
        leaveSqliteMemoryUncounted();
    try {
        if (!m_database.open())
            throw SqlFailure(SqlFault::Lost, m_database.lastError().databaseText().section(u'\n', 0, 0));
        if (!m_dialect.isPostgres())
            configureSqlite(access);
        else
            configurePostgres(access);
    } catch (...) {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
        throw;
    }
}

Connection::~Connection()
{
    m_native.clear();
    // Not m_prepared: QPSQL would tell the server about each statement, and complain for each if that is
    // gone.
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

void Connection::configureSqlite(Access access)
{
    m_sqlite = sqliteHandle(m_database);
    addSqliteFunctions(m_sqlite);
    execute(u"PRAGMA journal_mode = WAL"_s);
    execute(u"PRAGMA synchronous = FULL"_s);
    execute(u"PRAGMA foreign_keys = ON"_s);
    // In KiB. A reader's would only hold again what the system's own cache holds.
    execute(access == Access::ReadOnly ? u"PRAGMA cache_size = -2048"_s : u"PRAGMA cache_size = -16384"_s);
    execute(u"PRAGMA wal_autocheckpoint = 4000"_s); // pages
    if (access == Access::ReadOnly)
        execute(u"PRAGMA query_only = ON"_s);
}

void Connection::configurePostgres(Access access)
{
    execute(u"SET client_min_messages = error"_s); // libpq writes the others to stderr
    if (access == Access::ReadOnly)
        execute(u"SET default_transaction_read_only = on"_s);
}

void Connection::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql))
        throw m_dialect.failure(query.lastError());
}

void Connection::query(const char *sql, const QVariantList &values, const OnRow &onRow)
{
    if (m_sqlite)
        return native(sql).run(values, onRow);
    QSqlQuery &query = prepared(sql, [sql] { return QString::fromLatin1(sql); });
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    exec(query, onRow);
}

void Connection::run(const RowStatement &statement, const InputRows &rows, const OnRow &onRow)
{
    if (rows.isEmpty())
        return;
    if (!m_sqlite) {
        QSqlQuery &query = prepared(&statement, [&] { return m_dialect.text(statement); });
        query.bindValue(0, rows.json());
        return exec(query, onRow);
    }
    SqliteStatement &once = native(statement);
    const std::span<const QVariant> values(rows.values());
    const size_t width = statement.columns.size();
    for (size_t first = 0; first < values.size(); first += width)
        once.run(values.subspan(first, width), onRow);
}

void Connection::begin()
{
    control(m_dialect.begin());
}

void Connection::beginRead()
{
    control("BEGIN");
}

void Connection::commit()
{
    control("COMMIT");
}

/// PostgreSQL prepares no such statement.
void Connection::control(const char *sql)
{
    if (m_dialect.isPostgres())
        execute(QString::fromLatin1(sql));
    else
        query(sql, {});
}

void Connection::rollBack() noexcept
{
    if (m_database.isOpen())
        QSqlQuery(m_database).exec(u"ROLLBACK"_s);
}

QSqlQuery &Connection::prepared(const void *key, const std::function<QString()> &text)
{
    const auto found = m_prepared.find(key);
    if (found != m_prepared.end())
        return found->second;
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(text()))
        throw m_dialect.failure(query.lastError());
    return m_prepared.emplace(key, std::move(query)).first->second;
}

SqliteStatement &Connection::native(const char *sql)
{
    const auto found = m_native.find(sql);
    if (found != m_native.end())
        return found->second;
    return m_native.try_emplace(sql, m_sqlite, QString::fromLatin1(sql)).first->second;
}

SqliteStatement &Connection::native(const RowStatement &statement)
{
    const auto found = m_native.find(&statement);
    if (found != m_native.end())
        return found->second;
    std::vector<QString> names;
    for (const Column &column : statement.columns)
        names.push_back(u':' + QLatin1String(column.name));
    return m_native.try_emplace(&statement, m_sqlite, m_dialect.text(statement), names).first->second;
}

void Connection::exec(QSqlQuery &query, const OnRow &onRow)
{
    if (!query.exec())
        throw m_dialect.failure(query.lastError());
    if (onRow) {
        while (query.next())
            onRow(Row(query));
    }
    if (query.isSelect())
        query.finish();
    if (query.lastError().isValid())
        throw m_dialect.failure(query.lastError());
}

} // namespace store
