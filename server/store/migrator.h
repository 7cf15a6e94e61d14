#pragma once

#include "base/clock.h"
#include "store/connection.h"

#include <functional>
#include <vector>

namespace store
{

/// One step of the schema: a file `0001_what.sql`. Its statements are separated by empty lines.
struct Migration {
    int version = 0;
    QString name;
    QString sql;
};

/// The migrations of \a dialect that this program bears, oldest first.
std::vector<Migration> bundledMigrations(const Dialect &dialect);

/// Brings a database to the newest schema, forward only. Each migration and its version row are one
/// transaction, so an interrupted one has not happened and is done again at the next start. One instance at a
/// time migrates a PostgreSQL database; a SQLite file has one server only.
class Migrator
{
public:
    /// \param migrations  in the order of their versions, which count 1, 2, 3…
    Migrator(Connection &connection, const base::Clock &clock, std::vector<Migration> migrations);

    /// For tests: called before each statement of a migration.
    void setBeforeStatement(std::function<void()> function) { m_beforeStatement = std::move(function); }

    /// \return the versions applied now, or Conflict (the schema is newer than this program), or Unavailable
    /// (a
    ///         migration failed; the database is as it was before that one)
    base::Result<int> run();

private:
    int currentVersion();
    int applyMissing();
    void apply(const Migration &migration);

    Connection &m_connection;
    const base::Clock &m_clock;
    std::vector<Migration> m_migrations;
    std::function<void()> m_beforeStatement;
    QString m_failing;
};

} // namespace store
