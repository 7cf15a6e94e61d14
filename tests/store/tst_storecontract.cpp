#include "storefixture.h"

#include <QtTest>

#include <thread>

using namespace Qt::StringLiterals;
using base::ErrorKind;

namespace
{

std::vector<QString> contents(const store::MessagePage &page)
{
    std::vector<QString> result;
    for (const domain::Message &message : page.messages)
        result.push_back(message.content);
    return result;
}

store::MessageQuery pageOf(const domain::Session &session, int limit = 50)
{
    return {session.id, limit, {}, {}};
}

} // namespace

/// What both databases must do alike.
class TestStoreContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.start()); }
    void init();
    void cleanup();

    void opensASession();
    void opensARoomOnce();
    void givesOneSessionToAllWhoOpenAtOnce();
    void updatesNamesAndRoles();
    void storesAMessageWhole();
    void keepsText_data();
    void keepsText();
    void numbersWithoutGap();
    void answersARepetitionWithTheFirstResult();
    void refusesAClientMsgIdWithAnotherBody();
    void findsRepetitionsWithinOneCommit();
    void answersARepetitionToAClosedSession();
    void refusesAndTakesNoSeq();
    void failsThePoisonAlone();
    void quotesWhatIsAnswered();
    void cutsExcerptsBetweenCharacters();
    void findsNoSession();
    void writesTheAuditLogWithTheMessage();
    void recordsActivity();
    void postsFromManyThreads();
    void keepsAllOverARestart();
    void twoInstances();
    void migratesOnceForTwoInstances();

private:
    domain::Session openRoom(const QString &room = u"support-1"_s,
                             const QStringList &participants = {u"ana"_s});
    void close(const domain::Session &session);

    StoreFixture m_fixture{StoreFixture::kind};
    base::DatabaseUrl m_url;
    std::unique_ptr<store::Store> m_store;
};

void TestStoreContract::init()
{
    m_url = m_fixture.newDatabase();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
}

void TestStoreContract::cleanup()
{
    m_store.reset();
}

domain::Session TestStoreContract::openRoom(const QString &room, const QStringList &participants)
{
    const auto opened = StoreFixture::run(*m_store, m_fixture.opening(room, participants));
    return opened ? opened->session : domain::Session{};
}

void TestStoreContract::close(const domain::Session &session)
{
    StoreFixture::execute(
        m_url, u"UPDATE chat_sessions SET status = 'closed' WHERE room = '%1'"_s.arg(session.room));
}

void TestStoreContract::opensASession()
{
    store::OpenSession write = m_fixture.opening(u"support-1"_s, {u"zef"_s, u"bob"_s});
    write.session.type = domain::SessionType::Booking;
    write.session.bookingId = u"B-7"_s;
    const auto opened = StoreFixture::run(*m_store, write);
    QVERIFY(opened);
    QVERIFY(opened->created);
    const domain::Session &session = opened->session;
    QCOMPARE(session.id, write.session.id);
    QCOMPARE(session.room, u"support-1"_s);
    QVERIFY(session.type == domain::SessionType::Booking);
    QCOMPARE(session.bookingId, u"B-7"_s);
    QCOMPARE(session.title, u"Printer"_s);
    QCOMPARE(session.participants, QStringList({u"ana"_s, u"bob"_s, u"zef"_s}));
    QCOMPARE(session.lastSeq, 0);
    QCOMPARE(session.createdAt, write.session.createdAt);

    for (const store::SessionRef &reference :
         {store::SessionRef(session.id), store::SessionRef(u"support-1"_s)}) {
        const auto found = StoreFixture::find(*m_store, reference);
        QVERIFY(found);
        QCOMPARE(found->id, session.id);
        QCOMPARE(found->room, session.room);
        QVERIFY(found->type == session.type);
        QCOMPARE(found->bookingId, session.bookingId);
        QCOMPARE(found->participants, session.participants);
        QCOMPARE(found->createdAt, session.createdAt);
        QVERIFY(!found->lastMessageAt);
    }
}

