#pragma once

#include <map>
#include <string>
#include <string_view>

namespace load
{

/// Figures of a run, as one flat JSON object on one line.
class Report
{
public:
    void add(std::string_view name, double value);
    /// Adds the differences of two readings as an object.
    void add(std::string_view name, const std::map<std::string, double> &from,
             const std::map<std::string, double> &to);
    std::string json() const { return "{" + m_members + "}"; }

private:
    void key(std::string_view name);
    std::string m_members;
};

} // namespace load
