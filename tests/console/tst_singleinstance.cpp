#include "console/singleinstance.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <memory>

#include <unistd.h>

using namespace Qt::StringLiterals;
using console::SingleInstance;
using Outcome = SingleInstance::Outcome;

namespace
{
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::milliseconds impatience{300};
} // namespace

/// Other consoles are processes: a lock within one process is another matter.
class TestSingleInstance : public QObject
{
    Q_OBJECT

    /// A process of this test that holds \a folder and answers; "deaf": does not answer.
    static std::unique_ptr<QProcess> holder(const QString &folder, const QString &how)
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QCoreApplication::applicationFilePath(), {u"--hold"_s, folder, how});
        if (!process->waitForStarted() || !process->waitForReadyRead(10'000))
            qFatal("the other process does not start");
        return process;
    }

private Q_SLOTS:
    void firstAlone();
    void foldersDoNotMatterToEachOther();
    void secondRaisesTheFirst();
    void linkToTheSameFolder();
    void killedFirstDoesNotCount();
    void hungFirst();
    void folderThatCannotBeWritten();
    void veryLongFolder();
    void strangersAreNotAnswered();
};

void TestSingleInstance::firstAlone()
{
    const QTemporaryDir folder;
    {
        SingleInstance instance(folder.path());
        QVERIFY(instance.claim(patience) == Outcome::First);
    }
    SingleInstance again(folder.path());
    QVERIFY(again.claim(patience) == Outcome::First);
}

void TestSingleInstance::foldersDoNotMatterToEachOther()
{
    const QTemporaryDir one;
    const QTemporaryDir two;
    const auto other = holder(one.path(), u"answering"_s);
    SingleInstance instance(two.path());
    QVERIFY(instance.claim(patience) == Outcome::First);
    other->kill();
    other->waitForFinished();
}

void TestSingleInstance::secondRaisesTheFirst()
{
    const QTemporaryDir folder;
    const auto other = holder(folder.path(), u"answering"_s);
    other->readAllStandardOutput();
    qputenv("XDG_ACTIVATION_TOKEN", "token-7");
    SingleInstance instance(folder.path());
    QVERIFY(instance.claim(patience) == Outcome::Raised);
    QVERIFY(instance.sentence().contains(QDir(folder.path()).canonicalPath()));
    QTRY_VERIFY(other->canReadLine());
    QCOMPARE(other->readLine(), QByteArray("raised token-7\n"));
    qunsetenv("XDG_ACTIVATION_TOKEN");
    QVERIFY(instance.claim(patience) == Outcome::Raised);
    other->kill();
    other->waitForFinished();
}

void TestSingleInstance::linkToTheSameFolder()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    const QString link = elsewhere.filePath(u"link"_s);
    QVERIFY(QFile::link(folder.path(), link));
    const auto other = holder(folder.path(), u"answering"_s);
    SingleInstance instance(link);
    QVERIFY(instance.claim(patience) == Outcome::Raised);
    other->kill();
    other->waitForFinished();
}

void TestSingleInstance::killedFirstDoesNotCount()
{
    const QTemporaryDir folder;
    const auto other = holder(folder.path(), u"answering"_s);
    ::kill(pid_t(other->processId()), SIGKILL);
    other->waitForFinished();
    QVERIFY(QFile::exists(folder.filePath(u"console.lock"_s)));
    SingleInstance instance(folder.path());
    QVERIFY(instance.claim(patience) == Outcome::First);
    // And the one after it finds this one: the killed one's socket is not in the way.
    QSignalSpy raised(&instance, &SingleInstance::raiseRequested);
    QProcess third;
    third.start(QCoreApplication::applicationFilePath(), {u"--claim"_s, folder.path()});
    QTRY_COMPARE_WITH_TIMEOUT(third.state(), QProcess::NotRunning, 10'000);
    QCOMPARE(third.exitCode(), int(Outcome::Raised));
    QCOMPARE(raised.size(), 1);
}

void TestSingleInstance::hungFirst()
{
    const QTemporaryDir folder;
    const auto other = holder(folder.path(), u"deaf"_s);
    SingleInstance instance(folder.path());
    QVERIFY(instance.claim(impatience) == Outcome::Silent);
    QVERIFY2(instance.sentence().contains(QString::number(other->processId())),
             qPrintable(instance.sentence()));
    other->kill();
    other->waitForFinished();
}

void TestSingleInstance::folderThatCannotBeWritten()
{
    const QTemporaryDir folder;
    SingleInstance instance(folder.filePath(u"missing"_s));
    QVERIFY(instance.claim(patience) == Outcome::Unusable);
    QVERIFY(!instance.sentence().isEmpty());
}

void TestSingleInstance::veryLongFolder()
{
    const QTemporaryDir folder;
    const QString deep = folder.filePath(QString(120, u'x'));
    QVERIFY(QDir().mkdir(deep));
    const auto other = holder(deep, u"answering"_s);
    SingleInstance instance(deep);
    QVERIFY(instance.claim(patience) == Outcome::Raised);
    other->kill();
    other->waitForFinished();
}

void TestSingleInstance::strangersAreNotAnswered()
{
    const QTemporaryDir folder;
    SingleInstance instance(folder.path());
    QVERIFY(instance.claim(patience) == Outcome::First);
    QSignalSpy raised(&instance, &SingleInstance::raiseRequested);
    for (const QByteArray &text : {QByteArray("GET / HTTP/1.1\r\n"), QByteArray(5000, 'x')}) {
        QLocalSocket socket;
        socket.connectToServer(folder.filePath(u"console.socket"_s));
        QVERIFY(socket.waitForConnected());
        socket.write(text);
        QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    }
    QCOMPARE(raised.size(), 0);
}

namespace
{

int hold(const QString &folder, bool answering)
{
    SingleInstance instance(folder);
    if (instance.claim(patience) != Outcome::First)
        return 1;
    QObject::connect(&instance, &SingleInstance::raiseRequested, [](const QByteArray &token) {
        std::printf("raised %s\n", token.constData());
        std::fflush(stdout);
    });
    std::puts("ready");
    std::fflush(stdout);
    if (answering)
        return QCoreApplication::exec();
    while (true)
        ::pause();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--hold")
        return hold(arguments.value(2), arguments.value(3) == u"answering");
    if (arguments.value(1) == u"--claim")
        return int(SingleInstance(arguments.value(2)).claim(patience));
    TestSingleInstance test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_singleinstance.moc"
