// Fills a database with messages through the store, as senders would, and tells how long the first page of a
// search takes. \see tests/bench/README.md, "Search"

#include "../../store/answer.h"
#include "../../store/postgrescluster.h"
#include "base/ids.h"
#include "base/processfigures.h"
#include "store/store.h"
#include "text.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace Qt::StringLiterals;

namespace
{

constexpr int sessionCount = 20'000;
constexpr int clientsSessions = 3; ///< of `client-few`
constexpr double targetMs = 30;
constexpr int tries = 40;

struct Desk {
    std::unique_ptr<store::Store> store;
    base::SystemClock clock;
    base::IdGenerator ids{clock};
    std::vector<domain::SessionId> sessions;
};

[[noreturn]] void fail(const base::Error &error)
{
    qFatal("%ls", qUtf16Printable(error.message));
}

void openSessions(Desk &desk)
{
    std::vector<Answer<store::OpenedSession>> answers(sessionCount);
    for (int i = 0; i < sessionCount; ++i) {
        store::OpenSession write;
        write.session.id = domain::SessionId(desk.ids.next());
        write.session.createdAt = desk.clock.now();
        const QString client = i < clientsSessions ? u"client-few"_s : u"client-%1"_s.arg(i / 4);
        write.creator = {client, client, domain::Role::Client};
        write.session.participants = {client};
        desk.sessions.push_back(write.session.id);
        desk.store->openSession(std::move(write), answers[size_t(i)].reply());
    }
    for (auto &answer : answers) {
        if (const auto opened = answer.get(); !opened)
            fail(opened.error());
    }
}

void post(Desk &desk, int count)
{
    bench::TextMaker texts(1);
    std::mt19937 random(2);
    std::atomic<int> refused = 0;
    for (int i = 0; i < count; ++i) {
        store::PostMessage write;
        write.id = domain::MessageId(desk.ids.next());
        // A few sessions are busy, most are not.
        const double where = double(random()) / double(std::mt19937::max());
        write.session =
            desk.sessions[std::min(size_t(where * where * sessionCount), size_t(sessionCount - 1))];
        const QString sender = u"sender-%1"_s.arg(random() % 500);
        write.author = {sender, sender, domain::Role::Technician};
        write.shownSender = write.shownName = sender;
        write.shownRole = u"technician"_s;
        write.content = texts.message();
        write.at = desk.clock.now();
        desk.store->postMessage(std::move(write), {nullptr, [&refused](const auto &posted) {
                                                       if (!posted)
                                                           ++refused;
                                                   }});
        while (i % 1000 == 0 && desk.store->figures().queuedWrites > 20'000)
            QThread::msleep(1);
    }
    while (desk.store->figures().queuedWrites > 0 || desk.store->figures().unindexed > 0)
        QThread::msleep(20);
    if (refused > 0)
        qFatal("%d messages were refused", refused.load());
}

/// Prints how long first pages of \a query take. \return whether that is within the target
bool measure(Desk &desk, const char *name, const std::function<store::SearchQuery(int)> &query)
{
    std::vector<double> times;
    size_t hits = 0;
    const std::clock_t begin = std::clock();
    for (int i = 0; i < tries; ++i) {
        Answer<store::SearchPage> answer;
        QElapsedTimer timer;
        timer.start();
        desk.store->search(query(i), answer.reply());
        const auto page = answer.get();
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
        if (!page)
            fail(page.error());
        hits += page->hits.size();
    }
    const double cpu = double(std::clock() - begin) * 1000 / CLOCKS_PER_SEC / tries;
    const double first = times.front();
    std::sort(times.begin(), times.end());
    const double p50 = times[times.size() / 2];
    const double p99 = times[times.size() * 99 / 100];
    std::printf("%-44s %8.2f %8.2f %8.2f %8.2f %8.1f  %s\n", name, first, p50, p99, cpu, double(hits) / tries,
                p50 < targetMs ? "ok" : "TOO SLOW");
    return p50 < targetMs;
}

bool measureAll(Desk &desk)
{
    const bench::TextMaker texts(1);
    const auto text = [](const QString &words) {
        return [words](int) { return store::SearchQuery{.text = words}; };
    };
    std::printf("%-44s %8s %8s %8s %8s %8s\n", "first page of 20, ms", "first", "p50", "p99", "cpu", "hits");
    bool good = true;
    const auto check = [&](const char *name, const std::function<store::SearchQuery(int)> &query) {
        good = measure(desk, name, query) && good;
    };
    check("a word in most messages", text(texts.word(0)));
    check("the beginning of it, 4 letters", text(texts.word(0).left(4)));
    check("the beginning of it, 3 letters", text(texts.word(0).left(3)));
    check("2 letters", text(u"pe"_s));
    check("a rarer word, each time another",
          [&](int i) { return store::SearchQuery{.text = texts.word(500 + i * 37)}; });
    check("a rare word, each time another",
          [&](int i) { return store::SearchQuery{.text = texts.word(30'000 + i * 97)}; });
    check("a word that is nowhere", text(u"nowhereatall"_s));
    check("two common words", text(texts.word(0) + u' ' + texts.word(1)));
    check("a common word and a rare one, each another", [&](int i) {
        return store::SearchQuery{.text = texts.word(0) + u' ' + texts.word(5'000 + i * 97)};
    });
    check("a phrase of common words", text(u"\"%1 %2\""_s.arg(texts.word(0), texts.word(1))));
    check("Chinese", text(u"打印机"_s));
    check("Arabic", text(u"الطابعة"_s));
    check("numbers that begin alike", text(u"12"_s));
    check("a client of 3 sessions, a common word",
          [&](int) { return store::SearchQuery{.text = texts.word(0), .participant = u"client-few"_s}; });
    check("a client of 3 sessions, a beginning", [&](int) {
        return store::SearchQuery{.text = texts.word(0).left(4), .participant = u"client-few"_s};
    });
    check("a client of 3 sessions, a rare word", [&](int i) {
        return store::SearchQuery{.text = texts.word(30'000 + i), .participant = u"client-few"_s};
    });
    check("in one session", [&](int i) {
        return store::SearchQuery{.text = texts.word(1), .session = desk.sessions[size_t(i) * 400]};
    });
    return good;
}

bool run(const base::DatabaseUrl &url, int count)
{
    Desk desk;
    auto opened = store::Store::open(url, {.clock = &desk.clock});
    if (!opened)
        fail(opened.error());
    desk.store = std::move(*opened);
    QElapsedTimer timer;
    timer.start();
    openSessions(desk);
    post(desk, count);
    const double seconds = double(timer.elapsed()) / 1000;
    std::printf("%d messages in %d sessions, stored and indexed in %.0f s\n", count, sessionCount, seconds);
    if (const auto process = base::processFigures())
        std::printf("processor %.0f s, memory %lld MB\n", process->cpuSeconds,
                    process->residentBytes / 1'000'000);
    if (url.kind == base::DatabaseUrl::Kind::Sqlite)
        std::printf("file %lld MB\n", QFileInfo(url.path).size() / 1'000'000);
    return measureAll(desk);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const QString kind = arguments.value(1, u"sqlite"_s);
    const int count = arguments.value(2, u"1000000"_s).toInt();
    QTemporaryDir folder;
    PostgresCluster cluster;
    base::DatabaseUrl url;
    url.path = folder.filePath(u"search.db"_s);
    if (kind == "postgres"_L1) {
        if (!cluster.create())
            qFatal("PostgreSQL does not start");
        url = cluster.newDatabase();
    }
    return run(url, count) ? 0 : 1;
}