void TestStoreContract::opensARoomOnce()
{
    const domain::Session first = openRoom();
    store::OpenSession again = m_fixture.opening(u"support-1"_s, {u"eve"_s});
    again.creator = m_fixture.user(u"eve"_s);
    const auto second = StoreFixture::run(*m_store, again);
    QVERIFY(second);
    QVERIFY(!second->created);
    QCOMPARE(second->session.id, first.id);
    QCOMPARE(second->session.participants, QStringList{u"ana"_s});

    const auto nameless = StoreFixture::run(*m_store, m_fixture.opening({}));
    const auto another = StoreFixture::run(*m_store, m_fixture.opening({}));
    QVERIFY(nameless && nameless->created && another && another->created);
    QVERIFY(nameless->session.id != another->session.id);
}

void TestStoreContract::givesOneSessionToAllWhoOpenAtOnce()
{
    std::array<Answer<store::OpenedSession>, 3> answers;
    StoreFixture::inOneCommit(*m_store, [&] {
        for (auto &answer : answers)
            m_store->openSession(m_fixture.opening(u"race"_s), answer.reply());
    });
    const auto first = answers[0].get();
    QVERIFY(first && first->created);
    for (size_t i = 1; i < answers.size(); ++i) {
        const auto later = answers[i].get();
        QVERIFY(later && !later->created);
        QCOMPARE(later->session.id, first->session.id);
    }
}

void TestStoreContract::updatesNamesAndRoles()
{
    const domain::Session session = openRoom(u"support-1"_s, {u"ana"_s, u"tech-1"_s});
    QCOMPARE(StoreFixture::rows(m_url, u"SELECT user_id, name, role FROM chat_users ORDER BY user_id"_s),
             QStringList({u"ana|Name of ana|client"_s, u"tech-1||client"_s}));
    store::PostMessage write = m_fixture.message(session.id, u"hi"_s, u"tech-1"_s);
    QVERIFY(StoreFixture::run(*m_store, write));
    write = m_fixture.message(session.id, u"hi"_s);
    write.author.name = u"Ana Re"_s;
    QVERIFY(StoreFixture::run(*m_store, write));
    QCOMPARE(StoreFixture::rows(m_url, u"SELECT user_id, name, role FROM chat_users ORDER BY user_id"_s),
             QStringList({u"ana|Ana Re|client"_s, u"tech-1|Name of tech-1|technician"_s}));
}

void TestStoreContract::storesAMessageWhole()
{
    const domain::Session session = openRoom();
    store::PostMessage write = m_fixture.message(session.id, u"hello"_s, u"tech-1"_s, u"c-1"_s);
    write.shownSender = u"system"_s;
    write.shownName = u"The desk"_s;
    write.shownRole = u"system"_s;
    write.type = domain::MessageType::System;
    write.metadata = R"({"k":"v \" \\"})"_ba;
    const auto posted = StoreFixture::run(*m_store, write);
    QVERIFY(posted);
    QVERIFY(!posted->duplicate);
    const auto page = StoreFixture::page(*m_store, pageOf(session));
    QVERIFY(page);
    QCOMPARE(page->messages.size(), 1);
    for (const domain::Message &message : {posted->message, page->messages.front()}) {
        QVERIFY(message.number > 0);
        QCOMPARE(message.number, posted->message.number);
        QCOMPARE(message.id, write.id);
        QCOMPARE(message.sessionId, session.id);
        QCOMPARE(message.room, u"support-1"_s);
        QCOMPARE(message.seq, 1);
        QCOMPARE(message.change, 1);
        QVERIFY(message.type == domain::MessageType::System);
        QCOMPARE(message.content, u"hello"_s);
        QCOMPARE(message.senderId, u"tech-1"_s);
        QVERIFY(message.senderRole == domain::Role::Technician);
        QCOMPARE(message.senderName, u"The desk"_s);
        QCOMPARE(message.shownSender, u"system"_s);
        QCOMPARE(message.shownRole, u"system"_s);
        QCOMPARE(message.metadata, write.metadata);
        QCOMPARE(message.clientMsgId, u"c-1"_s);
        QVERIFY(message.status == domain::DeliveryStatus::Sent);
        QCOMPARE(message.createdAt, write.at);
        QVERIFY(!message.replyTo && !message.editedAt && !message.deletedAt);
    }
    const auto found = StoreFixture::find(*m_store, session.id);
    QVERIFY(found);
    QCOMPARE(found->lastSeq, 1);
    QCOMPARE(found->lastChange, 1);
    QCOMPARE(found->lastMessageAt, std::optional(write.at));
}

