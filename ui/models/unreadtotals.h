#pragma once

#include "domain/sessionsummary.h"

#include <QHash>

namespace models
{

/// Counts what is unread over every session that was ever told of, listed at the moment or not, so that a
/// filter changes no badge.
class UnreadTotals
{
public:
    /// \return whether the totals changed
    bool note(const domain::SessionId &session, qint64 unread);
    qint64 messages() const { return m_messages; }
    int sessions() const { return int(m_bySession.size()); }

private:
    QHash<domain::SessionId, qint64> m_bySession; ///< only those with something unread
    qint64 m_messages = 0;
};

} // namespace models
