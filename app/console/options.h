#pragma once

#include "base/config.h"

#include <QUrl>

namespace console
{

/// What the program was asked for on its command line.
struct Options {
    enum class Action {
        Run,
        ShowHelp,
        ShowVersion,
        SecretToFile, ///< take the embedded server's secret out of the keychain, into the data folder
    };
    Action action = Action::Run;
    QUrl server;                   ///< join this one, without a slash at the end; empty: the embedded server
    QString tokenFile;             ///< holds the token to sign in with; empty: the keychain, or the dialog
    QString language;              ///< `sq`, `ar-EG`; empty: the system's
    bool openPage = false;         ///< show the customers' page in the browser once it is there
    bool useKeychain = true;       ///< otherwise secrets are kept in files of the data folder
    QHash<QString, QString> flags; ///< settings of the embedded server, by environment name

    /// Where the settings come from: as for ultracom-server, but visitors are admitted unless somebody says
    /// otherwise.
    base::ConfigSources configSources() const;
};

/// Reads the command line. \return BadRequest with a sentence where something in it is wrong
base::Result<Options> parseOptions(const QStringList &arguments);

/// The text of `--help`.
QString optionsHelp();

} // namespace console
