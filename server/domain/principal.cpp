#include "domain/principal.h"

#include <algorithm>

namespace domain
{

bool Principal::admitsRoom(QStringView room) const
{
    if (!rooms)
        return true;
    return std::any_of(rooms->begin(), rooms->end(), [room](const QString &pattern) {
        return pattern.endsWith(u'*') ? room.startsWith(QStringView(pattern).chopped(1)) : room == pattern;
    });
}

} // namespace domain
