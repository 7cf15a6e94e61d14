#include "storefixture.h"

#include <QCryptographicHash>
#include <QSqlRecord>

using namespace Qt::StringLiterals;

bool StoreFixture::start()
{
    return m_folder.isValid() && (m_kind == base::DatabaseUrl::Kind::Sqlite || m_cluster.create());
}

base::DatabaseUrl StoreFixture::newDatabase()
{
    if (m_kind == base::DatabaseUrl::Kind::Postgres)
        return m_cluster.newDatabase();
    base::DatabaseUrl url;
    url.path = m_folder.filePath(u"chat%1.db"_s.arg(++m_files));
    return url;
}

std::unique_ptr<store::Store> StoreFixture::open(const base::DatabaseUrl &url, store::Store::Options options)
{
    options.clock = &m_clock;
    auto opened = store::Store::open(url, options);
    if (!opened) {
        qWarning("the store does not open: %ls", qUtf16Printable(opened.error().message));
        return nullptr;
    }
    return std::move(*opened);
}

base::Timestamp StoreFixture::tick()
{
    m_clock.advance(std::chrono::milliseconds(1));
    return m_clock.now();
}

domain::UserRef StoreFixture::user(const QString &id) const
{
    return {id, u"Name of "_s + id,
            id.startsWith("tech"_L1) ? domain::Role::Technician : domain::Role::Client};
}

store::OpenSession StoreFixture::opening(const QString &room, const QStringList &participants)
{
    store::OpenSession write;
    write.session.id = newSessionId();
    write.session.room = room;
    write.session.title = u"Printer"_s;
    write.session.participants = participants;
    write.session.createdAt = tick();
    write.creator = user(u"ana"_s);
    return write;
}

store::PostMessage StoreFixture::message(const domain::SessionId &session, const QString &text,
                                         const QString &author, const QString &clientMsgId)
{
    store::PostMessage write;
    write.id = newMessageId();
    write.session = session;
    write.author = user(author);
    write.shownSender = author;
    write.shownName = write.author.name;
    write.shownRole = QString(domain::toString(write.author.role));
    write.content = text;
    write.clientMsgId = clientMsgId;
    write.bodyHash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
    write.at = tick();
    return write;
}

base::Result<store::OpenedSession> StoreFixture::run(store::Store &store, store::OpenSession write)
{
    Answer<store::OpenedSession> answer;
    store.openSession(std::move(write), answer.reply());
    return answer.get();
}

base::Result<store::PostedMessage> StoreFixture::run(store::Store &store, store::PostMessage write)
{
    Answer<store::PostedMessage> answer;
    store.postMessage(std::move(write), answer.reply());
    return answer.get();
}

base::Result<store::ReadOutcome> StoreFixture::run(store::Store &store, store::MarkRead write)
{
    Answer<store::ReadOutcome> answer;
    store.markRead(std::move(write), answer.reply());
    return answer.get();
}

base::Result<store::DeliveryOutcome> StoreFixture::run(store::Store &store, store::MarkDelivered write)
{
    Answer<store::DeliveryOutcome> answer;
    store.markDelivered(std::move(write), answer.reply());
    return answer.get();
}

base::Result<domain::Session> StoreFixture::find(store::Store &store, const store::SessionRef &session)
{
    Answer<domain::Session> answer;
    store.findSession(session, answer.reply());
    return answer.get();
}

base::Result<store::MessagePage> StoreFixture::page(store::Store &store, const store::MessageQuery &query)
{
    Answer<store::MessagePage> answer;
    store.messages(query, answer.reply());
    return answer.get();
}

base::Result<store::SessionPage> StoreFixture::sessions(store::Store &store, const store::SessionQuery &query)
{
    Answer<store::SessionPage> answer;
    store.sessions(query, answer.reply());
    return answer.get();
}

base::Result<domain::SessionSummary>
StoreFixture::summary(store::Store &store, const store::SessionRef &session, const QString &viewer)
{
    Answer<domain::SessionSummary> answer;
    store.summary(session, viewer, answer.reply());
    return answer.get();
}

void StoreFixture::inOneCommit(store::Store &store, const std::function<void()> &function)
{
    std::promise<void> entered;
    std::promise<void> leave;
    store.markRead({}, {nullptr, [&](const base::Result<store::ReadOutcome> &) {
                            entered.set_value();
                            leave.get_future().wait();
                        }});
    entered.get_future().wait();
    const qint64 commits = store.figures().commits;
    function();
    leave.set_value();
    QTRY_VERIFY(store.figures().queuedWrites == 0 && store.figures().commits == commits + 1);
}

QStringList StoreFixture::rows(const base::DatabaseUrl &url, const QString &sql)
{
    store::Connection connection(url, store::Connection::Access::ReadWrite);
    QSqlQuery query(connection.database());
    QStringList result;
    if (!query.exec(sql))
        return {u"error: "_s + query.lastError().text()};
    while (query.next()) {
        QStringList values;
        for (int i = 0; i < query.record().count(); ++i)
            values << query.value(i).toString();
        result << values.join(u'|');
    }
    return result;
}

void StoreFixture::execute(const base::DatabaseUrl &url, const QString &sql)
{
    store::Connection connection(url, store::Connection::Access::ReadWrite);
    connection.execute(sql);
}
