#pragma once

#include "domain/session.h"

#include <optional>

namespace client
{

/// What is to be changed of a session; what is empty stays.
struct SessionChange {
    std::optional<domain::SessionStatus> status = {};
    std::optional<QString> assignee = {}; ///< a user's id; an empty one: nobody
    std::optional<QStringList> labels = {};
    std::optional<domain::Priority> priority = {};
};

} // namespace client
