#include "storefixture.h"

#include <QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using base::ErrorKind;

namespace
{

using Rooms = std::map<QString, domain::Session>;

QStringList contents(const base::Result<store::SearchPage> &page)
{
    if (!page)
        return {u"error: "_s + page.error().message};
    QStringList result;
    for (const domain::SearchHit &hit : page->hits)
        result << hit.message.content;
    return result;
}

} // namespace

/// Full-text search, on both databases.
class TestSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_fixture.start()); }
    void init();
    void cleanupTestCase() { m_store.reset(); }

    void finds_data();
    void finds();
    void tellsWhereAHitStands();
    void anyTextIsSafe_data();
    void anyTextIsSafe();
    void refusesTooManyWords();
    void newTextReplacesTheOld();
    void deletedIsNotFound();
    void changesBeforeTheyWereIndexed();
    void onlyWhereOneParticipates();
    void onlyWhatATokenAdmits();
    void onlyWhereOneParticipatesAmongMany();
    void onlyInASession();
    void onlyInATime();
    void ranksByFitAndAge();
    void pagesThroughAll_data();
    void pagesThroughAll();
    void pagesStayWhileMoreCome();
    void findsBeginningsOfManyWords();
    void findsTheOldAmongMany();
    void keepsTheIndexOverARestart();
    void goesOnWhereItWasKilled();
    void indexesWhatWasThereBefore();
    void startsOverWhenTheFoldingChanged();
    void twoInstances();

private:
    domain::Session openRoom(const QString &room = u"support-1"_s,
                             const QStringList &participants = {u"ana"_s});
    domain::Message post(const domain::Session &session, const QString &text,
                         const QString &author = u"ana"_s);
    void postMany(const domain::Session &session, int count, const std::function<QString(int)> &text);
    base::Result<store::SearchPage> search(const store::SearchQuery &query);
    QStringList found(const QString &text) { return contents(search({.text = text})); }
    void edit(const domain::Message &message, const QString &text);
    void erase(const domain::Message &message);

    StoreFixture m_fixture{StoreFixture::kind};
    base::DatabaseUrl m_url;
    std::unique_ptr<store::Store> m_store;
    QByteArray m_function;
    QString m_room;
    int m_rooms = 0;
};

/// Rows of one function share a database, and look in a room of their own.
void TestSearch::init()
{
    m_room = u"room-%1"_s.arg(++m_rooms);
    if (m_store && m_function == QTest::currentTestFunction())
        return;
    m_function = QTest::currentTestFunction();
    m_store.reset();
    m_url = m_fixture.newDatabase();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
}

domain::Session TestSearch::openRoom(const QString &room, const QStringList &participants)
{
    const auto opened = StoreFixture::run(*m_store, m_fixture.opening(room, participants));
    return opened ? opened->session : domain::Session{};
}

domain::Message TestSearch::post(const domain::Session &session, const QString &text, const QString &author)
{
    const auto posted = StoreFixture::run(*m_store, m_fixture.message(session.id, text, author));
    return posted ? posted->message : domain::Message{};
}

void TestSearch::postMany(const domain::Session &session, int count, const std::function<QString(int)> &text)
{
    std::vector<Answer<store::PostedMessage>> answers(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i)
        m_store->postMessage(m_fixture.message(session.id, text(i)), answers[size_t(i)].reply());
    for (auto &answer : answers)
        QVERIFY(answer.get());
}

base::Result<store::SearchPage> TestSearch::search(const store::SearchQuery &query)
{
    Answer<store::SearchPage> answer;
    m_store->search(query, answer.reply());
    return answer.get();
}

void TestSearch::edit(const domain::Message &message, const QString &text)
{
    Answer<store::ChangedMessage> answer;
    m_store->editMessage(
        {message.sessionId, message.id, m_fixture.user(u"ana"_s), text, std::nullopt, m_fixture.tick()},
        answer.reply());
    QVERIFY(answer.get());
}

void TestSearch::erase(const domain::Message &message)
{
    Answer<store::ChangedMessage> answer;
    m_store->deleteMessage(
        {message.sessionId, message.id, m_fixture.user(u"ana"_s), m_fixture.tick(), std::nullopt},
        answer.reply());
    QVERIFY(answer.get());
}

