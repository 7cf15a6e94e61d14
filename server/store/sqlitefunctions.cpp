#include "store/sqlitefunctions.h"

#include "store/sqlfailure.h"

#include <QString>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

QString textOf(sqlite3_value *value)
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_value_text(value));
    return QString::fromUtf8(text, sqlite3_value_bytes(value));
}

void containsFolded(sqlite3_context *context, int, sqlite3_value **values)
{
    if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL)
        return sqlite3_result_null(context);
    sqlite3_result_int(context, textOf(values[0]).contains(textOf(values[1]), Qt::CaseInsensitive) ? 1 : 0);
}

} // namespace

void addSqliteFunctions(sqlite3 *database)
{
    if (sqlite3_create_function_v2(database, "contains_folded", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                   nullptr, containsFolded, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw SqlFailure(SqlFault::Lost, u"SQLite takes no function of ours"_s);
}

} // namespace store
