#include "storefixture.h"

#include <QProcess>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using Kind = base::DatabaseUrl::Kind;
using Posted = base::Result<store::PostedMessage>;

namespace
{

/// Keeps the writer waiting in a reply while it lives, so that what is queued meanwhile is committed at once.
class Hold
{
public:
    explicit Hold(store::Store &store)
    {
        std::promise<void> entered;
        store.markRead({}, {nullptr, [&entered, left = m_leave.get_future().share()](const auto &) {
                                entered.set_value();
                                left.wait();
                            }});
        entered.get_future().wait();
    }
    ~Hold() { m_leave.set_value(); }
    Hold(const Hold &) = delete;
    Hold &operator=(const Hold &) = delete;

private:
    std::promise<void> m_leave;
};

} // namespace

class TestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_sqlite.start() && m_postgres.start()); }
    void commitsInGroups();
    void answersInOrderAndThenPublishes();
    void refusesWhenTooManyWait();
    void writesActivitiesThatHaveNoCompany();
    void commitsWhatIsQueuedBeforeItCloses();
    void refusesWhatTheDeadlineDoesNotAllow();
    void survivesAFullDisk();
    void survivesALostServer();
    void letsGoOfTheFileWhenKilled();

private:
    static void checkKept(const base::DatabaseUrl &url, const QSet<QString> &acknowledged);

    StoreFixture m_sqlite{Kind::Sqlite};
    StoreFixture m_postgres{Kind::Postgres};
};

/// Every acknowledged message is there once, and no seq is missing.
void TestWriter::checkKept(const base::DatabaseUrl &url, const QSet<QString> &acknowledged)
{
    const QStringList stored =
        StoreFixture::rows(url, u"SELECT client_msg_id FROM chat_messages ORDER BY seq"_s);
    const QSet<QString> kept(stored.cbegin(), stored.cend());
    QCOMPARE(kept.size(), stored.size());
    QVERIFY(kept.contains(acknowledged));
    QCOMPARE(StoreFixture::rows(url, u"SELECT count(*) - max(seq), min(seq) FROM chat_messages"_s),
             QStringList{u"0|1"_s});
}

void TestWriter::commitsInGroups()
{
    const auto store = m_sqlite.open(m_sqlite.newDatabase());
    QVERIFY(store);
    const auto opened = StoreFixture::run(*store, m_sqlite.opening(u"room"_s));
    QVERIFY(opened);
    std::vector<Answer<store::PostedMessage>> answers(1000);
    qint64 commits = 0;
    {
        const Hold hold(*store);
        commits = store->figures().commits;
        for (auto &answer : answers)
            store->postMessage(m_sqlite.message(opened->session.id, u"hi"_s), answer.reply());
        QCOMPARE(store->figures().queuedWrites, 1000);
    }
    qint64 seq = 0;
    for (auto &answer : answers) {
        const auto posted = answer.get();
        QVERIFY(posted);
        QCOMPARE(posted->message.seq, ++seq);
    }
    QCOMPARE(store->figures().commits - commits, 2); // maxBatch is 512
    QCOMPARE(store->figures().queuedWrites, 0);
}

void TestWriter::answersInOrderAndThenPublishes()
{
    const auto store = m_sqlite.open(m_sqlite.newDatabase());
    QVERIFY(store);
    const auto opened = StoreFixture::run(*store, m_sqlite.opening(u"room"_s));
    QVERIFY(opened);
    std::mutex mutex;
    QStringList log;
    const auto note = [&](const QString &what) {
        const std::lock_guard lock(mutex);
        log << what;
    };
    {
        const Hold hold(*store);
        store->setAfterCommit([&] { note(u"commit"_s); });
        for (const QString &name : {u"a"_s, u"b"_s, u"c"_s}) {
            store->postMessage(
                m_sqlite.message(opened->session.id, name),
                {nullptr, [&, name](const Posted &posted) { note(posted ? name : u"failed"_s); }});
        }
    }
    const auto length = [&] {
        const std::lock_guard lock(mutex);
        return log.size();
    };
    QTRY_COMPARE(length(), 5);
    store->close(5s);
    QCOMPARE(log,
             QStringList({u"commit"_s, u"a"_s, u"b"_s, u"c"_s, u"commit"_s})); // the first is the hold's own
}

