#pragma once

#include "base/result.h"

#include <QList>

namespace base
{

/// One `KEY=VALUE` of a settings file, in the order of the file.
struct EnvEntry {
    QString key;
    QString value;
    int line = 0; ///< counted from 1

    friend bool operator==(const EnvEntry &, const EnvEntry &) = default;
};

/// Reads the syntax that `.env` files share: `KEY=VALUE` a line, optionally after `export `; `#` starts a
/// comment at the start of a line or after a blank; 'single quotes' keep everything, "double quotes" know \n,
/// \r, \t, \", \\ and
/// \$; a quoted value may run over several lines. Variables are not expanded.
/// \param fileName  for the sentence of an error
/// \return the entries, or BadRequest with a sentence that names file and line, never a value
Result<QList<EnvEntry>> parseEnv(const QString &text, const QString &fileName);

/// Reads the file at \a path, UTF-8, at most 1 MiB. A file that does not exist, or a folder of that name, has
/// no entries.
Result<QList<EnvEntry>> readEnvFile(const QString &path);

} // namespace base
