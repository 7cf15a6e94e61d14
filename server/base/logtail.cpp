#include "base/logtail.h"

#include <algorithm>

namespace base
{

LogTail::LogTail(size_t capacity)
    : m_capacity(capacity)
{
    setLogSink([this](const LogLine &line) { append(line); });
}

LogTail::~LogTail()
{
    setLogSink({});
}

LogTail::Lines LogTail::after(quint64 number) const
{
    const std::lock_guard lock(m_mutex);
    const quint64 firstKept = m_count - m_lines.size();
    const quint64 skipped = std::clamp(number, firstKept, m_count) - firstKept;
    return {{m_lines.begin() + qsizetype(skipped), m_lines.end()}, m_count};
}

void LogTail::append(LogLine line)
{
    line.text.truncate(maxLineLength);
    const std::lock_guard lock(m_mutex);
    m_lines.push_back(std::move(line));
    if (m_lines.size() > m_capacity)
        m_lines.pop_front();
    ++m_count;
}

} // namespace base
