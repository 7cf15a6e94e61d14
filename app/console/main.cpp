#include "console/consolecontroller.h"
#include "console/desksecret.h"
#include "console/singleinstance.h"
#include "console/systemkeychain.h"
#include "console/tokenkeeper.h"
#include "console/translation.h"

#include "base/logging.h"
#include "base/version.h"
#include "server/stopsignals.h"
#include "theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QMessageBox>

#include <cstdio>

#include <unistd.h>

namespace
{

using console::ConsoleController;
using console::Options;

enum ExitCode { Ok = 0, Failure = 1, WrongUsage = 2 };
constexpr std::chrono::seconds patienceWithOther{5};
constexpr size_t keptLogLines = 500;

void say(std::FILE *stream, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

void complain(const QString &sentence)
{
    say(stderr, QStringLiteral("ultracom-console: %1\n").arg(sentence));
}

/// For who started the program by its icon and sees no terminal.
int fail(const QString &sentence)
{
    complain(sentence);
    if (QGuiApplication::platformName() != u"offscreen" && ::isatty(STDERR_FILENO) == 0)
        QMessageBox::critical(nullptr, QStringLiteral("UltraCom"), sentence);
    return Failure;
}

base::Result<base::Config> loadConfig(const Options &options, QStringList &warnings)
{
    base::ConfigSources sources = options.configSources();
    QStringList ignored;
    const base::Result<base::Config> first = base::loadConfig(sources, ignored);
    if (!first)
        return first;
    // A port that was chosen in place of a taken one lies in the data folder, which is known only now.
    const int port = console::ConsoleState(first->dataFolder).port();
    if (port != 0)
        sources.defaults.insert(QStringLiteral("PORT"), QString::number(port));
    return base::loadConfig(sources, warnings);
}

base::Result<QByteArray> readToken(const QString &path)
{
    constexpr qint64 longest = 16 * 1024;
    QFile file(path);
    if (path.isEmpty())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return base::Error{
            base::ErrorKind::BadRequest,
            QStringLiteral("--token-file: %1 cannot be read: %2.").arg(path, file.errorString())};
    return file.read(longest).trimmed();
}

int secretToFile(const base::Config &config, console::Keychain *keychain)
{
    int exitCode = Ok;
    console::DeskSecret secret(keychain, config.dataFolder);
    QObject::connect(&secret, &console::DeskSecret::loaded, qApp, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    QObject::connect(&secret, &console::DeskSecret::failed, qApp, [&exitCode](const QString &sentence) {
        complain(sentence);
        exitCode = Failure;
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    secret.moveToFile();
    QCoreApplication::exec();
    return exitCode;
}

/// One console after the other: joining another server ends the one and begins the next.
int run(Options options, const base::Config &config, console::Keychain *keychain, QByteArray token,
        console::SingleInstance &instance)
{
    const base::SystemClock clock;
    const base::LogTail log(keptLogLines);
    app::StopSignals stopSignals;
    for (bool again = true; again;) {
        again = false;
        ConsoleController::Parts parts;
        parts.options = options;
        parts.config = config;
        parts.token = token;
        parts.keychain = keychain;
        parts.log = &log;
        parts.clock = &clock;
        ConsoleController console(std::move(parts));
        QObject::connect(&instance, &console::SingleInstance::raiseRequested, &console,
                         &ConsoleController::raise);
        QObject::connect(&console, &ConsoleController::quitConfirmed, qApp, &QCoreApplication::quit,
                         Qt::QueuedConnection);
        QObject::connect(&stopSignals, &app::StopSignals::stopRequested, &console, &QCoreApplication::quit,
                         Qt::QueuedConnection);
        QObject::connect(&console, &ConsoleController::joinRequested, &console,
                         [&](const QUrl &server, const QByteArray &given) {
                             options.server = server;
                             token = given;
                             again = true;
                             QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
                         });
        console.start();
        QCoreApplication::exec();
    }
    return Ok;
}

void describeApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("ultracom-console"));
    QCoreApplication::setApplicationVersion(base::version());
}

/// Answers what needs no window, and so no display either. \return whether that was all
bool answerAtOnce(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const base::Result<Options> options = console::parseOptions(arguments);
    if (!options ||
        (options->action != Options::Action::ShowHelp && options->action != Options::Action::ShowVersion))
        return false; // what is unknown here may be Qt's own option, which the application takes out
    const QCoreApplication application(argc, argv);
    describeApplication();
    if (options->action == Options::Action::ShowHelp)
        say(stdout, console::optionsHelp());
    else
        say(stdout, QStringLiteral("ultracom-console %1\n").arg(base::version()));
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    if (answerAtOnce(argc, argv))
        return Ok;
    QApplication application(argc, argv);
    describeApplication();
    QApplication::setApplicationDisplayName(QStringLiteral("UltraCom"));
    QApplication::setDesktopFileName(QStringLiteral("ultracom-console"));
    QApplication::setQuitOnLastWindowClosed(false);

    const base::Result<Options> options = console::parseOptions(QCoreApplication::arguments());
    if (!options) {
        complain(options.error().message);
        complain(QStringLiteral("See: ultracom-console --help"));
        return WrongUsage;
    }
    console::installTranslations(application, console::localeFor(options->language));
    if (const base::Status levels = base::setLogLevels(qEnvironmentVariable("ULTRACOM_LOG")); !levels)
        return fail(levels.error().message);
    QStringList warnings;
    const base::Result<base::Config> config = loadConfig(*options, warnings);
    if (!config)
        return fail(config.error().message);
    const base::Result<QByteArray> token = readToken(options->tokenFile);
    if (!token)
        return fail(token.error().message);

    console::SingleInstance instance(config->dataFolder);
    const auto outcome = instance.claim(patienceWithOther);
    if (outcome == console::SingleInstance::Outcome::Raised) {
        say(stdout, instance.sentence() + u'\n');
        return Ok;
    }
    if (outcome != console::SingleInstance::Outcome::First)
        return fail(instance.sentence());

    base::installLogging(config->jsonLogs ? base::LogFormat::Json : base::LogFormat::Human);
    for (const QString &warning : warnings)
        qCWarning(base::logHost).noquote() << warning;
    console::SystemKeychain systemKeychain;
    console::Keychain *keychain = options->useKeychain ? &systemKeychain : nullptr;
    if (options->action == Options::Action::SecretToFile)
        return secretToFile(*config, keychain);
    const theme::Theme theme(application);
    return run(*options, *config, keychain, *token, instance);
}
