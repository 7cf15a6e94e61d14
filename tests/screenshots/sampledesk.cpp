// ultracom-sample-desk FOLDER: writes the sessions that it reads from standard input into a new store in
// FOLDER, with times that go back from now, which no server would let anybody choose. One JSON object:
//
//   {"me": {"id", "name"},
//    "sessions": [{"room", "type", "booking_id", "customer": {"id", "name"},
//                  "seen": lines that I have read, "reached": lines that reached the customer, "read": lines
//                  that the customer has read,
//                  "lines": [{"from": "customer" | "me" | "colleague" | "admin" | "automatic" | "system",
//                             "ago": seconds, "text", "to": index of the line that it answers}]}]}
#include "base/clock.h"
#include "base/ids.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

[[noreturn]] void giveUp(const QString &why)
{
    std::fprintf(stderr, "ultracom-sample-desk: %s\n", qPrintable(why));
    std::_Exit(1);
}

template <typename T>
base::Reply<T> orGiveUp()
{
    return {nullptr, [](const base::Result<T> &result) {
                if (!result)
                    giveUp(result.error().message);
            }};
}

domain::UserRef userIn(const QJsonObject &json, domain::Role role)
{
    return {json.value("id"_L1).toString(), json.value("name"_L1).toString(), role};
}

class Desk
{
public:
    Desk(store::Store &store, const QJsonObject &me)
        : m_store(store)
        , m_now(m_clock.now())
        , m_me(userIn(me, domain::Role::Technician))
    {
    }

    void fill(const QJsonObject &json)
    {
        const domain::UserRef customer = userIn(json.value("customer"_L1).toObject(), domain::Role::Client);
        const QJsonArray lines = json.value("lines"_L1).toArray();
        domain::Session session;
        session.id = domain::SessionId(m_ids.next());
        session.room = json.value("room"_L1).toString();
        session.type = domain::sessionTypeFromString(json.value("type"_L1).toString())
                           .value_or(domain::SessionType::Support);
        session.bookingId = json.value("booking_id"_L1).toString();
        session.participants = {customer.id};
        session.createdAt = timeOf(lines.first().toObject());
        m_store.openSession({session, customer}, orGiveUp<store::OpenedSession>());

        std::vector<domain::MessageId> ids;
        for (const QJsonValue line : lines)
            ids.push_back(post(session.id, customer, line.toObject(), ids));
        const auto upTo = [&](QLatin1StringView name) {
            const int count = json.value(name).toInt();
            return count > 0 ? std::optional(ids.at(size_t(count) - 1)) : std::nullopt;
        };
        if (const auto id = upTo("seen"_L1))
            m_store.markRead({session.id, m_me, *id, m_now}, orGiveUp<store::ReadOutcome>());
        if (upTo("reached"_L1))
            m_store.markDelivered({session.id, customer, m_now}, orGiveUp<store::DeliveryOutcome>());
        if (const auto id = upTo("read"_L1))
            m_store.markRead({session.id, customer, *id, m_now}, orGiveUp<store::ReadOutcome>());
    }

private:
    base::Timestamp timeOf(const QJsonObject &line) const
    {
        return m_now - std::chrono::seconds(line.value("ago"_L1).toInteger());
    }

    domain::UserRef authorOf(const QString &from, const domain::UserRef &customer) const
    {
        if (from == u"customer")
            return customer;
        if (from == u"colleague")
            return {u"ilir"_s, u"Ilir Meta"_s, domain::Role::Technician};
        if (from == u"admin")
            return {u"mira"_s, u"Mira Dervishi"_s, domain::Role::Admin};
        return m_me;
    }

    domain::MessageId post(const domain::SessionId &session, const domain::UserRef &customer,
                           const QJsonObject &line, const std::vector<domain::MessageId> &before)
    {
        const QString from = line.value("from"_L1).toString();
        store::PostMessage write;
        write.id = domain::MessageId(m_ids.next());
        write.session = session;
        write.author = authorOf(from, customer);
        const bool automatic = from == u"automatic" || from == u"system";
        write.shownSender = automatic ? u"AGI-Core"_s : write.author.id;
        write.shownName = automatic ? u"AGI-Core"_s : write.author.name;
        write.shownRole = automatic ? u"system"_s : QString(domain::toString(write.author.role));
        write.type = from == u"system" ? domain::MessageType::System : domain::MessageType::Text;
        write.content = line.value("text"_L1).toString();
        if (line.contains("to"_L1))
            write.replyTo = before.at(size_t(line.value("to"_L1).toInt()));
        write.clientMsgId = write.id.toString();
        write.bodyHash = write.id.toBytes();
        write.at = timeOf(line);
        const domain::MessageId id = write.id;
        m_store.postMessage(std::move(write), orGiveUp<store::PostedMessage>());
        return id;
    }

    store::Store &m_store;
    base::SystemClock m_clock;
    base::IdGenerator m_ids{m_clock};
    base::Timestamp m_now;
    domain::UserRef m_me;
};

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    if (app.arguments().size() != 2)
        giveUp(u"one argument is needed, the folder"_s);
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        giveUp(u"nothing can be read"_s);
    QJsonParseError problem{};
    const QJsonObject json = QJsonDocument::fromJson(input.readAll(), &problem).object();
    if (problem.error != QJsonParseError::NoError)
        giveUp(problem.errorString());
    const base::SystemClock clock;
    base::DatabaseUrl url;
    url.path = QDir(app.arguments().at(1)).absoluteFilePath(u"ultracom.db"_s);
    auto store = store::Store::open(url, {.clock = &clock});
    if (!store)
        giveUp(store.error().message);
    Desk desk(**store, json.value("me"_L1).toObject());
    for (const QJsonValue session : json.value("sessions"_L1).toArray())
        desk.fill(session.toObject());
    (*store)->close(60s);
    return 0;
}
