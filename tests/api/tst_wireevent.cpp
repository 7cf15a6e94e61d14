#include "api/wireevent.h"

#include <QTest>

#include <thread>

using Frame = const net::WebSocketFrame &(api::WireEvent::*)() const;
Q_DECLARE_METATYPE(Frame)

class tst_WireEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodedOnceForAllReceivers_data();
    void encodedOnceForAllReceivers();
    void saysNothingWhereThereIsNothingToSay();
    void aBatchPutsFramesTogether();
    void aBatchStaysSmall();
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

void tst_WireEvent::encodedOnceForAllReceivers_data()
{
    QTest::addColumn<Frame>("frame");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("room protocol") << Frame(&api::WireEvent::roomFrame) << QByteArray(R"("type":"message")");
    QTest::newRow("Socket.IO, members")
        << Frame(&api::WireEvent::memberFrame) << QByteArray(R"(42["new_message",{)");
    QTest::newRow("Socket.IO, staff")
        << Frame(&api::WireEvent::staffFrame) << QByteArray(R"(42["session_updated",{)");
}

void tst_WireEvent::encodedOnceForAllReceivers()
{
    QFETCH(const Frame, frame);
    QFETCH(const QByteArray, part);
    const api::WireEvent wire(event(domain::MessagePosted{}));
    const char *seen[8] = {};
    std::vector<std::thread> shards;
    for (const char *&bytes : seen)
        shards.emplace_back([&] { bytes = (wire.*frame)().bytes().constData(); });
    for (std::thread &shard : shards)
        shard.join();
    QVERIFY((wire.*frame)().bytes().contains(part));
    for (const char *bytes : seen)
        QCOMPARE(static_cast<const void *>(bytes), static_cast<const void *>(seen[0]));
}

void tst_WireEvent::saysNothingWhereThereIsNothingToSay()
{
    QVERIFY(api::WireEvent(event(domain::SessionOpened{})).memberFrame().bytes().isEmpty());
    QVERIFY(api::WireEvent(event(domain::TypingChanged{})).staffFrame().bytes().isEmpty());
}

void tst_WireEvent::aBatchPutsFramesTogether()
{
    api::WireBatch batch;
    const auto opened = std::make_shared<const api::WireEvent>(event(domain::SessionOpened{}));
    const auto posted = std::make_shared<const api::WireEvent>(event(domain::MessagePosted{}));
    for (const auto &wire : {opened, posted, posted})
        batch.add(wire);
    QCOMPARE(batch.memberFrames().bytes(), posted->memberFrame().bytes() + posted->memberFrame().bytes());
    QCOMPARE(batch.staffFrames().bytes(),
             opened->staffFrame().bytes() + posted->staffFrame().bytes() + posted->staffFrame().bytes());
}

void tst_WireEvent::aBatchStaysSmall()
{
    domain::MessagePosted posted;
    posted.message.content = QString(16 * 1024, u'x');
    api::WireBatch batch;
    QVERIFY(batch.hasRoomFor(*event(posted)));
    batch.add(std::make_shared<const api::WireEvent>(event(posted)));
    QVERIFY(!batch.hasRoomFor(*event(posted)));
    posted.message.content = QStringLiteral("short");
    QVERIFY(batch.hasRoomFor(*event(posted)));
    QVERIFY(batch.roomFrames().bytes().size() <= api::WireBatch::maxSize);
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
