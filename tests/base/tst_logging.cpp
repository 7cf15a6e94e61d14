#include "base/logging.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <QThread>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace
{

constexpr int writers = 8;
constexpr int linesEach = 500;
const base::Timestamp moment = *base::fromRfc3339(u"2025-10-21T10:10:10.123Z");

/// What the test starts itself as, to have a stderr of its own: many threads that log at once.
void logFromManyThreads()
{
    base::installLogging(base::LogFormat::Json);
    std::vector<std::unique_ptr<QThread>> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back(QThread::create([writer] {
            for (int i = 0; i < linesEach; ++i)
                qCInfo(base::logNet).noquote() << QString(200, QChar(u'a' + writer)) << i;
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
}

} // namespace

class TestLogging : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jsonLine_data();
    void jsonLine();
    void humanLine_data();
    void humanLine();
    void levels_data();
    void levels();
    void wrongLevels_data();
    void wrongLevels();
    void linesOfManyThreadsStayWhole();
};

void TestLogging::jsonLine_data()
{
    QTest::addColumn<QtMsgType>("type");
    QTest::addColumn<QString>("level");
    QTest::addColumn<QString>("text");

    QTest::newRow("plain") << QtInfoMsg << u"info"_s << u"started"_s;
    QTest::newRow("debug") << QtDebugMsg << u"debug"_s << u"x"_s;
    QTest::newRow("warning") << QtWarningMsg << u"warning"_s << u"x"_s;
    QTest::newRow("error") << QtCriticalMsg << u"error"_s << u"x"_s;
    QTest::newRow("fatal") << QtFatalMsg << u"fatal"_s << u"x"_s;
    QTest::newRow("empty") << QtInfoMsg << u"info"_s << u""_s;
    QTest::newRow("Albanian") << QtInfoMsg << u"info"_s << u"Përshëndetje 🚀"_s;
    QTest::newRow("quotes and lines") << QtInfoMsg << u"info"_s << u"\"a\"\\\nb\r\n\t{\"c\":1}"_s;
    QTest::newRow("controls") << QtInfoMsg << u"info"_s << u"\x1b[31m\x01\x7f\x2028"_s;
    QTest::newRow("NUL") << QtInfoMsg << u"info"_s << QString::fromUtf16(u"a\0b", 3);
}

void TestLogging::jsonLine()
{
    QFETCH(QtMsgType, type);
    QFETCH(QString, level);
    QFETCH(QString, text);
    const QByteArray line =
        base::formatLogLine(base::LogFormat::Json, true, moment, type, "ultracom.net"_L1, text);
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(line, &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(object.keys(), (QStringList{u"category"_s, u"level"_s, u"msg"_s, u"ts"_s}));
    QCOMPARE(object.value("ts"_L1).toString(), u"2025-10-21T10:10:10.123Z"_s);
    QCOMPARE(object.value("level"_L1).toString(), level);
    QCOMPARE(object.value("category"_L1).toString(), u"ultracom.net"_s);
    QCOMPARE(object.value("msg"_L1).toString(), text);
}

void TestLogging::humanLine_data()
{
    QTest::addColumn<bool>("colours");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("plain") << false << u"it began"_s
                           << QByteArray("2025-10-21T10:10:10.123Z warning ultracom.net: it began\n");
    QTest::newRow("colours") << true << u"x"_s
                             << QByteArray(
                                    "2025-10-21T10:10:10.123Z \033[33mwarning\033[0m ultracom.net: x\n");
    QTest::newRow("accents stay") << false << u"ë"_s
                                  << QByteArray("2025-10-21T10:10:10.123Z warning ultracom.net: ë\n");
    QTest::newRow("one line") << false << u"a\nb"_s
                              << QByteArray("2025-10-21T10:10:10.123Z warning ultracom.net: a\\nb\n");
    QTest::newRow("no commands for the terminal")
        << false << u"\x1b[2J\x9b"_s
        << QByteArray("2025-10-21T10:10:10.123Z warning ultracom.net: \\u001b[2J\\u009b\n");
}

void TestLogging::humanLine()
{
    QFETCH(bool, colours);
    QFETCH(QString, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(
        base::formatLogLine(base::LogFormat::Human, colours, moment, QtWarningMsg, "ultracom.net"_L1, text),
        expected);
}

void TestLogging::levels_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("net"); // what of debug, info, warning and error appears
    QTest::addColumn<QString>("store");

    QTest::newRow("default") << u""_s << u"iwe"_s << u"iwe"_s;
    QTest::newRow("debug") << u"debug"_s << u"diwe"_s << u"diwe"_s;
    QTest::newRow("warning") << u"Warning"_s << u"we"_s << u"we"_s;
    QTest::newRow("error") << u"error"_s << u"e"_s << u"e"_s;
    QTest::newRow("one category") << u"net=debug"_s << u"diwe"_s << u"iwe"_s;
    QTest::newRow("general and special") << u"net=debug, error"_s << u"diwe"_s << u"e"_s;
}

void TestLogging::levels()
{
    QFETCH(QString, text);
    QFETCH(QString, net);
    QFETCH(QString, store);
    const auto enabled = [](const QLoggingCategory &category) {
        return (category.isDebugEnabled() ? u"d"_s : QString()) +
               (category.isInfoEnabled() ? u"i"_s : QString()) +
               (category.isWarningEnabled() ? u"w"_s : QString()) +
               (category.isCriticalEnabled() ? u"e"_s : QString());
    };
    QVERIFY(base::setLogLevels(text));
    QCOMPARE(enabled(base::logNet()), net);
    QCOMPARE(enabled(base::logStore()), store);
}

void TestLogging::wrongLevels_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {u"loud"_s, u"net=loud"_s, u"nut=debug"_s, u"net=debug=info"_s, u"net"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void TestLogging::wrongLevels()
{
    QFETCH(QString, text);
    const auto status = base::setLogLevels(text);
    QVERIFY(!status);
    QVERIFY(status.error().message.contains(u"ULTRACOM_LOG"));
}

void TestLogging::linesOfManyThreadsStayWhole()
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {u"--log-from-many-threads"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QByteArrayList lines = process.readAllStandardError().split('\n');
    QCOMPARE(lines.takeLast(), QByteArray());
    QCOMPARE(lines.size(), writers * linesEach);
    for (const QByteArray &line : std::as_const(lines)) {
        const QString text = QJsonDocument::fromJson(line).object().value("msg"_L1).toString();
        QVERIFY2(text.size() > 200 && text.left(200) == QString(200, text.at(0)), line.constData());
    }
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(u"--log-from-many-threads"_s)) {
        logFromManyThreads();
        return 0;
    }
    TestLogging test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_logging.moc"
