#include "server/doctor.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using Level = app::Finding::Level;

namespace
{

constexpr qint64 mebibyte = 1024 * 1024;

base::Timestamp at(QStringView text)
{
    return *base::fromRfc3339(text);
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

Level worst(const app::Findings &findings)
{
    Level level = Level::Ok;
    for (const app::Finding &finding : findings)
        level = std::max(level, finding.level);
    return level;
}

} // namespace

Q_DECLARE_METATYPE(app::Finding::Level)

class TestDoctor : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    base::Config m_config;

    void makeCertificate(int days);

private Q_SLOTS:
    void init();
    void dataFolder();
    void secrets();
    void diskSpace_data();
    void diskSpace();
    void clock_data();
    void clock();
    void descriptors_data();
    void descriptors();
    void ports();
    void takenPort();
    void foreignAddress();
    void sqlite_data();
    void sqlite();
    void sqliteIsNotChanged();
    void postgresThatIsNotThere();
    void tlsWithoutFiles();
    void tlsFiles();
    void tlsRubbish();
    void wholeExamination();
};

void TestDoctor::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_config = {};
    m_config.port = 0;
    m_config.hosts = {u"127.0.0.1"_s};
    m_config.dataFolder = m_folder->path();
    m_config.database.path = m_folder->filePath(u"ultracom.db"_s);
    m_config.jwtSecret = QByteArray(32, 's');
    m_config.jwtSecretGenerated = true;
}

void TestDoctor::dataFolder()
{
    QCOMPARE(app::checkDataFolder(m_config).level, Level::Ok);
    QCOMPARE(QDir(m_config.dataFolder).entryList(QDir::Files), QStringList()); // nothing is left behind

    QFile::setPermissions(m_config.dataFolder,
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther);
    QCOMPARE(app::checkDataFolder(m_config).level, Level::Warn);
    QFile::setPermissions(m_config.dataFolder,
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::WriteOther);
    QCOMPARE(app::checkDataFolder(m_config).level, Level::Fail);
    m_config.dataFolder += u"/nowhere"_s;
    QCOMPARE(app::checkDataFolder(m_config).level, Level::Fail);
}

void TestDoctor::secrets()
{
    QCOMPARE(worst(app::checkSecrets(m_config, m_folder->path())), Level::Ok);
    m_config.jwtSecret = "sesame";
    m_config.jwtSecretGenerated = false;
    const app::Findings findings = app::checkSecrets(m_config, m_folder->path());
    QCOMPARE(worst(findings), Level::Warn);
    QVERIFY(!findings.first().sentence.contains(u"sesame"));

    m_config.jwtSecret = QByteArray(32, 's');
    write(m_folder->filePath(u".env"_s), "JWT_SECRET=x");
    QFile::setPermissions(m_folder->filePath(u".env"_s), QFile::ReadOwner | QFile::ReadOther);
    QCOMPARE(worst(app::checkSecrets(m_config, m_folder->path())), Level::Warn);
    QFile::setPermissions(m_folder->filePath(u".env"_s), QFile::ReadOwner);
    QCOMPARE(worst(app::checkSecrets(m_config, m_folder->path())), Level::Ok);
}

void TestDoctor::diskSpace_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<Level>("expected");
    QTest::newRow("plenty") << 10'000 * mebibyte << Level::Ok;
    QTest::newRow("little") << 100 * mebibyte << Level::Warn;
    QTest::newRow("too little") << 100 * mebibyte - 1 << Level::Fail;
    QTest::newRow("none") << qint64(0) << Level::Fail;
    QTest::newRow("unknown") << qint64(-1) << Level::Warn;
}

void TestDoctor::diskSpace()
{
    QFETCH(qint64, bytes);
    QFETCH(Level, expected);
    QCOMPARE(app::checkDiskSpace(u"/x"_s, bytes).level, expected);
}

