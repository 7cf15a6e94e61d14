#pragma once

#include <QString>

namespace theme
{

struct Tokens;

/// The application's one style sheet in the colours of \a tokens. It sets no font and no side by hand, so
/// that the system's font and right-to-left stay right.
QString styleSheetOf(const Tokens &tokens);

} // namespace theme
