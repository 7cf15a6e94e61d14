#include "server/commandline.h"
#include "server/commands.h"
#include "server/doctor.h"

#include <QDir>

#include <algorithm>

namespace app
{

namespace
{

QString shown(const Finding &finding)
{
    const QString level = finding.level == Finding::Level::Ok     ? QStringLiteral("ok  ")
                          : finding.level == Finding::Level::Warn ? QStringLiteral("warn")
                                                                  : QStringLiteral("FAIL");
    return QStringLiteral("%1  %2  %3").arg(level, finding.subject.leftJustified(8), finding.sentence);
}

} // namespace

int doctor(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("doctor"),
        QStringLiteral("Checks the settings and this machine, and says what to do. Starts nothing."));
    if (const std::optional<int> exitCode = line.parse(arguments))
        return *exitCode;

    QStringList warnings;
    const base::Result<base::Config> config = base::loadConfig(line.sources(), warnings);
    Findings findings;
    for (const QString &warning : warnings)
        findings += warn(QStringLiteral("settings"), warning);
    if (config) {
        findings += ok(QStringLiteral("settings"), QStringLiteral("all can be read"));
        findings += examine(*config, QDir::currentPath(), base::SystemClock().now());
    } else {
        findings += fail(QStringLiteral("settings"), config.error().message);
    }
    for (const Finding &finding : findings)
        say(shown(finding));
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding &f) { return f.level == Finding::Level::Fail; })
               ? Failure
               : Ok;
}

} // namespace app
