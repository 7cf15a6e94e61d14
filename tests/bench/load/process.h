#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <string>

#include <sys/types.h>

namespace load
{

/// Reads what another process has used. Linux only.
class Process
{
public:
    /// Throws std::runtime_error if there is no such process.
    explicit Process(pid_t pid);

    /// CPU seconds of all threads, ended ones too, user and system, to the nanosecond (its CPU clock).
    double cpuSeconds() const;
    /// CPU seconds of each living thread, by thread name (threads of one name are added up).
    std::map<std::string, double> cpuByThread() const;
    /// Proportional set size in bytes (`smaps_rollup`).
    std::int64_t memoryBytes() const;

private:
    pid_t m_pid;
    clockid_t m_clock{};
};

} // namespace load
