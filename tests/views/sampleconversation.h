#pragma once

#include "domain/event.h"
#include "models/messagelistmodel.h"

#include <QObject>

#include <vector>

/// Messages that are the same at every run, for the tests and the benchmark of what shows them.
namespace sample
{

inline const domain::SessionId session{QUuid(0x5e55, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)};
inline const domain::UserRef self{QStringLiteral("tech-1"), QStringLiteral("Arta Krasniqi"),
                                  domain::Role::Technician};
/// 2026-03-03 12:00 UTC, a Tuesday.
inline const base::Timestamp noon{std::chrono::milliseconds(1'772'539'200'000)};

inline domain::MessageId idOf(qint64 seq)
{
    return domain::MessageId(QUuid(uint(seq), 2, 2, 2, 2, 2, 2, 2, 2, 2, 2));
}

inline domain::Message message(qint64 seq, const QString &content, base::Timestamp at, bool own = false)
{
    domain::Message m;
    m.number = seq + 1000;
    m.id = idOf(seq);
    m.sessionId = session;
    m.seq = seq;
    m.change = seq;
    m.content = content;
    m.senderId = own ? self.id : QStringLiteral("client-7");
    m.senderName = own ? self.name : QStringLiteral("Besnik Hoxha");
    m.senderRole = own ? domain::Role::Technician : domain::Role::Client;
    m.shownSender = m.senderId;
    m.shownRole = domain::toString(m.senderRole);
    m.createdAt = at;
    return m;
}

inline domain::Message as(domain::Message m, const QString &name, const QString &shownRole)
{
    m.senderId = m.shownSender = name.toLower();
    m.senderName = name;
    m.shownRole = shownRole;
    return m;
}

/// Of a conversation of \a total messages that ends at noon, one every 40 s, texts of 1 to 60 words.
inline domain::Message generated(qint64 seq, qint64 total)
{
    static const QStringList words =
        QStringLiteral("the pump in hall four stops after ten minutes and the display "
                       "shows an error about pressure could you look at it today please "
                       "we checked valve filter cable https://example.org/manual/4 "
                       "përshëndetje faleminderit")
            .split(u' ');
    quint64 random = quint64(seq) * 0x9E3779B97F4A7C15ULL;
    random ^= random >> 29;
    const int count = 1 + int(random % 12) + (random % 7 == 0 ? 48 : 0);
    QStringList text;
    for (int i = 0; i < count; ++i)
        text.append(words[qsizetype((random >> (i % 31)) % 997 + quint64(i) * 7) % words.size()]);
    const base::Timestamp at = noon - std::chrono::seconds(40) * (total - seq);
    return message(seq, text.join(u' '), at, (random >> 8) % 3 == 0);
}

inline std::vector<domain::Message> generatedPage(qint64 fromSeq, int count, qint64 total)
{
    std::vector<domain::Message> page;
    page.reserve(size_t(count));
    for (qint64 seq = fromSeq; seq < fromSeq + count; ++seq)
        page.push_back(generated(seq, total));
    return page;
}

inline client::PendingMessage
pending(const QString &id, const QString &content,
        client::PendingMessage::State state = client::PendingMessage::State::Waiting,
        const QString &problem = {})
{
    client::PendingMessage p;
    p.clientMsgId = id;
    p.session = session;
    p.content = content;
    p.writtenAt = noon;
    p.state = state;
    p.problem = problem;
    return p;
}

} // namespace sample