void TestWriter::refusesWhenTooManyWait()
{
    const auto store = m_sqlite.open(m_sqlite.newDatabase());
    QVERIFY(store);
    {
        const Hold hold(*store);
        for (qint64 i = 0; i < store::Store::maxQueuedWrites; ++i)
            store->recordActivity({});
        const auto refused = StoreFixture::run(*store, m_sqlite.opening(u"room"_s));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Unavailable);
        QVERIFY(refused.error().retryAfter > 0ms);
    }
    store->close(0ms);
}

void TestWriter::writesActivitiesThatHaveNoCompany()
{
    const base::DatabaseUrl url = m_sqlite.newDatabase();
    const auto store = m_sqlite.open(url);
    QVERIFY(store);
    const auto written = [&] { return StoreFixture::rows(url, u"SELECT count(*) FROM chat_monitoring"_s); };
    for (int i = 0; i < 3; ++i)
        store->recordActivity({});
    QTRY_COMPARE(written(), QStringList{u"3"_s});
    for (int i = 0; i < 2 * store::Store::maxBatch; ++i)
        store->recordActivity({});
    store->close(20s);
    QCOMPARE(written(), QStringList{QString::number(3 + 2 * store::Store::maxBatch)});
}

void TestWriter::commitsWhatIsQueuedBeforeItCloses()
{
    const base::DatabaseUrl url = m_sqlite.newDatabase();
    const auto store = m_sqlite.open(url);
    QVERIFY(store);
    const auto opened = StoreFixture::run(*store, m_sqlite.opening(u"room"_s));
    QVERIFY(opened);
    std::atomic<int> stored = 0;
    for (int i = 0; i < 700; ++i)
        store->postMessage(m_sqlite.message(opened->session.id, u"hi"_s),
                           {nullptr, [&](const Posted &posted) { stored += posted ? 1 : 0; }});
    store->close(20s);
    QCOMPARE(stored.load(), 700);
    const auto late = StoreFixture::run(*store, m_sqlite.message(opened->session.id, u"late"_s));
    QVERIFY(!late && late.error().kind == ErrorKind::Unavailable);
    const auto lateRead = StoreFixture::find(*store, opened->session.id);
    QVERIFY(!lateRead && lateRead.error().kind == ErrorKind::Unavailable);
    QCOMPARE(StoreFixture::rows(url, u"SELECT count(*) FROM chat_messages"_s), QStringList{u"700"_s});
}

void TestWriter::refusesWhatTheDeadlineDoesNotAllow()
{
    const auto store = m_sqlite.open(m_sqlite.newDatabase());
    QVERIFY(store);
    const auto opened = StoreFixture::run(*store, m_sqlite.opening(u"room"_s));
    QVERIFY(opened);
    Answer<store::PostedMessage> answer;
    auto hold = std::make_unique<Hold>(*store);
    store->postMessage(m_sqlite.message(opened->session.id, u"hi"_s), answer.reply());
    std::thread closing([&] { store->close(0ms); });
    // Once it refuses new writes, its deadline has begun.
    const auto refuses = [&] {
        const auto refused = std::make_shared<std::atomic<bool>>(false);
        store->postMessage(m_sqlite.message(opened->session.id, u"probe"_s),
                           {nullptr, [refused](const Posted &result) { *refused = !result; }});
        return refused->load();
    };
    QTRY_VERIFY(refuses());
    hold.reset();
    closing.join();
    const auto posted = answer.get();
    QVERIFY(!posted);
    QCOMPARE(posted.error().kind, ErrorKind::Unavailable);
}

