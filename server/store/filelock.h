#pragma once

#include "base/result.h"

#include <memory>

namespace store
{

/// Holds a file for one process: the system lets go of it when the process ends, however it ends.
class FileLock
{
public:
    /// Takes `<path>.lock`. \return the lock, or Unavailable with a sentence that names the process that
    /// holds it
    static base::Result<std::unique_ptr<FileLock>> take(const QString &path);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

private:
    explicit FileLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

} // namespace store
