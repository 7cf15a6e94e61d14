#pragma once

#include <QString>

namespace console
{

/// A path or an address that stays in one piece within a sentence that reads from right to left.
inline QString isolated(const QString &path)
{
    return QChar(0x2066) + path + QChar(0x2069);
}

} // namespace console
