#include "client/changequeue.h"

#include "client/wireerror.h"

#include <QSet>
#include <QTimer>

#include <algorithm>

namespace client
{

using State = PendingChange::State;

ChangeQueue::ChangeQueue(Send send, Backoff::Limits retries, QObject *parent)
    : QObject(parent)
    , m_send(std::move(send))
    , m_backoff(retries, Backoff::systemRandom())
{
}

void ChangeQueue::add(PendingChange change, std::chrono::milliseconds hold)
{
    const domain::SessionId session = change.session;
    Item *item = find(change.message);
    if (item && item->change.state == State::Sending) {
        item->next = std::move(change);
        return;
    }
    if (!item)
        item = &m_items.emplace_back();
    item->change = std::move(change);
    start(*item, hold);
    Q_EMIT changed(session);
    pump();
}

/// A failed one (it holds what the server would refuse anyway) stays as it is.
void ChangeQueue::start(Item &item, std::chrono::milliseconds hold)
{
    item.number = ++m_lastNumber;
    if (item.change.isFailed())
        return;
    item.change.state = hold.count() > 0 ? State::Held : State::Waiting;
    if (hold.count() > 0)
        QTimer::singleShot(hold, this, [this, message = item.change.message, number = item.number] {
            Item *held = find(message);
            if (!held || held->number != number || held->change.state != State::Held)
                return;
            held->change.state = State::Waiting;
            Q_EMIT changed(held->change.session);
            pump();
        });
}

void ChangeQueue::undo(const domain::MessageId &message)
{
    const Item *item = find(message);
    if (item && item->change.state != State::Sending)
        erase(message);
}

void ChangeQueue::retry(const domain::MessageId &message)
{
    Item *item = find(message);
    if (!item || !item->change.isFailed())
        return;
    item->change.state = State::Waiting;
    item->change.problem.clear();
    Q_EMIT changed(item->change.session);
    pump();
}

void ChangeQueue::release()
{
    for (Item &item : m_items) {
        if (item.change.state == State::Held)
            item.change.state = State::Waiting;
    }
    for (const domain::SessionId &session : sessions())
        Q_EMIT changed(session);
    pump();
}

void ChangeQueue::settle(const domain::Message &message)
{
    const Item *item = find(message.id);
    if (!item)
        return;
    const bool edited = item->change.kind == PendingChange::Kind::Edit &&
                        item->change.content == message.content && !item->next;
    if (message.deletedAt || edited)
        erase(message.id);
}

void ChangeQueue::setConnected(bool connected)
{
    m_connected = connected;
    m_pausing = false;
    m_backoff.reset();
    for (Item &item : m_items) {
        if (connected || item.change.state != State::Sending)
            continue;
        item.change = item.next ? *std::exchange(item.next, std::nullopt) : item.change;
        item.change.state = State::Waiting;
        item.number = ++m_lastNumber;
    }
    pump();
}

std::vector<PendingChange> ChangeQueue::pending(const domain::SessionId &session) const
{
    std::vector<PendingChange> changes;
    for (const Item &item : m_items) {
        if (item.change.session == session)
            changes.push_back(item.change);
    }
    return changes;
}

std::vector<domain::SessionId> ChangeQueue::sessions() const
{
    QSet<domain::SessionId> sessions;
    for (const Item &item : m_items)
        sessions.insert(item.change.session);
    return {sessions.begin(), sessions.end()};
}

int ChangeQueue::waitingCount() const
{
    return int(std::count_if(m_items.begin(), m_items.end(),
                             [](const Item &item) { return !item.change.isFailed(); }));
}

bool ChangeQueue::hasHeld() const
{
    return std::any_of(m_items.begin(), m_items.end(),
                       [](const Item &item) { return item.change.state == State::Held; });
}

ChangeQueue::Item *ChangeQueue::find(const domain::MessageId &message)
{
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [&message](const Item &item) { return item.change.message == message; });
    return found == m_items.end() ? nullptr : &*found;
}

void ChangeQueue::erase(const domain::MessageId &message)
{
    const domain::SessionId session = find(message)->change.session;
    std::erase_if(m_items, [&message](const Item &item) { return item.change.message == message; });
    Q_EMIT changed(session);
}

void ChangeQueue::pump()
{
    if (!m_connected || m_pausing)
        return;
    std::vector<PendingChange> leaving;
    std::vector<quint64> numbers;
    for (Item &item : m_items) {
        if (item.change.state != State::Waiting)
            continue;
        item.change.state = State::Sending;
        item.number = ++m_lastNumber;
        leaving.push_back(item.change);
        numbers.push_back(item.number);
    }
    for (size_t i = 0; i < leaving.size(); ++i) { // answers may come within, and change the list
        Q_EMIT changed(leaving[i].session);
        m_send(leaving[i], [this, message = leaving[i].message, number = numbers[i]](
                               const base::Status &status) { onAnswer(message, number, status); });
    }
}

void ChangeQueue::onAnswer(const domain::MessageId &message, quint64 number, const base::Status &status)
{
    Item *item = find(message);
    if (!item || item->number != number)
        return;
    const bool expired = !status && status.error().kind == base::ErrorKind::Unauthorized;
    const bool again = expired || (!status && isPassing(status.error().kind));
    if (item->next && !again) {
        item->change = *std::exchange(item->next, std::nullopt);
        start(*item, {});
        Q_EMIT changed(item->change.session);
        return pump();
    }
    if (status) {
        m_backoff.reset();
        return erase(message);
    }
    item->change.state = again ? State::Waiting : State::Failed;
    item->change.problem = again ? QString() : status.error().message;
    Q_EMIT changed(item->change.session);
    if (expired)
        return Q_EMIT unauthorized(status.error());
    if (!again || std::exchange(m_pausing, true))
        return;
    QTimer::singleShot(std::max(m_backoff.next(), status.error().retryAfter), this, [this] {
        m_pausing = false;
        pump();
    });
}

} // namespace client
