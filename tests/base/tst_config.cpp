#include "base/config.h"
#include "base/secretfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

const QString longSecret = u"0123456789abcdef0123456789abcdef"_s; // exactly 32 bytes
const QString specificationSecret = u"change_me_ultracom_super_secret"_s;

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(bytes), bytes.size());
}

using Values = QHash<QString, QString>;
using Get = std::function<QString(const base::Config &)>;

} // namespace

Q_DECLARE_METATYPE(Get)

class TestConfig : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    base::ConfigSources m_sources;
    QStringList m_warnings;

    QString workFile(const QString &name) const { return QDir(m_sources.workingFolder).filePath(name); }
    QString dataFile(const QString &name) const { return QDir(m_sources.dataFolder).filePath(name); }
    base::Result<base::Config> load() { return base::loadConfig(m_sources, m_warnings); }

private Q_SLOTS:
    void init();

    void defaults();
    void everySetting_data();
    void everySetting();
    void everySettingIsHelped();
    void unreadable_data();
    void unreadable();
    void precedence_data();
    void precedence();
    void defaultsOfTheProgram_data();
    void defaultsOfTheProgram();
    void relativePathsCountFromTheirFile();
    void specificationExamples_data();
    void specificationExamples();
    void unknownNames();
    void dataFolderIsNotSetInItself();
    void secretRules_data();
    void secretRules();
    void secretIsGeneratedOnce();
    void generatedSecretFile_data();
    void generatedSecretFile();
    void secretInAKeychain();
    void secretsOfProgramsThatStartTogether();
    void errorsNeverShowSecrets();
    void unusableFiles();
    void ofProcess();
};

void TestConfig::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    QDir(m_folder->path()).mkdir(u"work"_s);
    m_sources = {};
    m_sources.workingFolder = m_folder->filePath(u"work"_s);
    m_sources.dataFolder = m_folder->filePath(u"home/share/ultracom"_s);
    m_warnings.clear();
}

void TestConfig::defaults()
{
    const auto config = load();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(config->port, quint16(8080));
    QCOMPARE(config->hosts, (QStringList{u"127.0.0.1"_s, u"::1"_s}));
    QVERIFY(config->loopbackOnly());
    QCOMPARE(config->dataFolder, m_sources.dataFolder);
    QCOMPARE(config->database.kind, base::DatabaseUrl::Kind::Sqlite);
    QCOMPARE(config->database.path, dataFile(u"ultracom.db"_s));
    QVERIFY(config->jwtSecretGenerated);
    QVERIFY(!config->allowVisitors);
    QVERIFY(!config->jsonLogs);
    QVERIFY(m_warnings.isEmpty());
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                      QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(config->dataFolder) & others));
}

