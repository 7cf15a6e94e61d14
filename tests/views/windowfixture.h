#pragma once

#include "base/clock.h"
#include "domain/sessionsummary.h"

#include <QUuid>

#include <vector>

/// Sessions for the tests of the window, the first one the newest.
namespace window
{

/// Noon.
inline const base::Timestamp start{std::chrono::hours(24 * 20'000 + 12)};

inline domain::SessionId idOf(int number)
{
    return domain::SessionId(QUuid(uint(number), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));
}

inline domain::SessionSummary summaryOf(int number, qint64 unread = 0)
{
    domain::SessionSummary summary;
    summary.session.id = idOf(number);
    summary.session.title = QStringLiteral("Customer %1").arg(number);
    summary.session.createdAt = start - std::chrono::hours(1000);
    summary.session.lastMessageAt = start - std::chrono::minutes(number);
    domain::LastMessage message;
    message.seq = 1;
    message.senderId = message.senderName = QStringLiteral("ana");
    message.excerpt = QStringLiteral("Line %1").arg(number);
    message.at = *summary.session.lastMessageAt;
    summary.lastMessage = message;
    summary.unreadCount = unread;
    return summary;
}

inline std::vector<domain::SessionSummary> summaries(int count)
{
    std::vector<domain::SessionSummary> list;
    for (int i = 0; i < count; ++i)
        list.push_back(summaryOf(i));
    return list;
}

} // namespace window
