#pragma once

#include "base/config.h"

#include <QCommandLineParser>

#include <optional>

namespace app
{

/// What the program answers the shell with.
enum ExitCode { Ok = 0, Failure = 1, WrongUsage = 2 };

/// What every subcommand has: a flag for each setting, `--help`.
class CommandLine
{
public:
    /// \param command      `serve`
    /// \param description  one sentence for `--help`
    CommandLine(const QString &command, const QString &description);

    /// For the options that only this subcommand has.
    QCommandLineParser &parser() { return m_parser; }

    /// Reads what stands behind the subcommand. \return the exit code where there is nothing left to do: help
    /// was shown, or something was wrong and has been said on stderr
    std::optional<int> parse(const QStringList &arguments);

    /// Loads the settings. Where they are at fault, says so on stderr and returns nothing.
    std::optional<base::Config> loadConfig(QStringList &warnings) const;
    base::ConfigSources sources() const;

private:
    QString m_command;
    QCommandLineParser m_parser;
    QCommandLineOption m_help;
};

/// Prints one line.
void say(const QString &line);
/// Prints one line on stderr, under the program's name.
void complain(const QString &line);

} // namespace app
