#include "protocol/socketio.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace protocol::socketio;

Q_DECLARE_METATYPE(std::optional<quint64>)

class tst_socketio : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void readsObjects();
    void deepNestingIsCheap();
    void encodes_data();
    void encodes();
    void readsWhatItWrites();
    void writesPacketsAsTheyCame_data();
    void writesPacketsAsTheyCame();
    void waitsForAttachments();
    void anAttachmentMayBeEmpty();
    void refusesWhatDoesNotBelong();
};

namespace
{
std::optional<quint64> noId()
{
    return {};
}

std::optional<quint64> id(quint64 value)
{
    return value;
}
} // namespace

void tst_socketio::decodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Type>("type");
    QTest::addColumn<QByteArray>("nsp");
    QTest::addColumn<std::optional<quint64>>("ackId");
    QTest::addColumn<int>("attachments");
    QTest::addColumn<QJsonArray>("array");
    const QJsonArray hello{u"hello"_s, 1};
    QTest::newRow("connect") << "0"_ba << Type::Connect << "/"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("connect with auth")
        << R"(0{"token":"x"})"_ba << Type::Connect << "/"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("connect to a namespace")
        << "0/custom,"_ba << Type::Connect << "/custom"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("connect without comma")
        << "0/custom"_ba << Type::Connect << "/custom"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("connect to a namespace with auth")
        << "0/custom,{}"_ba << Type::Connect << "/custom"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("connect to the written root")
        << "0/,{}"_ba << Type::Connect << "/"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("disconnect") << "1"_ba << Type::Disconnect << "/"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("disconnect a namespace")
        << "1/admin,"_ba << Type::Disconnect << "/admin"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("disconnect without comma")
        << "1/admin"_ba << Type::Disconnect << "/admin"_ba << noId() << 0 << QJsonArray();
    QTest::newRow("event") << R"(2["hello",1])"_ba << Type::Event << "/"_ba << noId() << 0 << hello;
    QTest::newRow("event named by a number")
        << "2[7]"_ba << Type::Event << "/"_ba << noId() << 0 << QJsonArray{7};
    QTest::newRow("event named by nothing")
        << R"(2[""])"_ba << Type::Event << "/"_ba << noId() << 0 << QJsonArray{u""_s};
    QTest::newRow("event that asks for an ack")
        << R"(212["hello",1])"_ba << Type::Event << "/"_ba << id(12) << 0 << hello;
    QTest::newRow("ack id zero") << R"(20["hello",1])"_ba << Type::Event << "/"_ba << id(0) << 0 << hello;
    QTest::newRow("the largest ack id") << R"(29007199254740992["hello",1])"_ba << Type::Event << "/"_ba
                                        << id(9'007'199'254'740'992) << 0 << hello;
    QTest::newRow("event in a namespace")
        << R"(2/admin,12["hello",1])"_ba << Type::Event << "/admin"_ba << id(12) << 0 << hello;
    QTest::newRow("namespace of other letters")
        << R"(2/ë🚀,["hello",1])"_ba << Type::Event << "/ë🚀"_ba << noId() << 0 << hello;
    QTest::newRow("commas and slashes in the JSON")
        << R"(2["/a,b",","])"_ba << Type::Event << "/"_ba << noId() << 0 << QJsonArray{u"/a,b"_s, u","_s};
    QTest::newRow("ack") << "312[true]"_ba << Type::Ack << "/"_ba << id(12) << 0 << QJsonArray{true};
    QTest::newRow("empty ack") << "30[]"_ba << Type::Ack << "/"_ba << id(0) << 0 << QJsonArray();
    QTest::newRow("ack with a reserved word")
        << R"(31["connect"])"_ba << Type::Ack << "/"_ba << id(1) << 0 << QJsonArray{u"connect"_s};
    QTest::newRow("ack in a namespace")
        << "3/admin,0[]"_ba << Type::Ack << "/admin"_ba << id(0) << 0 << QJsonArray();
    QTest::newRow("connect error") << R"(4{"message":"no"})"_ba << Type::ConnectError << "/"_ba << noId() << 0
                                   << QJsonArray();
    QTest::newRow("connect error in a namespace")
        << R"(4/x,{"message":"no"})"_ba << Type::ConnectError << "/x"_ba << noId() << 0 << QJsonArray();
    const QJsonObject placeholder{{u"_placeholder"_s, true}, {u"num"_s, 0}};
    QTest::newRow("binary event") << R"(51-["ev",{"_placeholder":true,"num":0}])"_ba << Type::BinaryEvent
                                  << "/"_ba << noId() << 1 << QJsonArray{u"ev"_s, placeholder};
    QTest::newRow("placeholders at any depth")
        << R"(52-["ev",{"a":[{"_placeholder":true,"num":1}]},{"_placeholder":true,"num":0}])"_ba
        << Type::BinaryEvent << "/"_ba << noId() << 2
        << QJsonArray{
               u"ev"_s,
               QJsonObject{{u"a"_s, QJsonArray{QJsonObject{{u"_placeholder"_s, true}, {u"num"_s, 1}}}}},
               placeholder};
    QTest::newRow("the same attachment twice")
        << R"(51-["ev",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}])"_ba << Type::BinaryEvent
        << "/"_ba << noId() << 1 << QJsonArray{u"ev"_s, placeholder, placeholder};
    QTest::newRow("a member that is called like a placeholder")
        << R"(51-["ev",{"_placeholder":false,"num":9}])"_ba << Type::BinaryEvent << "/"_ba << noId() << 1
        << QJsonArray{u"ev"_s, QJsonObject{{u"_placeholder"_s, false}, {u"num"_s, 9}}};
    QTest::newRow("a placeholder in text stands for itself")
        << R"(2["ev",{"_placeholder":true,"num":0}])"_ba << Type::Event << "/"_ba << noId() << 0
        << QJsonArray{u"ev"_s, placeholder};
    QTest::newRow("the longest namespace")
        << "2/"_ba + QByteArray(maxNamespaceLength - 1, 'n') + R"(,["hello",1])" << Type::Event
        << "/"_ba + QByteArray(maxNamespaceLength - 1, 'n') << noId() << 0 << hello;
    QTest::newRow("binary event with all there is") << R"(510-/admin,456["ev"])"_ba << Type::BinaryEvent
                                                    << "/admin"_ba << id(456) << 10 << QJsonArray{u"ev"_s};
    QTest::newRow("binary event without attachments")
        << R"(50-["ev"])"_ba << Type::BinaryEvent << "/"_ba << noId() << 0 << QJsonArray{u"ev"_s};
    QTest::newRow("binary ack") << R"(61-7[{"_placeholder":true,"num":0}])"_ba << Type::BinaryAck << "/"_ba
                                << id(7) << 1 << QJsonArray{placeholder};
}

