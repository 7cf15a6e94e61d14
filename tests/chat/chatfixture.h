#pragma once

#include "base/clock.h"
#include "chat/chatservice.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <mutex>

namespace test
{

/// Keeps the events that were published, in their order. Thread-safe.
class RecordedEvents final : public domain::EventSink
{
public:
    void publish(const std::vector<domain::EventPtr> &events) override
    {
        const std::lock_guard lock(m_mutex);
        m_events.insert(m_events.end(), events.begin(), events.end());
    }
    std::vector<domain::EventPtr> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_events, {});
    }

private:
    std::mutex m_mutex;
    std::vector<domain::EventPtr> m_events;
};

/// Waits for the answer of an asynchronous call: `await<T>([&](base::Reply<T> reply) { service.call(…,
/// reply); })`.
template <typename T, typename Call>
base::Result<T> await(Call call)
{
    auto promise = std::make_shared<std::promise<base::Result<T>>>();
    auto future = promise->get_future();
    call(base::Reply<T>(nullptr,
                        [promise](base::Result<T> result) { promise->set_value(std::move(result)); }));
    if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
        return base::Error{base::ErrorKind::Internal, QStringLiteral("no answer within 20 s")};
    return future.get();
}

inline base::Timestamp testStart()
{
    return base::Timestamp(std::chrono::milliseconds(1'760'000'000'000));
}

/// A store on SQLite in a temporary folder and the use cases on it.
class ChatFixture
{
public:
    explicit ChatFixture(base::RateLimit rate = {})
        : clock(testStart())
        , store(openStore())
        , chat(*store, events, clock, rate)
    {
    }

    ~ChatFixture() { store->close(std::chrono::seconds(5)); } // its threads answer into what dies before it

    base::Result<domain::Session> open(const chat::PrincipalPtr &who, const store::SessionRef &ref,
                                       domain::Verb verb = domain::Verb::Join)
    {
        return await<domain::Session>([&](auto reply) { chat.open(who, ref, verb, reply); });
    }
    base::Result<store::PostedMessage> send(const chat::PrincipalPtr &who, const QString &room,
                                            chat::SendCommand command)
    {
        return await<store::PostedMessage>([&](auto reply) { chat.send(who, room, command, reply); });
    }
    base::Result<store::PostedMessage> send(const chat::PrincipalPtr &who, const QString &room,
                                            const QString &text, const QString &clientMsgId = {})
    {
        chat::SendCommand command;
        command.content = text;
        command.clientMsgId = clientMsgId;
        return send(who, room, command);
    }
    base::Result<store::MessagePage> history(const chat::PrincipalPtr &who, const QString &room)
    {
        return await<store::MessagePage>([&](auto reply) { chat.history(who, room, {}, reply); });
    }
    base::Result<store::ReadOutcome> markRead(const chat::PrincipalPtr &who, const QString &room, qint64 upTo)
    {
        return await<store::ReadOutcome>([&](auto reply) { chat.markRead(who, room, upTo, reply); });
    }

    QTemporaryDir folder;
    base::ManualClock clock;
    RecordedEvents events;
    std::unique_ptr<store::Store> store;
    chat::ChatService chat;

private:
    std::unique_ptr<store::Store> openStore() const
    {
        base::DatabaseUrl url;
        url.path = folder.filePath(QStringLiteral("chat.db"));
        auto opened = store::Store::open(url, {.clock = &clock});
        if (!opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        return std::move(*opened);
    }
};

inline chat::PrincipalPtr principal(domain::Role role, const QString &id,
                                    std::optional<QStringList> rooms = {})
{
    domain::Principal p;
    p.userId = id;
    p.name = id;
    p.role = role;
    p.rooms = std::move(rooms);
    p.expiresAt = testStart() + std::chrono::hours(8);
    return std::make_shared<const domain::Principal>(std::move(p));
}

} // namespace test