void TestStoreContract::keepsText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("Albanian") << u"Përshëndetje, çfarë mund të bëj për ju?"_s;
    QTest::newRow("emoji") << u"👩‍👩‍👧 ok 🇦🇱"_s;
    QTest::newRow("right to left") << u"مرحبا שלום"_s;
    QTest::newRow("quotes") << u"it's \"quoted\" \\ 'n' $1 ?1 :name %1 {}[]"_s;
    QTest::newRow("control") << u"tab\tline\ncr\r\u0001\u001f\u007f\u2028"_s;
    QTest::newRow("spaces kept") << u"  two  "_s;
    QTest::newRow("16 KiB") << QString(16 * 1024, u'x');
}

void TestStoreContract::keepsText()
{
    QFETCH(QString, text);
    const domain::Session session = openRoom();
    const auto posted =
        StoreFixture::run(*m_store, m_fixture.message(session.id, text, u"ana"_s, text.left(40)));
    QVERIFY(posted);
    const auto page = StoreFixture::page(*m_store, pageOf(session));
    QVERIFY(page);
    QCOMPARE(contents(*page), std::vector{text});
    QCOMPARE(page->messages[0].clientMsgId, text.left(40));
}

void TestStoreContract::numbersWithoutGap()
{
    const domain::Session one = openRoom(u"one"_s);
    const domain::Session two = openRoom(u"two"_s);
    std::vector<Answer<store::PostedMessage>> answers(100);
    for (size_t i = 0; i < answers.size(); ++i)
        m_store->postMessage(m_fixture.message(i % 2 ? two.id : one.id, QString::number(i)),
                             answers[i].reply());
    qint64 lastNumber = 0;
    for (size_t i = 0; i < answers.size(); ++i) {
        const auto posted = answers[i].get();
        QVERIFY(posted);
        QCOMPARE(posted->message.seq, static_cast<qint64>(i / 2 + 1));
        QCOMPARE(posted->message.change, posted->message.seq);
        QVERIFY(posted->message.number > lastNumber);
        lastNumber = posted->message.number;
    }
}

void TestStoreContract::answersARepetitionWithTheFirstResult()
{
    const domain::Session session = openRoom();
    const store::PostMessage write = m_fixture.message(session.id, u"once"_s, u"ana"_s, u"c-1"_s);
    const auto first = StoreFixture::run(*m_store, write);
    store::PostMessage again = write;
    again.id = m_fixture.newMessageId();
    const auto second = StoreFixture::run(*m_store, again);
    QVERIFY(first && second);
    QVERIFY(second->duplicate);
    QCOMPARE(second->message.id, first->message.id);
    QCOMPARE(second->message.number, first->message.number);
    QCOMPARE(second->message.content, u"once"_s);
    QCOMPARE(second->message.senderId, u"ana"_s);

    // Another author may use the same one, and nothing was stored for the repetition.
    const auto other =
        StoreFixture::run(*m_store, m_fixture.message(session.id, u"once"_s, u"bob"_s, u"c-1"_s));
    QVERIFY(other);
    QVERIFY(!other->duplicate);
    QCOMPARE(other->message.seq, 2);
}

