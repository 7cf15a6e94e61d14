#pragma once

#include "console/keychain.h"

#include <QObject>

namespace console
{

/// The secret that the embedded server signs tokens with. A file `secret` in the data folder counts before
/// all, so that ultracom-server and the console can share a folder; it is read with the settings. Otherwise
/// it is in the keychain, where the first start puts it, and a note in the folder says so; where there is no
/// keychain, it goes into that file (mode 0600).
class DeskSecret final : public QObject
{
    Q_OBJECT
public:
    /// \a keychain: null where none is to be used; outlives this.
    DeskSecret(Keychain *keychain, const QString &dataFolder, QObject *parent = nullptr);

    /// Asks for the secret, making one at the first start. Answered by loaded() or failed().
    void load();
    /// Takes it out of the keychain and into the file. Answered by loaded() or failed().
    void moveToFile();

Q_SIGNALS:
    /// \a notice: what to tell a person, or empty.
    void loaded(const QByteArray &secret, const QString &notice);
    void failed(const QString &sentence);

private:
    void found(base::Result<QByteArray> secret);
    void make(const QString &notice);
    void kept(const QByteArray &secret, const QString &notice, const base::Status &written);
    void writeFile(const base::Result<QByteArray> &secret);
    void useFile(const QString &notice);
    bool writeNote() const;

    Keychain *m_keychain;
    QString m_folder;
    QString m_name; ///< in the keychain
};

} // namespace console
