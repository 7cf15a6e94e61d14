#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;

namespace
{
constexpr int patience = 20'000;
}

/// The program as a process: its command line, its exit codes, its one instance.
class TestConsoleProgram : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QStringList own(const QStringList &arguments) const
    {
        return QStringList{u"--no-keychain"_s, u"--data-dir"_s, m_folder->filePath(u"data"_s), u"--port"_s,
                           u"0"_s} +
               arguments;
    }
    std::unique_ptr<QProcess> start(const QStringList &arguments,
                                    const QString &platform = u"offscreen"_s) const;
    void waitUntilItRuns() const;
    static int exitCode(QProcess &process)
    {
        return process.waitForFinished(patience) ? process.exitCode() : -1;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void exitCodes_data();
    void exitCodes();
    void helpsWithoutADisplay();
    void endsInOrderOnASignal();
    void secondStartRaisesTheFirst();
    void startsAfterBeingKilled();
    void languages_data();
    void languages();
};

std::unique_ptr<QProcess> TestConsoleProgram::start(const QStringList &arguments,
                                                    const QString &platform) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, platform);
    environment.insert(u"XDG_DATA_HOME"_s, m_folder->filePath(u"share"_s));
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder->path());
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(m_folder->path());
    process->start(QStringLiteral(ULTRACOM_CONSOLE), arguments);
    return process;
}

void TestConsoleProgram::waitUntilItRuns() const
{
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder->filePath(u"data/ultracom.db.lock"_s)), patience);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder->filePath(u"data/console.socket"_s)), patience);
}

void TestConsoleProgram::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("said");
    QTest::newRow("help") << QStringList{u"--help"_s} << 0 << u"--server"_s;
    QTest::newRow("version") << QStringList{u"--version"_s} << 0 << u"ultracom-console"_s;
    QTest::newRow("unknown flag") << QStringList{u"--prt"_s, u"0"_s} << 2 << u"prt"_s;
    QTest::newRow("wrong value") << QStringList{u"--port"_s, u"x"_s} << 1 << u"PORT"_s;
    QTest::newRow("no token file") << QStringList{u"--server"_s, u"desk"_s, u"--token-file"_s, u"missing"_s}
                                   << 1 << u"missing"_s;
    QTest::newRow("nothing to move") << QStringList{u"--secret-to-file"_s, u"--no-keychain"_s} << 1
                                     << u"keychain"_s;
}

void TestConsoleProgram::exitCodes()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, said);
    const auto process = start(arguments);
    QCOMPARE(exitCode(*process), code);
    const QString out = QString::fromUtf8(process->readAllStandardOutput());
    const QString err = QString::fromUtf8(process->readAllStandardError());
    QVERIFY2((code == 0 ? out : err).contains(said), qPrintable(out + err));
}

void TestConsoleProgram::helpsWithoutADisplay()
{
    const auto process = start({u"--help"_s}, u"no-such-platform"_s);
    QCOMPARE(exitCode(*process), 0);
    QVERIFY(process->readAllStandardOutput().contains("--server"));
}

void TestConsoleProgram::endsInOrderOnASignal()
{
    const auto process = start(own({}));
    waitUntilItRuns();
    process->terminate();
    QCOMPARE(exitCode(*process), 0);
    QVERIFY(!QFile::exists(m_folder->filePath(u"data/console.lock"_s)));
    QVERIFY(QFile::exists(m_folder->filePath(u"data/secret"_s)));
}

void TestConsoleProgram::secondStartRaisesTheFirst()
{
    const auto first = start(own({}));
    waitUntilItRuns();
    const auto second = start(own({}));
    QCOMPARE(exitCode(*second), 0);
    QVERIFY(second->readAllStandardOutput().contains("already runs"));
    QCOMPARE(first->state(), QProcess::Running);
    first->terminate();
    QCOMPARE(exitCode(*first), 0);
}

void TestConsoleProgram::startsAfterBeingKilled()
{
    const auto first = start(own({}));
    waitUntilItRuns();
    first->kill();
    QVERIFY(first->waitForFinished(patience));
    QVERIFY(QFile::remove(m_folder->filePath(u"data/console.socket"_s)));
    QVERIFY(QFile::remove(m_folder->filePath(u"data/ultracom.db.lock"_s)));
    const auto second = start(own({}));
    waitUntilItRuns();
    QCOMPARE(second->state(), QProcess::Running);
    second->terminate();
    QCOMPARE(exitCode(*second), 0);
}

void TestConsoleProgram::languages_data()
{
    QTest::addColumn<QString>("language");
    for (const QString &language : {u"en"_s, u"sq"_s, u"ar"_s, u"xx"_s})
        QTest::newRow(qPrintable(language)) << language;
}

void TestConsoleProgram::languages()
{
    QFETCH(QString, language);
    const auto process = start(own({u"--language"_s, language}));
    waitUntilItRuns();
    process->terminate();
    QCOMPARE(exitCode(*process), 0);
}

QTEST_GUILESS_MAIN(TestConsoleProgram)
#include "tst_consoleprogram.moc"