void TestStoreContract::refusesAClientMsgIdWithAnotherBody()
{
    const domain::Session session = openRoom();
    const domain::Session elsewhere = openRoom(u"elsewhere"_s);
    QVERIFY(StoreFixture::run(*m_store, m_fixture.message(session.id, u"one"_s, u"ana"_s, u"c-1"_s)));
    const auto otherBody =
        StoreFixture::run(*m_store, m_fixture.message(session.id, u"two"_s, u"ana"_s, u"c-1"_s));
    QVERIFY(!otherBody);
    QCOMPARE(otherBody.error().kind, ErrorKind::Conflict);
    const auto otherSession =
        StoreFixture::run(*m_store, m_fixture.message(elsewhere.id, u"one"_s, u"ana"_s, u"c-1"_s));
    QVERIFY(!otherSession);
    QCOMPARE(otherSession.error().kind, ErrorKind::Conflict);
    const auto next = StoreFixture::run(*m_store, m_fixture.message(session.id, u"three"_s));
    QVERIFY(next);
    QCOMPARE(next->message.seq, 2);
}

void TestStoreContract::findsRepetitionsWithinOneCommit()
{
    const domain::Session session = openRoom();
    std::array<Answer<store::PostedMessage>, 4> answers;
    StoreFixture::inOneCommit(*m_store, [&] {
        m_store->postMessage(m_fixture.message(session.id, u"a"_s, u"ana"_s, u"c"_s), answers[0].reply());
        m_store->postMessage(m_fixture.message(session.id, u"a"_s, u"ana"_s, u"c"_s), answers[1].reply());
        m_store->postMessage(m_fixture.message(session.id, u"b"_s, u"ana"_s, u"c"_s), answers[2].reply());
        m_store->postMessage(m_fixture.message(session.id, u"d"_s, u"ana"_s, u"d"_s), answers[3].reply());
    });
    const auto first = answers[0].get();
    const auto repeated = answers[1].get();
    const auto other = answers[2].get();
    const auto next = answers[3].get();
    QVERIFY(first && !first->duplicate);
    QVERIFY(repeated && repeated->duplicate);
    QCOMPARE(repeated->message.id, first->message.id);
    QVERIFY(!other && other.error().kind == ErrorKind::Conflict);
    QVERIFY(next);
    QCOMPARE(next->message.seq, 2);
}

void TestStoreContract::answersARepetitionToAClosedSession()
{
    const domain::Session session = openRoom();
    const auto first = StoreFixture::run(*m_store, m_fixture.message(session.id, u"a"_s, u"ana"_s, u"c"_s));
    close(session);
    const auto again = StoreFixture::run(*m_store, m_fixture.message(session.id, u"a"_s, u"ana"_s, u"c"_s));
    QVERIFY(first && again);
    QVERIFY(again->duplicate);
    QCOMPARE(again->message.id, first->message.id);
}

void TestStoreContract::refusesAndTakesNoSeq()
{
    const domain::Session session = openRoom();
    const domain::Session other = openRoom(u"other"_s);
    const domain::Session closed = openRoom(u"closed"_s);
    close(closed);
    const auto foreign = StoreFixture::run(*m_store, m_fixture.message(other.id, u"foreign"_s));
    QVERIFY(foreign);

    std::array<Answer<store::PostedMessage>, 5> answers;
    StoreFixture::inOneCommit(*m_store, [&] {
        m_store->postMessage(m_fixture.message(session.id, u"good"_s), answers[0].reply());
        m_store->postMessage(m_fixture.message(m_fixture.newSessionId(), u"nowhere"_s, u"ana"_s, u"x"_s),
                             answers[1].reply());
        m_store->postMessage(m_fixture.message(closed.id, u"closed"_s), answers[2].reply());
        store::PostMessage reply = m_fixture.message(session.id, u"reply"_s);
        reply.replyTo = foreign->message.number;
        m_store->postMessage(reply, answers[3].reply());
        m_store->postMessage(m_fixture.message(session.id, u"good too"_s), answers[4].reply());
    });
    const auto good = answers[0].get();
    QVERIFY(good && good->message.seq == 1);
    const auto nowhere = answers[1].get();
    QVERIFY(!nowhere && nowhere.error().kind == ErrorKind::NotFound);
    const auto toClosed = answers[2].get();
    QVERIFY(!toClosed && toClosed.error().kind == ErrorKind::Conflict);
    const auto toForeign = answers[3].get();
    QVERIFY(!toForeign && toForeign.error().kind == ErrorKind::BadRequest);
    QCOMPARE(toForeign.error().field, u"reply_to"_s);
    const auto next = answers[4].get();
    QVERIFY(next && next->message.seq == 2);
}

