#include "server/doctor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>
#include <QStorageInfo>
#include <QTemporaryFile>

#include <algorithm>

namespace app
{

namespace
{

constexpr QFile::Permissions othersMayRead = QFile::ReadGroup | QFile::ReadOther;
constexpr QFile::Permissions othersMayWrite = QFile::WriteGroup | QFile::WriteOther;

std::optional<base::Timestamp> newestData(const base::Config &config)
{
    if (config.database.kind != base::DatabaseUrl::Kind::Sqlite || !QFile::exists(config.database.path))
        return std::nullopt;
    const auto written = [](const QString &path) {
        return QFileInfo(path).lastModified().toMSecsSinceEpoch();
    };
    const qint64 newest =
        std::max(written(config.database.path), written(config.database.path + QStringLiteral("-wal")));
    return base::Timestamp(std::chrono::milliseconds(newest));
}

Finding checkKeyFile(const QString &path)
{
    const QString subject = QStringLiteral("tls");
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(subject, QStringLiteral("TLS_KEY: %1 cannot be read: %2.").arg(path, file.errorString()));
    const QByteArray pem = file.readAll();
    const bool isKey = !QSslKey(pem, QSsl::Rsa).isNull() || !QSslKey(pem, QSsl::Ec).isNull();
    if (!isKey)
        return fail(
            subject,
            QStringLiteral("TLS_KEY: %1 holds no RSA or EC private key in PEM form without a passphrase.")
                .arg(path));
    if (file.permissions() & othersMayRead)
        return warn(subject,
                    QStringLiteral("TLS_KEY: other users may read %1; run: chmod 600 '%1'").arg(path));
    return ok(subject, QStringLiteral("the private key %1 can be read").arg(path));
}

Finding checkCertificateFile(const QString &path, base::Timestamp now)
{
    const QString subject = QStringLiteral("tls");
    constexpr qint64 warnDays = 14;
    const QList<QSslCertificate> chain =
        QSslCertificate::fromPath(path, QSsl::Pem, QSslCertificate::PatternSyntax::FixedString);
    if (chain.isEmpty())
        return fail(
            subject,
            QStringLiteral("TLS_CERT: %1 cannot be read, or holds no certificate in PEM form.").arg(path));
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).toUTC();
    const QDateTime expiry = chain.first().expiryDate();
    const QString day = expiry.date().toString(Qt::ISODate);
    if (expiry <= moment)
        return fail(subject, QStringLiteral("TLS_CERT: the certificate expired on %1; renew it.").arg(day));
    if (chain.first().effectiveDate() > moment)
        return fail(subject,
                    QStringLiteral("TLS_CERT: the certificate is good only from %1 on; check the clock.")
                        .arg(chain.first().effectiveDate().date().toString(Qt::ISODate)));
    if (moment.daysTo(expiry) < warnDays)
        return warn(subject,
                    QStringLiteral("TLS_CERT: the certificate expires on %1; renew it soon.").arg(day));
    return ok(subject, QStringLiteral("the certificate is good until %1").arg(day));
}

} // namespace

Finding checkDataFolder(const base::Config &config)
{
    const QString subject = QStringLiteral("data");
    const QString &folder = config.dataFolder;
    const QFileInfo info(folder);
    if (!info.isDir())
        return fail(
            subject,
            QStringLiteral("The data folder %1 does not exist; create it, or set DATA_DIR.").arg(folder));
    QTemporaryFile probe(QDir(folder).filePath(QStringLiteral("doctor-XXXXXX")));
    if (!probe.open())
        return fail(
            subject,
            QStringLiteral(
                "Nothing can be written into %1: %2. Give it to the user that runs the server (chown).")
                .arg(folder, probe.errorString()));
    if (info.permissions() & othersMayWrite)
        return fail(subject,
                    QStringLiteral("Other users may change what is in %1; run: chmod 700 '%1'").arg(folder));
    if (info.permissions() & othersMayRead)
        return warn(subject, QStringLiteral("Other users may look into %1; run: chmod 700 '%1'").arg(folder));
    return ok(subject, QStringLiteral("%1 is there, writable, and closed to others").arg(folder));
}

