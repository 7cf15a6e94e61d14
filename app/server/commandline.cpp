#include "server/commandline.h"

#include <cstdio>

namespace app
{

namespace
{

void print(std::FILE *stream, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

CommandLine::CommandLine(const QString &command, const QString &description)
    : m_command(command)
    , m_help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this help."))
{
    m_parser.setApplicationDescription(description);
    m_parser.addPositionalArgument(command, QString(), command);
    m_parser.addOption(m_help);
    for (const base::SettingHelp &help : base::settingHelps()) {
        if (help.hasFlag) {
            m_parser.addOption(
                {help.flag(), QStringLiteral("%1: %2. Default: %3.").arg(help.name, help.what, help.standard),
                 help.form});
        }
    }
}

std::optional<int> CommandLine::parse(const QStringList &arguments)
{
    if (!m_parser.parse(arguments)) {
        complain(m_parser.errorText());
    } else if (m_parser.isSet(m_help)) {
        print(stdout, m_parser.helpText());
        return Ok;
    } else if (const QStringList rest = m_parser.positionalArguments().mid(1); !rest.isEmpty()) {
        complain(QStringLiteral("Unexpected argument '%1'.").arg(rest.first()));
    } else {
        return std::nullopt;
    }
    complain(QStringLiteral("See: ultracom-server %1 --help").arg(m_command));
    return WrongUsage;
}

base::ConfigSources CommandLine::sources() const
{
    QHash<QString, QString> flags;
    for (const base::SettingHelp &help : base::settingHelps()) {
        if (help.hasFlag && m_parser.isSet(help.flag()))
            flags.insert(help.name, m_parser.value(help.flag()));
    }
    return base::ConfigSources::ofProcess(flags);
}

std::optional<base::Config> CommandLine::loadConfig(QStringList &warnings) const
{
    const base::Result<base::Config> config = base::loadConfig(sources(), warnings);
    if (config)
        return *config;
    complain(config.error().message);
    return std::nullopt;
}

void say(const QString &line)
{
    print(stdout, line + u'\n');
}

void complain(const QString &line)
{
    print(stderr, QStringLiteral("ultracom-server: %1\n").arg(line));
}

} // namespace app
