#pragma once

#include "base/config.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

/// A PostgreSQL of the test's own: in a temporary folder, on a Unix socket, gone with this object, and with
/// the test program should that be killed. Started as root, it runs as the user `postgres`. Methods print why
/// they fail.
class PostgresCluster
{
public:
    PostgresCluster();
    ~PostgresCluster();

    [[nodiscard]] bool create(); ///< makes and starts it; once
    [[nodiscard]] bool start();
    void stop();

    /// A new, empty database. Null name when it cannot be made.
    base::DatabaseUrl newDatabase();

private:
    void runAsDatabaseUser(QProcess &process) const;
    QString program(const QString &name) const;

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_server;
    uint m_user = 0;
    uint m_group = 0;
    int m_databases = 0;
    int m_starts = 0;
};
