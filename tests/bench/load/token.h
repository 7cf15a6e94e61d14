#pragma once

#include <string>
#include <string_view>

namespace load
{

/// Mints a JWT (HS256) that is good for a day. \a subject needs no escaping in JSON.
std::string mintToken(std::string_view secret, std::string_view subject, std::string_view role);

} // namespace load
