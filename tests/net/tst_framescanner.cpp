#include "net/framescanner.h"

#include "net/frames.h"

#include <QTest>

using namespace net;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 maxMessage = 100'000;

/// A client's frame, masked with zeros: the scanner reads no payload.
QByteArray frame(int opcode, qsizetype size, bool final = true)
{
    QByteArray bytes = encodeFrame(static_cast<Opcode>(opcode), QByteArray(size, 'x'));
    const qsizetype header = bytes.size() - size;
    bytes[0] = static_cast<char>((final ? 0x80 : 0) | opcode);
    bytes[1] = static_cast<char>(bytes[1] | 0x80);
    return bytes.insert(header, QByteArray(4, '\0'));
}

FrameScanner::Time at(int ms)
{
    return FrameScanner::Time(std::chrono::hours(1) + std::chrono::milliseconds(ms));
}

int scanAll(FrameScanner &scanner, const QByteArray &bytes, qsizetype piece)
{
    for (qsizetype from = 0; from < bytes.size(); from += piece) {
        const auto part = QByteArrayView(bytes).sliced(from, std::min(piece, bytes.size() - from));
        if (const auto fault = scanner.scan(part, at(0)))
            return fault->closeCode;
    }
    return 0;
}

} // namespace

class TestFrameScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void walksWhatIsSent();
    void scans_data();
    void scans();
    void payloadLeft();
    void skips();
    void stopsAtClose();
    void controlFrameRate();
    void encodesFrames_data();
    void encodesFrames();
    void encodesClose_data();
    void encodesClose();
};

void TestFrameScanner::scans_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");

    QTest::newRow("text") << frame(1, 5) + frame(2, 0) + frame(1, 125) << 0;
    QTest::newRow("16 bit length") << frame(1, 126) + frame(1, 0xffff) << 0;
    QTest::newRow("64 bit length") << frame(1, 0x10000) + frame(1, 1) << 0;
    QTest::newRow("at the limit") << frame(1, maxMessage) + frame(2, maxMessage) << 0;
    QTest::newRow("fragments") << frame(1, 5, false) + frame(0, 5, false) + frame(0, 5) + frame(2, 3) << 0;
    QTest::newRow("ping between fragments")
        << frame(1, 5, false) + frame(9, 3) + frame(10, 0) + frame(0, 5) << 0;
    QByteArray fragments = frame(1, 1, false);
    for (int i = 2; i < FrameScanner::maxFragments; ++i)
        fragments += frame(0, 1, false);
    QTest::newRow("as many fragments as may be") << fragments + frame(0, 1) + frame(1, 1) << 0;

    QTest::newRow("one fragment more") << fragments + frame(0, 0, false) + frame(0, 1) << 4413;
    QTest::newRow("unmasked") << encodeFrame(Opcode::Text, "hello") << 1002;
    QTest::newRow("unmasked, later") << frame(1, 3) + encodeFrame(Opcode::Ping, "") << 1002;
    QTest::newRow("one byte over") << frame(1, maxMessage + 1) << 4413;
    QTest::newRow("one byte over in fragments") << frame(1, maxMessage, false) + frame(0, 1) << 4413;
    QTest::newRow("a size beyond all")
        << "\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff"_ba + QByteArray(4, 'm') << 4413;
    QTest::newRow("negative size") << "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff"_ba + QByteArray(4, 'm')
                                   << 1002;
    QTest::newRow("16 bits for 125") << "\x82\xfe\x00\x7d"_ba + QByteArray(4, 'm') << 1002;
    QTest::newRow("64 bits for 65535") << "\x82\xff\0\0\0\0\0\0\xff\xff"_ba + QByteArray(4, 'm') << 1002;
    QTest::newRow("RSV1, compressed") << "\xc1\x80"_ba + QByteArray(4, 'm') << 1002;
    QTest::newRow("RSV3") << "\x91\x80"_ba + QByteArray(4, 'm') << 1002;
    QTest::newRow("opcode 3") << frame(3, 0) << 1002;
    QTest::newRow("opcode 11") << frame(11, 0) << 1002;
    QTest::newRow("fragmented ping") << frame(9, 0, false) << 1002;
    QTest::newRow("long ping") << frame(9, 126) << 1002;
    QTest::newRow("continues nothing") << frame(0, 1) << 1002;
    QTest::newRow("continues a message that is over") << frame(1, 1) + frame(0, 1) << 1002;
    QTest::newRow("text within fragments") << frame(1, 1, false) + frame(1, 1) << 1002;
}