void TestConfig::everySetting_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Get>("get");
    QTest::addColumn<QString>("expected");

    using C = base::Config;
    const auto row = [](const char *what, const QString &name, const QString &text, const Get &get,
                        const QString &expected) { QTest::newRow(what) << name << text << get << expected; };
    const auto number = [](auto C::*member) {
        return Get([member](const C &c) { return QString::number(c.*member); });
    };
    const auto time = [](auto C::*member) {
        return Get([member](const C &c) { return QString::number((c.*member).count()); });
    };
    const auto text = [](auto C::*member) { return Get([member](const C &c) { return c.*member; }); };
    const auto list = [](auto C::*member) {
        return Get([member](const C &c) { return (c.*member).join(u' '); });
    };
    const auto flag = [](auto C::*member) {
        return Get([member](const C &c) { return c.*member ? u"yes"_s : u"no"_s; });
    };
    const auto rate = [](auto C::*member) {
        return Get(
            [member](const C &c) { return u"%1/%2"_s.arg((c.*member).perSecond).arg((c.*member).burst); });
    };

    row("port", u"PORT"_s, u"9000"_s, number(&C::port), u"9000"_s);
    row("port 0", u"PORT"_s, u" 0 "_s, number(&C::port), u"0"_s);
    row("last port", u"PORT"_s, u"65535"_s, number(&C::port), u"65535"_s);
    row("empty stands for the default", u"PORT"_s, u" "_s, number(&C::port), u"8080"_s);
    row("localhost", u"HOST"_s, u"LocalHost"_s, list(&C::hosts), u"127.0.0.1 ::1"_s);
    row("all IPv4", u"HOST"_s, u"0.0.0.0"_s, list(&C::hosts), u"0.0.0.0"_s);
    row("all IPv6", u"HOST"_s, u"::"_s, list(&C::hosts), u"::"_s);
    row("several hosts", u"HOST"_s, u"localhost, [::1],192.0.2.1"_s, list(&C::hosts),
        u"127.0.0.1 ::1 192.0.2.1"_s);
    row("shards", u"SHARDS"_s, u"4"_s, number(&C::shards), u"4"_s);
    row(
        "sqlite", u"DB_URL"_s, u"sqlite:////var/lib/u.db"_s, [](const C &c) { return c.database.path; },
        u"/var/lib/u.db"_s);
    row(
        "secret", u"JWT_SECRET"_s, longSecret, [](const C &c) { return QString::fromUtf8(c.jwtSecret); },
        longSecret);
    row("visitors 1", u"ALLOW_VISITORS"_s, u"1"_s, flag(&C::allowVisitors), u"yes"_s);
    row("visitors true", u"ALLOW_VISITORS"_s, u"True"_s, flag(&C::allowVisitors), u"yes"_s);
    row("visitors off", u"ALLOW_VISITORS"_s, u"off"_s, flag(&C::allowVisitors), u"no"_s);
    row("any origin", u"CORS_ORIGINS"_s, u"*"_s, list(&C::corsOrigins), u"*"_s);
    row("origins as browsers write them", u"CORS_ORIGINS"_s, u"https://Example.com:443/, http://a.b:8080"_s,
        list(&C::corsOrigins), u"https://example.com http://a.b:8080"_s);
    row("origin by address", u"CORS_ORIGINS"_s, u"http://[::1]:3000"_s, list(&C::corsOrigins),
        u"http://[::1]:3000"_s);
    row("proxies", u"TRUSTED_PROXIES"_s, u"127.0.0.1, 10.0.0.0/8,fd00::/8"_s, list(&C::trustedProxies),
        u"127.0.0.1 10.0.0.0/8 fd00::/8"_s);
    row("upload", u"MAX_UPLOAD_BYTES"_s, u"5"_s, number(&C::maxUploadBytes), u"5"_s);
    row("payload", u"MAX_PAYLOAD_BYTES"_s, u"2048"_s, number(&C::maxPayloadBytes), u"2048"_s);
    row("header", u"MAX_HEADER_BYTES"_s, u"8192"_s, number(&C::maxHeaderBytes), u"8192"_s);
    row("header timeout", u"HEADER_TIMEOUT"_s, u"0.25"_s, time(&C::headerTimeout), u"250"_s);
    row("body timeout", u"BODY_TIMEOUT"_s, u"5"_s, time(&C::bodyTimeout), u"5000"_s);
    row("idle timeout", u"IDLE_TIMEOUT"_s, u"1.5"_s, time(&C::idleTimeout), u"1500"_s);
    row("ping interval", u"PING_INTERVAL"_s, u"10"_s, time(&C::pingInterval), u"10000"_s);
    row("ping timeout", u"PING_TIMEOUT"_s, u"9"_s, time(&C::pingTimeout), u"9000"_s);
    row("rate and burst", u"RATE_MESSAGES"_s, u"5/10"_s, rate(&C::messageRate), u"5/10"_s);
    row("rate alone", u"RATE_MESSAGES"_s, u"5"_s, rate(&C::messageRate), u"5/15"_s);
    row("slow rate alone", u"RATE_MESSAGES"_s, u"0.1"_s, rate(&C::messageRate), u"0.1/1"_s);
    row("no rate limit", u"RATE_MESSAGES"_s, u"0"_s, rate(&C::messageRate), u"0/0"_s);
    row("connects", u"RATE_CONNECTS"_s, u"7 / 8"_s, rate(&C::connectRate), u"7/8"_s);
    row("connections", u"MAX_CONNECTIONS"_s, u"10"_s, number(&C::maxConnections), u"10"_s);
    row("send buffer", u"MAX_SEND_BUFFER"_s, u"65536"_s, number(&C::maxSendBuffer), u"65536"_s);
    row("json logs", u"LOG_FORMAT"_s, u"JSON"_s, flag(&C::jsonLogs), u"yes"_s);
    row("human logs", u"LOG_FORMAT"_s, u"human"_s, flag(&C::jsonLogs), u"no"_s);
    row("data folder", u"DATA_DIR"_s, u"/proc/self/cwd"_s, text(&C::dataFolder), u"/proc/self/cwd"_s);
}

