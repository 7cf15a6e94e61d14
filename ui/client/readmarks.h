#pragma once

#include "base/result.h"
#include "domain/message.h"
#include "domain/session.h"

#include <QHash>
#include <QJsonObject>

#include <functional>

namespace client
{

/// How far I have read, on its way to the server: one at a time a session, the furthest, and again after a
/// reconnect until the server has it.
class ReadMarks
{
public:
    using Done = std::function<void(const base::Result<QJsonObject> &)>;
    using Send = std::function<void(const domain::SessionId &, const domain::MessageId &upTo, Done)>;
    /// The server's answer: the mark that it took, or why it did not.
    using Answer =
        std::function<void(const domain::SessionId &, qint64 seq, const base::Result<QJsonObject> &)>;

    ReadMarks(Send send, Answer answer);

    void mark(const domain::SessionId &session, qint64 seq, const domain::MessageId &id);
    void setConnected(bool connected);
    void clear();

private:
    struct Mark {
        qint64 seq = 0;
        domain::MessageId id;
        qint64 sentSeq = 0; ///< on its way; 0: none
    };
    void send(const domain::SessionId &session);
    void onAnswer(const domain::SessionId &session, qint64 seq, const base::Result<QJsonObject> &result);

    const Send m_send;
    const Answer m_answer;
    QHash<domain::SessionId, Mark> m_marks;
    bool m_connected = false;
    quint64 m_epoch = 0;
};

} // namespace client
