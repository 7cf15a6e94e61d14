#include "console/desksecret.h"

#include "base/ids.h"
#include "base/secretfile.h"
#include "console/isolated.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QSaveFile>

namespace console
{

namespace
{
constexpr int randomBytes = 32;
}

DeskSecret::DeskSecret(Keychain *keychain, const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_keychain(keychain)
    , m_folder(dataFolder)
    , m_name(QStringLiteral("secret of ") + QDir(dataFolder).canonicalPath())
{
}

void DeskSecret::load()
{
    if (QFile::exists(base::secretPath(m_folder)))
        return useFile({});
    if (m_keychain)
        return m_keychain->read(m_name, [self = QPointer(this)](const base::Result<QByteArray> &secret) {
            if (self)
                self->found(secret);
        });
    if (QFile::exists(base::keychainNotePath(m_folder)))
        Q_EMIT failed(tr("The secret of this desk is in the keychain. Start without --no-keychain, or move "
                         "it to a file with --secret-to-file."));
    else
        useFile(tr("The secret of this desk is kept in a file that only you can read: %1.")
                    .arg(isolated(base::secretPath(m_folder))));
}

void DeskSecret::found(base::Result<QByteArray> secret)
{
    const bool wasKept = QFile::exists(base::keychainNotePath(m_folder));
    if (secret && secret->size() >= base::minSecretBytes) {
        if (!wasKept)
            writeNote();
        Q_EMIT loaded(*secret, {});
    } else if (secret || secret.error().kind == base::ErrorKind::NotFound) {
        make(wasKept ? tr("The keychain no longer had the secret of this desk, so there is a new one. "
                          "Customers and colleagues need to sign in again.")
                     : QString());
    } else if (wasKept) {
        Q_EMIT failed(tr("The secret of this desk is in the keychain, which cannot be read: %1. Unlock it "
                         "and try again.")
                          .arg(secret.error().message));
    } else {
        useFile(tr("The secret of this desk is kept in a file that only you can read (%1): %2.")
                    .arg(isolated(base::secretPath(m_folder)), secret.error().message));
    }
}

void DeskSecret::make(const QString &notice)
{
    const QByteArray secret = base::randomToken(randomBytes);
    m_keychain->write(m_name, secret, [self = QPointer(this), secret, notice](const base::Status &written) {
        if (self)
            self->kept(secret, notice, written);
    });
}

void DeskSecret::kept(const QByteArray &secret, const QString &notice, const base::Status &written)
{
    if (written && writeNote())
        return Q_EMIT loaded(secret, notice);
    const QString why = written ? tr("the data folder takes no note of it") : written.error().message;
    useFile(tr("The secret of this desk is kept in a file that only you can read (%1): %2.")
                .arg(isolated(base::secretPath(m_folder)), why));
}

void DeskSecret::moveToFile()
{
    if (QFile::exists(base::secretPath(m_folder)))
        return useFile({});
    if (!m_keychain)
        return Q_EMIT failed(tr("--secret-to-file needs the keychain; leave out --no-keychain."));
    m_keychain->read(m_name, [self = QPointer(this)](const base::Result<QByteArray> &secret) {
        if (self)
            self->writeFile(secret);
    });
}

void DeskSecret::writeFile(const base::Result<QByteArray> &secret)
{
    if (!secret)
        return Q_EMIT failed(tr("The secret of this desk cannot be read: %1.").arg(secret.error().message));
    QSaveFile file(base::secretPath(m_folder));
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(*secret + '\n') > 0 && file.commit();
    if (!written)
        return Q_EMIT failed(
            tr("The file %1 cannot be written: %2.").arg(base::secretPath(m_folder), file.errorString()));
    m_keychain->remove(m_name, [self = QPointer(this)](const base::Status &) {
        if (self)
            self->useFile({});
    });
}

void DeskSecret::useFile(const QString &notice)
{
    QFile::remove(base::keychainNotePath(m_folder));
    const base::Result<QByteArray> secret = base::loadOrCreateSecret(base::secretPath(m_folder));
    if (secret)
        Q_EMIT loaded(*secret, notice);
    else
        Q_EMIT failed(secret.error().message);
}

bool DeskSecret::writeNote() const
{
    QFile note(base::keychainNotePath(m_folder));
    return note.open(QIODevice::WriteOnly) &&
           note.write(
               "The secret of this folder is in the keychain of the user who runs ultracom-console "
               "on it.\nTo move it into the file \"secret\" here: ultracom-console --secret-to-file\n") > 0;
}

} // namespace console