void TestConfig::everySetting()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    QFETCH(Get, get);
    QFETCH(QString, expected);
    if (name == u"DATA_DIR") {
        text = m_folder->filePath(u"elsewhere"_s);
        expected = text;
    }
    m_sources.environment = {{name, text}};
    const auto config = load();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(get(*config), expected);
}

void TestConfig::everySettingIsHelped()
{
    QStringList names;
    for (const base::SettingHelp &help : base::settingHelps()) {
        QVERIFY(!help.what.isEmpty() && !help.standard.isEmpty() && !help.form.contains(u' '));
        QCOMPARE(help.hasFlag, help.name != u"JWT_SECRET");
        names.append(help.name);
    }
    QCOMPARE(names.size(), 24);
    QCOMPARE(base::settingHelps().at(names.indexOf(u"RATE_MESSAGES"_s)).flag(), u"rate-messages"_s);
}

void TestConfig::unreadable_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");

    const auto row = [](const QString &name, const QString &text) {
        QTest::newRow(qPrintable(name + u" '"_s + text + u"'"_s)) << name << text;
    };
    for (const QString &text :
         {u"x"_s, u"-1"_s, u"65536"_s, u"8080.5"_s, u"+1"_s, u"0x50"_s, u"99999999999999999999"_s})
        row(u"PORT"_s, text);
    for (const QString &text :
         {u"example.com"_s, u"127.1"_s, u"localhost,"_s, u"300.1.1.1"_s, u"*"_s, u"127.0.0.1:80"_s})
        row(u"HOST"_s, text);
    row(u"TLS_CERT"_s, u"cert.pem"_s); // without TLS_KEY
    row(u"TLS_KEY"_s, u"key.pem"_s);
    row(u"SHARDS"_s, u"257"_s);
    row(u"DB_URL"_s, u"mysql://localhost/x"_s);
    row(u"ALLOW_VISITORS"_s, u"maybe"_s);
    row(u"ALLOW_VISITORS"_s, u"2"_s);
    for (const QString &text :
         {u"example.com"_s, u"https://a.b/path"_s, u"https://*.a.b"_s, u"*,https://a.b"_s, u"ftp://a.b"_s,
          u"https://u@a.b"_s, u"https://a.b?q"_s, u"null"_s, u"https://a.b,,https://c.d"_s})
        row(u"CORS_ORIGINS"_s, text);
    for (const QString &text :
         {u"proxy"_s, u"10.0.0.0/33"_s, u"10.0.0/8"_s, u"::1/129"_s, u"10.0.0.0/8/8"_s, u"10.0.0.0/"_s})
        row(u"TRUSTED_PROXIES"_s, text);
    row(u"MAX_UPLOAD_BYTES"_s, u"0"_s);
    row(u"MAX_PAYLOAD_BYTES"_s, u"10M"_s);
    row(u"MAX_HEADER_BYTES"_s, u"100"_s);
    for (const QString &name :
         {u"HEADER_TIMEOUT"_s, u"BODY_TIMEOUT"_s, u"IDLE_TIMEOUT"_s, u"PING_INTERVAL"_s, u"PING_TIMEOUT"_s}) {
        for (const QString &text :
             {u"0"_s, u"-1"_s, u"10s"_s, u"nan"_s, u"inf"_s, u"1e2"_s, u".5"_s, u"1,5"_s, u"1000000"_s})
            row(name, text);
    }
    for (const QString &name : {u"RATE_MESSAGES"_s, u"RATE_CONNECTS"_s}) {
        for (const QString &text :
             {u"fast"_s, u"20/"_s, u"/60"_s, u"20/0"_s, u"20/60/1"_s, u"-1/2"_s, u"0/60"_s, u"inf"_s})
            row(name, text);
    }
    row(u"MAX_CONNECTIONS"_s, u"0"_s);
    row(u"MAX_SEND_BUFFER"_s, u"1"_s);
    row(u"LOG_FORMAT"_s, u"xml"_s);
    row(u"DATA_DIR"_s, u"/dev/null/folder"_s);
}

