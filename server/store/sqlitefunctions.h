#pragma once

struct sqlite3;

namespace store
{

/// Adds to a SQLite connection what our statements call and PostgreSQL has by a migration:
/// `contains_folded(text, part)`, whether \a part stands in \a text, in upper or lower case of any script.
/// Throws SqlFailure.
void addSqliteFunctions(sqlite3 *database);

} // namespace store
