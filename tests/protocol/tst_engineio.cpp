#include "protocol/engineio.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using protocol::engineio::Handshake;
using protocol::engineio::Type;

class tst_engineio : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesPackets_data();
    void decodesPackets();
    void refusesPackets_data();
    void refusesPackets();
    void decodesBinary_data();
    void decodesBinary();
    void readsPayloads_data();
    void readsPayloads();
    void refusesPayloads_data();
    void refusesPayloads();
    void encodesWhatItDecodes();
    void writesTheHandshake();
    void readsTheHandshake();
    void refusesHandshakes_data();
    void refusesHandshakes();
};

void tst_engineio::decodesPackets_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<Type>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("open") << R"(0{"sid":"a"})"_ba << Type::Open << R"({"sid":"a"})"_ba;
    QTest::newRow("close") << "1"_ba << Type::Close << ""_ba;
    QTest::newRow("ping") << "2"_ba << Type::Ping << ""_ba;
    QTest::newRow("probe") << "2probe"_ba << Type::Ping << "probe"_ba;
    QTest::newRow("pong") << "3"_ba << Type::Pong << ""_ba;
    QTest::newRow("message") << "4hello"_ba << Type::Message << "hello"_ba;
    QTest::newRow("empty message") << "4"_ba << Type::Message << ""_ba;
    QTest::newRow("upgrade") << "5"_ba << Type::Upgrade << ""_ba;
    QTest::newRow("noop") << "6"_ba << Type::Noop << ""_ba;
    QTest::newRow("UTF-8") << "4Përshëndetje 🚀"_ba << Type::Message << "Përshëndetje 🚀"_ba;
    QTest::newRow("at the limit") << "4"_ba + QByteArray(31, 'x') << Type::Message << QByteArray(31, 'x');
}

void tst_engineio::decodesPackets()
{
    QFETCH(const QByteArray, frame);
    const auto packet = protocol::engineio::decodePacket(frame, 32);
    QVERIFY2(packet, qPrintable(packet ? QString() : packet.error().message));
    QTEST(packet->type, "type");
    QTEST(packet->data, "data");
}

void tst_engineio::refusesPackets_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("nothing") << ""_ba << ErrorKind::BadRequest;
    QTest::newRow("type 7") << "7"_ba << ErrorKind::BadRequest;
    QTest::newRow("type /") << "/"_ba << ErrorKind::BadRequest;
    QTest::newRow("a letter") << "a4aGk="_ba << ErrorKind::BadRequest;
    QTest::newRow("no base64") << "bA*=="_ba << ErrorKind::BadRequest;
    QTest::newRow("base64 over the limit") << "b"_ba + QByteArray(32, 'A') << ErrorKind::TooLarge;
    QTest::newRow("a NUL") << QByteArray(1, '\0') << ErrorKind::BadRequest;
    QTest::newRow("a byte of no ASCII") << "\xc3\xab"_ba << ErrorKind::BadRequest;
    QTest::newRow("one byte over") << "4"_ba + QByteArray(32, 'x') << ErrorKind::TooLarge;
}

void tst_engineio::refusesPackets()
{
    QFETCH(const QByteArray, frame);
    const auto packet = protocol::engineio::decodePacket(frame, 32);
    QVERIFY(!packet);
    QTEST(packet.error().kind, "kind");
    QVERIFY(!packet.error().message.isEmpty());
}

void tst_engineio::decodesBinary_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("bytes") << "bAQIDBA=="_ba
                           << "\x01\x02\x03\x04"_ba;
    QTest::newRow("nothing") << "b"_ba
                             << ""_ba;
    QTest::newRow("without padding") << "bAQ"_ba
                                     << "\x01"_ba;
    QTest::newRow("no UTF-8") << "b//4="_ba
                              << "\xff\xfe"_ba;
}

void tst_engineio::decodesBinary()
{
    QFETCH(const QByteArray, frame);
    const auto packet = protocol::engineio::decodePacket(frame, 32);
    QVERIFY(packet && packet->binary);
    QCOMPARE(packet->type, Type::Message);
    QTEST(packet->data, "bytes");
    const auto again = protocol::engineio::decodePacket(protocol::engineio::encodeBinary(packet->data), 32);
    QVERIFY(again && again->binary);
    QCOMPARE(again->data, packet->data);
}

void tst_engineio::readsPayloads_data()
{
    QTest::addColumn<QByteArrayList>("packets");
    QTest::newRow("one") << QByteArrayList{"4hello"};
    QTest::newRow("several") << QByteArrayList{"4a", "2", "4", "4Përshëndetje 🚀"};
    QTest::newRow("with bytes") << QByteArrayList{"4a", "bAQIDBA==", "b", "4b"};
}

