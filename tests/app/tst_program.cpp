#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;

/// The program as an operator meets it: started as a process, with a data folder of its own.
class TestProgram : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    struct Outcome {
        int exitCode = -1;
        QString out;
        QString err;
    };
    std::unique_ptr<QProcess> start(const QStringList &arguments, const QStringList &environment = {}) const;
    Outcome run(const QStringList &arguments, const QStringList &environment = {}) const;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void exitCodes_data();
    void exitCodes();
    void token();
    void doctor();
    void serveTellsWhereToClickAndStopsOnSignal_data();
    void serveTellsWhereToClickAndStopsOnSignal();
    void failedStartSaysWhyInOneSentence();
    void linksWithTokensOnlyWhereAskedFor();
    void jsonLogs();
};

std::unique_ptr<QProcess> TestProgram::start(const QStringList &arguments,
                                             const QStringList &environment) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment variables;
    for (const QString &name :
         {u"PATH"_s, u"LD_LIBRARY_PATH"_s, u"ASAN_OPTIONS"_s, u"TSAN_OPTIONS"_s, u"UBSAN_OPTIONS"_s})
        variables.insert(name, qEnvironmentVariable(qPrintable(name)));
    variables.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    variables.insert(u"XDG_DATA_HOME"_s, m_folder->filePath(u"share"_s));
    for (const QString &pair : environment)
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    process->setProcessEnvironment(variables);
    process->setWorkingDirectory(m_folder->path());
    process->start(QStringLiteral(ULTRACOM_SERVER), arguments);
    return process;
}

TestProgram::Outcome TestProgram::run(const QStringList &arguments, const QStringList &environment) const
{
    const auto process = start(arguments, environment);
    if (!process->waitForFinished())
        return {-1, {}, process->errorString()};
    return {process->exitCode(), QString::fromUtf8(process->readAllStandardOutput()),
            QString::fromUtf8(process->readAllStandardError())};
}

void TestProgram::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("help") << QStringList{u"--help"_s} << 0;
    QTest::newRow("version") << QStringList{u"--version"_s} << 0;
    QTest::newRow("help of a command") << QStringList{u"serve"_s, u"--help"_s} << 0;
    QTest::newRow("no command") << QStringList{} << 2;
    QTest::newRow("unknown command") << QStringList{u"server"_s} << 2;
    QTest::newRow("unknown flag") << QStringList{u"serve"_s, u"--prt"_s, u"0"_s} << 2;
    QTest::newRow("flag without a value") << QStringList{u"serve"_s, u"--port"_s} << 2;
    QTest::newRow("something left over") << QStringList{u"doctor"_s, u"now"_s} << 2;
    QTest::newRow("no secret by flag") << QStringList{u"token"_s, u"--jwt-secret"_s, u"x"_s} << 2;
    QTest::newRow("token without a role") << QStringList{u"token"_s, u"--sub"_s, u"x"_s} << 2;
    QTest::newRow("wrong setting") << QStringList{u"serve"_s, u"--port"_s, u"http"_s} << 1;
    QTest::newRow("wrong setting for a token")
        << QStringList{u"token"_s, u"--sub"_s, u"x"_s, u"--role"_s, u"client"_s, u"--port"_s, u"x"_s} << 1;
    QTest::newRow("wrong setting for the doctor") << QStringList{u"doctor"_s, u"--port"_s, u"x"_s} << 1;
}

void TestProgram::exitCodes()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    const Outcome outcome = run(arguments);
    QVERIFY2(outcome.exitCode == exitCode, qPrintable(outcome.err));
    const bool toldOnStdout = exitCode == 0 || arguments.value(0) == u"doctor"_s;
    QVERIFY(!(toldOnStdout && exitCode != 2 ? outcome.out : outcome.err).isEmpty());
}

void TestProgram::token()
{
    const QStringList arguments{u"token"_s,      u"--sub"_s, u"tech-ops-1"_s, u"--role"_s,
                                u"technician"_s, u"--ttl"_s, u"1h"_s};
    const Outcome outcome = run(arguments);
    QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
    const QStringList parts = outcome.out.trimmed().split(u'.');
    QCOMPARE(parts.size(), 3);
    const QJsonObject claims =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[1].toLatin1(), QByteArray::Base64UrlEncoding))
            .object();
    QCOMPARE(claims.value("sub"_L1).toString(), u"tech-ops-1"_s);
    QCOMPARE(claims.value("exp"_L1).toInteger() - claims.value("iat"_L1).toInteger(), 3600);
    QVERIFY(QFile::exists(m_folder->filePath(u"share/ultracom/secret"_s)));

    const Outcome weak = run(arguments, {u"JWT_SECRET=short"_s});
    QCOMPARE(weak.exitCode, 0);
    QVERIFY(weak.err.contains(u"JWT_SECRET"));
    QCOMPARE(weak.out.count(u'\n'), 1); // nothing but the token, so that a shell can take it
}

