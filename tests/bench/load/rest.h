#pragma once

#include "load/http.h"

#include <string>

namespace load
{

/// Asks one thing and waits for the answer. \return its body. Throws Violation unless the status is \a
/// expected.
std::string askOnce(Poller &poller, std::uint16_t port, std::string_view method, std::string_view target,
                    const std::string &token, std::string_view body, int expected);

std::string authorization(const std::string &token);

/// Throws Violation unless \a body is a page of the newest \a limit messages of \a room, of which there are
/// \a count: their seq up to \a count, in order, each with its own text.
void checkPage(std::string_view body, const std::string &room, std::int64_t limit, std::int64_t count);

} // namespace load
