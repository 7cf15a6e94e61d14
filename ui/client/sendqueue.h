#pragma once

#include "base/result.h"
#include "client/backoff.h"
#include "client/pendingmessage.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace client
{

/// What was written and is not confirmed yet, of all sessions: sent strictly in order, one at a time a
/// session, each told of and sent only once it is on disk: what is seen survives whatever happens. What the
/// server asks to send later is tried again by itself, what it refuses is Failed and lets the others pass.
/// Sending one again under its id is harmless: the server answers its first result.
class SendQueue final : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const base::Status &)>;
    /// What it works on; each may answer in the same call or later.
    struct Doors {
        std::function<void(const PendingMessage &, Done)> send;
        std::function<void(const PendingMessage &, Done)> keep; ///< on disk, new or changed
        std::function<void(const QString &clientMsgId)> forget;
    };
    SendQueue(Doors doors, Backoff::Limits retries, QObject *parent = nullptr);
    ~SendQueue() override;

    /// Those of before, ahead of what was added meanwhile.
    void restore(const std::vector<PendingMessage> &messages);
    /// A Failed one is kept, and not sent.
    void add(PendingMessage message);
    void retry(const QString &clientMsgId);
    /// One that is being sent stays: it may be with the server already.
    void discard(const QString &clientMsgId);
    /// The server has it, whoever told so.
    void confirm(const QString &clientMsgId);
    /// Keeps all of them again: their file was lost.
    void keepAll();
    /// While not connected, nothing is sent, and what was under way counts as not sent.
    void setConnected(bool connected);

    std::optional<PendingMessage> find(const QString &clientMsgId) const;
    /// Without those that are not on disk yet.
    std::vector<PendingMessage> pending(const domain::SessionId &session) const;
    std::vector<domain::SessionId> sessions() const;
    int waitingCount() const; ///< without those that failed

Q_SIGNALS:
    void changed(const domain::SessionId &session);
    /// The server does not take the token any more. Nothing is lost.
    void unauthorized(const base::Error &error);

private:
    struct Item {
        PendingMessage message;
        bool kept = false;
        bool told = false;   ///< it was kept once, or could not be
        quint64 attempt = 0; ///< tells a late answer from the one that is waited for
    };
    struct Queue {
        std::vector<Item> items;
        std::unique_ptr<Backoff> backoff;
        quint64 pause = 0; ///< not 0: nothing is sent until the pause of this number is over
    };

    Item *itemOf(const QString &clientMsgId);
    void erase(const QString &clientMsgId);
    void keep(const PendingMessage &message);
    void onKept(const QString &clientMsgId, const base::Status &status);
    void onAnswer(const QString &clientMsgId, quint64 attempt, const base::Status &status);
    void pump(const domain::SessionId &session);
    void pause(const domain::SessionId &session, std::chrono::milliseconds atLeast);
    void fail(Item &item, const QString &problem);

    const Doors m_doors;
    const Backoff::Limits m_retries;
    QHash<domain::SessionId, std::shared_ptr<Queue>> m_queues;
    QHash<QString, domain::SessionId> m_sessionOf; ///< by clientMsgId
    bool m_connected = false;
    quint64 m_lastNumber = 0; ///< of attempts and pauses
};

} // namespace client