void TestSearch::finds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("found");
    QTest::newRow("a word") << u"Sensori Gamma u rregullua."_s << u"gamma"_s << true;
    QTest::newRow("without diacritics") << u"Përshëndetje!"_s << u"pershendetje"_s << true;
    QTest::newRow("with them") << u"Pershendetje!"_s << u"përshëndetje"_s << true;
    QTest::newRow("upper case") << u"çelësi"_s << u"ÇELËSI"_s << true;
    QTest::newRow("two letters") << u"Përshëndetje"_s << u"pe"_s << true;
    QTest::newRow("three letters") << u"Përshëndetje"_s << u"per"_s << true;
    QTest::newRow("four letters") << u"Përshëndetje"_s << u"pers"_s << true;
    QTest::newRow("two words") << u"Sensori Gamma u rregullua."_s << u"rreg sensor"_s << true;
    QTest::newRow("a phrase") << u"Sensori Gamma u rregullua."_s << u"\"gamma u rregullua\""_s << true;
    QTest::newRow("a phrase that goes on") << u"write to info@example.org"_s << u"info@exam"_s << true;
    QTest::newRow("a phrase that goes on, two letters")
        << u"write to info@example.org"_s << u"info@ex"_s << true;
    QTest::newRow("Arabic") << u"أهلاً وسهلاً"_s << u"اهلا"_s << true;
    QTest::newRow("Han") << u"我的打印机坏了"_s << u"打印机"_s << true;
    QTest::newRow("one character of Han") << u"我的打印机坏了"_s << u"坏"_s << true;
    QTest::newRow("a number") << u"Porosia 2025-118"_s << u"2025 118"_s << true;
    QTest::newRow("a word of the engine") << u"NEAR the sensor OR not"_s << u"near or not"_s << true;
    QTest::newRow("a very long word") << QString(500, u'x') << QString(200, u'x') << true;
    // Rainy
    QTest::newRow("another word") << u"Sensori Gamma"_s << u"beta"_s << false;
    QTest::newRow("the end of a word") << u"Sensori Gamma"_s << u"amma"_s << false;
    QTest::newRow("one word of two") << u"Sensori Gamma"_s << u"sensori beta"_s << false;
    QTest::newRow("a phrase in another order") << u"Sensori Gamma"_s << u"\"gamma sensori\""_s << false;
    QTest::newRow("characters of Han in another order") << u"打印机"_s << u"机打"_s << false;
    QTest::newRow("a session's key") << u"Sensori"_s << u"1"_s << false;
    QTest::newRow("signs only") << u"!!! ???"_s << u"!!!"_s << false;
}

void TestSearch::finds()
{
    QFETCH(QString, text);
    QFETCH(QString, query);
    QFETCH(bool, found);
    const domain::Session session = openRoom(m_room);
    post(session, u"something else altogether"_s);
    post(session, text);
    QCOMPARE(contents(search({.text = query, .session = session.id})),
             found ? QStringList{text} : QStringList{});
}

void TestSearch::tellsWhereAHitStands()
{
    const domain::Session session = openRoom(u"support-7"_s, {u"ana"_s});
    const domain::Message first = post(session, u"Sensori Gamma?"_s);
    auto answer = m_fixture.message(session.id, u"Po, Gamma."_s, u"tech"_s);
    answer.replyTo = first.number;
    QVERIFY(StoreFixture::run(*m_store, std::move(answer)));
    const auto page = search({.text = u"gamma po"_s});
    QVERIFY(page);
    QCOMPARE(page->hits.size(), size_t(1));
    QVERIFY(!page->next);
    QVERIFY(!page->indexing);
    const domain::SearchHit &hit = page->hits.front();
    QCOMPARE(hit.message.content, u"Po, Gamma."_s);
    QCOMPARE(hit.message.sessionId, session.id);
    QCOMPARE(hit.message.senderId, u"tech"_s);
    QCOMPARE(hit.message.seq, 2);
    QVERIFY(hit.message.replyTo && hit.message.replyTo->id == first.id);
    QCOMPARE(hit.room, u"support-7"_s);
    QCOMPARE(hit.title, u"Printer"_s);
    QVERIFY(hit.contact && hit.contact->id == u"ana"_s);
    QCOMPARE(hit.excerpt, u"Po, Gamma."_s);
    QCOMPARE(hit.highlights, (std::vector<domain::TextRange>{{0, 2}, {4, 5}}));
}

