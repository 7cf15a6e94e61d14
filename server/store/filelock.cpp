#include "store/filelock.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace store
{

namespace
{

base::Error refused(const QString &message)
{
    return {base::ErrorKind::Unavailable, message, {}, {}};
}

QString holder(int descriptor)
{
    std::array<char, 24> text{};
    const ssize_t length = ::pread(descriptor, text.data(), text.size(), 0);
    return length > 0 ? QString::fromLatin1(text.data(), length).trimmed() : u"unknown"_s;
}

} // namespace

base::Result<std::unique_ptr<FileLock>> FileLock::take(const QString &path)
{
    const QString lockPath = path + u".lock"_s;
    const int descriptor =
        ::open(QFile::encodeName(lockPath).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return refused(
            u"%1 cannot be written: %2."_s.arg(lockPath, QString::fromLocal8Bit(std::strerror(errno))));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const QString message =
            u"The database %1 is in use by another server (process %2)."_s.arg(path, holder(descriptor));
        ::close(descriptor);
        return refused(message);
    }
    const QByteArray pid = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, pid.constData(), pid.size(), 0) != pid.size()) {
        const QString message =
            u"%1 cannot be written: %2."_s.arg(lockPath, QString::fromLocal8Bit(std::strerror(errno)));
        ::close(descriptor);
        return refused(message);
    }
    return std::unique_ptr<FileLock>(new FileLock(descriptor));
}

FileLock::~FileLock()
{
    ::close(m_descriptor);
}

} // namespace store
