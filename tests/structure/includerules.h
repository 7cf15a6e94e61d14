#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace structure
{

/// The layers that CMake knows: by folder (`server/chat`), the names of those whose headers it may include.
using Layers = QHash<QString, QStringList>;

/// Reads `folder:name,name` lines, as cmake/Layers.cmake lists them.
Layers parseLayers(const QString &text);

/// What a source file breaks of the rules, as `file:line: sentence`. Pure.
///
/// - An include of ours shows its layer: `"chat/presence.h"`, in quotes, never `"presence.h"` or
/// `"../chat/presence.h"`.
/// - A layer includes itself and what its list names; app/ includes everything.
/// - domain and protocol are pure: no socket, no clock, no timer, no log.
/// - Only server/store, server/audit, ui/client and app/ know QtSql.
/// - Nothing in server knows widgets; of ui, only client knows sockets.
///
/// \param path     of the file, from the project's folder: `server/chat/presence.cpp`
/// \param content  its text
QStringList violations(const QString &path, const QString &content, const Layers &layers);

} // namespace structure
