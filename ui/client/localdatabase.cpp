#include "client/localdatabase.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>

#include <atomic>

using namespace Qt::StringLiterals;

namespace client
{

namespace
{
QString nextName()
{
    static std::atomic<quint64> count{0};
    return u"ultracom-console-%1"_s.arg(++count);
}

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

bool isDamage(const QSqlError &error)
{
    constexpr int corrupt = 11;                              // SQLITE_CORRUPT
    constexpr int notADatabase = 26;                         // SQLITE_NOTADB
    const int code = error.nativeErrorCode().toInt() & 0xff; // the rest are its extended kinds
    return code == corrupt || code == notADatabase;
}
} // namespace

LocalDatabase::LocalDatabase(Plan plan, SetAside onSetAside)
    : m_plan(std::move(plan))
    , m_onSetAside(std::move(onSetAside))
    , m_name(nextName())
{
}

LocalDatabase::~LocalDatabase()
{
    close();
}

base::Status LocalDatabase::transaction(const Work &work)
{
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (base::Status opened = open(); !opened)
            return opened;
        QSqlError error;
        {
            QSqlQuery query(QSqlDatabase::database(m_name, false));
            if (query.exec(u"BEGIN IMMEDIATE"_s) && work(query) && query.exec(u"COMMIT"_s))
                return base::success();
            error = query.lastError();
            query.exec(u"ROLLBACK"_s);
        }
        if (!isDamage(error) || !setAside())
            return unusable(error);
    }
    return unusable({});
}

bool LocalDatabase::run(QSqlQuery &query, const QString &sql, const QVariantList &values)
{
    if (!query.prepare(sql))
        return false;
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values.at(i));
    return query.exec();
}

base::Status LocalDatabase::open()
{
    if (QSqlDatabase::contains(m_name))
        return base::success();
    for (int attempt = 0; attempt < 2; ++attempt) {
        QSqlError error;
        if (!prepareFile())
            return unusable({});
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
            database.setDatabaseName(m_plan.path);
            database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
            if (database.open()) {
                QSqlQuery query(database);
                if (bringUp(query))
                    return base::success();
                error = query.lastError();
            } else {
                error = database.lastError();
            }
        }
        const bool damaged = isDamage(error) || m_unfit;
        close();
        if (!damaged || !setAside())
            return unusable(error);
    }
    return unusable({});
}

/// SQLite would make the file as the process' umask says.
bool LocalDatabase::prepareFile()
{
    const QString folder = QFileInfo(m_plan.path).path();
    if (!QDir().mkpath(folder))
        return false;
    QFile::setPermissions(folder, ownerOnly | QFileDevice::ExeOwner);
    QFile file(m_plan.path);
    if (file.exists())
        return file.setPermissions(ownerOnly);
    return file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly) || file.exists();
}

bool LocalDatabase::bringUp(QSqlQuery &query)
{
    m_unfit = false;
    const bool configured = query.exec(u"PRAGMA auto_vacuum = INCREMENTAL"_s) &&
                            query.exec(u"PRAGMA journal_mode = WAL"_s) &&
                            query.exec(m_plan.mustSurvivePowerLoss ? u"PRAGMA synchronous = FULL"_s
                                                                   : u"PRAGMA synchronous = NORMAL"_s) &&
                            query.exec(u"PRAGMA cache_size = -2048"_s) && query.exec(u"BEGIN IMMEDIATE"_s) &&
                            query.exec(u"PRAGMA user_version"_s) && query.next();
    if (!configured)
        return false;
    const int version = query.value(0).toInt();
    m_unfit = version != 0 && version != m_plan.version;
    if (m_unfit)
        return false;
    if (version == 0) {
        for (const QString &statement : m_plan.schema) {
            if (!query.exec(statement))
                return false;
        }
        query.exec(u"PRAGMA user_version = %1"_s.arg(m_plan.version));
    }
    if (!query.exec(u"COMMIT"_s))
        return false;
    if (!m_plan.wholeCheck)
        return true;
    if (!query.exec(u"PRAGMA quick_check(1)"_s) || !query.next())
        return false;
    m_unfit = query.value(0).toString() != "ok"_L1;
    return !m_unfit;
}

void LocalDatabase::close()
{
    if (!QSqlDatabase::contains(m_name))
        return;
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

bool LocalDatabase::setAside()
{
    close();
    const QString stem =
        m_plan.path + u".damaged-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QString target = stem;
    for (int i = 2; QFile::exists(target); ++i)
        target = stem + u'-' + QString::number(i);
    if (!QFile::rename(m_plan.path, target))
        return false;
    for (const QString &suffix : {u"-wal"_s, u"-shm"_s})
        QFile::rename(m_plan.path + suffix, target + suffix);
    m_onSetAside(target);
    return true;
}

base::Error LocalDatabase::unusable(const QSqlError &error) const
{
    const QString why = error.databaseText().section(u'\n', 0, 0);
    const QString path = QDir::toNativeSeparators(m_plan.path);
    if (why.isEmpty())
        return {base::ErrorKind::Unavailable,
                QCoreApplication::translate("client", "The file %1 cannot be written.").arg(path)};
    return {base::ErrorKind::Unavailable,
            QCoreApplication::translate("client", "The file %1 cannot be written: %2.").arg(path, why)};
}

} // namespace client
