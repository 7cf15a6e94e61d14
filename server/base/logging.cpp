#include "base/logging.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cstdio>
#include <mutex>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace base
{

Q_LOGGING_CATEGORY(logNet, "ultracom.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logStore, "ultracom.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logChat, "ultracom.chat", QtInfoMsg)
Q_LOGGING_CATEGORY(logApi, "ultracom.api", QtInfoMsg)
Q_LOGGING_CATEGORY(logHost, "ultracom.host", QtInfoMsg)

namespace
{

struct Level {
    const char *name;
    const char *colour; ///< of a terminal: an SGR sequence
};

Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return {"debug", "\033[2m"};
    case QtInfoMsg:
        return {"info", "\033[36m"};
    case QtWarningMsg:
        return {"warning", "\033[33m"};
    case QtCriticalMsg:
        return {"error", "\033[31m"};
    case QtFatalMsg:
        return {"fatal", "\033[1;31m"};
    }
    return {"error", "\033[31m"};
}

QString withoutControls(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            line += QLatin1StringView("\\n");
        else if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
                 c == QChar::ParagraphSeparator)
            line += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            line += c;
    }
    return line;
}

QByteArray humanLine(bool colours, Timestamp at, const Level &level, QLatin1StringView category,
                     const QString &text)
{
    QByteArray line = toRfc3339(at);
    line += ' ';
    if (colours)
        line += level.colour;
    line += QByteArray(level.name).leftJustified(7);
    if (colours)
        line += "\033[0m";
    line += ' ' + QByteArray(category.data(), category.size()) + ": " + withoutControls(text).toUtf8() + '\n';
    return line;
}

QByteArray jsonLine(Timestamp at, const Level &level, QLatin1StringView category, const QString &text)
{
    const QJsonObject object{{QStringLiteral("ts"), QString::fromLatin1(toRfc3339(at))},
                             {QStringLiteral("level"), QString::fromLatin1(level.name)},
                             {QStringLiteral("category"), category},
                             {QStringLiteral("msg"), text}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

bool stderrIsTerminal()
{
#ifdef Q_OS_UNIX
    return ::isatty(STDERR_FILENO) == 1 && qEnvironmentVariableIsEmpty("NO_COLOR");
#else
    return false;
#endif
}

LogFormat installedFormat = LogFormat::Human;
bool installedColours = false;

std::mutex sinkMutex;
std::function<void(const LogLine &)> installedSink;

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QLatin1StringView category(context.category ? context.category : "default");
    const Timestamp now = SystemClock().now();
    const QByteArray line = formatLogLine(installedFormat, installedColours, now, type, category, text);
    // stderr is unbuffered: one call, one write, so that lines of several threads do not mix.
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    const std::lock_guard lock(sinkMutex);
    if (installedSink)
        installedSink({now, type, category, withoutControls(text)});
}

/// The rules that let a level and what is worse pass.
QString rulesFor(QStringView category, qsizetype level)
{
    constexpr std::array types{"debug", "info", "warning", "critical"};
    QString rules;
    for (size_t i = 0; i < types.size(); ++i) {
        rules += QStringLiteral("ultracom.%1.%2=%3\n")
                     .arg(category, QLatin1StringView(types[i]), qsizetype(i) >= level ? u"true" : u"false");
    }
    return rules;
}

} // namespace

void installLogging(LogFormat format)
{
    installedFormat = format;
    installedColours = stderrIsTerminal();
    qInstallMessageHandler(handleMessage);
}

void setLogSink(std::function<void(const LogLine &)> sink)
{
    const std::lock_guard lock(sinkMutex);
    installedSink = std::move(sink);
}

Status setLogLevels(const QString &text)
{
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"),
                                    QStringLiteral("warning"), QStringLiteral("error")};
    static const QStringList categories{QStringLiteral("net"), QStringLiteral("store"),
                                        QStringLiteral("chat"), QStringLiteral("api"),
                                        QStringLiteral("host")};
    const Error problem{
        ErrorKind::BadRequest,
        QStringLiteral("ULTRACOM_LOG must be debug, info, warning or error, or one for each of %1, such as "
                       "\"info,net=debug\".")
            .arg(categories.join(u", ")),
        QStringLiteral("ULTRACOM_LOG")};
    QString general = rulesFor(u"*", levels.indexOf(QStringLiteral("info")));
    QString special;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QStringList sides = part.trimmed().toLower().split(u'=');
        const qsizetype level = levels.indexOf(sides.last());
        if (level < 0 || sides.size() > 2 || (sides.size() == 2 && !categories.contains(sides.first())))
            return problem;
        if (sides.size() == 2)
            special += rulesFor(sides.first(), level);
        else
            general = rulesFor(u"*", level);
    }
    QLoggingCategory::setFilterRules(general + special);
    return success();
}

QByteArray formatLogLine(LogFormat format, bool colours, Timestamp at, QtMsgType type,
                         QLatin1StringView category, const QString &text)
{
    return format == LogFormat::Json ? jsonLine(at, levelOf(type), category, text)
                                     : humanLine(colours, at, levelOf(type), category, text);
}

} // namespace base