void TestDoctor::clock_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("data");
    QTest::addColumn<Level>("expected");
    QTest::newRow("no data yet") << u"2026-05-01T00:00:00Z"_s << QString() << Level::Ok;
    QTest::newRow("older data") << u"2026-05-01T00:00:00Z"_s << u"2026-04-01T00:00:00Z"_s << Level::Ok;
    QTest::newRow("data of this moment")
        << u"2026-05-01T00:00:00Z"_s << u"2026-05-01T00:00:59Z"_s << Level::Ok;
    QTest::newRow("data from tomorrow")
        << u"2026-05-01T00:00:00Z"_s << u"2026-05-02T00:00:00Z"_s << Level::Fail;
    QTest::newRow("never set") << u"1970-01-01T00:10:00Z"_s << QString() << Level::Fail;
    QTest::newRow("far ahead") << u"2107-01-01T00:10:00Z"_s << QString() << Level::Fail;
}

void TestDoctor::clock()
{
    QFETCH(QString, now);
    QFETCH(QString, data);
    QFETCH(Level, expected);
    QCOMPARE(app::checkClock(at(now), base::fromRfc3339(data)).level, expected);
}

void TestDoctor::descriptors_data()
{
    QTest::addColumn<quint64>("most");
    QTest::addColumn<Level>("expected");
    QTest::newRow("enough") << app::descriptorsNeeded(1000) << Level::Ok;
    QTest::newRow("one too few") << app::descriptorsNeeded(1000) - 1 << Level::Warn;
}

void TestDoctor::descriptors()
{
    QFETCH(quint64, most);
    QFETCH(Level, expected);
    QCOMPARE(app::checkDescriptors({64, most}, 1000).level, expected);
}

void TestDoctor::ports()
{
    QCOMPARE(worst(app::checkPorts(m_config)), Level::Ok);
}

void TestDoctor::takenPort()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    m_config.port = other.serverPort();
    const app::Findings findings = app::checkPorts(m_config);
    QCOMPARE(worst(findings), Level::Fail);
#ifdef Q_OS_LINUX
    const QString process = QStringLiteral("process %1").arg(QCoreApplication::applicationPid());
    QVERIFY2(findings.first().sentence.contains(process), qPrintable(findings.first().sentence));
#endif
}

void TestDoctor::foreignAddress()
{
    m_config.hosts = {u"192.0.2.1"_s}; // reserved for documentation: no machine has it
    QCOMPARE(worst(app::checkPorts(m_config)), Level::Fail);
}

void TestDoctor::sqlite_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<Level>("expected");
    const QString table = u"CREATE TABLE schema_migrations(version INTEGER)"_s;
    const auto row = [](const char *name, const QString &kind, const QStringList &statements,
                        Level expected) { QTest::newRow(name) << kind << statements << expected; };
    row("not there yet", u"none"_s, {}, Level::Ok);
    row("empty", u"made"_s, {u"CREATE TABLE a(b)"_s}, Level::Ok);
    row("an older schema", u"made"_s, {table, u"INSERT INTO schema_migrations VALUES (0)"_s}, Level::Ok);
    row("our schema", u"made"_s, {table, u"INSERT INTO schema_migrations VALUES (1)"_s}, Level::Ok);
    row("a newer schema", u"made"_s, {table, u"INSERT INTO schema_migrations VALUES (9999)"_s}, Level::Fail);
    row("another's table of that name", u"made"_s, {u"CREATE TABLE schema_migrations(a)"_s}, Level::Fail);
    row("no database", u"rubbish"_s, {}, Level::Fail);
    row("a folder", u"folder"_s, {}, Level::Fail);
    row("in no folder", u"nowhere"_s, {}, Level::Fail);
}

void TestDoctor::sqlite()
{
    QFETCH(QString, kind);
    QFETCH(QStringList, statements);
    QFETCH(Level, expected);
    base::DatabaseUrl url = m_config.database;
    if (!statements.isEmpty()) {
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"maker"_s);
            database.setDatabaseName(url.path);
            QVERIFY(database.open());
            for (const QString &statement : statements)
                QVERIFY(QSqlQuery(database).exec(statement));
        }
        QSqlDatabase::removeDatabase(u"maker"_s);
    } else if (kind == u"rubbish") {
        write(url.path, QByteArray(4096, 'x'));
    } else if (kind == u"folder") {
        QVERIFY(QDir().mkdir(url.path));
    } else if (kind == u"nowhere") {
        url.path = m_folder->filePath(u"nowhere/a.db"_s);
    }
    const app::Finding finding = app::checkDatabase(url);
    QVERIFY2(finding.level == expected, qPrintable(finding.sentence));
}