Findings checkSecrets(const base::Config &config, const QString &workingFolder)
{
    const QString subject = QStringLiteral("secret");
    constexpr qsizetype enough = 32;
    Findings findings;
    if (config.jwtSecret.size() < enough)
        findings += warn(subject, QStringLiteral("JWT_SECRET has only %1 bytes: fine for trying out on this "
                                                 "machine; set %2 or more, or none at "
                                                 "all for a generated one.")
                                      .arg(config.jwtSecret.size())
                                      .arg(enough));
    else
        findings += ok(subject, config.jwtSecretGenerated
                                    ? QStringLiteral("generated, kept in the data folder, closed to others")
                                    : QStringLiteral("JWT_SECRET is set and long enough"));
    const QFileInfo dotEnv(QDir(workingFolder).filePath(QStringLiteral(".env")));
    if (!config.jwtSecretGenerated && dotEnv.isFile() && (dotEnv.permissions() & othersMayRead))
        findings +=
            warn(subject,
                 QStringLiteral("Other users may read %1; if JWT_SECRET stands there, run: chmod 600 '%1'")
                     .arg(dotEnv.absoluteFilePath()));
    return findings;
}

Finding checkDiskSpace(const QString &folder, qint64 freeBytes)
{
    const QString subject = QStringLiteral("disk");
    constexpr qint64 mebibyte = 1024 * 1024;
    constexpr qint64 least = 100 * mebibyte;
    constexpr qint64 comfortable = 1024 * mebibyte;
    const QString sentence = QStringLiteral("%1 MiB are free in %2").arg(freeBytes / mebibyte).arg(folder);
    if (freeBytes < 0)
        return warn(subject,
                    QStringLiteral("How much space is free in %1 cannot be found out; look with: df -h '%1'")
                        .arg(folder));
    if (freeBytes < least)
        return fail(subject, sentence + QStringLiteral("; free some, messages cannot be kept without it."));
    if (freeBytes < comfortable)
        return warn(subject, sentence + QStringLiteral("; that will not last long."));
    return ok(subject, sentence);
}

Finding checkClock(base::Timestamp now, std::optional<base::Timestamp> newestData)
{
    const QString subject = QStringLiteral("clock");
    using namespace std::chrono;
    constexpr auto earliest = sys_days(year(2025) / 1 / 1);
    constexpr auto latest = sys_days(year(2100) / 1 / 1);
    const QString shown = QString::fromLatin1(base::toRfc3339(now));
    if (now < earliest || now > latest)
        return fail(subject,
                    QStringLiteral("This machine says it is %1; set its clock (timedatectl set-ntp true).")
                        .arg(shown));
    if (newestData && *newestData > now + minutes(1))
        return fail(
            subject,
            QStringLiteral(
                "This machine says it is %1, but the database was written later than that; set the clock "
                "(timedatectl set-ntp true).")
                .arg(shown));
    return ok(subject, QStringLiteral("it is %1").arg(shown));
}

Findings checkTls(const base::Config &config, base::Timestamp now)
{
    if (!config.tlsCertFile.isEmpty())
        return {checkCertificateFile(config.tlsCertFile, now), checkKeyFile(config.tlsKeyFile)};
    if (config.loopbackOnly())
        return {ok(QStringLiteral("tls"), QStringLiteral("not needed: only this machine can connect"))};
    return {warn(
        QStringLiteral("tls"),
        QStringLiteral("Other machines connect without encryption; set TLS_CERT and TLS_KEY, or put a proxy "
                       "with TLS in front."))};
}

Finding checkDescriptors(const DescriptorLimit &limit, int maxConnections)
{
    const QString subject = QStringLiteral("limits");
    const quint64 needed = descriptorsNeeded(maxConnections);
    if (limit.most < needed)
        return warn(subject, QStringLiteral("Only %1 files and sockets may be open, but MAX_CONNECTIONS %2 "
                                            "needs %3; raise it (ulimit -Hn, or "
                                            "LimitNOFILE= in a systemd unit).")
                                 .arg(limit.most)
                                 .arg(maxConnections)
                                 .arg(needed));
    return ok(subject, QStringLiteral("%1 files and sockets may be open").arg(limit.most));
}

Findings examine(const base::Config &config, const QString &workingFolder, base::Timestamp now)
{
    Findings findings;
    findings += checkDataFolder(config);
    findings += checkSecrets(config, workingFolder);
    const QStorageInfo storage(config.dataFolder);
    findings += checkDiskSpace(config.dataFolder, storage.isValid() ? storage.bytesAvailable() : -1);
    findings += checkClock(now, newestData(config));
    findings += checkTls(config, now);
    findings += checkDescriptors(descriptorLimit(), config.maxConnections);
    findings += checkPorts(config);
    findings += checkDatabase(config.database);
    return findings;
}

} // namespace app
