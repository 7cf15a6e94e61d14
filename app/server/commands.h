#pragma once

#include <QStringList>

namespace app
{

// The subcommands. Each gets the program's arguments (the program, the subcommand, what follows) and returns
// the exit code. A QCoreApplication exists.

/// Runs the server until SIGINT, SIGTERM or SIGHUP.
int serve(const QStringList &arguments);
/// Prints a token.
int token(const QStringList &arguments);
/// Checks the machine and the settings, a line for each finding.
int doctor(const QStringList &arguments);

} // namespace app
