#pragma once

#include "store/row.h"
#include "store/sqlfailure.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QStringEncoder>
#include <QVariant>

#include <memory>
#include <span>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace store
{

/// The library's own handle of an open QSQLITE connection.
/// Throws SqlFailure (Lost) when that connection runs in another library than the one that we call.
sqlite3 *sqliteHandle(const QSqlDatabase &database);

/// Call before a connection opens: SQLite then keeps no account of its memory, which would take a global lock
/// at every allocation. Without effect where the library is in use already.
void leaveSqliteMemoryUncounted();

/// Throws as above unless \a driversSourceId, the driver's sqlite_source_id(), is ours. Two libraries on one
/// handle would corrupt memory.
void checkSqliteLibrary(const QString &driversSourceId);

/// A statement, prepared once on a connection that QtSql opened and run many times. It goes past QtSql, whose
/// bookkeeping for the values of a row costs as much as SQLite's insert. One thread; must go before its
/// connection closes. Its methods throw SqlFailure.
class SqliteStatement
{
public:
    /// \param parameters the names of the parameters in the order in which run() gets their values; empty for
    ///                   positional ones
    SqliteStatement(sqlite3 *database, const QString &sql, std::span<const QString> parameters = {});

    /// Runs it once over \a values (integers, texts, bytes, or null) and gives every row of its result to
    /// \a onRow.
    void run(std::span<const QVariant> values, const OnRow &onRow = {});

private:
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };

    void bind(std::span<const QVariant> values);
    int bind(int index, const QVariant &value);
    int bindText(int index, const QString &text);

    sqlite3 *m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    std::vector<int> m_indexes; ///< of the parameters, in the order of their values
    QStringEncoder m_encoder{QStringEncoder::Utf8, QStringEncoder::Flag::Stateless};
    QByteArray m_text; ///< UTF-8 of the row's texts
    char *m_textEnd = nullptr;
};

} // namespace store