void TestSearch::anyTextIsSafe_data()
{
    QTest::addColumn<QString>("query");
    const QStringList queries{u"\""_s,
                              u"'"_s,
                              u"\"\"\""_s,
                              u"a\"b"_s,
                              u"*"_s,
                              u"ab* OR"_s,
                              u"NEAR(ab cd, 5)"_s,
                              u"words : ab"_s,
                              u"- session : \"1\""_s,
                              u"^ab + cd"_s,
                              u"{words session} : x"_s,
                              u"AND OR NOT"_s,
                              u"(((((("_s,
                              u"ab & | ! <-> cd:*A"_s,
                              u"'ab' \\ 'cd'"_s,
                              u"ab:*"_s,
                              u"@1 #0"_s,
                              u"'); DROP TABLE chat_messages; --"_s,
                              u"?1 :a $b %s %n"_s,
                              u"\u0000\uffff\u202e"_s,
                              u"ab\u0301\u0301\u0301"_s,
                              QString(256, u'"'),
                              u"a "_s.repeated(100),
                              u"打"_s.repeated(256)};
    for (const QString &query : queries)
        QTest::newRow(qUtf8Printable(query.left(24))) << query;
}

void TestSearch::anyTextIsSafe()
{
    QFETCH(QString, query);
    const domain::Session session = openRoom(m_room);
    post(session, u"ab cd"_s);
    const auto page = search({.text = query, .participant = u"ana"_s});
    QVERIFY2(page, page ? "" : qUtf8Printable(page.error().message));
    QCOMPARE(contents(search({.text = u"ab"_s, .session = session.id})), QStringList{u"ab cd"_s});
}

void TestSearch::refusesTooManyWords()
{
    QStringList words;
    for (int i = 0; i <= store::maxSearchTerms; ++i)
        words << u"w%1"_s.arg(i);
    const auto page = search({.text = words.join(u' ')});
    QVERIFY(!page);
    QCOMPARE(page.error().kind, ErrorKind::BadRequest);
    QCOMPARE(page.error().field, u"q"_s);
}

void TestSearch::newTextReplacesTheOld()
{
    const domain::Session session = openRoom();
    const domain::Message message = post(session, u"sensori alfa"_s);
    QCOMPARE(found(u"alfa"_s), QStringList{u"sensori alfa"_s}); // it is indexed now
    edit(message, u"sensori beta"_s);
    QCOMPARE(found(u"alfa"_s), QStringList{});
    QCOMPARE(found(u"beta"_s), QStringList{u"sensori beta"_s});
    edit(message, u"gama"_s);
    edit(message, u"sensori delta"_s);
    QCOMPARE(found(u"beta"_s), QStringList{});
    QCOMPARE(found(u"gama"_s), QStringList{});
    QCOMPARE(found(u"sensori"_s), QStringList{u"sensori delta"_s});
    QCOMPARE(StoreFixture::rows(m_url, u"SELECT count(*) FROM chat_search_changed"_s), QStringList{u"0"_s});
}

void TestSearch::deletedIsNotFound()
{
    const domain::Session session = openRoom();
    const domain::Message gone = post(session, u"sensori alfa"_s);
    post(session, u"sensori beta"_s);
    QCOMPARE(found(u"sensori"_s).size(), 2);
    erase(gone);
    QCOMPARE(found(u"sensori"_s), QStringList{u"sensori beta"_s});
    QCOMPARE(found(u"alfa"_s), QStringList{});
}

/// What happens to a message in the commit that it comes with, or soon after.
void TestSearch::changesBeforeTheyWereIndexed()
{
    const domain::Session session = openRoom();
    std::vector<domain::Message> messages;
    for (int i = 0; i < 3; ++i)
        messages.push_back(post(session, u"sensori alfa%1"_s.arg(i)));
    edit(messages[0], u"sensori beta"_s);
    erase(messages[1]);
    QStringList all = found(u"sensori"_s);
    all.sort();
    QCOMPARE(all, (QStringList{u"sensori alfa2"_s, u"sensori beta"_s}));
    QCOMPARE(found(u"alfa"_s), QStringList{u"sensori alfa2"_s});
}

