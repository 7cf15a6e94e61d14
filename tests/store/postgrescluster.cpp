#include "postgrescluster.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <csignal>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

PostgresCluster::PostgresCluster()
{
    if (::geteuid() != 0)
        return;
    if (const passwd *entry = ::getpwnam("postgres")) {
        m_user = entry->pw_uid;
        m_group = entry->pw_gid;
    }
}

PostgresCluster::~PostgresCluster()
{
    stop();
}

QString PostgresCluster::program(const QString &name) const
{
    const QDir versions(u"/usr/lib/postgresql"_s);
    const QStringList folders =
        versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    return folders.isEmpty() ? name : versions.filePath(folders.first() + u"/bin/"_s + name);
}

void PostgresCluster::runAsDatabaseUser(QProcess &process) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder.path());
    process.setChildProcessModifier([user = m_user, group = m_group] {
        if (user != 0 && (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(user) != 0))
            ::_exit(127);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    });
}

bool PostgresCluster::create()
{
    if (m_user != 0 && ::chown(m_folder.path().toLocal8Bit().constData(), m_user, m_group) != 0) {
        qWarning("the temporary folder cannot be given to the user postgres");
        return false;
    }
    QProcess initdb;
    runAsDatabaseUser(initdb);
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    initdb.start(program(u"initdb"_s), {u"-D"_s, m_folder.filePath(u"data"_s), u"-A"_s, u"trust"_s, u"-U"_s,
                                        u"ultracom"_s, u"-E"_s, u"UTF8"_s, u"--locale=C"_s, u"--no-sync"_s});
    if (!initdb.waitForFinished(60'000) || initdb.exitCode() != 0) {
        qWarning("initdb failed (PostgreSQL's server programs are needed): %s %s",
                 qPrintable(initdb.errorString()), initdb.readAll().constData());
        return false;
    }
    return start();
}

bool PostgresCluster::start()
{
    const QString log = m_folder.filePath(u"log%1"_s.arg(++m_starts));
    m_server = std::make_unique<QProcess>();
    runAsDatabaseUser(*m_server);
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    m_server->setStandardOutputFile(log);
    m_server->start(program(u"postgres"_s),
                    {u"-D"_s, m_folder.filePath(u"data"_s), u"-c"_s, u"listen_addresses="_s, u"-c"_s,
                     u"unix_socket_directories="_s + m_folder.path(), u"-c"_s, u"fsync=off"_s, u"-c"_s,
                     u"shared_buffers=16MB"_s, u"-c"_s, u"max_connections=40"_s});
    QByteArray output;
    const QDeadlineTimer deadline(30'000);
    while (m_server->state() != QProcess::NotRunning && !deadline.hasExpired()) {
        QFile file(log);
        if (file.open(QIODevice::ReadOnly))
            output = file.readAll();
        if (output.contains("ready to accept connections"))
            return true;
        m_server->waitForFinished(20);
    }
    qWarning("PostgreSQL does not start: %s %s", qPrintable(m_server->errorString()), output.constData());
    return false;
}

void PostgresCluster::stop()
{
    if (!m_server || m_server->state() == QProcess::NotRunning)
        return;
    // Immediate: as it is when the power goes.
    ::kill(static_cast<pid_t>(m_server->processId()), SIGQUIT);
    if (!m_server->waitForFinished(15'000))
        m_server->kill();
    m_server->waitForFinished(5'000);
}

base::DatabaseUrl PostgresCluster::newDatabase()
{
    base::DatabaseUrl url;
    url.kind = base::DatabaseUrl::Kind::Postgres;
    url.host = m_folder.path();
    url.user = u"ultracom"_s;
    const QString name = u"test%1"_s.arg(++m_databases);
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, u"cluster"_s);
        database.setHostName(url.host);
        database.setUserName(url.user);
        database.setDatabaseName(u"postgres"_s);
        if (database.open() && QSqlQuery(database).exec(u"CREATE DATABASE "_s + name))
            url.name = name;
    }
    QSqlDatabase::removeDatabase(u"cluster"_s);
    return url;
}
