#include "load/ledger.h"
#include "load/serverevent.h"

#include <QTest>

using load::Ledger;
using load::ServerEvent;
using load::Violation;

/// The benchmark is only worth what its checks are: each kind of wrong delivery must void a run.
class TestLedger : public QObject
{
    Q_OBJECT

private:
    Ledger m_ledger;
    Ledger::Outgoing m_first;
    Ledger::Outgoing m_second;

    static ServerEvent message(const std::string &room, std::int64_t seq, const Ledger::Outgoing &sent)
    {
        ServerEvent event;
        event.type = "message";
        event.room = room;
        event.seq = seq;
        event.clientMsgId = sent.clientMsgId;
        event.text = sent.text;
        return event;
    }

    Ledger::Delivery deliver(std::size_t receiver, const ServerEvent &event)
    {
        return m_ledger.delivered(receiver, event, event.clientMsgId);
    }

private Q_SLOTS:
    /// Two members in room 0, one in room 1; member 0 has sent two messages.
    void init()
    {
        m_ledger = Ledger();
        m_ledger.addMember(0);
        m_ledger.addMember(0);
        m_ledger.addMember(1);
        m_first = m_ledger.compose(0);
        m_second = m_ledger.compose(0);
    }

    void countsWhatIsRight()
    {
        const std::string room = m_ledger.roomName(0);
        const auto echo = deliver(0, message(room, 1, m_first));
        QVERIFY(echo.ownEcho && !echo.deliveredToAll);
        deliver(0, message(room, 2, m_second));
        const auto last = deliver(1, message(room, 1, m_first));
        QVERIFY(!last.ownEcho && last.deliveredToAll);
        m_ledger.acknowledge(0, 1);
        QCOMPARE(m_ledger.outstanding(), 2); // one lacks a receiver, and its acknowledgement
        deliver(1, message(room, 2, m_second));
        m_ledger.acknowledge(0, 2, message(room, 2, m_second));
        QCOMPARE(m_ledger.outstanding(), 0);
        QCOMPARE(m_ledger.deliveries(), 4);
        QCOMPARE(m_ledger.acknowledged(), 2);
    }

    void takesTheSameTextAgain()
    {
        const std::string room = m_ledger.roomName(0);
        QVERIFY(!m_ledger.deliveredAgain(0, m_first.clientMsgId)); // nobody has got it yet
        deliver(0, message(room, 1, m_first));
        deliver(0, message(room, 2, m_second));
        QVERIFY(!m_ledger.deliveredAgain(1, m_second.clientMsgId)); // not the one that is next
        const auto again = m_ledger.deliveredAgain(1, m_first.clientMsgId);
        QVERIFY(again && again->deliveredToAll && again->number == 1);
        QVERIFY(!m_ledger.deliveredAgain(1, m_first.clientMsgId));
        QVERIFY(m_ledger.deliveredAgain(1, m_second.clientMsgId));
    }

    void refusesWrongAcknowledgements()
    {
        const std::string room = m_ledger.roomName(0);
        QVERIFY_THROWS_EXCEPTION(Violation, m_ledger.acknowledge(0, 1, message(room, 1, m_second)));
        m_ledger.acknowledge(0, 1);
        QVERIFY_THROWS_EXCEPTION(Violation, m_ledger.acknowledge(0, 1));
        QVERIFY_THROWS_EXCEPTION(Violation, m_ledger.acknowledge(1, 1)); // has sent nothing
    }

    void refusesWhatIsWrong_data()
    {
        QTest::addColumn<int>("receiver");
        QTest::addColumn<int>("room");
        QTest::addColumn<int>("seq");
        QTest::addColumn<int>("sent");
        QTest::addColumn<QString>("kind");
        QTest::newRow("a message left out") << 1 << 0 << 3 << 2 << "missing";
        QTest::newRow("a message again") << 0 << 0 << 1 << 1 << "double";
        QTest::newRow("a message again, with a new seq") << 0 << 0 << 2 << 1 << "out of order or double";
        QTest::newRow("another message for the same seq") << 1 << 0 << 1 << 2 << "not the same for all";
        QTest::newRow("another room's name") << 1 << 1 << 1 << 1 << "foreign";
        QTest::newRow("another room's message") << 2 << 1 << 1 << 1 << "foreign";
    }

    void refusesWhatIsWrong()
    {
        QFETCH(int, receiver);
        QFETCH(int, room);
        QFETCH(int, seq);
        QFETCH(int, sent);
        QFETCH(QString, kind);
        deliver(0, message(m_ledger.roomName(0), 1, m_first));
        const std::string name = m_ledger.roomName(static_cast<std::size_t>(room));
        try {
            deliver(static_cast<std::size_t>(receiver), message(name, seq, sent == 1 ? m_first : m_second));
            QFAIL("the ledger let it pass");
        } catch (const Violation &violation) {
            QVERIFY2(QString::fromUtf8(violation.what()).startsWith(kind), violation.what());
        }
    }

    void refusesAlteredText()
    {
        Ledger::Outgoing altered = m_first;
        altered.text.back() = 'x';
        QVERIFY_THROWS_EXCEPTION(Violation, deliver(0, message(m_ledger.roomName(0), 1, altered)));
    }

    void readsFrames_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("valid");
        // Without raw strings: moc (Qt 6.4) loses its way in them.
        QTest::newRow("type first")
            << QByteArray("{\"type\":\"message\",\"data\":{\"seq\":7,\"text\":\"a\\\"}\",\"room\":\"r\"}}")
            << true;
        QTest::newRow("data first, nested and null members")
            << QByteArray(
                   "{\"data\":{\"reply_to\":{\"seq\":1,\"x\":[1,{\"y\":\"}\"}]},\"client_msg_id\":null,"
                   "\"text\":\"a\\\"}\",\"seq\":7,\"room\":\"r\"},\"type\":\"message\"}")
            << true;
        QTest::newRow("cut off") << QByteArray("{\"type\":\"message\",\"data\":{\"seq\":7") << false;
        QTest::newRow("two objects") << QByteArray("{\"type\":\"a\"}{\"type\":\"b\"}") << false;
        QTest::newRow("not an object") << QByteArray("[]") << false;
    }

    void readsFrames()
    {
        QFETCH(QByteArray, json);
        QFETCH(bool, valid);
        const auto event = load::parseServerEvent({json.constData(), static_cast<std::size_t>(json.size())});
        QCOMPARE(event.has_value(), valid);
        if (valid) {
            QVERIFY(event->type == "message" && event->room == "r" && event->text == "a\\\"}");
            QCOMPARE(event->seq, 7);
        }
    }

    void readsSocketIo()
    {
        const auto event = load::parseSocketIoEvent(
            "[\"new_message\",{\"id\":\"x\",\"metadata\":{\"seq\":1},\"seq\":7,\"content\":\"a\"}");
        QVERIFY(event && event->type == "new_message" && event->text == "a" && event->seq == 7);
        QVERIFY(!load::parseSocketIoEvent("[\"new_message\",{\"seq\":7"));
        const auto ack = load::parseSocketIoAck("[{\"ok\":true,\"message\":{\"client_msg_id\":\"c\"}}]");
        QVERIFY(ack && ack->clientMsgId == "c");
        QVERIFY(!load::parseSocketIoAck("[{\"ok\":false,\"error\":\"conflict\"}]"));
        QVERIFY(!load::parseSocketIoAck("[{\"ok\":true,\"message\":{"));
    }
};

QTEST_APPLESS_MAIN(TestLedger)
#include "tst_ledger.moc"