void TestConfig::unreadable()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    m_sources.environment = {{name, text}};
    const auto config = load();
    QVERIFY(!config);
    QCOMPARE(config.error().kind, base::ErrorKind::BadRequest);
    QVERIFY2(config.error().message.contains(name), qPrintable(config.error().message));
    QVERIFY2(config.error().message.endsWith(u'.'), qPrintable(config.error().message));
}

void TestConfig::precedence_data()
{
    QTest::addColumn<QString>("flag");
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("dotEnv");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("expected");

    QTest::newRow("flag") << u"1"_s << u"2"_s << u"3"_s << u"4"_s << 1;
    QTest::newRow("environment") << QString() << u"2"_s << u"3"_s << u"4"_s << 2;
    QTest::newRow(".env") << QString() << QString() << u"3"_s << u"4"_s << 3;
    QTest::newRow("settings file") << QString() << QString() << QString() << u"4"_s << 4;
    QTest::newRow("nothing") << QString() << QString() << QString() << QString() << 8080;
    QTest::newRow("empty is the default, not the next") << QString() << u""_s << u"3"_s << u"4"_s << 8080;
}

void TestConfig::precedence()
{
    QFETCH(QString, flag);
    QFETCH(QString, environment);
    QFETCH(QString, dotEnv);
    QFETCH(QString, file);
    QFETCH(int, expected);
    QDir().mkpath(m_sources.dataFolder);
    if (!flag.isNull())
        m_sources.flags = {{u"PORT"_s, flag}};
    if (!environment.isNull())
        m_sources.environment = {{u"PORT"_s, environment}};
    if (!dotEnv.isNull())
        write(workFile(u".env"_s), "PORT=" + dotEnv.toUtf8());
    if (!file.isNull())
        write(dataFile(u"settings.env"_s), "PORT=" + file.toUtf8());
    const auto config = load();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(config->port, quint16(expected));
}

void TestConfig::defaultsOfTheProgram_data()
{
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("expected");

    QTest::newRow("nothing else") << QString() << QString() << 5;
    QTest::newRow("weaker than the settings file") << QString() << u"4"_s << 4;
    QTest::newRow("weaker than the environment") << u"2"_s << QString() << 2;
}

void TestConfig::defaultsOfTheProgram()
{
    QFETCH(QString, environment);
    QFETCH(QString, file);
    QFETCH(int, expected);
    QDir().mkpath(m_sources.dataFolder);
    m_sources.defaults = {{u"PORT"_s, u"5"_s}, {u"ALLOW_VISITORS"_s, u"1"_s}};
    if (!environment.isNull())
        m_sources.environment = {{u"PORT"_s, environment}};
    if (!file.isNull())
        write(dataFile(u"settings.env"_s), "PORT=" + file.toUtf8());
    const auto config = load();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(config->port, quint16(expected));
    QVERIFY(config->allowVisitors);
}

void TestConfig::relativePathsCountFromTheirFile()
{
    QDir().mkpath(m_sources.dataFolder);
    write(workFile(u".env"_s), "TLS_CERT=c.pem\nTLS_KEY=../k.pem\n");
    write(dataFile(u"settings.env"_s), "DB_URL=sqlite:///in-data.db\n");
    const auto config = load();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    QCOMPARE(config->tlsCertFile, workFile(u"c.pem"_s));
    QCOMPARE(config->tlsKeyFile, m_folder->filePath(u"k.pem"_s));
    QCOMPARE(config->database.path, dataFile(u"in-data.db"_s));
}

