#include "base/secretfile.h"

#include "base/ids.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <unistd.h>
#endif

namespace base
{

namespace
{

Error problem(const QString &path, const QString &why)
{
    return Error{ErrorKind::BadRequest, QStringLiteral("The secret file %1 %2.").arg(path, why),
                 QStringLiteral("JWT_SECRET")};
}

Result<QByteArray> readSecret(const QString &path)
{
    constexpr QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    constexpr qint64 maxBytes = 4096;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return problem(path, QStringLiteral("cannot be read: %1").arg(file.errorString()));
#ifdef Q_OS_UNIX
    if (file.permissions() & others)
        return problem(
            path, QStringLiteral(
                      "can be read or changed by other users; run: chmod 600 '%1', or delete it for a fresh "
                      "one (everyone then needs a new token)")
                      .arg(path));
#endif
    const QByteArray secret = file.read(maxBytes).trimmed();
    if (secret.size() < minSecretBytes)
        return problem(
            path, QStringLiteral("holds less than %1 bytes; delete it for a fresh one").arg(minSecretBytes));
    return secret;
}

bool writeDurably(QFile &file, const QByteArray &bytes)
{
    if (file.write(bytes) != bytes.size() || !file.flush())
        return false;
#ifdef Q_OS_UNIX
    return ::fsync(file.handle()) == 0;
#else
    return true;
#endif
}

/// Gives \a file its name unless something already bears it, in one step: QFile::rename() would empty what
/// came in between. \return false if neither happened
bool publish(QFile &file, const QString &path)
{
#ifdef Q_OS_UNIX
    const bool named =
        ::link(QFile::encodeName(file.fileName()), QFile::encodeName(path)) == 0 || errno == EEXIST;
    file.remove();
    return named;
#else
    const bool named = file.rename(path);
    if (!named)
        file.remove();
    return named || QFileInfo::exists(path);
#endif
}

} // namespace

QString secretPath(const QString &dataFolder)
{
    return QDir(dataFolder).filePath(QStringLiteral("secret"));
}

QString keychainNotePath(const QString &dataFolder)
{
    return secretPath(dataFolder) + QStringLiteral(".in-keychain");
}

Result<QByteArray> loadOrCreateSecret(const QString &path)
{
    constexpr int randomBytes = 32;
    if (QFileInfo::exists(path))
        return readSecret(path);
    const QString folder = QFileInfo(path).absolutePath();
    if (const QString note = keychainNotePath(folder); path == secretPath(folder) && QFileInfo::exists(note))
        return Error{ErrorKind::BadRequest,
                     QStringLiteral("The secret of %1 is in the keychain of who runs ultracom-console there; "
                                    "run: ultracom-console --data-dir '%1' --secret-to-file, or set "
                                    "JWT_SECRET, or delete %2 for a fresh one (everyone then needs a new "
                                    "token).")
                         .arg(folder, note),
                     QStringLiteral("JWT_SECRET")};

    QFile file(path + u'.' + QString::fromLatin1(randomToken(8)));
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return problem(path, QStringLiteral("cannot be created: %1").arg(file.errorString()));
    if (!writeDurably(file, randomToken(randomBytes) + '\n')) {
        const QString why = file.errorString();
        file.remove();
        return problem(path, QStringLiteral("cannot be written: %1").arg(why));
    }
    file.close();
    // Whoever came first has set the secret for everyone.
    if (!publish(file, path))
        return problem(path, QStringLiteral("cannot be created: the folder takes no hard link"));
    return readSecret(path);
}

} // namespace base
