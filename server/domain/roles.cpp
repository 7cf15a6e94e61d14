#include "domain/roles.h"

#include <array>

namespace domain
{

namespace
{
constexpr std::array names{QLatin1String("client"), QLatin1String("reader"), QLatin1String("technician"),
                           QLatin1String("admin"), QLatin1String("super_admin")};
}

QLatin1String toString(Role role)
{
    return names[static_cast<size_t>(role)];
}

std::optional<Role> roleFromString(QStringView text)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (text == names[i])
            return static_cast<Role>(i);
    }
    return std::nullopt;
}

bool isStaff(Role role)
{
    return role == Role::Technician || role == Role::Admin || role == Role::SuperAdmin;
}

} // namespace domain
