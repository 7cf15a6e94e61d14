// bench-console-fill FOLDER: makes a data folder for the console's benchmark through the store: one
// conversation of 100,000 messages in the room `customer-0`, and 5,000 sessions of a few messages in
// `customer-1` and so on.
#include "base/clock.h"
#include "base/ids.h"
#include "console/identity.h"
#include "sampleconversation.h"
#include "store/store.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <semaphore>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{

constexpr int mostOnTheirWay = 4096;
constexpr int messagesEach = 4;
constexpr auto betweenMessages = 40s;
constexpr auto betweenSessions = 9min;
constexpr int unreadEvery = 10; ///< one session in so many has something unread

/// Keeps a bounded number of writes on their way; ends the program where one fails.
class Filler
{
public:
    explicit Filler(store::Store &store)
        : m_store(store)
    {
    }

    domain::SessionId open(const QString &customer, base::Timestamp at)
    {
        domain::Session session;
        session.id = domain::SessionId(m_ids.next());
        session.room = customer;
        session.participants = {customer};
        session.createdAt = at;
        m_store.openSession({session, {customer, nameOf(customer), domain::Role::Client}},
                            reply<store::OpenedSession>());
        return session.id;
    }

    void post(const domain::SessionId &session, const QString &customer, qint64 seq, base::Timestamp at)
    {
        const domain::Message sample = sample::generated(seq, seq);
        store::PostMessage write;
        write.id = domain::MessageId(m_ids.next());
        write.session = session;
        write.author = sample.senderId == sample::self.id
                           ? technician()
                           : domain::UserRef{customer, nameOf(customer), domain::Role::Client};
        write.shownSender = write.author.id;
        write.shownName = write.author.name;
        write.shownRole = domain::toString(write.author.role);
        write.content = sample.content;
        write.clientMsgId = write.id.toString();
        write.bodyHash = write.id.toBytes();
        write.at = at;
        m_last = write.id;
        m_store.postMessage(std::move(write), reply<store::PostedMessage>());
    }

    /// Up to the message that was posted last.
    void read(const domain::SessionId &session, base::Timestamp at)
    {
        m_store.markRead({session, technician(), m_last, at}, reply<store::ReadOutcome>());
    }

    void wait()
    {
        for (int i = 0; i < mostOnTheirWay; ++i)
            m_room.acquire();
    }

private:
    static QString nameOf(const QString &customer) { return u"Besnik Hoxha "_s + customer.section(u'-', 1); }
    static domain::UserRef technician()
    {
        static const console::Identity identity = console::systemIdentity();
        return {identity.id, identity.name, domain::Role::Technician};
    }
    template <typename T>
    base::Reply<T> reply()
    {
        m_room.acquire();
        return {nullptr, [this](const base::Result<T> &result) {
                    if (!result) {
                        std::fprintf(stderr, "%s\n", qPrintable(result.error().message));
                        std::_Exit(1);
                    }
                    m_room.release();
                }};
    }

    store::Store &m_store;
    base::SystemClock m_clock;
    base::IdGenerator m_ids{m_clock};
    domain::MessageId m_last;
    std::counting_semaphore<> m_room{mostOnTheirWay};
};

/// \return the long conversation
domain::SessionId fill(store::Store &store, int sessions, int messages)
{
    Filler filler(store);
    const base::Timestamp now = base::SystemClock().now();
    for (int i = sessions; i > 0; --i) {
        const QString customer = u"customer-%1"_s.arg(i);
        const base::Timestamp at = now - betweenSessions * i;
        const domain::SessionId session = filler.open(customer, at - betweenMessages * messagesEach);
        for (int seq = 1; seq <= messagesEach; ++seq)
            filler.post(session, customer, seq + i, at - betweenMessages * (messagesEach - seq));
        if (i % unreadEvery != 0)
            filler.read(session, at);
    }
    const QString customer = u"customer-0"_s;
    const domain::SessionId session = filler.open(customer, now - betweenMessages * messages);
    for (int seq = 1; seq <= messages; ++seq)
        filler.post(session, customer, seq, now - betweenMessages * (messages - seq));
    filler.read(session, now);
    filler.wait();
    return session;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption sessions(u"sessions"_s, u"How many."_s, u"n"_s, u"5000"_s);
    const QCommandLineOption messages(u"messages"_s, u"In the one long conversation."_s, u"n"_s, u"100000"_s);
    parser.addOptions({sessions, messages});
    parser.addPositionalArgument(u"folder"_s, u"Where; made if it is missing."_s);
    parser.addHelpOption();
    parser.process(app);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);

    const QDir folder(parser.positionalArguments().constFirst());
    QFile secret(folder.filePath(u"secret"_s));
    if (!folder.mkpath(u"."_s) || !secret.open(QIODevice::WriteOnly) ||
        !secret.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        secret.write("of the benchmark, 32 bytes or more\n") < 0)
        return 1;
    const base::SystemClock clock;
    base::DatabaseUrl url;
    url.path = folder.absoluteFilePath(u"ultracom.db"_s);
    auto store = store::Store::open(url, {.clock = &clock});
    if (!store) {
        std::fprintf(stderr, "%s\n", qPrintable(store.error().message));
        return 1;
    }
    const domain::SessionId session =
        fill(**store, parser.value(sessions).toInt(), parser.value(messages).toInt());
    (*store)->close(60s);
    std::puts(qPrintable(session.toString()));
    return 0;
}
