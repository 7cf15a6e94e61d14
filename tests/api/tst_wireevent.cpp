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
    void framesBearTheirNumber();
    void aBatchPutsFramesTogether();
    void aBatchNumbersMembersBeforeStaff();
    void sizeFollowsTheText();
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
    const api::WireEvent wire(event(domain::MessagePosted{}), 1, 2);
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
    QVERIFY(api::WireEvent(event(domain::SessionOpened{}), 1, 2).memberFrame().bytes().isEmpty());
    QVERIFY(api::WireEvent(event(domain::TypingChanged{}), 1, 2).staffFrame().bytes().isEmpty());
}

void tst_WireEvent::framesBearTheirNumber()
{
    const api::WireEvent wire(event(domain::MessagePosted{}), 7, 9);
    QVERIFY(wire.memberFrame().bytes().endsWith(R"(},"7"])"));
    QVERIFY(wire.staffFrame().bytes().endsWith(R"(},"9"])"));
    QVERIFY(wire.roomFrame().bytes().endsWith("}}"));
}

void tst_WireEvent::aBatchPutsFramesTogether()
{
    const domain::EventPtr posted = event(domain::MessagePosted{});
    const api::WireBatch batch({event(domain::SessionOpened{}), posted, posted}, 1);
    const auto &events = batch.events();
    QCOMPARE(batch.memberFrames().bytes(),
             events[1]->memberFrame().bytes() + events[2]->memberFrame().bytes());
    QCOMPARE(batch.staffFrames().bytes(), events[0]->staffFrame().bytes() + events[1]->staffFrame().bytes() +
                                              events[2]->staffFrame().bytes());
}

void tst_WireEvent::aBatchNumbersMembersBeforeStaff()
{
    const domain::EventPtr posted = event(domain::MessagePosted{});
    const api::WireBatch batch({posted, posted}, 11);
    QCOMPARE(batch.events()[0]->memberNumber(), quint64(11));
    QCOMPARE(batch.events()[1]->memberNumber(), quint64(12));
    QCOMPARE(batch.events()[0]->staffNumber(), quint64(13));
    QCOMPARE(batch.events()[1]->staffNumber(), quint64(14));
    QCOMPARE(batch.lastNumber(), quint64(14));
}

void tst_WireEvent::sizeFollowsTheText()
{
    domain::MessagePosted posted;
    const qsizetype empty = api::wireSizeOf(*event(posted));
    QVERIFY(empty >= 256);
    posted.message.content = QString(1000, u'x');
    QCOMPARE(api::wireSizeOf(*event(posted)), empty + 1000);
    QCOMPARE(api::wireSizeOf(*event(domain::MessageEdited{posted.message, {}, false})), empty + 1000);
    QCOMPARE(api::wireSizeOf(*event(domain::TypingChanged{})), empty);
}

void tst_WireEvent::onlyMessagesAndReceiptsAreReliable()
{
    using Priority = net::WebSocketConnection::Priority;
    const auto priority = [](auto what) { return api::WireEvent(event(std::move(what)), 1, 2).priority(); };
    QCOMPARE(priority(domain::MessagePosted{}), Priority::Reliable);
    QCOMPARE(priority(domain::MessageEdited{}), Priority::Reliable);
    QCOMPARE(priority(domain::MessageDeleted{}), Priority::Reliable);
    QCOMPARE(priority(domain::MessagesRead{}), Priority::Reliable);
    QCOMPARE(priority(domain::SessionUpdated{}), Priority::Reliable);
    QCOMPARE(priority(domain::TypingChanged{}), Priority::Ephemeral);
    QCOMPARE(priority(domain::PresenceChanged{}), Priority::Ephemeral);
}

QTEST_APPLESS_MAIN(tst_WireEvent)
#include "tst_wireevent.moc"