void TestDoctor::sqliteIsNotChanged()
{
    app::checkDatabase(m_config.database);
    QVERIFY(!QFile::exists(m_config.database.path));
}

void TestDoctor::postgresThatIsNotThere()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress::LocalHost));
    const quint16 freePort = probe.serverPort();
    probe.close();
    const auto url = base::DatabaseUrl::parse(u"postgresql://u:sesame@127.0.0.1:%1/ultracom"_s.arg(freePort),
                                              m_folder->path());
    QVERIFY(url);
    const app::Finding finding = app::checkDatabase(*url);
    QCOMPARE(finding.level, Level::Fail);
    QVERIFY2(!finding.sentence.contains(u"sesame"), qPrintable(finding.sentence));
}

void TestDoctor::tlsWithoutFiles()
{
    const base::Timestamp now = at(u"2026-05-01T00:00:00Z");
    QCOMPARE(worst(app::checkTls(m_config, now)), Level::Ok);
    m_config.hosts = {u"0.0.0.0"_s};
    QCOMPARE(worst(app::checkTls(m_config, now)), Level::Warn);
}

void TestDoctor::makeCertificate(int days)
{
    m_config.tlsCertFile = m_folder->filePath(u"cert.pem"_s);
    m_config.tlsKeyFile = m_folder->filePath(u"key.pem"_s);
    const QStringList arguments{u"req"_s,
                                u"-x509"_s,
                                u"-newkey"_s,
                                u"ec"_s,
                                u"-pkeyopt"_s,
                                u"ec_paramgen_curve:prime256v1"_s,
                                u"-nodes"_s,
                                u"-subj"_s,
                                u"/CN=localhost"_s,
                                u"-days"_s,
                                QString::number(days),
                                u"-keyout"_s,
                                m_config.tlsKeyFile,
                                u"-out"_s,
                                m_config.tlsCertFile};
    QProcess openssl;
    openssl.start(u"openssl"_s, arguments);
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
    QFile::setPermissions(m_config.tlsKeyFile, QFile::ReadOwner);
}

void TestDoctor::tlsFiles()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        QSKIP("the openssl program is not installed");
    const auto day = [](int days) { return base::SystemClock().now() + std::chrono::hours(24 * days); };
    makeCertificate(30);
    QCOMPARE(worst(app::checkTls(m_config, day(1))), Level::Ok);
    QCOMPARE(worst(app::checkTls(m_config, day(20))), Level::Warn);
    QCOMPARE(worst(app::checkTls(m_config, day(31))), Level::Fail);
    QCOMPARE(worst(app::checkTls(m_config, day(-1))), Level::Fail);

    QFile::setPermissions(m_config.tlsKeyFile, QFile::ReadOwner | QFile::ReadOther);
    QCOMPARE(worst(app::checkTls(m_config, day(1))), Level::Warn);
    m_config.tlsKeyFile = m_config.tlsCertFile;
    QCOMPARE(worst(app::checkTls(m_config, day(1))), Level::Fail);
}

void TestDoctor::tlsRubbish()
{
    m_config.tlsCertFile = m_folder->filePath(u"cert.pem"_s);
    m_config.tlsKeyFile = m_folder->filePath(u"key.pem"_s);
    const base::Timestamp now = at(u"2026-05-01T00:00:00Z");
    QCOMPARE(worst(app::checkTls(m_config, now)), Level::Fail);
    write(m_config.tlsCertFile, "rubbish");
    write(m_config.tlsKeyFile, "rubbish");
    for (const app::Finding &finding : app::checkTls(m_config, now))
        QCOMPARE(finding.level, Level::Fail);
}

void TestDoctor::wholeExamination()
{
    QSet<QString> subjects;
    for (const app::Finding &finding : app::examine(m_config, m_folder->path(), base::SystemClock().now())) {
        QVERIFY2(finding.level != Level::Fail, qPrintable(finding.sentence));
        subjects.insert(finding.subject);
    }
    QCOMPARE(subjects, (QSet<QString>{u"data"_s, u"secret"_s, u"disk"_s, u"clock"_s, u"tls"_s, u"limits"_s,
                                      u"ports"_s, u"database"_s}));
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