void TestSearch::onlyWhereOneParticipates()
{
    post(openRoom(u"a"_s, {u"ana"_s}), u"sensori a"_s);
    auto opening = m_fixture.opening(u"b"_s, {u"bea"_s});
    opening.creator = m_fixture.user(u"bea"_s);
    const auto other = StoreFixture::run(*m_store, opening);
    QVERIFY(other);
    post(other->session, u"sensori b"_s, u"bea"_s);
    QCOMPARE(contents(search({.text = u"sensori"_s, .participant = u"ana"_s})), QStringList{u"sensori a"_s});
    QCOMPARE(contents(search({.text = u"sensori"_s, .participant = u"bea"_s})), QStringList{u"sensori b"_s});
    QCOMPARE(contents(search({.text = u"sensori"_s, .participant = u"nobody"_s})), QStringList{});
    QCOMPARE(found(u"sensori"_s).size(), 2);
}

void TestSearch::onlyWhatATokenAdmits()
{
    for (const QString &room : {u"a"_s, u"b"_s, u"c"_s})
        post(openRoom(room), u"sensori "_s + room);
    const auto notB = [](const domain::Session &session) { return session.room != u"b"_s; };
    for (const QString &participant : {QString(), u"ana"_s}) {
        QStringList rooms =
            contents(search({.text = u"sensori"_s, .participant = participant, .admits = notB}));
        rooms.sort();
        QCOMPARE(rooms, (QStringList{u"sensori a"_s, u"sensori c"_s}));
    }
}

/// More sessions than the index is asked for by name.
void TestSearch::onlyWhereOneParticipatesAmongMany()
{
    constexpr int sessions = 300;
    std::vector<Answer<store::OpenedSession>> answers(sessions);
    for (int i = 0; i < sessions; ++i) {
        auto opening = m_fixture.opening(u"room-%1"_s.arg(i), {});
        opening.creator = m_fixture.user(i % 100 == 99 ? u"bea"_s : u"ana"_s);
        m_store->openSession(opening, answers[size_t(i)].reply());
    }
    for (int i = 0; i < sessions; ++i) {
        const auto opened = answers[size_t(i)].get();
        QVERIFY(opened);
        if (i % 50 == 49)
            post(opened->session, u"sensori %1"_s.arg(i));
    }
    QStringList all = contents(search({.text = u"sensori"_s, .participant = u"ana"_s}));
    all.sort();
    QCOMPARE(all, (QStringList{u"sensori 149"_s, u"sensori 249"_s, u"sensori 49"_s}));
}

void TestSearch::onlyInASession()
{
    const domain::Session a = openRoom(u"a"_s);
    post(a, u"sensori a"_s);
    post(openRoom(u"b"_s), u"sensori b"_s);
    QCOMPARE(contents(search({.text = u"sensori"_s, .session = a.id})), QStringList{u"sensori a"_s});
    QCOMPARE(contents(search({.text = u"sensori"_s, .session = m_fixture.newSessionId()})), QStringList{});
}

void TestSearch::onlyInATime()
{
    const domain::Session session = openRoom();
    std::vector<base::Timestamp> times;
    for (int i = 0; i < 5; ++i) {
        times.push_back(post(session, u"sensori %1"_s.arg(i)).createdAt);
        m_fixture.advance(std::chrono::hours(1));
    }
    const auto between = [&](std::optional<base::Timestamp> from, std::optional<base::Timestamp> to) {
        QStringList all = contents(search({.text = u"sensori"_s, .from = from, .to = to}));
        all.sort();
        return all;
    };
    QCOMPARE(between(times[1], times[3]), (QStringList{u"sensori 1"_s, u"sensori 2"_s}));
    QCOMPARE(between(times[3], {}), (QStringList{u"sensori 3"_s, u"sensori 4"_s}));
    QCOMPARE(between({}, times[1]), QStringList{u"sensori 0"_s});
    QCOMPARE(between(times[3], times[3]), QStringList{});
    QCOMPARE(between(times[3], times[1]), QStringList{});
    QCOMPARE(between(base::Timestamp(), base::Timestamp(std::chrono::hours(24 * 365 * 200))).size(), 5);
}

