#pragma once

#include "domain/roles.h"

#include <QString>

namespace domain
{

/// Somebody, as others are told of them.
struct UserRef {
    QString id;
    QString name;
    Role role = Role::Client;
};

} // namespace domain
