#include "includerules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// Keeps the layers of CONTRIBUTING.md, "How the house is laid out", true.
class TestIncludeDirections : public QObject
{
    Q_OBJECT

    structure::Layers m_layers;

    static QString read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private Q_SLOTS:
    void initTestCase();
    void rules_data();
    void rules();
    void layersUseOnlyWhatTheyMay_data();
    void layersUseOnlyWhatTheyMay();
    void everyFileKeepsTheRules();
};

void TestIncludeDirections::initTestCase()
{
    m_layers = structure::parseLayers(read(QStringLiteral(ULTRACOM_LAYERS_FILE)));
    QVERIFY2(m_layers.contains(u"server/base"_s) && m_layers.contains(u"server/domain"_s),
             "layers.txt lists no layers");
}

void TestIncludeDirections::rules_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("violation"); // what the sentence contains, or nothing

    const auto row = [](const char *name, const QString &path, const QString &line,
                        const QString &violation) { QTest::newRow(name) << path << line << violation; };
    // Sunny
    row("own layer", u"server/chat/a.cpp"_s, u"#include \"chat/a.h\""_s, {});
    row("a layer below", u"server/chat/a.cpp"_s, u"#include \"domain/a.h\""_s, {});
    row("a deeper folder", u"server/chat/a/b.cpp"_s, u"#include \"domain/a.h\""_s, {});
    row("Qt", u"server/chat/a.cpp"_s, u"#include <QObject>"_s, {});
    row("a library's folder", u"server/net/a.cpp"_s, u"#include <boost/beast/http.hpp>"_s, {});
    row("the system's net folder", u"server/net/a.cpp"_s, u"#include <net/if.h>"_s, {});
    row("generated", u"server/net/a.cpp"_s, u"#include \"a.moc\""_s, {});
    row("the program", u"app/server/a.cpp"_s, u"#include \"chat/a.h\""_s, {});
    row("SQL in the store", u"server/store/a.cpp"_s, u"#include <QSqlQuery>"_s, {});
    row("SQL in the client", u"ui/client/a.cpp"_s, u"#include <QSqlQuery>"_s, {});
    row("a socket in the client", u"ui/client/a.cpp"_s, u"#include <QWebSocket>"_s, {});
    row("a view of a model", u"ui/views/a.cpp"_s, u"#include \"models/a.h\""_s, {});
    row("widgets in a view", u"ui/views/a.cpp"_s, u"#include <QWidget>"_s, {});
    row("not an include", u"server/domain/a.cpp"_s, u"// #include \"net/a.h\""_s, {});
    row("a clock elsewhere", u"server/net/a.cpp"_s, u"auto t = std::chrono::steady_clock::now();"_s, {});
    row("a clock in a comment", u"server/domain/a.cpp"_s, u"int a; // not SystemClock"_s, {});
    // Rainy
    row("a layer above", u"server/domain/a.cpp"_s, u"#include \"chat/a.h\""_s,
        u"domain may not include chat"_s);
    row("not in its list", u"server/chat/a.h"_s, u"  #  include \"net/a.h\""_s,
        u"chat may not include net"_s);
    row("no folder", u"server/chat/a.cpp"_s, u"#include \"a.h\""_s, u"does not show its layer"_s);
    row("a way around", u"server/chat/a.cpp"_s, u"#include \"../net/a.h\""_s, u"does not show its layer"_s);
    row("no such layer", u"server/chat/a.cpp"_s, u"#include \"boost/a.hpp\""_s, u"is of no layer"_s);
    row("ours in angles", u"server/domain/a.cpp"_s, u"#include <chat/a.h>"_s, u"stands in quotes"_s);
    row("SQL elsewhere", u"server/chat/a.cpp"_s, u"#include <QSqlQuery>"_s, u"may not know QtSql"_s);
    row("SQL in a model", u"ui/models/a.cpp"_s, u"#include <QSqlQuery>"_s, u"may not know QtSql"_s);
    row("a request in a view", u"ui/views/a.cpp"_s, u"#include <QNetworkAccessManager>"_s,
        u"knows no server"_s);
    row("a model of a view", u"ui/models/a.cpp"_s, u"#include \"views/a.h\""_s,
        u"models may not include views"_s);
    row("a view of the store", u"ui/views/a.cpp"_s, u"#include \"store/a.h\""_s,
        u"views may not include store"_s);
    row("the server of the window", u"server/chat/a.cpp"_s, u"#include \"client/a.h\""_s,
        u"chat may not include client"_s);
    row("widgets in the server", u"server/chat/a.cpp"_s, u"#include <QWidget>"_s, u"without a screen"_s);
    row("all of QtSql elsewhere", u"server/chat/a.cpp"_s, u"#include <QtSql>"_s, u"may not know QtSql"_s);
    row("a socket in the rules", u"server/domain/a.cpp"_s, u"#include <QTcpSocket>"_s, u"is pure"_s);
    row("a system socket in a codec", u"server/protocol/a.cpp"_s, u"#include <sys/socket.h>"_s, u"is pure"_s);
    row("a timer in a codec", u"server/protocol/a.cpp"_s, u"#include <QElapsedTimer>"_s, u"is pure"_s);
    row("a clock in a codec", u"server/protocol/a.cpp"_s, u"auto t = std::chrono::system_clock::now();"_s,
        u"is pure"_s);
    row("Qt's clock in the rules", u"server/domain/a.cpp"_s, u"x = QDateTime::currentDateTimeUtc();"_s,
        u"is pure"_s);
    row("a log in a codec", u"server/protocol/a.cpp"_s, u"qCWarning(x) << 1;"_s, u"is pure"_s);
}

