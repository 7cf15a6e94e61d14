#include "console/options.h"

#include "dialogs/serveraddress.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace console
{

namespace
{

const QString server = QStringLiteral("server");
const QString tokenFile = QStringLiteral("token-file");
const QString language = QStringLiteral("language");
const QString openPage = QStringLiteral("open-page");
const QString noKeychain = QStringLiteral("no-keychain");
const QString secretToFile = QStringLiteral("secret-to-file");
const QString help = QStringLiteral("help");
const QString version = QStringLiteral("version");

base::Error problem(const QString &sentence)
{
    return {base::ErrorKind::BadRequest, sentence};
}

/// What a desk of one machine needs other than a server of many. A thousand connections ask no desktop system
/// to raise its limit of open files.
const QHash<QString, QString> &consoleDefaults()
{
    static const QHash<QString, QString> values{{QStringLiteral("ALLOW_VISITORS"), QStringLiteral("1")},
                                                {QStringLiteral("MAX_CONNECTIONS"), QStringLiteral("1000")}};
    return values;
}

QString defaultOf(const base::SettingHelp &setting)
{
    const QString own = consoleDefaults().value(setting.name);
    return own.isEmpty() ? setting.standard : QStringLiteral("%1 in the console").arg(own);
}

/// Option names are not translated, and neither is what stands beside them: it is read in a terminal, next to
/// ultracom-server's.
void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("The technician's console of UltraCom, with a server of its own, or for a server "
                       "elsewhere."));
    parser.addOptions({
        {server, QStringLiteral("Join this server instead of starting one."), QStringLiteral("url")},
        {tokenFile, QStringLiteral("Sign in with the token in this file (with --server)."),
         QStringLiteral("file")},
        {language, QStringLiteral("Language of the window: en, sq or ar. Default: the system's."),
         QStringLiteral("name")},
        {openPage, QStringLiteral("Open the customers' page in the browser too.")},
        {noKeychain, QStringLiteral("Keep secrets in files of the data folder, not in the keychain.")},
        {secretToFile,
         QStringLiteral("Move the server's secret from the keychain into the data folder, so that "
                        "ultracom-server can use that folder, and end.")},
        {{QStringLiteral("h"), help}, QStringLiteral("Show this help.")},
        {{QStringLiteral("v"), version}, QStringLiteral("Show the version.")},
    });
    for (const base::SettingHelp &setting : base::settingHelps()) {
        if (setting.hasFlag)
            parser.addOption(
                {setting.flag(),
                 QStringLiteral("%1: %2. Default: %3.").arg(setting.name, setting.what, defaultOf(setting)),
                 setting.form});
    }
}

base::Result<Options> readOptions(const QCommandLineParser &parser)
{
    Options options;
    for (const base::SettingHelp &setting : base::settingHelps()) {
        if (setting.hasFlag && parser.isSet(setting.flag()))
            options.flags.insert(setting.name, parser.value(setting.flag()));
    }
    options.language = parser.value(language);
    options.openPage = parser.isSet(openPage);
    options.useKeychain = !parser.isSet(noKeychain);
    if (parser.isSet(tokenFile)) {
        if (!parser.isSet(server))
            return problem(QStringLiteral("--token-file needs --server: the console signs in by itself at "
                                          "its own server."));
        options.tokenFile = QFileInfo(parser.value(tokenFile)).absoluteFilePath();
    }
    if (parser.isSet(server)) {
        const base::Result<QUrl> url = dialogs::readServerAddress(parser.value(server));
        if (!url)
            return problem(QStringLiteral("--server: ") + url.error().message);
        options.server = *url;
    }
    if (parser.isSet(secretToFile))
        options.action = Options::Action::SecretToFile;
    return options;
}

} // namespace

base::ConfigSources Options::configSources() const
{
    base::ConfigSources sources = base::ConfigSources::ofProcess(flags);
    sources.defaults.insert(consoleDefaults());
    sources.secretMayBeElsewhere = true;
    return sources;
}

base::Result<Options> parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return problem(parser.errorText());
    Options options;
    if (parser.isSet(help)) {
        options.action = Options::Action::ShowHelp;
        return options;
    }
    if (parser.isSet(version)) {
        options.action = Options::Action::ShowVersion;
        return options;
    }
    if (const QStringList rest = parser.positionalArguments(); !rest.isEmpty())
        return problem(QStringLiteral("Unexpected argument '%1'.").arg(rest.first()));
    return readOptions(parser);
}

QString optionsHelp()
{
    QCommandLineParser parser;
    addOptions(parser);
    parser.parse({QStringLiteral("ultracom-console")});
    return parser.helpText();
}

} // namespace console
