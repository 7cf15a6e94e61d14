#include "models/unreadtotals.h"

namespace models
{

bool UnreadTotals::note(const domain::SessionId &session, qint64 unread)
{
    const qint64 before = m_bySession.value(session);
    if (before == unread)
        return false;
    m_messages += unread - before;
    if (unread > 0)
        m_bySession.insert(session, unread);
    else
        m_bySession.remove(session);
    return true;
}

} // namespace models
