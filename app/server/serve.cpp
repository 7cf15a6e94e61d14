#include "server/commandline.h"
#include "server/commands.h"
#include "server/links.h"
#include "server/stopsignals.h"
#include "server/tokenrequest.h"

#include "base/logging.h"
#include "host/server.h"

#include <QCoreApplication>

#include <unistd.h>

namespace app
{

namespace
{

constexpr std::chrono::milliseconds stopDeadline{5000};

QByteArray technicianToken(const base::Config &config)
{
    const TokenRequest request{QStringLiteral("technician"),
                               QStringLiteral("technician"),
                               QStringLiteral("12h"),
                               QStringLiteral("Technician"),
                               {}};
    const base::Result<protocol::TokenClaims> claims = tokenClaims(request, base::SystemClock().now());
    Q_ASSERT(claims);
    return protocol::encodeToken(*claims, config.jwtSecret);
}

/// The only place where a link with a token is shown: to the person at the terminal, or who asked for it.
void printLinks(const base::Config &config, quint16 port, bool withToken)
{
    for (const QString &line : startLines(config, port, withToken ? technicianToken(config) : QByteArray()))
        say(line);
}

} // namespace

int serve(const QStringList &arguments)
{
    CommandLine line(QStringLiteral("serve"),
                     QStringLiteral("Runs the server until it is told to stop (Ctrl+C)."));
    const QCommandLineOption links(
        QStringLiteral("print-links"),
        QStringLiteral("Print a technician's link with a token in it also when the output is no terminal."));
    line.parser().addOption(links);
    if (const std::optional<int> exitCode = line.parse(arguments))
        return *exitCode;
    if (const base::Status levels = base::setLogLevels(qEnvironmentVariable("ULTRACOM_LOG")); !levels) {
        complain(levels.error().message);
        return Failure;
    }
    QStringList warnings;
    const std::optional<base::Config> config = line.loadConfig(warnings);
    if (!config)
        return Failure;
    base::installLogging(config->jsonLogs ? base::LogFormat::Json : base::LogFormat::Human);
    for (const QString &warning : warnings)
        qCWarning(base::logHost).noquote() << warning;

    StopSignals signals_;
    QObject::connect(&signals_, &StopSignals::stopRequested, qApp, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    host::Server server(*config);
    if (const base::Status started = server.start(); !started) {
        complain(started.error().message);
        return Failure;
    }
    printLinks(*config, server.port(), line.parser().isSet(links) || ::isatty(STDOUT_FILENO) == 1);
    const int exitCode = QCoreApplication::exec();
    qCInfo(base::logHost, "stopping");
    server.stop(stopDeadline);
    return exitCode;
}

} // namespace app