void TestConfig::specificationExamples_data()
{
    QTest::addColumn<QByteArray>("dotEnv");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("origins");
    QTest::addColumn<int>("port");

    QTest::newRow("development") << QByteArray("JWT_SECRET=change_me_ultracom_super_secret\n"
                                               "DB_URL=sqlite+aiosqlite:///./ultracom.db\n"
                                               "CORS_ORIGINS=*\n")
                                 << u"sqlite:///WORK/ultracom.db"_s << specificationSecret << u"*"_s << 8080;
    QTest::newRow("production") << QByteArray(
                                       "JWT_SECRET=your-production-secret-key\n"
                                       "DB_URL=postgresql+asyncpg://user:pass@host:5432/ultracom\n"
                                       "CORS_ORIGINS=https://yourdomain.com,https://app.yourdomain.com\n")
                                << u"postgresql://user@host:5432/ultracom"_s
                                << u"your-production-secret-key"_s
                                << u"https://yourdomain.com https://app.yourdomain.com"_s << 8080;
    QTest::newRow("unified") << QByteArray("# Required for Socket.IO\n"
                                           "SUPABASE_URL=your_supabase_url\n"
                                           "SUPABASE_SERVICE_ROLE_KEY=your_service_role_key\n"
                                           "JWT_SECRET=your_jwt_secret\n"
                                           "PORT=5001\n"
                                           "\n"
                                           "# Frontend (Vite)\n"
                                           "VITE_API_URL=http://localhost:5001\n")
                             << u"sqlite:///DATA/ultracom.db"_s << u"your_jwt_secret"_s << QString() << 5001;
}

void TestConfig::specificationExamples()
{
    QFETCH(QByteArray, dotEnv);
    QFETCH(QString, database);
    QFETCH(QString, secret);
    QFETCH(QString, origins);
    QFETCH(int, port);
    write(workFile(u".env"_s), dotEnv);
    const auto config = load();
    QVERIFY2(config, config ? "" : qPrintable(config.error().message));
    database.replace(u"WORK"_s, m_sources.workingFolder).replace(u"DATA"_s, m_sources.dataFolder);
    QCOMPARE(config->database.display(), database);
    QCOMPARE(QString::fromUtf8(config->jwtSecret), secret);
    QCOMPARE(config->corsOrigins.join(u' '), origins);
    QCOMPARE(int(config->port), port);
    QVERIFY(m_warnings.last().startsWith(u"JWT_SECRET"));

    m_sources.environment = {{u"HOST"_s, u"0.0.0.0"_s}};
    QVERIFY(!load());
}

void TestConfig::unknownNames()
{
    m_sources.environment = {{u"SOMETHING"_s, u"else"_s}};
    QVERIFY(load());
    QVERIFY(m_warnings.isEmpty());

    write(workFile(u".env"_s), "PROT=1\nVITE_API_URL=x\n");
    QVERIFY(load());
    QCOMPARE(m_warnings.size(), 1);
    QVERIFY(m_warnings.first().contains(u"PROT, VITE_API_URL"));

    write(dataFile(u"settings.env"_s), "PROT=1\n");
    auto config = load();
    QVERIFY(!config);
    QVERIFY(config.error().message.contains(u"PROT"));
    QFile::remove(dataFile(u"settings.env"_s));

    m_sources.flags = {{u"PROT"_s, u"1"_s}};
    config = load();
    QVERIFY(!config);
    QVERIFY(config.error().message.contains(u"PROT"));

    m_sources.flags = {{u"JWT_SECRET"_s, longSecret}};
    QVERIFY(!load());
}

void TestConfig::dataFolderIsNotSetInItself()
{
    QDir().mkpath(m_sources.dataFolder);
    write(dataFile(u"settings.env"_s), "DATA_DIR=/tmp\n");
    const auto config = load();
    QVERIFY(!config);
    QVERIFY(config.error().message.startsWith(u"DATA_DIR"));
}

