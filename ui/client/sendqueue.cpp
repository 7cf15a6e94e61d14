#include "client/sendqueue.h"

#include "client/wireerror.h"

#include <QTimer>

#include <algorithm>

namespace client
{

using State = PendingMessage::State;

SendQueue::SendQueue(Doors doors, Backoff::Limits retries, QObject *parent)
    : QObject(parent)
    , m_doors(std::move(doors))
    , m_retries(retries)
{
}

SendQueue::~SendQueue() = default;

void SendQueue::restore(const std::vector<PendingMessage> &messages)
{
    QHash<domain::SessionId, std::vector<Item>> restored;
    for (const PendingMessage &message : messages) {
        if (m_sessionOf.contains(message.clientMsgId))
            continue;
        m_sessionOf.insert(message.clientMsgId, message.session);
        restored[message.session].push_back({message, true, true, 0});
    }
    for (auto it = restored.begin(); it != restored.end(); ++it) {
        auto &queue = m_queues[it.key()];
        if (!queue)
            queue = std::make_shared<Queue>();
        queue->items.insert(queue->items.begin(), it->begin(), it->end());
        Q_EMIT changed(it.key());
        pump(it.key());
    }
}

void SendQueue::add(PendingMessage message)
{
    auto &queue = m_queues[message.session];
    if (!queue)
        queue = std::make_shared<Queue>();
    m_sessionOf.insert(message.clientMsgId, message.session);
    queue->items.push_back({message, false, false, 0});
    keep(message);
}

void SendQueue::retry(const QString &clientMsgId)
{
    Item *item = itemOf(clientMsgId);
    if (!item || item->message.state != State::Failed)
        return;
    item->message.state = State::Waiting;
    item->message.problem.clear();
    item->kept = false;
    const PendingMessage message = item->message;
    Q_EMIT changed(message.session);
    keep(message);
}

void SendQueue::discard(const QString &clientMsgId)
{
    const Item *item = itemOf(clientMsgId);
    if (item && item->message.state != State::Sending)
        erase(clientMsgId);
}

void SendQueue::confirm(const QString &clientMsgId)
{
    if (itemOf(clientMsgId))
        erase(clientMsgId);
}

void SendQueue::keepAll()
{
    std::vector<PendingMessage> all;
    for (const auto &queue : std::as_const(m_queues)) {
        for (const Item &item : queue->items)
            all.push_back(item.message);
    }
    std::stable_sort(all.begin(), all.end(), [](const PendingMessage &a, const PendingMessage &b) {
        return a.writtenAt < b.writtenAt;
    });
    for (const PendingMessage &message : all)
        keep(message);
}

void SendQueue::setConnected(bool connected)
{
    m_connected = connected;
    for (const domain::SessionId &session : sessions()) {
        Queue &queue = *m_queues[session];
        queue.pause = 0;
        if (queue.backoff)
            queue.backoff->reset();
        const auto sending = std::find_if(queue.items.begin(), queue.items.end(), [](const Item &item) {
            return item.message.state == State::Sending;
        });
        if (!connected && sending != queue.items.end()) {
            sending->message.state = State::Waiting;
            sending->attempt = 0;
            Q_EMIT changed(session);
        }
        pump(session);
    }
}

std::optional<PendingMessage> SendQueue::find(const QString &clientMsgId) const
{
    const auto session = m_sessionOf.constFind(clientMsgId);
    if (session == m_sessionOf.constEnd())
        return std::nullopt;
    for (const Item &item : m_queues.value(*session)->items) {
        if (item.message.clientMsgId == clientMsgId)
            return item.message;
    }
    return std::nullopt;
}

std::vector<PendingMessage> SendQueue::pending(const domain::SessionId &session) const
{
    std::vector<PendingMessage> messages;
    if (const auto queue = m_queues.value(session)) {
        for (const Item &item : queue->items) {
            if (item.told)
                messages.push_back(item.message);
        }
    }
    return messages;
}

std::vector<domain::SessionId> SendQueue::sessions() const
{
    return {m_queues.keyBegin(), m_queues.keyEnd()};
}

int SendQueue::waitingCount() const
{
    qsizetype count = 0;
    for (const auto &queue : m_queues)
        count += std::count_if(queue->items.begin(), queue->items.end(),
                               [](const Item &item) { return item.message.state != State::Failed; });
    return int(count);
}

SendQueue::Item *SendQueue::itemOf(const QString &clientMsgId)
{
    const auto session = m_sessionOf.constFind(clientMsgId);
    if (session == m_sessionOf.constEnd())
        return nullptr;
    auto &items = m_queues[*session]->items;
    const auto found = std::find_if(items.begin(), items.end(), [&](const Item &item) {
        return item.message.clientMsgId == clientMsgId;
    });
    return found == items.end() ? nullptr : &*found;
}

void SendQueue::erase(const QString &clientMsgId)
{
    const domain::SessionId session = m_sessionOf.take(clientMsgId);
    const auto queue = m_queues.value(session);
    std::erase_if(queue->items, [&](const Item &item) { return item.message.clientMsgId == clientMsgId; });
    if (queue->items.empty())
        m_queues.remove(session);
    m_doors.forget(clientMsgId);
    Q_EMIT changed(session);
    pump(session);
}

void SendQueue::keep(const PendingMessage &message)
{
    m_doors.keep(message,
                 [this, id = message.clientMsgId](const base::Status &status) { onKept(id, status); });
}

void SendQueue::onKept(const QString &clientMsgId, const base::Status &status)
{
    Item *item = itemOf(clientMsgId);
    if (!item)
        return;
    const domain::SessionId session = item->message.session;
    item->kept = status.has_value();
    const bool first = !std::exchange(item->told, true);
    const bool failed = !status && item->message.state == State::Waiting;
    if (failed) {
        item->message.state = State::Failed; // not kept again: that is what went wrong
        item->message.problem = status.error().message;
    }
    if (first || failed)
        Q_EMIT changed(session);
    pump(session);
}

void SendQueue::pump(const domain::SessionId &session)
{
    const auto queue = m_queues.value(session);
    if (!m_connected || !queue || queue->pause != 0)
        return;
    const auto next = std::find_if(queue->items.begin(), queue->items.end(),
                                   [](const Item &item) { return item.message.state != State::Failed; });
    if (next == queue->items.end() || next->message.state == State::Sending || !next->kept)
        return;
    next->message.state = State::Sending;
    next->attempt = ++m_lastNumber;
    const PendingMessage message = next->message;
    Q_EMIT changed(session);
    m_doors.send(message, [this, id = message.clientMsgId, attempt = m_lastNumber](
                              const base::Status &status) { onAnswer(id, attempt, status); });
}

void SendQueue::onAnswer(const QString &clientMsgId, quint64 attempt, const base::Status &status)
{
    Item *item = itemOf(clientMsgId);
    if (!item || item->attempt != attempt)
        return;
    const domain::SessionId session = item->message.session;
    if (status) {
        if (Queue &queue = *m_queues[session]; queue.backoff)
            queue.backoff->reset();
        return erase(clientMsgId);
    }
    const base::Error error = status.error();
    const bool again = isPassing(error.kind) || error.kind == base::ErrorKind::Unauthorized;
    if (!again) {
        fail(*item, error.message);
        return pump(session);
    }
    item->message.state = State::Waiting;
    item->attempt = 0;
    pause(session, error.retryAfter);
    Q_EMIT changed(session);
    if (error.kind == base::ErrorKind::Unauthorized)
        Q_EMIT unauthorized(error);
}

void SendQueue::pause(const domain::SessionId &session, std::chrono::milliseconds atLeast)
{
    Queue &queue = *m_queues[session];
    if (!queue.backoff)
        queue.backoff = std::make_unique<Backoff>(m_retries, Backoff::systemRandom());
    queue.pause = ++m_lastNumber;
    QTimer::singleShot(std::max(queue.backoff->next(), atLeast), this, [this, session, number = queue.pause] {
        const auto paused = m_queues.value(session);
        if (!paused || paused->pause != number)
            return;
        paused->pause = 0;
        pump(session);
    });
}

void SendQueue::fail(Item &item, const QString &problem)
{
    item.message.state = State::Failed;
    item.message.problem = problem;
    item.attempt = 0;
    const PendingMessage message = item.message;
    Q_EMIT changed(message.session);
    keep(message);
}

} // namespace client