void TestSearch::ranksByFitAndAge()
{
    const domain::Session session = openRoom();
    const QString rest = u" dhe shume fjale te tjera qe nuk kane te bejne me kete pyetje"_s;
    post(session, u"printer"_s);
    m_fixture.advance(std::chrono::hours(24 * 100));
    post(session, u"printer"_s + rest);
    post(session, u"printers"_s + rest);
    post(session, u"printer "_s);
    QCOMPARE(found(u"printer"_s),
             (QStringList{u"printer "_s, u"printer"_s + rest, u"printer"_s, u"printers"_s + rest}));
}

void TestSearch::pagesThroughAll_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("limit");
    QTest::newRow("one page") << 7 << 20;
    QTest::newRow("exactly one") << 20 << 20;
    QTest::newRow("several") << 45 << 20;
    QTest::newRow("one a page") << 5 << 1;
    QTest::newRow("more than are ranked together") << 1010 << 100;
}

void TestSearch::pagesThroughAll()
{
    QFETCH(int, count);
    QFETCH(int, limit);
    const domain::Session session = openRoom(m_room);
    postMany(session, count,
             [](int i) { return u"sensori "_s + u"x "_s.repeated(i % 7) + QString::number(i); });
    QStringList all;
    store::SearchQuery query{.text = u"sensori"_s, .session = session.id, .limit = limit};
    for (int pages = 0; pages <= count; ++pages) {
        const auto page = search(query);
        QVERIFY(page);
        QVERIFY(std::ssize(page->hits) <= limit);
        all += contents(page);
        if (!page->next)
            break;
        query.after = page->next;
    }
    QCOMPARE(all.size(), count);
    all.sort();
    QCOMPARE(all.removeDuplicates(), 0);
}

void TestSearch::pagesStayWhileMoreCome()
{
    const domain::Session session = openRoom();
    std::vector<domain::Message> messages;
    for (int i = 0; i < 30; ++i)
        messages.push_back(post(session, u"sensori %1"_s.arg(i)));
    store::SearchQuery query{.text = u"sensori"_s, .limit = 10};
    const auto first = search(query);
    QVERIFY(first && first->next);
    QStringList all = contents(first);
    post(session, u"sensori new"_s);
    const auto last = std::find_if(messages.begin(), messages.end(), [&](const domain::Message &message) {
        return !all.contains(message.content);
    });
    QVERIFY(last != messages.end());
    erase(*last);
    for (query.after = first->next; query.after;) {
        const auto page = search(query);
        QVERIFY(page);
        all += contents(page);
        query.after = page->next;
    }
    QVERIFY(!all.contains(u"sensori new"_s));
    QVERIFY(!all.contains(last->content));
    QCOMPARE(all.size(), 29);
    QCOMPARE(all.removeDuplicates(), 0);
}

/// More words than are looked up one by one.
void TestSearch::findsBeginningsOfManyWords()
{
    const domain::Session session = openRoom();
    postMany(session, 200, [](int i) { return u"nr%1 kodi%2"_s.arg(i).arg(i, 4, 10, QChar(u'0')); });
    const auto page = search({.text = u"kodi"_s, .limit = 100});
    QCOMPARE(contents(page).size(), 100);
    QVERIFY(page->next);
    QCOMPARE(found(u"kodi0123"_s), QStringList{u"nr123 kodi0123"_s});
    QCOMPARE(contents(search({.text = u"kodi01"_s, .limit = 100})).size(), 100);
    QCOMPARE(contents(search({.text = u"nr"_s, .limit = 100})).size(), 100);
}

/// Numbers far apart, as they are in a large database.
void TestSearch::findsTheOldAmongMany()
{
    const domain::Session session = openRoom();
    post(session, u"sensori i vjeter"_s);
    postMany(session, 4500, [](int i) { return u"bisede %1"_s.arg(i); });
    post(session, u"sensori i ri"_s);
    QStringList all = found(u"sensori"_s);
    all.sort();
    QCOMPARE(all, (QStringList{u"sensori i ri"_s, u"sensori i vjeter"_s}));
    QCOMPARE(contents(search({.text = u"bisede"_s, .session = session.id, .limit = 50})).size(), 50);
}