void TestConfig::secretRules_data()
{
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<int>("warnings");

    QTest::newRow("32 bytes, this machine") << longSecret << u"localhost"_s << true << 0;
    QTest::newRow("32 bytes, everybody") << longSecret << u"0.0.0.0"_s << true << 0;
    QTest::newRow("32 bytes in 16 letters") << u"ëëëëëëëëëëëëëëëë"_s << u"0.0.0.0"_s << true << 0;
    QTest::newRow("31 bytes, this machine") << longSecret.chopped(1) << u"localhost"_s << true << 1;
    QTest::newRow("31 bytes, a loopback address") << longSecret.chopped(1) << u"127.3.2.1"_s << true << 1;
    QTest::newRow("the example, this machine") << specificationSecret << u"::1"_s << true << 1;
    QTest::newRow("31 bytes, everybody") << longSecret.chopped(1) << u"0.0.0.0"_s << false << 0;
    QTest::newRow("31 bytes, everybody on IPv6") << longSecret.chopped(1) << u"::"_s << false << 0;
    QTest::newRow("31 bytes, one more address")
        << longSecret.chopped(1) << u"localhost,192.0.2.1"_s << false << 0;
    QTest::newRow("the example, everybody") << specificationSecret << u"0.0.0.0"_s << false << 0;
    QTest::newRow("generated, everybody") << QString() << u"0.0.0.0"_s << true << 0;
}

void TestConfig::secretRules()
{
    QFETCH(QString, secret);
    QFETCH(QString, host);
    QFETCH(bool, accepted);
    QFETCH(int, warnings);
    m_sources.environment = {{u"JWT_SECRET"_s, secret}, {u"HOST"_s, host}};
    const auto config = load();
    QCOMPARE(config.has_value(), accepted);
    QCOMPARE(m_warnings.size(), warnings);
    if (!accepted)
        QVERIFY(config.error().message.startsWith(u"JWT_SECRET"));
}

void TestConfig::secretIsGeneratedOnce()
{
    const auto first = load();
    const auto second = load();
    QVERIFY(first && second);
    QVERIFY(first->jwtSecretGenerated);
    QVERIFY(first->jwtSecret.size() >= base::minSecretBytes);
    QCOMPARE(second->jwtSecret, first->jwtSecret);
    QCOMPARE(QFile::permissions(dataFile(u"secret"_s)) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(QDir(m_sources.dataFolder).entryList(QDir::Files), QStringList{u"secret"_s});

    m_sources.dataFolder = m_folder->filePath(u"other"_s);
    const auto other = load();
    QVERIFY(other);
    QVERIFY(other->jwtSecret != first->jwtSecret);
}

void TestConfig::generatedSecretFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("others");
    QTest::addColumn<bool>("accepted");

    const QByteArray good = longSecret.toUtf8() + '\n';
    QTest::newRow("good") << good << 0 << true;
    QTest::newRow("empty") << QByteArray() << 0 << false;
    QTest::newRow("short") << QByteArray("short") << 0 << false;
    QTest::newRow("readable by the group") << good << int(QFile::ReadGroup) << false;
    QTest::newRow("readable by all") << good << int(QFile::ReadOther) << false;
    QTest::newRow("writable by all") << good << int(QFile::WriteOther) << false;
}

void TestConfig::generatedSecretFile()
{
    QFETCH(QByteArray, content);
    QFETCH(int, others);
    QFETCH(bool, accepted);
    QDir().mkpath(m_sources.dataFolder);
    write(dataFile(u"secret"_s), content);
    QVERIFY(QFile::setPermissions(dataFile(u"secret"_s), QFile::ReadOwner | QFile::WriteOwner |
                                                             QFile::Permissions::fromInt(others)));
    const auto config = load();
    QCOMPARE(config.has_value(), accepted);
    if (accepted)
        QCOMPARE(config->jwtSecret, longSecret.toUtf8());
    else
        QVERIFY(config.error().message.contains(dataFile(u"secret"_s)));
}

