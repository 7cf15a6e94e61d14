#include "domain/session.h"

#include <array>

namespace domain
{

namespace
{
constexpr std::array typeNames{QLatin1String("support"), QLatin1String("booking"),
                               QLatin1String("emergency")};
constexpr std::array statusNames{QLatin1String("active"), QLatin1String("closed")};
} // namespace

QLatin1String toString(SessionType type)
{
    return typeNames[static_cast<size_t>(type)];
}

QLatin1String toString(SessionStatus status)
{
    return statusNames[static_cast<size_t>(status)];
}

std::optional<SessionType> sessionTypeFromString(QStringView text)
{
    for (size_t i = 0; i < typeNames.size(); ++i) {
        if (text == typeNames[i])
            return static_cast<SessionType>(i);
    }
    return std::nullopt;
}

std::optional<SessionStatus> sessionStatusFromString(QStringView text)
{
    for (size_t i = 0; i < statusNames.size(); ++i) {
        if (text == statusNames[i])
            return static_cast<SessionStatus>(i);
    }
    return std::nullopt;
}

} // namespace domain