void TestSearch::keepsTheIndexOverARestart()
{
    const domain::Session session = openRoom();
    post(session, u"sensori alfa"_s);
    QCOMPARE(found(u"alfa"_s).size(), 1);
    m_store.reset();
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    QCOMPARE(found(u"alfa"_s).size(), 1);
    post(session, u"sensori beta"_s);
    QCOMPARE(found(u"sensori"_s).size(), 2);
}

/// Committed, but not indexed: as after kill -9.
void TestSearch::goesOnWhereItWasKilled()
{
    const domain::Session session = openRoom();
    post(session, u"sensori alfa"_s);
    QCOMPARE(found(u"alfa"_s).size(), 1);
    const QStringList done = StoreFixture::rows(m_url, u"SELECT done FROM chat_search_state"_s);
    for (int i = 0; i < 40; ++i)
        post(session, u"sensori beta"_s);
    m_store.reset();
    // What a step of the index did is undone as a whole, its mark with it.
    if (StoreFixture::kind == base::DatabaseUrl::Kind::Postgres)
        StoreFixture::execute(m_url, u"DELETE FROM chat_search WHERE number > %1"_s.arg(done.front()));
    else
        StoreFixture::execute(m_url, u"INSERT INTO chat_search (chat_search) VALUES ('delete-all')"_s);
    StoreFixture::execute(
        m_url, u"UPDATE chat_search_state SET done = %1"_s.arg(
                   StoreFixture::kind == base::DatabaseUrl::Kind::Postgres ? done.front() : u"0"_s));
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    QTRY_COMPARE(contents(search({.text = u"sensori"_s, .limit = 100})).size(), 41);
    QCOMPARE(found(u"alfa"_s).size(), 1);
}

void TestSearch::indexesWhatWasThereBefore()
{
    const domain::Session session = openRoom();
    postMany(session, 3000, [](int i) { return u"sensori %1"_s.arg(i); });
    m_store.reset();
    StoreFixture::execute(m_url, u"UPDATE chat_search_state SET folding = 'none yet'"_s);
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    QTRY_VERIFY(m_store->figures().unindexed == 0 && found(u"2999"_s).size() == 1);
    const auto page = search({.text = u"sensori"_s, .limit = 100});
    QVERIFY(page && !page->indexing);
    QCOMPARE(page->hits.size(), size_t(100));
    QCOMPARE(found(u"0"_s).size(), 1);
}

void TestSearch::startsOverWhenTheFoldingChanged()
{
    const domain::Session session = openRoom();
    const domain::Message message = post(session, u"sensori alfa"_s);
    QCOMPARE(found(u"alfa"_s).size(), 1);
    m_store.reset();
    StoreFixture::execute(m_url, u"UPDATE chat_search_state SET folding = 'other'"_s);
    m_store = m_fixture.open(m_url);
    QVERIFY(m_store);
    QTRY_COMPARE(found(u"alfa"_s).size(), 1);
    edit(message, u"sensori beta"_s);
    QCOMPARE(found(u"alfa"_s).size(), 0);
    QCOMPARE(found(u"beta"_s).size(), 1);
}

/// Of PostgreSQL: each finds what the other was told.
void TestSearch::twoInstances()
{
    if (StoreFixture::kind != base::DatabaseUrl::Kind::Postgres)
        QSKIP("a file has one server");
    const std::unique_ptr<store::Store> other = m_fixture.open(m_url);
    QVERIFY(other);
    const domain::Session session = openRoom();
    std::vector<Answer<store::PostedMessage>> answers(400);
    for (int i = 0; i < 400; ++i)
        (i % 2 ? *m_store : *other)
            .postMessage(m_fixture.message(session.id, u"sensori %1"_s.arg(i)), answers[size_t(i)].reply());
    for (auto &answer : answers)
        QVERIFY(answer.get());
    QTRY_VERIFY(m_store->figures().unindexed == 0 && other->figures().unindexed == 0);
    QStringList all;
    store::SearchQuery query{.text = u"sensori"_s, .limit = 100};
    do {
        const auto page = search(query);
        QVERIFY(page);
        all += contents(page);
        query.after = page->next;
    } while (query.after);
    QCOMPARE(all.size(), 400);
}

int main(int argc, char *argv[])
{
    return runOnDatabase<TestSearch>(argc, argv);
}
#include "tst_search.moc"
