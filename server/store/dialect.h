#pragma once

#include "base/config.h"
#include "store/sqlfailure.h"

#include <QByteArray>
#include <QUuid>
#include <QVariant>

#include <vector>

namespace store
{

enum class ColumnType { Integer, Text, Uuid, Bytes };

/// A column of the rows that a statement is given.
struct Column {
    const char *name;
    ColumnType type;
};

/// A statement over a table `r` of input rows: executed once a row by SQLite (prepared once), and once for
/// all rows by PostgreSQL (one round trip). `%lock%` in it becomes the clause that locks the rows of the
/// table with the alias `s` in the order of their keys. Define it `static const`: connections keep what they
/// prepared under its address.
struct RowStatement {
    std::vector<Column> columns;
    const char *sql;
    // Instead of sql:
    const char *insertInto = nullptr; ///< a table that gets the rows as they are
    const char *update = nullptr; ///< a table whose rows, found by the first column, get the other columns
};

/// Where the two databases differ. Immutable, thread-safe.
class Dialect
{
public:
    using Kind = base::DatabaseUrl::Kind;

    explicit Dialect(Kind kind)
        : m_kind(kind)
    {
    }

    Kind kind() const { return m_kind; }
    bool isPostgres() const { return m_kind == Kind::Postgres; }
    /// Qt's name of the driver.
    QString driver() const;
    /// The folder of its migrations among the resources.
    QString migrations() const;

    /// Begins a transaction that will write.
    const char *begin() const;
    /// Whether the table schema_migrations exists: a row or none.
    QString findMigrationTable() const;
    /// The text of \a statement, with the input rows put in front: placeholders named after the columns for
    /// SQLite, one positional placeholder for PostgreSQL.
    QString text(const RowStatement &statement) const;

    QVariant bind(const QUuid &uuid) const;
    QUuid readUuid(const QVariant &value) const;

    /// What a failure means, and a text without values.
    SqlFailure failure(const QSqlError &error) const;

private:
    Kind m_kind;
};

} // namespace store
