#include "api/origins.h"
#include "net/engineioserver.h"
#include "net/server.h"
#include "socketioecho.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
/// Sends back every message, as it came.
class EngineIoEcho final : public net::EngineIoHandler
{
public:
    explicit EngineIoEcho(net::EngineIoConnection &connection)
        : m_connection(connection)
    {
    }
    void messageReceived(const QByteArray &utf8) override
    {
        m_connection.send(net::WebSocketFrame::text('4' + utf8));
    }
    void binaryReceived(const QByteArray &bytes) override { m_connection.sendBinary(bytes); }
    void closed() override {}

private:
    net::EngineIoConnection &m_connection;
};

base::Config suiteConfig(quint16 port, int shards)
{
    base::Config config;
    config.port = port;
    config.shards = shards;
    config.pingInterval = 300ms;
    config.pingTimeout = 200ms;
    config.maxPayloadBytes = 1'000'000;
    config.messageRate = {0, 0};
    config.connectRate = {0, 0};
    return config;
}

net::Router suiteRouter(const api::Origins &origins)
{
    net::Router router;
    const auto admits = [&origins](const net::HttpRequest &request) { return origins.admits(request); };
    net::EngineIoServer::add(router, "/engine.io/{*}", admits,
                             [](net::EngineIoConnection &connection, const net::HttpRequest &, net::Shard &) {
                                 return std::make_unique<EngineIoEcho>(connection);
                             });
    net::EngineIoServer::add(router, "/socket.io/{*}", admits,
                             [](net::EngineIoConnection &connection, const net::HttpRequest &, net::Shard &) {
                                 return std::make_unique<SocketIoEcho>(connection, 1000ms);
                             });
    router.setResponseFilter([&origins](const net::HttpRequest &request, net::HttpResponse &response) {
        origins.apply(request, response);
    });
    return router;
}
} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves /engine.io/ and /socket.io/ for conformance suites, on 127.0.0.1 and ::1."_s);
    parser.addHelpOption();
    const QCommandLineOption port(u"port"_s, u"To listen on; 0 lets the system choose."_s, u"N"_s, u"3000"_s);
    // The suites send requests beside each other and expect them to be served in that order.
    const QCommandLineOption shards(u"shards"_s, u"I/O threads."_s, u"N"_s, u"1"_s);
    parser.addOptions({port, shards});
    parser.process(application);

    const base::Config config = suiteConfig(parser.value(port).toUShort(), parser.value(shards).toInt());
    const api::Origins origins({u"*"_s});
    const net::Router router = suiteRouter(origins);
    net::Server server(config, router);
    QTextStream out(stdout);
    if (const auto started = server.start(); !started) {
        out << started.error().message << Qt::endl;
        return 1;
    }
    out << u"listening on port "_s << server.port() << Qt::endl;
    return application.exec();
}
