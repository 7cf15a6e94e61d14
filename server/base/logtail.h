#pragma once

#include "base/logging.h"

#include <deque>
#include <mutex>
#include <vector>

namespace base
{

/// The last lines of the log, for a screen. While it lives it is the log's sink, so there is one at a time.
/// Thread-safe.
class LogTail
{
public:
    /// Keeps the last \a capacity lines, and of each line the first maxLineLength characters.
    explicit LogTail(size_t capacity);
    ~LogTail();
    LogTail(const LogTail &) = delete;
    LogTail &operator=(const LogTail &) = delete;

    static constexpr qsizetype maxLineLength = 1000;

    struct Lines {
        std::vector<LogLine> lines; ///< oldest first
        quint64 upTo = 0;           ///< what to ask after() with next
    };
    /// What came after the first \a number lines of all, as far as it is still kept.
    Lines after(quint64 number) const;

private:
    void append(LogLine line);

    const size_t m_capacity;
    mutable std::mutex m_mutex;
    std::deque<LogLine> m_lines;
    quint64 m_count = 0; ///< of all lines that ever came
};

} // namespace base
