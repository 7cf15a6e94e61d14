#pragma once

#include "base/result.h"
#include "client/backoff.h"
#include "client/pendingchange.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <vector>

namespace client
{

/// Edits and deletions on their way to the server: held for a while where they can be taken back, tried again
/// where the server asks for it, Failed where it refuses. One a message: a later one takes the place of an
/// earlier one. Repeating one is harmless. Not kept on disk.
class ChangeQueue final : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const base::Status &)>;
    using Send = std::function<void(const PendingChange &, Done)>;

    ChangeQueue(Send send, Backoff::Limits retries, QObject *parent = nullptr);

    /// \param hold  how long it waits for undo() before it leaves
    void add(PendingChange change, std::chrono::milliseconds hold = {});
    /// Drops the change of \a message, unless it is being sent.
    void undo(const domain::MessageId &message);
    void retry(const domain::MessageId &message); ///< a Failed one
    /// What is held leaves now.
    void release();
    /// The server tells how a message stands: what is fulfilled, or has lost its sense, is dropped.
    void settle(const domain::Message &message);
    /// While not connected nothing is sent, and what was under way counts as not sent.
    void setConnected(bool connected);

    std::vector<PendingChange> pending(const domain::SessionId &session) const;
    std::vector<domain::SessionId> sessions() const;
    int waitingCount() const; ///< without those that failed
    bool hasHeld() const;

Q_SIGNALS:
    void changed(const domain::SessionId &session);
    void unauthorized(const base::Error &error);

private:
    struct Item {
        PendingChange change;
        quint64 number = 0; ///< of the attempt or the hold that is waited for
        std::optional<PendingChange> next;
    };
    Item *find(const domain::MessageId &message);
    void erase(const domain::MessageId &message);
    void start(Item &item, std::chrono::milliseconds hold);
    void pump();
    void onAnswer(const domain::MessageId &message, quint64 number, const base::Status &status);

    const Send m_send;
    Backoff m_backoff;
    std::vector<Item> m_items;
    bool m_connected = false;
    bool m_pausing = false;
    quint64 m_lastNumber = 0;
};

} // namespace client
