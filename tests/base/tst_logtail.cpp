#include "base/logtail.h"

#include <QTest>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;

class TestLogTail : public QObject
{
    Q_OBJECT

    static QStringList texts(const base::LogTail::Lines &lines)
    {
        QStringList texts;
        for (const base::LogLine &line : lines.lines)
            texts.append(line.text);
        return texts;
    }

private Q_SLOTS:
    void initTestCase() { base::installLogging(base::LogFormat::Human); }
    void cleanupTestCase() { qInstallMessageHandler(nullptr); }
    void keepsTheLastLines();
    void tellsOnlyWhatIsNew();
    void linesAreOneLineAndBounded();
    void hearsNothingAfterItsEnd();
    void hearsManyThreads();
};

void TestLogTail::keepsTheLastLines()
{
    const base::LogTail tail(2);
    QCOMPARE(tail.after(0).lines.size(), size_t(0));
    qCInfo(base::logNet, "one");
    qCWarning(base::logStore, "two");
    qCInfo(base::logNet, "three");
    const base::LogTail::Lines lines = tail.after(0);
    QCOMPARE(texts(lines), (QStringList{u"two"_s, u"three"_s}));
    QCOMPARE(lines.upTo, quint64(3));
    QCOMPARE(lines.lines.front().category, u"ultracom.store"_s);
    QCOMPARE(lines.lines.front().type, QtWarningMsg);
    QVERIFY(lines.lines.front().at.time_since_epoch().count() > 0);
}

void TestLogTail::tellsOnlyWhatIsNew()
{
    const base::LogTail tail(10);
    qCInfo(base::logNet, "one");
    const quint64 upTo = tail.after(0).upTo;
    QCOMPARE(texts(tail.after(upTo)), QStringList());
    qCInfo(base::logNet, "two");
    QCOMPARE(texts(tail.after(upTo)), QStringList{u"two"_s});
    // More than ever came: a tail that was made anew.
    QCOMPARE(texts(tail.after(99)), QStringList());
}

void TestLogTail::linesAreOneLineAndBounded()
{
    const base::LogTail tail(10);
    qCInfo(base::logNet).noquote() << u"a\n\x1b[2J"_s;
    qCInfo(base::logNet).noquote() << QString(5000, u'x');
    const QStringList lines = texts(tail.after(0));
    QCOMPARE(lines.value(0), u"a\\n\\u001b[2J"_s);
    QCOMPARE(lines.value(1).size(), base::LogTail::maxLineLength);
}

void TestLogTail::hearsNothingAfterItsEnd()
{
    {
        const base::LogTail tail(10);
    }
    qCInfo(base::logNet, "nobody listens");
    const base::LogTail tail(10);
    qCInfo(base::logNet, "heard");
    QCOMPARE(texts(tail.after(0)), QStringList{u"heard"_s});
}

void TestLogTail::hearsManyThreads()
{
    constexpr int writers = 4;
    constexpr int linesEach = 50;
    const base::LogTail tail(writers * linesEach / 2);
    std::vector<std::unique_ptr<QThread>> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back(QThread::create([] {
            for (int i = 0; i < linesEach; ++i)
                qCInfo(base::logNet, "line");
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait(10'000));
    QCOMPARE(tail.after(0).upTo, quint64(writers * linesEach));
    QCOMPARE(tail.after(0).lines.size(), size_t(writers * linesEach / 2));
}

QTEST_GUILESS_MAIN(TestLogTail)
#include "tst_logtail.moc"