void tst_engineio::readsPayloads()
{
    QFETCH(const QByteArrayList, packets);
    protocol::engineio::PayloadReader reader(packets.join('\x1e'), 32);
    QByteArray again;
    for (const QByteArray &expected : packets) {
        QVERIFY(!reader.atEnd());
        const auto packet = reader.next();
        QVERIFY(packet);
        QCOMPARE(packet->binary, expected.startsWith('b'));
        if (packet->binary)
            protocol::engineio::appendBinary(again, packet->data);
        else
            protocol::engineio::appendText(again,
                                           protocol::engineio::encodePacket(packet->type, packet->data));
    }
    QVERIFY(reader.atEnd());
    QCOMPARE(again, packets.join('\x1e'));
}

void tst_engineio::refusesPayloads_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("good"); ///< packets before
    QTest::newRow("nothing") << ""_ba << 0;
    QTest::newRow("a separator") << "\x1e"_ba << 0;
    QTest::newRow("one too many") << "4a\x1e"_ba << 1;
    QTest::newRow("two together") << "4a\x1e\x1e"_ba + "4b"_ba << 1;
    QTest::newRow("no UTF-8") << "4a\x1e"_ba + "4\xc3\x28"_ba << 1;
    QTest::newRow("a surrogate") << "4\xed\xa0\x80"_ba << 0;
    QTest::newRow("cut between characters") << "4\xc3"_ba + "\x1e\xab"_ba << 0;
    QTest::newRow("unknown type") << "4a\x1e"_ba + "9"_ba << 1;
}

void tst_engineio::refusesPayloads()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const int, good);
    protocol::engineio::PayloadReader reader(payload, 32);
    for (int i = 0; i < good; ++i)
        QVERIFY(reader.next());
    QVERIFY(!reader.atEnd());
    const auto packet = reader.next();
    QVERIFY(!packet);
    QCOMPARE(packet.error().kind, ErrorKind::BadRequest);
}

void tst_engineio::encodesWhatItDecodes()
{
    QCOMPARE(protocol::engineio::encodePacket(Type::Ping), "2"_ba);
    QCOMPARE(protocol::engineio::encodePacket(Type::Pong, "probe"), "3probe"_ba);
    QCOMPARE(protocol::engineio::encodePacket(Type::Message, "hi"), "4hi"_ba);
}

void tst_engineio::writesTheHandshake()
{
    Handshake handshake;
    handshake.sid = "lv_VI97HAXpY6yYWAAAC";
    QCOMPARE(
        protocol::engineio::encodeHandshake(handshake),
        R"({"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})"_ba);
    handshake.upgrades = {"websocket"};
    handshake.pingInterval = 300ms;
    handshake.pingTimeout = 200ms;
    handshake.maxPayload = 64;
    QCOMPARE(
        protocol::engineio::encodeHandshake(handshake),
        R"({"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":64})"_ba);
}

void tst_engineio::readsTheHandshake()
{
    const auto handshake = protocol::engineio::decodeHandshake(
        R"({"sid":"abc","upgrades":["websocket","webtransport"],"pingInterval":300,"pingTimeout":200,"maxPayload":5,"later":1})");
    QVERIFY(handshake);
    QCOMPARE(handshake->sid, "abc"_ba);
    QCOMPARE(handshake->upgrades, (QByteArrayList{"websocket", "webtransport"}));
    QCOMPARE(handshake->pingInterval, 300ms);
    QCOMPARE(handshake->pingTimeout, 200ms);
    QCOMPARE(handshake->maxPayload, 5);
}

void tst_engineio::refusesHandshakes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("no JSON") << "hello"_ba;
    QTest::newRow("array") << "[]"_ba;
    QTest::newRow("no sid") << R"({"upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1})"_ba;
    QTest::newRow("empty sid")
        << R"({"sid":"","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1})"_ba;
    QTest::newRow("sid without end")
        << R"({"sid":")" + QByteArray(129, 'x') +
               R"(","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":1})";
    QTest::newRow("no upgrades") << R"({"sid":"a","pingInterval":1,"pingTimeout":1,"maxPayload":1})"_ba;
    QTest::newRow("upgrades of numbers")
        << R"({"sid":"a","upgrades":[1],"pingInterval":1,"pingTimeout":1,"maxPayload":1})"_ba;
    QTest::newRow("interval of nothing")
        << R"({"sid":"a","upgrades":[],"pingInterval":0,"pingTimeout":1,"maxPayload":1})"_ba;
    QTest::newRow("interval as text")
        << R"({"sid":"a","upgrades":[],"pingInterval":"1","pingTimeout":1,"maxPayload":1})"_ba;
    QTest::newRow("no timeout") << R"({"sid":"a","upgrades":[],"pingInterval":1,"maxPayload":1})"_ba;
    QTest::newRow("no payload") << R"({"sid":"a","upgrades":[],"pingInterval":1,"pingTimeout":1})"_ba;
}

void tst_engineio::refusesHandshakes()
{
    QFETCH(const QByteArray, json);
    const auto handshake = protocol::engineio::decodeHandshake(json);
    QVERIFY(!handshake);
    QCOMPARE(handshake.error().kind, ErrorKind::BadRequest);
}

QTEST_APPLESS_MAIN(tst_engineio)
#include "tst_engineio.moc"
