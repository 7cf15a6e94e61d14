#include "load/process.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace load
{

namespace
{

std::string folderOf(pid_t pid)
{
    return "/proc/" + std::to_string(pid);
}

} // namespace

Process::Process(pid_t pid)
    : m_pid(pid)
{
    if (clock_getcpuclockid(pid, &m_clock) != 0)
        throw std::runtime_error("no process " + std::to_string(pid));
}

double Process::cpuSeconds() const
{
    timespec time{};
    if (clock_gettime(m_clock, &time) != 0)
        throw std::runtime_error("the server process is gone");
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::map<std::string, double> Process::cpuByThread() const
{
    std::map<std::string, double> seconds;
    for (const auto &task : std::filesystem::directory_iterator(folderOf(m_pid) + "/task")) {
        std::ifstream nameFile(task.path() / "comm");
        std::ifstream statFile(task.path() / "schedstat");
        std::string name;
        double nanoseconds = 0;
        if (std::getline(nameFile, name) && statFile >> nanoseconds)
            seconds[name] += nanoseconds / 1e9;
    }
    return seconds;
}

std::int64_t Process::memoryBytes() const
{
    std::ifstream file(folderOf(m_pid) + "/smaps_rollup");
    std::string word;
    while (file >> word) {
        std::int64_t kib = 0;
        if (word == "Pss:" && file >> kib)
            return kib * 1024;
    }
    throw std::runtime_error("cannot read the memory of the server process");
}

} // namespace load
