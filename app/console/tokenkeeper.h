#pragma once

#include "console/keychain.h"

#include <QObject>
#include <QUrl>

#include <memory>

namespace console
{

/// Keeps the tokens of other servers, each under its server's address: in the keychain, or where there is
/// none in the file `tokens.json` of the data folder (mode 0600), which is read and written in a thread of
/// the pool. Lives in the GUI's thread; nothing blocks.
class TokenKeeper final : public QObject
{
    Q_OBJECT
public:
    /// \a keychain: null where none is to be used; outlives this.
    TokenKeeper(Keychain *keychain, const QString &dataFolder, QObject *parent = nullptr);
    ~TokenKeeper() override; ///< waits for what is being written

    /// Answered by found(), with an empty token where none is kept.
    void find(const QUrl &server);
    void keep(const QUrl &server, const QByteArray &token);
    void forget(const QUrl &server);

Q_SIGNALS:
    void found(const QUrl &server, const QByteArray &token);
    /// A token could not be kept in the keychain: where it is instead, or that it is not kept at all.
    void notice(const QString &sentence);

private:
    class File;

    void findInFile(const QUrl &server);
    void keepInFile(const QUrl &server, const QByteArray &token, const QString &why);

    Keychain *m_keychain;
    std::shared_ptr<File> m_file;
};

} // namespace console
