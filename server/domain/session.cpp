#include "domain/session.h"

#include <array>

namespace domain
{

namespace
{
constexpr std::array typeNames{QLatin1String("support"), QLatin1String("booking"),
                               QLatin1String("emergency")};
constexpr std::array statusNames{QLatin1String("active"), QLatin1String("closed")};
constexpr std::array priorityNames{QLatin1String("low"), QLatin1String("normal"), QLatin1String("high"),
                                   QLatin1String("urgent")};

template <typename Word, size_t count>
std::optional<Word> find(const std::array<QLatin1String, count> &names, QStringView text)
{
    for (size_t i = 0; i < count; ++i) {
        if (text == names[i])
            return static_cast<Word>(i);
    }
    return std::nullopt;
}
} // namespace

QLatin1String toString(SessionType type)
{
    return typeNames[static_cast<size_t>(type)];
}

QLatin1String toString(SessionStatus status)
{
    return statusNames[static_cast<size_t>(status)];
}

QLatin1String toString(Priority priority)
{
    return priorityNames[static_cast<size_t>(priority)];
}

std::optional<SessionType> sessionTypeFromString(QStringView text)
{
    return find<SessionType>(typeNames, text);
}

std::optional<SessionStatus> sessionStatusFromString(QStringView text)
{
    return find<SessionStatus>(statusNames, text);
}

std::optional<Priority> priorityFromString(QStringView text)
{
    return find<Priority>(priorityNames, text);
}

} // namespace domain
