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

bool Principal::admits(const Session &session) const
{
    return !rooms || admitsRoom(session.address()) || admitsRoom(session.id.toString());
}

} // namespace domain