void TestConfig::secretInAKeychain()
{
    m_sources.secretMayBeElsewhere = true;
    const auto without = load();
    QVERIFY(without);
    QCOMPARE(without->jwtSecret, QByteArray());
    QVERIFY(!QFile::exists(base::secretPath(m_sources.dataFolder)));

    // Another program on that folder makes no second secret.
    write(base::keychainNotePath(m_sources.dataFolder), "in the keychain\n");
    m_sources.secretMayBeElsewhere = false;
    const auto other = load();
    QVERIFY(!other);
    QVERIFY2(other.error().message.contains(u"--secret-to-file"), qPrintable(other.error().message));
    QVERIFY(!QFile::exists(base::secretPath(m_sources.dataFolder)));

    // A file counts, wherever it came from.
    write(base::secretPath(m_sources.dataFolder), longSecret.toUtf8());
    QVERIFY(
        QFile::setPermissions(base::secretPath(m_sources.dataFolder), QFile::ReadOwner | QFile::WriteOwner));
    for (const bool elsewhere : {false, true}) {
        m_sources.secretMayBeElsewhere = elsewhere;
        const auto config = load();
        QVERIFY(config);
        QCOMPARE(config->jwtSecret, longSecret.toUtf8());
    }
}

void TestConfig::secretsOfProgramsThatStartTogether()
{
    constexpr int programs = 8;
    std::vector<QByteArray> secrets(programs);
    std::vector<std::unique_ptr<QThread>> threads;
    const QString path = m_folder->filePath(u"secret"_s);
    for (QByteArray &secret : secrets) {
        threads.emplace_back(QThread::create([&secret, path] {
            if (const auto loaded = base::loadOrCreateSecret(path))
                secret = *loaded;
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait());
    QVERIFY(!secrets.front().isEmpty());
    for (const QByteArray &secret : secrets)
        QCOMPARE(secret, secrets.front());
}

void TestConfig::errorsNeverShowSecrets()
{
    const QString secret = u"sesame"_s;
    for (const QString &url :
         {u"postgresql://u:sesame@host:x/db"_s, u"postgresql://u:sesame@host"_s,
          u"mysql://u:sesame@host/db"_s, u"postgresql://u:sesame@host/db?password=sesame"_s,
          u"postgresql://u:sesame%zz@host/db"_s}) {
        m_sources.environment = {{u"DB_URL"_s, url}};
        const auto config = load();
        QVERIFY2(!config, qPrintable(url));
        QVERIFY2(!config.error().message.contains(secret), qPrintable(config.error().message));
    }
    m_sources.environment = {{u"JWT_SECRET"_s, secret}};
    QVERIFY(load());
    QVERIFY(!m_warnings.join(u' ').contains(secret));
    m_sources.environment.insert(u"HOST"_s, u"0.0.0.0"_s);
    const auto config = load();
    QVERIFY(!config);
    QVERIFY(!config.error().message.contains(secret));
}

void TestConfig::unusableFiles()
{
    write(workFile(u".env"_s), "PORT=1\nwhat is this\n");
    auto config = load();
    QVERIFY(!config);
    QVERIFY(config.error().message.contains(u"Line 2") && config.error().message.contains(u".env"));

    write(workFile(u".env"_s), "PORT=\xff\n");
    QVERIFY(!load());

    write(workFile(u".env"_s), QByteArray(1024 * 1024 + 1, '#'));
    QVERIFY(!load());

    QVERIFY(QFile::remove(workFile(u".env"_s)));
    QDir(m_sources.workingFolder).mkdir(u".env"_s); // what Python calls its environments
    QVERIFY(load());
}

void TestConfig::ofProcess()
{
    qputenv("ULTRACOM_TEST_VALUE", "ë=1");
    const auto sources = base::ConfigSources::ofProcess({{u"PORT"_s, u"1"_s}});
    QCOMPARE(sources.flags.value(u"PORT"_s), u"1"_s);
    QCOMPARE(sources.environment.value(u"ULTRACOM_TEST_VALUE"_s), u"ë=1"_s);
    QCOMPARE(sources.workingFolder, QDir::currentPath());
    QVERIFY(QDir::isAbsolutePath(sources.dataFolder) && sources.dataFolder.endsWith(u"/ultracom"));
}

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
