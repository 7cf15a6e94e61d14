#include "client/readmarks.h"

#include "client/wireerror.h"

namespace client
{

ReadMarks::ReadMarks(Send send, Answer answer)
    : m_send(std::move(send))
    , m_answer(std::move(answer))
{
}

void ReadMarks::mark(const domain::SessionId &session, qint64 seq, const domain::MessageId &id)
{
    Mark &mark = m_marks[session];
    if (seq <= mark.seq)
        return;
    mark.seq = seq;
    mark.id = id;
    send(session);
}

void ReadMarks::setConnected(bool connected)
{
    m_connected = connected;
    ++m_epoch;
    const auto sessions = m_marks.keys();
    for (const domain::SessionId &session : sessions) {
        m_marks[session].sentSeq = 0;
        send(session);
    }
}

void ReadMarks::clear()
{
    ++m_epoch;
    m_marks.clear();
}

void ReadMarks::send(const domain::SessionId &session)
{
    Mark &mark = m_marks[session];
    if (!m_connected || mark.sentSeq != 0)
        return;
    mark.sentSeq = mark.seq;
    m_send(session, mark.id,
           [this, session, seq = mark.seq, epoch = m_epoch](const base::Result<QJsonObject> &result) {
               if (epoch == m_epoch)
                   onAnswer(session, seq, result);
           });
}

void ReadMarks::onAnswer(const domain::SessionId &session, qint64 seq,
                         const base::Result<QJsonObject> &result)
{
    const auto mark = m_marks.find(session);
    if (mark == m_marks.end())
        return;
    mark->sentSeq = 0;
    const bool later = !result && isPassing(result.error().kind);
    const bool further = mark->seq > seq;
    if (!later && !further)
        m_marks.erase(mark);
    else if (further)
        send(session); // one that is to be sent later goes with the next mark, or after a reconnect
    if (!later)
        m_answer(session, seq, result);
}

} // namespace client