void TestWriter::survivesAFullDisk()
{
    const base::DatabaseUrl url = m_sqlite.newDatabase();
    std::atomic<int> maxPages = 100;
    store::Store::Options options;
    options.onWriterConnected = [&](QSqlDatabase &database) {
        QSqlQuery(database).exec(u"PRAGMA max_page_count = %1"_s.arg(maxPages.load()));
    };
    const auto store = m_sqlite.open(url, options);
    QVERIFY(store);
    const auto opened = StoreFixture::run(*store, m_sqlite.opening(u"room"_s));
    QVERIFY(opened);
    QSet<QString> acknowledged;
    const auto post = [&](int i) {
        const auto posted = StoreFixture::run(
            *store, m_sqlite.message(opened->session.id, QString(4000, u'x'), u"ana"_s, QString::number(i)));
        if (posted)
            acknowledged.insert(QString::number(i));
        return posted;
    };
    int i = 0;
    Posted last = post(i);
    QVERIFY(last);
    while (last && i < 1000)
        last = post(++i);
    QVERIFY(!last);
    QCOMPARE(last.error().kind, ErrorKind::Unavailable);
    QVERIFY(last.error().retryAfter > 0ms);
    QVERIFY(i > 5);
    const auto page = StoreFixture::page(*store, {opened->session.id, 1, {}, {}});
    QVERIFY(page); // reading goes on
    QCOMPARE(page->messages.front().seq, acknowledged.size());

    maxPages = 100'000;
    QTRY_VERIFY_WITH_TIMEOUT(post(i), 10'000);
    QVERIFY(store->figures().available);
    checkKept(url, acknowledged);
}

void TestWriter::survivesALostServer()
{
    const base::DatabaseUrl url = m_postgres.newDatabase();
    QVERIFY(!url.name.isEmpty());
    const auto store = m_postgres.open(url);
    QVERIFY(store);
    const auto opened = StoreFixture::run(*store, m_postgres.opening(u"room"_s));
    QVERIFY(opened);
    std::mutex mutex;
    QSet<QString> acknowledged;
    std::atomic<int> answered = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> otherwise = 0;
    int sent = 0;
    const auto post = [&] {
        const QString name = QString::number(sent++);
        store->postMessage(m_postgres.message(opened->session.id, u"hi"_s, u"ana"_s, name),
                           {nullptr, [&, name](const Posted &posted) {
                                const std::lock_guard lock(mutex);
                                if (posted)
                                    acknowledged.insert(name);
                                else if (posted.error().kind == ErrorKind::Unavailable)
                                    ++refused;
                                else
                                    ++otherwise;
                                ++answered;
                            }});
    };
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 200; ++i)
            post();
        m_postgres.cluster().stop();
        const int before = refused;
        post();
        QTRY_VERIFY_WITH_TIMEOUT(refused > before, 10'000);
        QVERIFY(!store->figures().available);
        QVERIFY(!StoreFixture::find(*store, opened->session.id));
        QVERIFY(m_postgres.cluster().start());
        QTRY_VERIFY_WITH_TIMEOUT(store->figures().available, 10'000);
        QVERIFY(StoreFixture::find(*store, opened->session.id));
    }
    post();
    QTRY_COMPARE_WITH_TIMEOUT(answered.load(), sent, 10'000);
    QCOMPARE(otherwise.load(), 0);
    QVERIFY(acknowledged.contains(QString::number(sent - 1)));
    checkKept(url, acknowledged);
}

void TestWriter::letsGoOfTheFileWhenKilled()
{
    const base::DatabaseUrl url = m_sqlite.newDatabase();
    QProcess process;
    // What it leaves behind when it is killed goes with this test's folder.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"TMPDIR"_s, QFileInfo(url.path).path());
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, url.path});
    QVERIFY(process.waitForReadyRead(20'000));
    QCOMPARE(process.readAllStandardOutput().trimmed(), "open"_ba);
    const auto refused = store::Store::open(url, {1, &m_sqlite.clock(), {}});
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(QString::number(process.processId())));
    process.kill();
    QVERIFY(process.waitForFinished(20'000));
    const auto store = m_sqlite.open(url);
    QVERIFY(store);
    QVERIFY(StoreFixture::find(*store, u"held"_s));
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--hold"_L1) {
        base::DatabaseUrl url;
        url.path = application.arguments().value(2);
        StoreFixture fixture(Kind::Sqlite);
        const auto store = fixture.open(url);
        if (!store || !StoreFixture::run(*store, fixture.opening(u"held"_s)))
            return 1;
        std::puts("open");
        std::fflush(stdout);
        return QCoreApplication::exec();
    }
    TestWriter test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_writer.moc"