void TestStoreContract::failsThePoisonAlone()
{
    const domain::Session session = openRoom();
    std::array<Answer<store::PostedMessage>, 3> answers;
    store::PostMessage poison = m_fixture.message(session.id, u"poison"_s);
    const auto before = StoreFixture::run(*m_store, m_fixture.message(session.id, u"first"_s));
    QVERIFY(before);
    poison.id = before->message.id;
    std::promise<void> entered;
    std::promise<void> leave;
    m_store->markRead({}, {nullptr, [&](const base::Result<store::ReadOutcome> &) {
                               entered.set_value();
                               leave.get_future().wait();
                           }});
    entered.get_future().wait();
    m_store->postMessage(m_fixture.message(session.id, u"good"_s, u"ana"_s, u"g"_s), answers[0].reply());
    m_store->postMessage(poison, answers[1].reply());
    m_store->postMessage(m_fixture.message(session.id, u"good too"_s), answers[2].reply());
    leave.set_value();
    const auto good = answers[0].get();
    const auto bad = answers[1].get();
    const auto next = answers[2].get();
    QVERIFY(good && !good->duplicate);
    QCOMPARE(good->message.seq, 2);
    QVERIFY(!bad);
    QCOMPARE(bad.error().kind, ErrorKind::Internal);
    QVERIFY(next);
    QCOMPARE(next->message.seq, 3);
    QVERIFY(m_store->figures().available);
}

void TestStoreContract::quotesWhatIsAnswered()
{
    const domain::Session session = openRoom();
    const auto question = StoreFixture::run(*m_store, m_fixture.message(session.id, u"why?"_s, u"bob"_s));
    QVERIFY(question);
    for (const store::MessageRef &reference :
         {store::MessageRef(question->message.number), store::MessageRef(question->message.id)}) {
        store::PostMessage write = m_fixture.message(session.id, u"because"_s);
        write.replyTo = reference;
        const auto answer = StoreFixture::run(*m_store, write);
        QVERIFY(answer);
        const auto page = StoreFixture::page(*m_store, pageOf(session, 1));
        QVERIFY(page && page->messages.size() == 1);
        for (const domain::Message &message : {answer->message, page->messages.front()}) {
            QVERIFY(message.replyTo);
            QCOMPARE(message.replyTo->number, question->message.number);
            QCOMPARE(message.replyTo->id, question->message.id);
            QCOMPARE(message.replyTo->senderName, u"Name of bob"_s);
            QCOMPARE(message.replyTo->excerpt, u"why?"_s);
        }
    }
}

void TestStoreContract::cutsExcerptsBetweenCharacters()
{
    const domain::Session session = openRoom();
    const QString text = QString(119, u'a') + u"😀 and more"_s;
    const auto question = StoreFixture::run(*m_store, m_fixture.message(session.id, text));
    QVERIFY(question);
    store::PostMessage write = m_fixture.message(session.id, u"yes"_s);
    write.replyTo = question->message.id;
    const auto answer = StoreFixture::run(*m_store, write);
    QVERIFY(answer && answer->message.replyTo);
    QCOMPARE(answer->message.replyTo->excerpt, QString(119, u'a'));
}

void TestStoreContract::findsNoSession()
{
    const auto byId = StoreFixture::find(*m_store, m_fixture.newSessionId());
    QVERIFY(!byId && byId.error().kind == ErrorKind::NotFound);
    const auto byRoom = StoreFixture::find(*m_store, u"it's nowhere"_s);
    QVERIFY(!byRoom && byRoom.error().kind == ErrorKind::NotFound);
    const auto page = StoreFixture::page(*m_store, store::MessageQuery{m_fixture.newSessionId(), 50, {}, {}});
    QVERIFY(!page && page.error().kind == ErrorKind::NotFound);
}