void tst_socketio::decodes()
{
    QFETCH(const QByteArray, text);
    const auto packet = decodePacket(text);
    QVERIFY2(packet, qPrintable(packet ? QString() : packet.error().message));
    QTEST(packet->type, "type");
    QTEST(packet->nsp, "nsp");
    QFETCH(const std::optional<quint64>, ackId);
    QVERIFY(packet->ackId == ackId);
    QTEST(packet->attachments, "attachments");
    QTEST(packet->array, "array");
}

void tst_socketio::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("type 7") << "7"_ba;
    QTest::newRow("a letter") << "x"_ba;
    QTest::newRow("no UTF-8") << "2[\"\xff\"]"_ba;
    QTest::newRow("namespace of no UTF-8") << "0/\xff,"_ba;
    QTest::newRow("connect with an array") << "0[]"_ba;
    QTest::newRow("connect with text") << "0abc"_ba;
    QTest::newRow("connect with a string") << R"(0"token")"_ba;
    QTest::newRow("connect with an ack id") << "01{}"_ba;
    QTest::newRow("disconnect with JSON") << "1{}"_ba;
    QTest::newRow("disconnect with an ack id") << "11"_ba;
    QTest::newRow("event of nothing") << "2"_ba;
    QTest::newRow("event with an ack id only") << "212"_ba;
    QTest::newRow("event as object") << "2{}"_ba;
    QTest::newRow("event as string") << R"(2"hello")"_ba;
    QTest::newRow("event of letters") << R"(2abc["hello"])"_ba;
    QTest::newRow("event with an empty array") << "2[]"_ba;
    QTest::newRow("event named by null") << "2[null]"_ba;
    QTest::newRow("event named by an object") << "2[{}]"_ba;
    QTest::newRow("event named by true") << "2[true]"_ba;
    QTest::newRow("event with a tail") << R"(2["a"]x)"_ba;
    QTest::newRow("event cut off") << R"(2["a")"_ba;
    QTest::newRow("namespace without comma") << R"(2/admin["a"])"_ba;
    QTest::newRow("namespace without slash") << R"(2admin,["a"])"_ba;
    QTest::newRow("negative ack id") << R"(2-1["a"])"_ba;
    QTest::newRow("ack id past 2^53") << R"(29007199254740993["a"])"_ba;
    QTest::newRow("endless ack id") << "2"_ba + QByteArray(40, '1') + R"(["a"])";
    QTest::newRow("ack without id") << "3[]"_ba;
    QTest::newRow("ack as object") << "31{}"_ba;
    QTest::newRow("ack of nothing") << "31"_ba;
    QTest::newRow("connect error of nothing") << "4"_ba;
    QTest::newRow("connect error as text") << R"(4"no")"_ba;
    QTest::newRow("connect error as array") << "4[]"_ba;
    QTest::newRow("binary event without a count") << R"(5["ev"])"_ba;
    QTest::newRow("binary event with a mere dash") << R"(5-["ev"])"_ba;
    QTest::newRow("binary event with a count and no dash") << R"(51["ev"])"_ba;
    QTest::newRow("too many attachments") << R"(511-["ev"])"_ba;
    QTest::newRow("endless attachments") << "5"_ba + QByteArray(40, '9') + R"(-["ev"])";
    QTest::newRow("half an attachment") << R"(50.5-["ev"])"_ba;
    QTest::newRow("placeholder past the last") << R"(51-["ev",{"_placeholder":true,"num":1}])"_ba;
    QTest::newRow("placeholder below the first") << R"(51-["ev",{"_placeholder":true,"num":-1}])"_ba;
    QTest::newRow("placeholder of half a number") << R"(51-["ev",{"_placeholder":true,"num":0.5}])"_ba;
    QTest::newRow("placeholder of text") << R"(51-["ev",{"_placeholder":true,"num":"0"}])"_ba;
    QTest::newRow("placeholder of 10^30") << R"(51-["ev",{"_placeholder":true,"num":1e30}])"_ba;
    QTest::newRow("placeholder without number") << R"(51-["ev",{"_placeholder":true}])"_ba;
    QTest::newRow("placeholder without attachments") << R"(50-["ev",{"_placeholder":true,"num":0}])"_ba;
    QTest::newRow("deep placeholder") << R"(51-["ev",[[{"a":{"_placeholder":true,"num":1}}]]])"_ba;
    QTest::newRow("binary ack, placeholder") << R"(61-7[{"_placeholder":true,"num":1}])"_ba;
    QTest::newRow("namespace too long") << "2/"_ba + QByteArray(maxNamespaceLength, 'n') + R"(,["hello",1])";
    QTest::newRow("namespace of 1 MiB") << "0/"_ba + QByteArray(1 << 20, 'n');
    QTest::newRow("ack id of 10^30") << "21"_ba + QByteArray(30, '0') + R"(["a"])";
    QTest::newRow("binary ack without id") << "60-[]"_ba;
    for (const char *name :
         {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
        QTest::addRow("reserved: %s", name) << "2[\""_ba + name + "\"]";
        QTest::addRow("reserved, binary: %s", name) << "50-[\""_ba + name + "\"]";
    }
    QTest::newRow("reserved, escaped") << R"(2["\u0063onnect"])"_ba;
}

