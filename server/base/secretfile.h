#pragma once

#include "base/result.h"

#include <QByteArray>

namespace base
{

/// Shortest JWT_SECRET, bytes, that is accepted where others than this machine can connect.
constexpr qsizetype minSecretBytes = 32;

/// Where a data folder's secret is, unless a keychain has it.
QString secretPath(const QString &dataFolder);

/// Stands in a data folder whose secret is in the keychain of who uses it, so that no other program makes a
/// second secret there. Its text is for people.
QString keychainNotePath(const QString &dataFolder);

/// The secret kept in the file at \a path. Where there is none, a random one is made and kept (mode 0600); of
/// several programs that do so at once, all get the same one. \return the secret, or BadRequest with a
/// sentence: the file is readable by others, too short, or cannot be written, or a note beside it says that
/// the secret is in a keychain
Result<QByteArray> loadOrCreateSecret(const QString &path);

} // namespace base
