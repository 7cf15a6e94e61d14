#include "net/engineiohandshake.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Code = net::EngineIoFault::Code;

Q_DECLARE_METATYPE(std::optional<Code>)

class tst_EngineIoHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksInOrder_data();
    void checksInOrder();
    void refusals_data();
    void refusals();
};

void tst_EngineIoHandshake::checksInOrder_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("upgrade");
    QTest::addColumn<bool>("admitted");
    QTest::addColumn<std::optional<Code>>("fault");
    using Fault = std::optional<Code>;
    QTest::newRow("WebSocket") << "GET"_ba << u"EIO=4&transport=websocket"_s << ""_ba << true << true
                               << Fault();
    QTest::newRow("empty sid, cache buster, b64")
        << "GET"_ba << u"t=abc&b64=1&sid=&transport=websocket&EIO=4"_s << "http://a.b"_ba << true << true
        << Fault();
    QTest::newRow("polling") << "GET"_ba << u"EIO=4&transport=polling"_s << ""_ba << false << true << Fault();
    QTest::newRow("of a polling session")
        << "POST"_ba << u"transport=polling&sid=polling"_s << ""_ba << false << true << Fault();
    QTest::newRow("of one, for its upgrade")
        << "GET"_ba << u"transport=websocket&sid=polling"_s << ""_ba << true << true << Fault();
    QTest::newRow("of one on a WebSocket, a second one")
        << "GET"_ba << u"transport=websocket&sid=websocket"_s << ""_ba << true << true << Fault();
    QTest::newRow("of one on a WebSocket, over polling") << "GET"_ba << u"transport=polling&sid=websocket"_s
                                                         << ""_ba << false << true << Fault(Code::BadRequest);
    QTest::newRow("of a polling session, for a WebSocket without an upgrade")
        << "GET"_ba << u"transport=websocket&sid=polling"_s << ""_ba << false << true
        << Fault(Code::BadRequest);
    QTest::newRow("of a polling session, polling by WebSocket")
        << "GET"_ba << u"transport=polling&sid=polling"_s << ""_ba << true << true << Fault(Code::BadRequest);
    QTest::newRow("polling by WebSocket")
        << "GET"_ba << u"EIO=4&transport=polling"_s << ""_ba << true << true << Fault(Code::BadRequest);
    QTest::newRow("polling, no version")
        << "GET"_ba << u"transport=polling"_s << ""_ba << false << true << Fault(Code::UnsupportedVersion);
    QTest::newRow("polling, begun with POST")
        << "POST"_ba << u"EIO=4&transport=polling"_s << ""_ba << false << true << Fault(Code::BadMethod);
    QTest::newRow("no transport") << "GET"_ba << u"EIO=4"_s << ""_ba << true << true
                                  << Fault(Code::UnknownTransport);
    QTest::newRow("transport in capitals") << "GET"_ba << u"EIO=4&transport=WEBSOCKET"_s << ""_ba << true
                                           << true << Fault(Code::UnknownTransport);
    QTest::newRow("all wrong: transport first") << "PUT"_ba << u"EIO=3&transport=x&sid=x"_s << "a\x01"_ba
                                                << false << false << Fault(Code::UnknownTransport);
    QTest::newRow("then the Origin's bytes") << "PUT"_ba << u"EIO=3&transport=websocket&sid=x"_s << "a\xe9"_ba
                                             << false << false << Fault(Code::BadRequest);
    QTest::newRow("then the Origin") << "PUT"_ba << u"EIO=3&transport=websocket&sid=x"_s << "http://a.b"_ba
                                     << false << false << Fault(Code::Forbidden);
    QTest::newRow("then the sid") << "PUT"_ba << u"EIO=3&transport=websocket&sid=x"_s << ""_ba << false
                                  << true << Fault(Code::UnknownSession);
    QTest::newRow("then the method") << "PUT"_ba << u"EIO=3&transport=websocket"_s << ""_ba << false << true
                                     << Fault(Code::BadMethod);
    QTest::newRow("then the upgrade")
        << "GET"_ba << u"EIO=3&transport=websocket"_s << ""_ba << false << true << Fault(Code::BadRequest);
    QTest::newRow("then the version") << "GET"_ba << u"EIO=3&transport=websocket"_s << ""_ba << true << true
                                      << Fault(Code::UnsupportedVersion);
    QTest::newRow("no version") << "GET"_ba << u"transport=websocket"_s << ""_ba << true << true
                                << Fault(Code::UnsupportedVersion);
    QTest::newRow("version with a tail") << "GET"_ba << u"EIO=4.0&transport=websocket"_s << ""_ba << true
                                         << true << Fault(Code::UnsupportedVersion);
}

void tst_EngineIoHandshake::checksInOrder()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QString, query);
    QFETCH(const QByteArray, origin);
    QFETCH(const bool, upgrade);
    QFETCH(const bool, admitted);
    QFETCH(const std::optional<Code>, fault);
    net::HttpRequest request;
    request.method = method;
    request.query = query.toUtf8();
    if (!origin.isEmpty())
        request.headers.emplace_back("origin", origin);
    auto found = net::checkEngineIo(request, admitted);
    const QByteArray sid = net::sidOf(request);
    if (!found && sid.isEmpty()) {
        found = net::checkNewSession(request, upgrade);
    } else if (!found) {
        using Transport = net::EngineIoConnection::Transport;
        const auto transport = sid == "polling"     ? std::optional(Transport::Polling)
                               : sid == "websocket" ? std::optional(Transport::WebSocket)
                                                    : std::nullopt;
        found = net::checkOfSession(request, upgrade, transport);
    }
    QCOMPARE(found.has_value(), fault.has_value());
    if (fault)
        QCOMPARE(int(found->code), int(*fault));
}

void tst_EngineIoHandshake::refusals_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("transport") << 0 << 400 << "Transport unknown"_ba;
    QTest::newRow("sid") << 1 << 400 << "Session ID unknown"_ba;
    QTest::newRow("method") << 2 << 400 << "Bad handshake method"_ba;
    QTest::newRow("request") << 3 << 400 << "Bad request"_ba;
    QTest::newRow("origin") << 4 << 403 << "Forbidden"_ba;
    QTest::newRow("version") << 5 << 400 << "Unsupported protocol version"_ba;
}

void tst_EngineIoHandshake::refusals()
{
    QFETCH(const int, code);
    QFETCH(const int, status);
    QFETCH(const QByteArray, message);
    const net::EngineIoFault fault{Code(code)};
    const net::HttpResponse json = net::engineIoRefusal(fault);
    QCOMPARE(json.status, status);
    QCOMPARE(json.body, "{\"code\":" + QByteArray::number(code) + ",\"message\":\"" + message + "\"}");
    const net::HttpResponse text = net::engineIoUpgradeRefusal(fault);
    QCOMPARE(text.status, status);
    QCOMPARE(text.body, message);
    QVERIFY(text.close);
}

QTEST_APPLESS_MAIN(tst_EngineIoHandshake)
#include "tst_engineiohandshake.moc"
