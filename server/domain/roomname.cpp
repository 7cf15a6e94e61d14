#include "domain/roomname.h"

#include <algorithm>

namespace domain
{

bool isRoomName(QStringView name)
{
    if (name.isEmpty() || name.size() > maxRoomNameLength || name == u"." || name == u"..")
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9') ||
               u == u'.' || u == u'_' || u == u':' || u == u'-';
    });
}

} // namespace domain
