#include "server/commandline.h"
#include "server/commands.h"
#include "server/tokenrequest.h"

namespace app
{

int token(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("token"),
        QStringLiteral("Prints a token that says who its bearer is. Whoever has it is that person "
                       "until it expires."));
    const TokenRequest standard;
    line.parser().addOptions({
        {QStringLiteral("sub"), QStringLiteral("Who it is for, such as tech-ops-1."), QStringLiteral("id")},
        {QStringLiteral("role"), QStringLiteral("client, reader, technician, admin or super_admin."),
         QStringLiteral("role")},
        {QStringLiteral("ttl"),
         QStringLiteral("How long it is good: 90s, 30m, 8h, 7d. Default: %1.").arg(standard.ttl),
         QStringLiteral("time"), standard.ttl},
        {QStringLiteral("name"), QStringLiteral("The name that others see. Default: the id."),
         QStringLiteral("name")},
        {QStringLiteral("room"),
         QStringLiteral("A room it may open, or the start of names with * behind; may be given again. "
                        "Default: whatever the role allows."),
         QStringLiteral("room")},
    });
    if (const std::optional<int> exitCode = line.parse(arguments))
        return *exitCode;

    const QCommandLineParser &parser = line.parser();
    const TokenRequest request{parser.value(QStringLiteral("sub")), parser.value(QStringLiteral("role")),
                               parser.value(QStringLiteral("ttl")), parser.value(QStringLiteral("name")),
                               parser.values(QStringLiteral("room"))};
    const base::Result<protocol::TokenClaims> claims = tokenClaims(request, base::SystemClock().now());
    if (!claims) {
        complain(claims.error().message);
        return WrongUsage;
    }
    QStringList warnings;
    const std::optional<base::Config> config = line.loadConfig(warnings);
    for (const QString &warning : warnings)
        complain(warning);
    if (!config)
        return Failure;
    say(QString::fromLatin1(protocol::encodeToken(*claims, config->jwtSecret)));
    return Ok;
}

} // namespace app