void tst_socketio::refuses()
{
    QFETCH(const QByteArray, text);
    const auto packet = decodePacket(text);
    QVERIFY(!packet);
    QCOMPARE(packet.error().kind, base::ErrorKind::BadRequest);
    QVERIFY(!packet.error().message.isEmpty());
}

void tst_socketio::readsObjects()
{
    QCOMPARE(decodePacket(R"(0{"token":"x"})")->object, (QJsonObject{{u"token"_s, u"x"_s}}));
    QVERIFY(decodePacket("0")->object.isEmpty());
    const auto error = decodePacket(R"(4/x,{"message":"Invalid namespace"})");
    QCOMPARE(error->object, (QJsonObject{{u"message"_s, u"Invalid namespace"_s}}));
}

void tst_socketio::deepNestingIsCheap()
{
    const QByteArray deep = "2[\"a\","_ba + QByteArray(900'000, '[');
    QVERIFY(!decodePacket(deep));
    const QByteArray allowed = "2[\"a\","_ba + QByteArray(63, '[') + QByteArray(63, ']') + ']';
    QVERIFY(decodePacket(allowed));
    const QByteArray oneMore = "2[\"a\","_ba + QByteArray(64, '[') + QByteArray(64, ']') + ']';
    QVERIFY(!decodePacket(oneMore));
}

void tst_socketio::encodes_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("connect") << connectFrame("/", R"({"sid":"a"})") << R"(40{"sid":"a"})"_ba;
    QTest::newRow("connect without JSON") << connectFrame("/") << "40"_ba;
    QTest::newRow("connect to a namespace") << connectFrame("/custom") << "40/custom,"_ba;
    QTest::newRow("connect error") << connectErrorFrame("/random", R"({"message":"Invalid namespace"})")
                                   << R"(44/random,{"message":"Invalid namespace"})"_ba;
    QTest::newRow("disconnect") << disconnectFrame("/") << "41"_ba;
    QTest::newRow("disconnect a namespace") << disconnectFrame("/admin") << "41/admin,"_ba;
    QTest::newRow("event") << eventFrame("/", "ev", R"({"a":1})") << R"(42["ev",{"a":1}])"_ba;
    QTest::newRow("event without argument") << eventFrame("/", "ev", {}) << R"(42["ev"])"_ba;
    QTest::newRow("event for an ack") << eventFrame("/admin", "ev", "1", 12) << R"(42/admin,12["ev",1])"_ba;
    QTest::newRow("event for ack 0") << eventFrame("/", "ev", "1", 0) << R"(420["ev",1])"_ba;
    QTest::newRow("event with an offset")
        << eventFrame("/", "ev", R"({"a":1})", {}, "12.3") << R"(42["ev",{"a":1},"12.3"])"_ba;
    QTest::newRow("name that needs escapes") << eventFrame("/", "a\"\n", {}) << R"(42["a\"\n"])"_ba;
    QTest::newRow("ack") << ackFrame("/", 12, "true") << "4312[true]"_ba;
    QTest::newRow("empty ack") << ackFrame("/", 0, {}) << "430[]"_ba;
    QTest::newRow("ack in a namespace") << ackFrame("/admin", 1, "1") << "43/admin,1[1]"_ba;
}

