#include "../chat/chatfixture.h"
#include "../net/transportharness.h"
#include "api/socketioroutes.h"

#include <QWebSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// What needs a server with less patience than any that a person may start. The rest is tested by Socket.IO's
// own client.

namespace
{
class Client
{
public:
    explicit Client(const TransportHarness &harness)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) { packets.append(text); });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { isClosed = true; });
        socket.open(
            QUrl(u"ws://127.0.0.1:%1/socket.io/?EIO=4&transport=websocket"_s.arg(harness.serverPort())));
    }

    QWebSocket socket;
    QStringList packets;
    bool isClosed = false;
};
} // namespace

class tst_SocketIoConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whoDoesNotConnectIsClosed_data();
    void whoDoesNotConnectIsClosed();
    void whoHasConnectedStays();

private:
    QString connectPacket() const;

    std::unique_ptr<test::ChatFixture> m_chat;
    std::unique_ptr<TransportHarness> m_harness;
    std::unique_ptr<api::Services> m_services;
};

void tst_SocketIoConnection::init()
{
    m_chat = std::make_unique<test::ChatFixture>();
    m_harness = std::make_unique<TransportHarness>();
    m_harness->config = TransportHarness::patientConfig();
    m_services.reset(new api::Services{m_chat->chat,
                                       m_harness->config,
                                       m_chat->clock,
                                       api::Authenticator(QByteArray(32, 's'), m_chat->clock),
                                       api::Origins({}),
                                       {}});
    api::addSocketIoRoutes(m_harness->router, *m_services, {.connectTimeout = 300ms});
    m_harness->start();
}

void tst_SocketIoConnection::cleanup()
{
    m_harness->close();
    m_harness->stop(3s);
    m_harness.reset();
    m_chat.reset();
}

QString tst_SocketIoConnection::connectPacket() const
{
    domain::Principal principal;
    principal.userId = u"somebody"_s;
    const base::Timestamp now = m_chat->clock.now();
    return u"40{\"token\":\"%1\"}"_s.arg(
        QString::fromLatin1(m_services->authenticator.issue(principal, now, now + 1h)));
}

void tst_SocketIoConnection::whoDoesNotConnectIsClosed_data()
{
    QTest::addColumn<QString>("packet");
    QTest::newRow("says nothing") << QString();
    QTest::newRow("is refused") << u"40{\"token\":\"bad\"}"_s;
    QTest::newRow("wants another namespace") << u"40/admin,"_s;
}

void tst_SocketIoConnection::whoDoesNotConnectIsClosed()
{
    QFETCH(const QString, packet);
    Client client(*m_harness);
    QTRY_COMPARE(client.packets.size(), 1);
    if (!packet.isEmpty()) {
        client.socket.sendTextMessage(packet);
        QTRY_COMPARE(client.packets.size(), 2);
        QVERIFY(client.packets.last().startsWith(u"44"));
    }
    QTRY_VERIFY(client.isClosed);
    QCOMPARE(int(client.socket.closeCode()), 1008);
}

void tst_SocketIoConnection::whoHasConnectedStays()
{
    Client silent(*m_harness);
    Client client(*m_harness);
    QTRY_COMPARE(client.packets.size(), 1);
    client.socket.sendTextMessage(connectPacket());
    QTRY_COMPARE(client.packets.size(), 2);
    QVERIFY(client.packets.last().startsWith(u"40{\"sid\":\""));
    QTRY_VERIFY(silent.isClosed);
    client.socket.sendTextMessage(u"420[\"hello\",{}]"_s);
    QTRY_COMPARE(client.packets.size(), 3);
    QVERIFY(!client.isClosed);
}

QTEST_GUILESS_MAIN(tst_SocketIoConnection)
#include "tst_socketioconnection.moc"