void TestProgram::doctor()
{
    const Outcome outcome = run({u"doctor"_s, u"--port"_s, u"0"_s, u"--host"_s, u"127.0.0.1"_s});
    QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.out));
    for (const QString &line : outcome.out.split(u'\n', Qt::SkipEmptyParts))
        QVERIFY2(line.startsWith(u"ok    ") || line.startsWith(u"warn  "), qPrintable(line));

    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const Outcome taken =
        run({u"doctor"_s, u"--port"_s, QString::number(other.serverPort()), u"--host"_s, u"127.0.0.1"_s});
    QCOMPARE(taken.exitCode, 1);
    QVERIFY(taken.out.contains(u"FAIL  ports"));
}

void TestProgram::serveTellsWhereToClickAndStopsOnSignal_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestProgram::serveTellsWhereToClickAndStopsOnSignal()
{
    QFETCH(int, signalNumber);
    const auto process =
        start({u"serve"_s, u"--port"_s, u"0"_s, u"--host"_s, u"127.0.0.1"_s, u"--allow-visitors"_s, u"1"_s});
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process->readAllStandardOutput()).count('\n') == 3, 20'000);
    const QStringList lines = QString::fromUtf8(out).split(u'\n', Qt::SkipEmptyParts);
    const QRegularExpressionMatch page =
        QRegularExpression(u"^Customers: +http://localhost:([0-9]+)/$"_s).match(lines[0]);
    QVERIFY2(page.hasMatch(), qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith(u"Technicians: "), qPrintable(lines[1]));
    QVERIFY2(lines[2].endsWith(u"share/ultracom/ultracom.db"), qPrintable(lines[2]));

    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(page.captured(1).toInt()));
    socket.write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QTRY_VERIFY(socket.bytesAvailable() > 0);
    QVERIFY(socket.readAll().startsWith("HTTP/1.1 200"));

    QCOMPARE(::kill(pid_t(process->processId()), signalNumber), 0);
    QVERIFY(process->waitForFinished(8000));
    QCOMPARE(process->exitStatus(), QProcess::NormalExit);
    QVERIFY2(process->exitCode() == 0, process->readAllStandardError().constData());
}

void TestProgram::failedStartSaysWhyInOneSentence()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QString port = QString::number(other.serverPort());
    const Outcome outcome =
        run({u"serve"_s, u"--port"_s, port, u"--host"_s, u"127.0.0.1"_s}, {u"ULTRACOM_LOG=error"_s});
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.out, QString());
    QVERIFY2(outcome.err.contains(port), qPrintable(outcome.err));
    QCOMPARE(outcome.err.trimmed().count(u'\n'), 0);
}

void TestProgram::linksWithTokensOnlyWhereAskedFor()
{
    for (const bool asked : {false, true}) {
        QStringList arguments{u"serve"_s, u"--port"_s, u"0"_s, u"--host"_s, u"127.0.0.1"_s};
        if (asked)
            arguments += u"--print-links"_s;
        const auto process = start(arguments);
        QByteArray out;
        QTRY_VERIFY_WITH_TIMEOUT((out += process->readAllStandardOutput()).count('\n') == 3, 20'000);
        QCOMPARE(out.contains("#token=ey"), asked);
        process->terminate();
        QVERIFY(process->waitForFinished(8000));
    }
}

void TestProgram::jsonLogs()
{
    const auto process =
        start({u"serve"_s, u"--port"_s, u"0"_s, u"--host"_s, u"127.0.0.1"_s, u"--log-format"_s, u"json"_s},
              {u"JWT_SECRET=sesame"_s, u"ULTRACOM_LOG=debug"_s});
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process->readAllStandardOutput()).contains("Data:"), 20'000);
    process->terminate();
    QVERIFY(process->waitForFinished(8000));
    const QByteArray log = process->readAllStandardError();
    QVERIFY(log.count('\n') > 0);
    QVERIFY(!log.contains("sesame"));
    for (const QByteArray &line : log.trimmed().split('\n'))
        QVERIFY2(QJsonDocument::fromJson(line).object().contains("category"_L1), line.constData());
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
