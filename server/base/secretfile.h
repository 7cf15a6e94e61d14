#pragma once

#include "base/result.h"

#include <QByteArray>

namespace base
{

/// Shortest JWT_SECRET, bytes, that is accepted where others than this machine can connect.
constexpr qsizetype minSecretBytes = 32;

/// The secret kept in the file at \a path. Where there is none, a random one is made and kept (mode 0600); of
/// several programs that do so at once, all get the same one. \return the secret, or BadRequest with a
/// sentence: the file is readable by others, too short, or cannot be written
Result<QByteArray> loadOrCreateSecret(const QString &path);

} // namespace base
