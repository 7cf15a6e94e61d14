#include "store/sqlitestatement.h"

#include "store/dialect.h"

#include <QScopeGuard>
#include <QSqlDriver>
#include <QSqlQuery>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

SqlFailure lastFailure(sqlite3 *database)
{
    const QString code = QString::number(sqlite3_extended_errcode(database));
    const QString text = QString::fromUtf8(sqlite3_errmsg(database));
    return Dialect(Dialect::Kind::Sqlite).failure(QSqlError({}, text, QSqlError::StatementError, code));
}

const QString *textIn(const QVariant &value)
{
    return value.typeId() == QMetaType::QString ? static_cast<const QString *>(value.constData()) : nullptr;
}

} // namespace

void checkSqliteLibrary(const QString &driversSourceId)
{
    if (driversSourceId != QLatin1String(sqlite3_sourceid()))
        throw SqlFailure(SqlFault::Lost,
                         u"Qt's SQLite driver and this program use different SQLite libraries"_s);
}

void leaveSqliteMemoryUncounted()
{
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    Q_UNUSED(once)
}

sqlite3 *sqliteHandle(const QSqlDatabase &database)
{
    QSqlQuery query(database);
    if (!query.exec(u"SELECT sqlite_source_id()"_s) || !query.next())
        throw Dialect(Dialect::Kind::Sqlite).failure(query.lastError());
    checkSqliteLibrary(query.value(0).toString());
    const QVariant handle = database.driver()->handle();
    Q_ASSERT(qstrcmp(handle.typeName(), "sqlite3*") == 0);
    return *static_cast<sqlite3 *const *>(handle.constData());
}

void SqliteStatement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

SqliteStatement::SqliteStatement(sqlite3 *database, const QString &sql, std::span<const QString> parameters)
    : m_database(database)
{
    const QByteArray utf8 = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(database, utf8.constData(), static_cast<int>(utf8.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        throw lastFailure(database);
    m_statement.reset(statement);
    for (const QString &name : parameters)
        m_indexes.push_back(sqlite3_bind_parameter_index(statement, name.toUtf8().constData()));
    if (parameters.empty()) {
        for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index)
            m_indexes.push_back(index);
    }
}

void SqliteStatement::run(std::span<const QVariant> values, const OnRow &onRow)
{
    bind(values);
    sqlite3_stmt *statement = m_statement.get();
    // An unfinished read would hold SQLite's snapshot and keep the log from being truncated.
    const auto reset = qScopeGuard([statement] { sqlite3_reset(statement); });
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW; result = sqlite3_step(statement)) {
        if (onRow)
            onRow(Row(statement));
    }
    if (result != SQLITE_DONE)
        throw lastFailure(m_database);
}

void SqliteStatement::bind(std::span<const QVariant> values)
{
    Q_ASSERT(values.size() == m_indexes.size());
    qsizetype space = 0;
    for (const QVariant &value : values) {
        if (const QString *text = textIn(value))
            space += m_encoder.requiredSpace(text->size());
    }
    // Before the first is bound: what is bound must not move.
    if (m_text.size() < space)
        m_text.resize(space);
    m_textEnd = m_text.data();
    for (size_t i = 0; i < values.size(); ++i) {
        if (bind(m_indexes[i], values[i]) != SQLITE_OK)
            throw lastFailure(m_database);
    }
}

/// Binds without a copy: the values and m_text outlive the step.
int SqliteStatement::bind(int index, const QVariant &value)
{
    sqlite3_stmt *statement = m_statement.get();
    if (const QString *text = textIn(value))
        return text->isNull() ? sqlite3_bind_null(statement, index) : bindText(index, *text);
    if (value.typeId() == QMetaType::QByteArray) {
        const QByteArray &bytes = *static_cast<const QByteArray *>(value.constData());
        if (bytes.isNull())
            return sqlite3_bind_null(statement, index);
        return sqlite3_bind_blob64(statement, index, bytes.constData(),
                                   static_cast<sqlite3_uint64>(bytes.size()), SQLITE_STATIC);
    }
    if (!value.isValid())
        return sqlite3_bind_null(statement, index);
    Q_ASSERT(value.typeId() == QMetaType::LongLong || value.typeId() == QMetaType::Int);
    return sqlite3_bind_int64(statement, index, value.toLongLong());
}

/// As UTF-8, which is how SQLite stores it: SQLite's own conversion from UTF-16 goes byte by byte.
int SqliteStatement::bindText(int index, const QString &text)
{
    const char *begin = m_textEnd;
    m_textEnd = m_encoder.appendToBuffer(m_textEnd, text);
    return sqlite3_bind_text64(m_statement.get(), index, begin,
                               static_cast<sqlite3_uint64>(m_textEnd - begin), SQLITE_STATIC, SQLITE_UTF8);
}

} // namespace store