void TestFrameScanner::scans()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype piece : {qsizetype(1), qsizetype(3), qsizetype(1000), bytes.size()}) {
        FrameScanner scanner(maxMessage);
        QTEST(scanAll(scanner, bytes, piece), "code");
    }
}

void TestFrameScanner::payloadLeft()
{
    FrameScanner scanner(maxMessage);
    QVERIFY(!scanner.scan(frame(1, 200).first(10), at(0)));
    QCOMPARE(scanner.payloadLeft(), 198);
}

void TestFrameScanner::skips()
{
    FrameScanner scanner(maxMessage);
    QVERIFY(!scanner.scan(frame(1, 200).first(8), at(0)));
    scanner.skip(200);
    QCOMPARE(scanner.payloadLeft(), 0);
    QVERIFY(!scanner.scan(frame(1, 3), at(0)));
    QVERIFY(scanner.scan(encodeFrame(Opcode::Text, "x"), at(0)));
}

void TestFrameScanner::stopsAtClose()
{
    FrameScanner scanner(maxMessage);
    QVERIFY(!scanner.scan(frame(8, 2).chopped(1), at(0)));
    QVERIFY(!scanner.closeSeen());
    QVERIFY(!scanner.scan("x" + encodeFrame(Opcode::Text, "ignored"), at(0)));
    QVERIFY(scanner.closeSeen());

    FrameScanner empty(maxMessage);
    QVERIFY(!empty.scan(frame(8, 0), at(0)));
    QVERIFY(empty.closeSeen());
}

void TestFrameScanner::controlFrameRate()
{
    FrameScanner scanner(maxMessage);
    for (int second = 0; second < 3; ++second) {
        for (int i = 0; i < FrameScanner::maxControlFrames; ++i)
            QVERIFY(!scanner.scan(frame(9, 0), at(second * 1000)));
    }
    const auto fault = scanner.scan(frame(9, 0), at(2999));
    QVERIFY(fault);
    QCOMPARE(int(fault->closeCode), 4429);
}

void TestFrameScanner::encodesFrames_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("empty") << 0 << "\x81\x00"_ba;
    QTest::newRow("125") << 125 << "\x81\x7d"_ba;
    QTest::newRow("126") << 126 << "\x81\x7e\x00\x7e"_ba;
    QTest::newRow("65535") << 65535 << "\x81\x7e\xff\xff"_ba;
    QTest::newRow("65536") << 65536 << "\x81\x7f\0\0\0\0\0\x01\0\0"_ba;
}

void TestFrameScanner::encodesFrames()
{
    QFETCH(int, size);
    QFETCH(QByteArray, header);
    const QByteArray payload(size, 'x');
    QCOMPARE(encodeFrame(Opcode::Text, payload), header + payload);
}

void TestFrameScanner::encodesClose_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no reason") << QString() << "\x88\x02\x03\xe9"_ba;
    QTest::newRow("reason") << u"bye"_s
                            << "\x88\x05\x03\xe9"
                               "bye"_ba;
    QTest::newRow("cut at 123 bytes") << QString(200, u'x') << "\x88\x7d\x03\xe9"_ba + QByteArray(123, 'x');
    QTest::newRow("cut between characters")
        << QString(100, u'ë') << "\x88\x7c\x03\xe9"_ba + u"ë"_s.repeated(61).toUtf8();
}

void TestFrameScanner::encodesClose()
{
    QFETCH(QString, reason);
    QTEST(encodeClose(closecode::goingAway, reason), "bytes");
}

/// Batches of what a server sends, as a WebSocketFrame holds them.
void TestFrameScanner::walksWhatIsSent()
{
    const QByteArrayList payloads{"",
                                  "4a",
                                  QByteArray(125, 'a'),
                                  QByteArray(126, 'b'),
                                  QByteArray(65'535, 'c'),
                                  QByteArray(65'536, 'd')};
    QByteArray batch;
    for (const QByteArray &payload : payloads)
        batch += encodeFrame(Opcode::Text, payload) + encodeFrame(Opcode::Binary, payload);
    FrameWalker walker(batch);
    for (const QByteArray &payload : payloads) {
        for (const Opcode opcode : {Opcode::Text, Opcode::Binary}) {
            const auto walked = walker.next();
            QVERIFY(walked);
            QCOMPARE(int(walked->opcode), int(opcode));
            QCOMPARE(walked->payload, QByteArrayView(payload));
        }
    }
    QVERIFY(!walker.next());
    QVERIFY(!FrameWalker({}).next());
}

QTEST_GUILESS_MAIN(TestFrameScanner)
#include "tst_framescanner.moc"
