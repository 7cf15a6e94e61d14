#pragma once

#include "base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QStringList>

#include <functional>

namespace client
{

/// One SQLite file that only its owner may read, in a folder that only its owner may open. A file that is
/// damaged, or was written by another version of this program, is set aside as `<name>.damaged-<time>` and a
/// new one begun; the owner is told. Several processes may have it open. Used in one thread.
class LocalDatabase
{
public:
    struct Plan {
        QString path;
        int version = 1;         ///< of the schema, kept as `user_version`
        QStringList schema;      ///< makes it in an empty file
        bool wholeCheck = false; ///< look through all of it at opening, not only at its head
        bool mustSurvivePowerLoss = false;
    };
    /// Called when a damaged file was set aside: with where it lies now.
    using SetAside = std::function<void(const QString &path)>;

    LocalDatabase(Plan plan, SetAside onSetAside);
    ~LocalDatabase();
    LocalDatabase(const LocalDatabase &) = delete;
    LocalDatabase &operator=(const LocalDatabase &) = delete;

    /// Runs \a work in one transaction. \a work returns false where one of its statements failed, and leaves
    /// the failed statement's error in the query that it was given. Where the file turns out to be damaged it
    /// is set aside, and \a work is run again on the new one. Opens the file the first time. \return
    /// Unavailable with a sentence where the file cannot be used
    using Work = std::function<bool(QSqlQuery &query)>;
    base::Status transaction(const Work &work);
    /// Prepares \a sql, binds \a values in order and executes. \return false where one of these failed
    static bool run(QSqlQuery &query, const QString &sql, const QVariantList &values);

private:
    base::Status open();
    bool prepareFile();
    bool bringUp(QSqlQuery &query);
    void close();
    bool setAside();
    base::Error unusable(const QSqlError &error) const;

    const Plan m_plan;
    const SetAside m_onSetAside;
    const QString m_name; ///< of the connection
    bool m_unfit = false; ///< it opens, but another version wrote it, or the check found it damaged
};

} // namespace client