void tst_socketio::encodes()
{
    QFETCH(const QByteArray, frame);
    QTEST(frame, "expected");
}

void tst_socketio::readsWhatItWrites()
{
    const QByteArray frame = eventFrame("/a", "ë\"", R"({"k":[1,"ë"]})", 7);
    const auto packet = decodePacket(frame.sliced(1));
    QVERIFY(packet);
    QCOMPARE(packet->nsp, "/a"_ba);
    QVERIFY(packet->ackId == 7u);
    QCOMPARE(packet->array, (QJsonArray{u"ë\""_s, QJsonObject{{u"k"_s, QJsonArray{1, u"ë"_s}}}}));
}

void tst_socketio::writesPacketsAsTheyCame_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"0", R"(0{"token":"x"})", "0/custom,", "1", "1/admin,",
          R"(2["message",1,"2",{"3":[true,null,1.5]}])", R"(2/admin,456["ev"])", "312[]",
          R"(3/admin,1["x",-1])", R"(4/random,{"message":"Invalid namespace"})", R"(50-["ev"])",
          R"(52-/admin,456["ev",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])",
          R"(61-7[{"_placeholder":true,"num":0}])"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_socketio::writesPacketsAsTheyCame()
{
    QFETCH(const QByteArray, text);
    const auto packet = decodePacket(text);
    QVERIFY(packet);
    QCOMPARE(encodePacket(*packet), '4' + text);
}

void tst_socketio::waitsForAttachments()
{
    Reassembler reassembler;
    const auto plain = reassembler.text(R"(2["a"])");
    QVERIFY(plain && *plain && (*plain)->binaries.isEmpty());
    auto part = reassembler.text(R"(52-7["ev",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}])");
    QVERIFY(part && !*part);
    part = reassembler.binary("\x00\xff"_ba);
    QVERIFY(part && !*part);
    part = reassembler.binary("two"_ba);
    QVERIFY(part && *part);
    QVERIFY((*part)->packet.ackId == 7u);
    QCOMPARE((*part)->binaries, (QByteArrayList{"\x00\xff"_ba, "two"_ba}));
    const auto next = reassembler.text(R"(2["b"])");
    QVERIFY(next && *next);
}

void tst_socketio::anAttachmentMayBeEmpty()
{
    Reassembler reassembler;
    QVERIFY(reassembler.text(R"(51-["ev",{"_placeholder":true,"num":0}])"));
    const auto whole = reassembler.binary({});
    QVERIFY(whole && *whole);
    QCOMPARE((*whole)->binaries.size(), 1);
}

void tst_socketio::refusesWhatDoesNotBelong()
{
    Reassembler none;
    QVERIFY(!none.binary("surplus"_ba));
    Reassembler interrupted;
    QVERIFY(interrupted.text(R"(52-["ev"])"));
    QVERIFY(interrupted.binary("one"_ba));
    QVERIFY(!interrupted.text(R"(2["a"])"));
    Reassembler surplus;
    QVERIFY(surplus.text(R"(51-["ev"])"));
    QVERIFY(surplus.binary("one"_ba));
    QVERIFY(!surplus.binary("two"_ba));
    Reassembler malformed;
    QVERIFY(!malformed.text("7"));
}

QTEST_APPLESS_MAIN(tst_socketio)
#include "tst_socketio.moc"
