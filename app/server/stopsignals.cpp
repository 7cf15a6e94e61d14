#include "server/stopsignals.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace app
{

namespace
{

constexpr std::array stopSignals{SIGINT, SIGTERM, SIGHUP};

// What a signal handler may touch.
std::atomic<int> writeEnd = -1;
std::atomic<int> received = 0;

void handle(int number)
{
    if (received.fetch_add(1) > 0)
        ::_exit(128 + number);
    const int savedErrno = errno;
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const ssize_t written =
        ::write(writeEnd, &byte, 1); // the pipe is empty: it cannot block
    errno = savedErrno;
}

void install(int number)
{
    struct sigaction current = {};
    if (::sigaction(number, nullptr, &current) == 0 && current.sa_handler == SIG_IGN)
        return;
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    if (::pipe(m_pipe) != 0)
        qFatal("No pipe for signals can be opened.");
    for (const int end : m_pipe)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    writeEnd = m_pipe[1];
    received = 0;
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &StopSignals::readPipe);
    std::signal(SIGPIPE, SIG_IGN);
    for (const int number : stopSignals)
        install(number);
}

StopSignals::~StopSignals()
{
    for (const int number : stopSignals)
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    writeEnd = -1;
    for (const int end : m_pipe)
        ::close(end);
}

void StopSignals::readPipe()
{
    unsigned char number = 0;
    if (::read(m_pipe[0], &number, 1) == 1)
        Q_EMIT stopRequested(number);
}

} // namespace app