void TestStoreContract::writesTheAuditLogWithTheMessage()
{
    const domain::Session session = openRoom();
    store::PostMessage write = m_fixture.message(session.id, u"as another"_s, u"tech-1"_s, u"c"_s);
    write.audit = store::AuditEntry{u"message.impersonate"_s, u"tech-1"_s, domain::Role::Technician,
                                    R"({"as":"ana"})"_ba};
    const auto posted = StoreFixture::run(*m_store, write);
    QVERIFY(posted);
    const auto again = StoreFixture::run(*m_store, write);
    QVERIFY(again && again->duplicate);
    store::PostMessage refused = write;
    refused.session = m_fixture.newSessionId();
    refused.clientMsgId = u"d"_s;
    QVERIFY(!StoreFixture::run(*m_store, refused));
    QCOMPARE(StoreFixture::rows(m_url,
                                u"SELECT action, user_id, role, details, created_at FROM chat_audit_logs"_s),
             QStringList{u"message.impersonate|tech-1|technician|{\"as\":\"ana\"}|%1"_s.arg(
                 write.at.time_since_epoch().count())});
    QCOMPARE(StoreFixture::rows(m_url,
                                u"SELECT count(*) FROM chat_audit_logs a JOIN chat_messages m "
                                "ON m.id = a.message_id JOIN chat_sessions s ON s.id = a.session_id"_s),
             QStringList{u"1"_s});
}

void TestStoreContract::recordsActivity()
{
    const domain::Session session = openRoom();
    m_store->recordActivity({u"user_joined"_s, session.id, u"ana"_s, m_fixture.tick(), R"({"page":"/"})"_ba});
    m_store->recordActivity({u"user_left"_s, session.id, u"ana"_s, m_fixture.tick(), {}});
    QVERIFY(StoreFixture::run(*m_store, m_fixture.message(session.id, u"after"_s)));
    QCOMPARE(StoreFixture::rows(
                 m_url, u"SELECT event_type, user_id, details FROM chat_monitoring ORDER BY timestamp"_s),
             QStringList({u"user_joined|ana|{\"page\":\"/\"}"_s, u"user_left|ana|"_s}));
}

