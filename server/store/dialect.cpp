#include "store/dialect.h"

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

QString postgresType(ColumnType type)
{
    switch (type) {
    case ColumnType::Integer:
        return u"bigint"_s;
    case ColumnType::Text:
        return u"text"_s;
    case ColumnType::Uuid:
        return u"uuid"_s;
    case ColumnType::Bytes:
        return u"bytea"_s;
    }
    Q_UNREACHABLE();
}

// https://www.sqlite.org/rescode.html; the low byte is the primary code.
SqlFault sqliteFault(const QString &code)
{
    if (code.toInt() == 267) // SQLITE_CORRUPT_VTAB: the search index's, not the database's
        return SqlFault::Statement;
    switch (code.toInt() & 0xff) {
    case 1:  // SQLITE_ERROR
    case 12: // SQLITE_NOTFOUND
    case 17: // SQLITE_SCHEMA
    case 18: // SQLITE_TOOBIG
    case 20: // SQLITE_MISMATCH
    case 21: // SQLITE_MISUSE
    case 25: // SQLITE_RANGE
        return SqlFault::Statement;
    case 19: // SQLITE_CONSTRAINT
        return SqlFault::Duplicate;
    default:
        return SqlFault::Lost;
    }
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html; no code: the connection broke before an answer.
SqlFault postgresFault(const QString &code)
{
    static const QStringList retry{u"40001"_s, u"40P01"_s, u"55P03"_s};
    static const QStringList lostClasses{u"08"_s, u"25"_s, u"28"_s, u"53"_s, u"57"_s, u"58"_s, u"XX"_s};
    if (code == "23505"_L1)
        return SqlFault::Duplicate;
    if (retry.contains(code))
        return SqlFault::Retry;
    if (code.isEmpty() || lostClasses.contains(code.left(2)))
        return SqlFault::Lost;
    return SqlFault::Statement;
}

} // namespace

base::Error unavailable()
{
    return {base::ErrorKind::Unavailable,
            u"The database cannot be reached or written to; try again in a moment."_s,
            {},
            std::chrono::seconds(1)};
}

QString Dialect::driver() const
{
    return isPostgres() ? u"QPSQL"_s : u"QSQLITE"_s;
}

QString Dialect::migrations() const
{
    return isPostgres() ? u":/sql/postgres"_s : u":/sql/sqlite"_s;
}

const char *Dialect::begin() const
{
    return isPostgres() ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN IMMEDIATE";
}

QString Dialect::findMigrationTable() const
{
    return isPostgres()
               ? u"SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL"_s
               : u"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"_s;
}

QString Dialect::text(const RowStatement &statement) const
{
    QStringList names;
    QStringList types;
    QStringList marks;
    for (const Column &column : statement.columns) {
        const QLatin1String name(column.name);
        names << name;
        types << name + u' ' + postgresType(column.type);
        marks << u':' + name;
    }
    const QString columns = names.join(u", "_s);
    const QString values = marks.join(u", "_s);
    const QString recordset = u"json_to_recordset(CAST(? AS json)) AS t(%1)"_s.arg(types.join(u", "_s));
    if (statement.insertInto) {
        const QString rows =
            isPostgres() ? u"SELECT %1 FROM %2"_s.arg(columns, recordset) : u"VALUES (%1)"_s.arg(values);
        return u"INSERT INTO %1 (%2) %3"_s.arg(QLatin1String(statement.insertInto), columns, rows);
    }
    if (statement.update) {
        QStringList changes;
        for (const QString &name : names.mid(1))
            changes << name + (isPostgres() ? u" = t."_s : u" = :"_s) + name;
        const QString update =
            u"UPDATE %1 SET %2"_s.arg(QLatin1String(statement.update), changes.join(u", "_s));
        if (isPostgres())
            return u"%1 FROM %2 WHERE %3.%4 = t.%4"_s.arg(update, recordset, QLatin1String(statement.update),
                                                          names[0]);
        return u"%1 WHERE %2 = :%2"_s.arg(update, names[0]);
    }
    QString body = QString::fromLatin1(statement.sql);
    body.replace(u"%lock%"_s, isPostgres() ? u"ORDER BY s.session_key FOR NO KEY UPDATE OF s"_s : QString());
    if (isPostgres())
        return u"WITH r AS (SELECT * FROM %1) %2"_s.arg(recordset, body);
    return u"WITH r(%1) AS (VALUES (%2)) %3"_s.arg(columns, values, body);
}

QVariant Dialect::bind(const QUuid &uuid) const
{
    return isPostgres() ? QVariant(uuid.toString(QUuid::WithoutBraces)) : QVariant(uuid.toRfc4122());
}

QUuid Dialect::readUuid(const QVariant &value) const
{
    return isPostgres() ? QUuid::fromString(value.toString()) : QUuid::fromRfc4122(value.toByteArray());
}

SqlFailure Dialect::failure(const QSqlError &error) const
{
    const QString code = error.nativeErrorCode();
    const SqlFault fault = isPostgres() ? postgresFault(code) : sqliteFault(code);
    QString text = u"error %1"_s.arg(code.isEmpty() ? u"without a code"_s : code);
    // Only these texts never quote a value of the statement.
    if (fault == SqlFault::Lost)
        text += u": "_s + error.databaseText().section(u'\n', 0, 0);
    return SqlFailure(fault, text);
}

} // namespace store
