#include "load/report.h"

#include <charconv>

namespace load
{

namespace
{

std::string number(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 9).ptr;
    return {text, end};
}

} // namespace

void Report::key(std::string_view name)
{
    if (!m_members.empty())
        m_members += ',';
    m_members.append("\"").append(name).append("\":");
}

void Report::add(std::string_view name, double value)
{
    key(name);
    m_members += number(value);
}

void Report::add(std::string_view name, const std::map<std::string, double> &from,
                 const std::map<std::string, double> &to)
{
    Report inner;
    for (const auto &[thread, seconds] : to) {
        const auto before = from.find(thread);
        inner.add(thread, seconds - (before == from.end() ? 0 : before->second));
    }
    key(name);
    m_members += inner.json();
}

} // namespace load
