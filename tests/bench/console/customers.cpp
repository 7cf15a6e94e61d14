// bench-customers: customers who write at a steady rate, each in a room of its own, over the room protocol.
// Says `ready` when all are in; ends after the time, or with 1 when the server drops one of them.
#include "base/clock.h"
#include "protocol/jwt.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

QByteArray tokenOf(const QString &customer, const QByteArray &secret)
{
    protocol::TokenClaims claims;
    claims.sub = customer;
    claims.issuedAt = base::SystemClock().now();
    claims.expiresAt = claims.issuedAt + 1h;
    return protocol::encodeToken(claims, secret);
}

class Customers final : public QObject
{
public:
    Customers(int port, const QByteArray &secret, int count, double rate, std::chrono::seconds time)
        : m_rate(rate)
    {
        m_end.setSingleShot(true);
        m_end.setInterval(time);
        connect(&m_end, &QTimer::timeout, this, [this] {
            for (const auto &socket : m_sockets)
                socket->disconnect(this);
            QCoreApplication::quit();
        });
        m_tick.setTimerType(Qt::PreciseTimer);
        connect(&m_tick, &QTimer::timeout, this, &Customers::sendDue);
        for (int i = 0; i < count; ++i)
            enter(port, u"customer-%1"_s.arg(i), secret);
    }

private:
    void enter(int port, const QString &customer, const QByteArray &secret)
    {
        m_sockets.push_back(std::make_unique<QWebSocket>());
        QWebSocket &socket = *m_sockets.back();
        connect(&socket, &QWebSocket::connected, this, [this] {
            if (++m_in == m_sockets.size())
                begin();
        });
        connect(&socket, &QWebSocket::disconnected, this, [&socket] {
            std::fprintf(stderr, "dropped: %d %s\n", int(socket.closeCode()),
                         qPrintable(socket.closeReason()));
            QCoreApplication::exit(1);
        });
        socket.open(QUrl(u"ws://127.0.0.1:%1/chat/ws/%2?token=%3"_s.arg(port).arg(
            customer, QLatin1String(tokenOf(customer, secret)))));
    }

    void begin()
    {
        std::puts("ready");
        std::fflush(stdout);
        m_begun = std::chrono::steady_clock::now();
        m_tick.start(5ms);
        m_end.start();
    }

    void sendDue()
    {
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - m_begun;
        for (const auto due = qint64(elapsed.count() * m_rate); m_sent < due; ++m_sent)
            m_sockets[size_t(m_sent) % m_sockets.size()]->sendTextMessage(
                uR"({"text":"Message %1: the pump in hall four stops after ten minutes, could you look at it?"})"_s
                    .arg(m_sent));
    }

    double m_rate;
    std::vector<std::unique_ptr<QWebSocket>> m_sockets;
    size_t m_in = 0;
    qint64 m_sent = 0;
    std::chrono::steady_clock::time_point m_begun;
    QTimer m_tick;
    QTimer m_end;
};

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption port(u"port"_s, u"Of the server on this machine."_s, u"port"_s);
    const QCommandLineOption secret(u"secret"_s, u"The file of the server's secret."_s, u"file"_s);
    const QCommandLineOption count(u"customers"_s, u"How many."_s, u"n"_s, u"50"_s);
    const QCommandLineOption rate(u"rate"_s, u"Messages a second, of all."_s, u"n"_s, u"200"_s);
    const QCommandLineOption time(u"seconds"_s, u"How long."_s, u"s"_s, u"10"_s);
    parser.addOptions({port, secret, count, rate, time});
    parser.addHelpOption();
    parser.process(app);
    QFile file(parser.value(secret));
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "%s\n", qPrintable(file.errorString()));
        return 1;
    }
    const Customers customers(parser.value(port).toInt(), file.readAll().trimmed(),
                              parser.value(count).toInt(), parser.value(rate).toDouble(),
                              std::chrono::seconds(parser.value(time).toInt()));
    return QCoreApplication::exec();
}
