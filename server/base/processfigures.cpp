#include "base/processfigures.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace base
{

namespace
{

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// When the system was started, in seconds since 1970.
double bootTime()
{
    for (const QByteArray &line : contents(u"/proc/stat"_s).split('\n')) {
        if (line.startsWith("btime "))
            return line.mid(6).toDouble();
    }
    return 0;
}

} // namespace

std::optional<ProcessFigures> processFigures()
{
    // man 5 proc: the second field is a name in brackets that may hold anything; those behind it are numbered
    // on from 3.
    const QByteArray stat = contents(u"/proc/self/stat"_s);
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr int userTime = 14 - 3;
    constexpr int systemTime = 15 - 3;
    constexpr int startTime = 22 - 3;
    constexpr int virtualSize = 23 - 3;
    constexpr int residentPages = 24 - 3;
    if (fields.size() <= residentPages)
        return std::nullopt;
    const double ticks = double(sysconf(_SC_CLK_TCK));
    ProcessFigures figures;
    figures.cpuSeconds = (fields[userTime].toDouble() + fields[systemTime].toDouble()) / ticks;
    figures.startedAt = bootTime() + fields[startTime].toDouble() / ticks;
    figures.virtualBytes = fields[virtualSize].toLongLong();
    figures.residentBytes = fields[residentPages].toLongLong() * sysconf(_SC_PAGESIZE);
    figures.openFiles =
        QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System).size();
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        figures.maxFiles = qint64(limit.rlim_cur);
    return figures;
}

} // namespace base
