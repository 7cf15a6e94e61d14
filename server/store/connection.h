#pragma once

#include "base/config.h"
#include "store/dialect.h"
#include "store/inputrows.h"
#include "store/sqlitestatement.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <functional>
#include <memory>
#include <unordered_map>

namespace store
{

/// One connection to the database and what it has prepared. Lives and dies in the thread that opened it.
/// Its methods throw SqlFailure.
class Connection
{
public:
    enum class Access { ReadWrite, ReadOnly };

    Connection(const base::DatabaseUrl &url, Access access);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    const Dialect &dialect() const { return m_dialect; }

    /// Runs \a sql as it is.
    void execute(const QString &sql);
    /// Runs \a sql, which must have static storage, prepared. Gives every row of its result to \a onRow.
    void query(const char *sql, const QVariantList &values, const OnRow &onRow = {});
    /// Runs \a statement over \a rows; does nothing if there are none.
    void run(const RowStatement &statement, const InputRows &rows, const OnRow &onRow = {});

    void begin();
    /// What is only read until commit() is all of one moment, on SQLite.
    void beginRead();
    void commit();
    /// Does not throw: where it cannot, the connection is lost and the database rolls back by itself.
    void rollBack() noexcept;

    QSqlDatabase &database() { return m_database; }

private:
    void configureSqlite(Access access);
    void configurePostgres(Access access);
    void control(const char *sql);
    // For PostgreSQL.
    QSqlQuery &prepared(const void *key, const std::function<QString()> &text);
    void exec(QSqlQuery &query, const OnRow &onRow);
    // For SQLite.
    SqliteStatement &native(const char *sql);
    SqliteStatement &native(const RowStatement &statement);

    Dialect m_dialect;
    QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<const void *, QSqlQuery> m_prepared; ///< of PostgreSQL
    sqlite3 *m_sqlite = nullptr;                            ///< of m_database
    std::unordered_map<const void *, SqliteStatement> m_native;
};

} // namespace store
