#pragma once

#include <QLoggingCategory>

namespace base
{

/// The categories that our log lines bear: ultracom.<name>. Message text and secrets appear in none of them.
Q_DECLARE_LOGGING_CATEGORY(logNet)     ///< sockets, TLS, limits
Q_DECLARE_LOGGING_CATEGORY(logStore)   ///< database, migrations, commits
Q_DECLARE_LOGGING_CATEGORY(logChat)    ///< use cases
Q_DECLARE_LOGGING_CATEGORY(logApi)     ///< requests and their errors
Q_DECLARE_LOGGING_CATEGORY(logHost)    ///< start, stop, configuration

enum class LogFormat { Human, Json };

/// Sends every Qt log line to stderr: coloured by level on a terminal, or one JSON object a line
/// (`{"ts","level","category","msg"}`) with LogFormat::Json. Call once, before other threads start.
void installLogging(LogFormat format);

} // namespace base
