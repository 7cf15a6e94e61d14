#pragma once

#include <QString>

#include <optional>

namespace domain
{

/// Who somebody is, as their token says.
enum class Role { Client, Reader, Technician, Admin, SuperAdmin };

/// The wire names: client, reader, technician, admin, super_admin.
QLatin1String toString(Role role);
std::optional<Role> roleFromString(QStringView text);

/// Technician, Admin, SuperAdmin: they may see every session.
bool isStaff(Role role);

} // namespace domain