void TestIncludeDirections::rules()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(QString, violation);
    const structure::Layers layers = structure::parseLayers(
        u"server/domain:base\nserver/base:\nserver/protocol:base,domain\n"
        "server/store:base,domain\nserver/chat:base,domain,store\nserver/net:base,protocol\n"
        "ui/client:base,domain,protocol\nui/models:base,domain,client\nui/views:base,domain,client,models\n"_s);
    const QStringList found =
        structure::violations(path, u"#pragma once\n"_s + line + u"\nint x;\n"_s, layers);
    if (violation.isEmpty()) {
        QCOMPARE(found, QStringList());
    } else {
        QCOMPARE(found.size(), 1);
        QVERIFY2(found.first().startsWith(path + u":2: "_s) && found.first().contains(violation),
                 qPrintable(found.first()));
    }
}

void TestIncludeDirections::layersUseOnlyWhatTheyMay_data()
{
    QTest::addColumn<QStringList>("may");
    const auto row = [](const char *layer, const QString &may) {
        QTest::newRow(layer) << may.split(u' ', Qt::SkipEmptyParts);
    };
    row("server/base", u""_s);
    row("server/domain", u"base"_s);
    row("server/protocol", u"base domain"_s);
    row("server/store", u"base domain"_s);
    row("server/chat", u"base domain store"_s);
    row("server/cluster", u"base domain protocol"_s);
    row("server/net", u"base protocol"_s);
    row("server/api", u"base domain protocol chat cluster net"_s);
    row("server/host", u"base domain protocol store chat cluster net api"_s);
    row("ui/client", u"base domain protocol"_s);
    row("ui/theme", u""_s);
    row("ui/models", u"base domain client"_s);
    row("ui/audio", u"base domain client theme"_s);
    row("ui/views", u"base domain client models theme"_s);
    row("ui/dialogs", u"base domain client theme"_s);
}

void TestIncludeDirections::layersUseOnlyWhatTheyMay()
{
    QFETCH(QStringList, may);
    const QString folder = QString::fromUtf8(QTest::currentDataTag());
    QVERIFY2(m_layers.contains(folder), "CMake knows no such layer");
    for (const QString &used : m_layers.value(folder))
        QVERIFY2(may.contains(used), qPrintable(folder + u" lists "_s + used +
                                                u" in its USES, but CONTRIBUTING.md does not allow it"_s));
}

void TestIncludeDirections::everyFileKeepsTheRules()
{
    const QDir project(QStringLiteral(ULTRACOM_SOURCE_DIR));
    QStringList found;
    int files = 0;
    for (const QString &top : {u"server"_s, u"ui"_s, u"app"_s}) {
        QDirIterator it(project.filePath(top), {u"*.h"_s, u"*.cpp"_s, u"*.mm"_s, u"*.c"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = it.next();
            found += structure::violations(project.relativeFilePath(path), read(path), m_layers);
            ++files;
        }
    }
    QVERIFY2(files > 20, "the sources were not found");
    QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestIncludeDirections)
#include "tst_includedirections.moc"