void TestStoreContract::postsFromManyThreads()
{
    constexpr int threads = 4;
    constexpr int each = 200;
    std::vector<domain::Session> sessions;
    for (int i = 0; i < 3; ++i)
        sessions.push_back(openRoom(u"room-%1"_s.arg(i)));
    std::vector<store::PostMessage> writes;
    for (int i = 0; i < threads * each; ++i) {
        const QString author = u"user-%1"_s.arg(i / each);
        writes.push_back(m_fixture.message(sessions[static_cast<size_t>(i % 3)].id, QString::number(i),
                                           author, QString::number(i)));
    }
    std::atomic<int> stored = 0;
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            for (int i = t * each; i < (t + 1) * each; ++i) {
                m_store->postMessage(writes[static_cast<size_t>(i)],
                                     {nullptr, [&](const base::Result<store::PostedMessage> &result) {
                                          if (result && !result->duplicate)
                                              ++stored;
                                      }});
            }
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    QTRY_COMPARE_WITH_TIMEOUT(stored.load(), threads * each, 20'000);
    for (const domain::Session &session : sessions) {
        const auto page = StoreFixture::page(*m_store, pageOf(session, 1000));
        QVERIFY(page);
        qint64 lastNumber = 0;
        qint64 seq = 0;
        std::map<QString, int> lastOfAuthor;
        for (const domain::Message &message : page->messages) {
            QCOMPARE(message.seq, ++seq);
            QVERIFY(message.number > lastNumber);
            lastNumber = message.number;
            int &last = lastOfAuthor[message.senderId];
            QVERIFY(message.content.toInt() >= last); // each thread's own order is kept
            last = message.content.toInt();
        }
        const auto found = StoreFixture::find(*m_store, session.id);
        QVERIFY(found);
        QCOMPARE(found->lastSeq, seq);
    }
    QCOMPARE(StoreFixture::rows(m_url, u"SELECT count(*) FROM chat_messages"_s),
             QStringList{QString::number(threads * each)});
}

void TestStoreContract::keepsAllOverARestart()
{
    const domain::Session session = openRoom();
    const auto first =
        StoreFixture::run(*m_store, m_fixture.message(session.id, u"first"_s, u"ana"_s, u"c"_s));
    QVERIFY(first);
    m_store.reset();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    const auto again =
        StoreFixture::run(*m_store, m_fixture.message(session.id, u"first"_s, u"ana"_s, u"c"_s));
    QVERIFY(again && again->duplicate);
    const auto second = StoreFixture::run(*m_store, m_fixture.message(session.id, u"second"_s));
    QVERIFY(second);
    QCOMPARE(second->message.seq, 2);
    QVERIFY(second->message.number > first->message.number);
}

/// SQLite: refused. PostgreSQL: both write, and no seq is missing or taken twice.
void TestStoreContract::twoInstances()
{
    if (StoreFixture::kind == base::DatabaseUrl::Kind::Sqlite) {
        const auto second = store::Store::open(m_url, {1, &m_fixture.clock(), {}});
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Unavailable);
        QVERIFY(second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        return;
    }
    const auto second = m_fixture.open(m_url);
    QVERIFY(second);
    const std::array<store::Store *, 2> stores{m_store.get(), second.get()};
    std::vector<Answer<store::OpenedSession>> opened(20);
    for (size_t i = 0; i < opened.size(); ++i)
        stores[i % 2]->openSession(m_fixture.opening(u"room-%1"_s.arg(i / 2)), opened[i].reply());
    std::vector<domain::SessionId> ids;
    for (size_t i = 0; i < opened.size(); i += 2) {
        const auto one = opened[i].get();
        const auto two = opened[i + 1].get();
        QVERIFY(one && two);
        QCOMPARE(one->session.id, two->session.id);
        QVERIFY(one->created != two->created);
        ids.push_back(one->session.id);
    }
    // Each write is sent to both, as a client does that reconnects elsewhere; one of them stores it.
    constexpr size_t count = 600;
    std::vector<Answer<store::PostedMessage>> answers(2 * count);
    for (size_t i = 0; i < count; ++i) {
        const auto write =
            m_fixture.message(ids[i % ids.size()], QString::number(i), u"ana"_s, QString::number(i));
        stores[0]->postMessage(write, answers[2 * i].reply());
        store::PostMessage copy = write;
        copy.id = m_fixture.newMessageId();
        stores[1]->postMessage(copy, answers[2 * i + 1].reply());
    }
    for (size_t i = 0; i < count; ++i) {
        const auto one = answers[2 * i].get();
        const auto two = answers[2 * i + 1].get();
        QVERIFY2(one, one ? "" : qPrintable(one.error().message));
        QVERIFY2(two, two ? "" : qPrintable(two.error().message));
        QCOMPARE(one->message.id, two->message.id);
        QVERIFY(one->duplicate != two->duplicate);
    }
    QCOMPARE(StoreFixture::rows(
                 m_url, u"SELECT count(*), max(seq), min(seq) FROM chat_messages GROUP BY session_key "
                        "HAVING count(*) <> max(seq) OR min(seq) <> 1"_s),
             QStringList{});
    QCOMPARE(StoreFixture::rows(
                 m_url, u"SELECT 1 FROM chat_messages a JOIN chat_messages b "
                        "ON a.session_key = b.session_key AND a.seq < b.seq AND a.number > b.number"_s),
             QStringList{});
}

void TestStoreContract::migratesOnceForTwoInstances()
{
    if (StoreFixture::kind == base::DatabaseUrl::Kind::Sqlite)
        return; // one file has one server, see twoInstances()
    const base::DatabaseUrl url = m_fixture.newDatabase();
    std::array<std::unique_ptr<store::Store>, 2> stores;
    std::thread other([&] { stores[0] = m_fixture.open(url); });
    stores[1] = m_fixture.open(url);
    other.join();
    QVERIFY(stores[0] && stores[1]);
}

int main(int argc, char *argv[])
{
    return runOnDatabase<TestStoreContract>(argc, argv);
}

#include "tst_storecontract.moc"
