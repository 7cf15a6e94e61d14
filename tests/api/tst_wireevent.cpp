#include "api/wireevent.h"

#include <QTest>

#include <thread>

class tst_WireEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodedOnceForAllReceivers();
    void onlyMessagesAndReceiptsAreReliable();

private:
    static domain::EventPtr event(auto what)
    {
        domain::Event event;
        event.room = QStringLiteral("room");
        event.what = std::move(what);
        return std::make_shared<const domain::Event>(std::move(event));
    }
};

void tst_WireEvent::encodedOnceForAllReceivers()
{
    const api::WireEvent wire(event(domain::MessagePosted{}));
    const char *seen[8] = {};
    std::vector<std::thread> shards;
    for (const char *&bytes : seen)
        shards.emplace_back([&] { bytes = wire.roomFrame().bytes().constData(); });
    for (std::thread &shard : shards)
        shard.join();
    QVERIFY(wire.roomFrame().bytes().contains(R"("type":"message")"));
    for (const char *bytes : seen)
        QCOMPARE(static_cast<const void *>(bytes), static_cast<const void *>(seen[0]));
}

void tst_WireEvent::onlyMessagesAndReceiptsAreReliable()
{
    using Priority = net::WebSocketConnection::Priority;
    QCOMPARE(api::WireEvent(event(domain::MessagePosted{})).priority(), Priority::Reliable);
    QCOMPARE(api::WireEvent(event(domain::MessagesRead{})).priority(), Priority::Reliable);
    QCOMPARE(api::WireEvent(event(domain::TypingChanged{})).priority(), Priority::Ephemeral);
    QCOMPARE(api::WireEvent(event(domain::PresenceChanged{})).priority(), Priority::Ephemeral);
}

QTEST_APPLESS_MAIN(tst_WireEvent)
#include "tst_wireevent.moc"
