#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QLoggingCategory>

#include <functional>

namespace base
{

/// The categories that our log lines bear: ultracom.<name>. Message text and secrets appear in none of them.
Q_DECLARE_LOGGING_CATEGORY(logNet)   ///< sockets, TLS, limits
Q_DECLARE_LOGGING_CATEGORY(logStore) ///< database, migrations, commits
Q_DECLARE_LOGGING_CATEGORY(logChat)  ///< use cases
Q_DECLARE_LOGGING_CATEGORY(logApi)   ///< requests and their errors
Q_DECLARE_LOGGING_CATEGORY(logHost)  ///< start, stop, configuration

enum class LogFormat { Human, Json };

/// Sends every Qt log line to stderr: coloured by level on a terminal, or one JSON object a line
/// (`{"ts","level","category","msg"}`) with LogFormat::Json. Call once, before other threads start.
void installLogging(LogFormat format);

/// One event of the log.
struct LogLine {
    Timestamp at{};
    QtMsgType type = QtInfoMsg;
    QString category; ///< `ultracom.net`
    QString text;     ///< one line: control characters are escaped
};

/// Gives each line that installLogging() prints to \a sink too, after it was printed, in the thread that
/// logs, one at a time. The sink must not log. An empty function takes the sink back; no call is under way
/// once this returned.
void setLogSink(std::function<void(const LogLine &line)> sink);

/// Decides which of our lines appear, from the text of ULTRACOM_LOG: a level (`debug`, `info`, `warning`,
/// `error`), or one for each category (`info,net=debug,store=warning`). Empty: info. QT_LOGGING_RULES
/// overrides it. \return success, or BadRequest with a sentence
Status setLogLevels(const QString &text);

/// One line with its line break. Control characters appear as escapes in both formats, so that one event is
/// one line and nothing reaches a terminal's command interpreter. Pure.
QByteArray formatLogLine(LogFormat format, bool colours, Timestamp at, QtMsgType type,
                         QLatin1StringView category, const QString &text);

} // namespace base
