#include "console/options.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void good_data();
    void good();
    void wrong_data();
    void wrong();
    void actions();
    void helpNamesEverySetting();
    void visitorsAreAdmittedUnlessSaidOtherwise();
};

void TestOptions::good_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("port");

    QTest::newRow("nothing") << QStringList{} << QString() << QString();
    QTest::newRow("a port") << QStringList{u"--port"_s, u"9000"_s} << QString() << u"9000"_s;
    QTest::newRow("a server") << QStringList{u"--server"_s, u"http://desk:8080"_s} << u"http://desk:8080"_s
                              << QString();
    QTest::newRow("no scheme") << QStringList{u"--server"_s, u"192.168.1.5:8080"_s}
                               << u"http://192.168.1.5:8080"_s << QString();
    QTest::newRow("TLS and a path") << QStringList{u"--server=https://chat.example.com/#token=x"_s}
                                    << u"https://chat.example.com"_s << QString();
}

void TestOptions::good()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, server);
    QFETCH(QString, port);
    const auto options = console::parseOptions(QStringList{u"ultracom-console"_s} + arguments);
    QVERIFY2(options, options ? "" : qPrintable(options.error().message));
    QVERIFY(options->action == console::Options::Action::Run);
    QCOMPARE(options->server.toString(), server);
    QCOMPARE(options->flags.value(u"PORT"_s), port);
    QVERIFY(options->useKeychain);
}

void TestOptions::wrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const QString &arguments, const QString &named) {
        QTest::newRow(name) << arguments.split(u' ') << named;
    };
    row("unknown flag", u"--prt 1"_s, u"prt"_s);
    row("an argument", u"http://desk"_s, u"http://desk"_s);
    row("no value", u"--server"_s, u"server"_s);
    row("no web server", u"--server ftp://desk"_s, u"--server"_s);
    row("no host", u"--server http://"_s, u"--server"_s);
    row("a password", u"--server http://me:secret@desk"_s, u"password"_s);
    row("a token without a server", u"--token-file x"_s, u"--server"_s);
    row("a secret on the command line", u"--jwt-secret x"_s, u"jwt-secret"_s);
}

void TestOptions::wrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto options = console::parseOptions(QStringList{u"ultracom-console"_s} + arguments);
    QVERIFY(!options);
    QVERIFY2(options.error().message.contains(named), qPrintable(options.error().message));
}

void TestOptions::actions()
{
    using Action = console::Options::Action;
    const auto actionOf = [](const QString &flag) {
        return console::parseOptions({u"ultracom-console"_s, flag}).value().action;
    };
    QVERIFY(actionOf(u"--help"_s) == Action::ShowHelp);
    QVERIFY(actionOf(u"--version"_s) == Action::ShowVersion);
    QVERIFY(actionOf(u"--secret-to-file"_s) == Action::SecretToFile);
}

void TestOptions::helpNamesEverySetting()
{
    const QString help = console::optionsHelp();
    for (const base::SettingHelp &setting : base::settingHelps())
        QCOMPARE(help.contains(u"--"_s + setting.flag()), setting.hasFlag);
    QVERIFY(help.contains(u"--server"_s));
}

void TestOptions::visitorsAreAdmittedUnlessSaidOtherwise()
{
    const auto options = console::parseOptions({u"ultracom-console"_s, u"--port"_s, u"0"_s});
    QVERIFY(options);
    const base::ConfigSources sources = options->configSources();
    QCOMPARE(sources.defaults.value(u"ALLOW_VISITORS"_s), u"1"_s);
    QCOMPARE(sources.defaults.value(u"MAX_CONNECTIONS"_s), u"1000"_s);
    QCOMPARE(sources.flags.value(u"PORT"_s), u"0"_s);
    QVERIFY(sources.secretMayBeElsewhere);
}

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
