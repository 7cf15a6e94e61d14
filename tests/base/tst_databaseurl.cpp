#include "base/config.h"

#include <QTest>

using namespace Qt::StringLiterals;
using base::DatabaseUrl;

class TestDatabaseUrl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sqlite_data();
    void sqlite();
    void postgres_data();
    void postgres();
    void refused_data();
    void refused();
};

void TestDatabaseUrl::sqlite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("path");
    QTest::newRow("relative") << u"sqlite:///a.db"_s << u"/srv/a.db"_s;
    QTest::newRow("the specification's") << u"sqlite+aiosqlite:///./ultracom.db"_s << u"/srv/ultracom.db"_s;
    QTest::newRow("absolute") << u"sqlite:////var/lib/a.db"_s << u"/var/lib/a.db"_s;
    QTest::newRow("absolute, aiosqlite") << u"sqlite+aiosqlite:////var/lib/a.db"_s << u"/var/lib/a.db"_s;
    QTest::newRow("up") << u"sqlite:///../a.db"_s << u"/a.db"_s;
    QTest::newRow("blanks and accents") << u"sqlite:///të dhëna/a%20b.db"_s << u"/srv/të dhëna/a%20b.db"_s;
}

void TestDatabaseUrl::sqlite()
{
    QFETCH(QString, text);
    QFETCH(QString, path);
    const auto url = DatabaseUrl::parse(text, u"/srv"_s);
    QVERIFY2(url, url ? "" : qPrintable(url.error().message));
    QCOMPARE(url->kind, DatabaseUrl::Kind::Sqlite);
    QCOMPARE(url->path, path);
    QCOMPARE(url->display(), u"sqlite:///"_s + path);
}

void TestDatabaseUrl::postgres_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("parts"); // user password host port name options
    QTest::addColumn<QString>("display");
    QTest::newRow("whole") << u"postgresql://u:p@h:5433/n"_s << u"u|p|h|5433|n|"_s
                           << u"postgresql://u@h:5433/n"_s;
    QTest::newRow("the specification's")
        << u"postgresql+asyncpg://user:pass@host:5432/ultracom"_s << u"user|pass|host|5432|ultracom|"_s
        << u"postgresql://user@host:5432/ultracom"_s;
    QTest::newRow("short scheme") << u"postgres://u@h/n"_s << u"u||h|5432|n|"_s
                                  << u"postgresql://u@h:5432/n"_s;
    QTest::newRow("local socket") << u"postgresql:///n"_s << u"|||5432|n|"_s << u"postgresql://:5432/n"_s;
    QTest::newRow("socket folder") << u"postgresql:///n?host=/run/postgresql"_s
                                   << u"||/run/postgresql|5432|n|"_s
                                   << u"postgresql:///run/postgresql:5432/n"_s;
    QTest::newRow("encoded socket folder")
        << u"postgresql://%2Frun%2Fpg/n"_s << u"||/run/pg|5432|n|"_s << u"postgresql:///run/pg:5432/n"_s;
    QTest::newRow("IPv6") << u"postgresql://u:p@[::1]:5432/n"_s << u"u|p|::1|5432|n|"_s
                          << u"postgresql://u@[::1]:5432/n"_s;
    QTest::newRow("encoded password")
        << u"postgresql://u:p%40%2F%3A%C3%AB@h/n"_s << u"u|p@/:ë|h|5432|n|"_s << u"postgresql://u@h:5432/n"_s;
    QTest::newRow("plain @ and : in the password")
        << u"postgresql://u:a@b:c@h/n"_s << u"u|a@b:c|h|5432|n|"_s << u"postgresql://u@h:5432/n"_s;
    QTest::newRow("options") << u"postgresql://h/n?sslmode=require&connect_timeout=5"_s
                             << u"||h|5432|n|sslmode=require;connect_timeout=5"_s
                             << u"postgresql://h:5432/n"_s;
    QTest::newRow("asyncpg's ssl") << u"postgresql+asyncpg://h/n?ssl=require"_s
                                   << u"||h|5432|n|sslmode=require"_s << u"postgresql://h:5432/n"_s;
}

void TestDatabaseUrl::postgres()
{
    QFETCH(QString, text);
    QFETCH(QString, parts);
    QFETCH(QString, display);
    const auto url = DatabaseUrl::parse(text, u"/srv"_s);
    QVERIFY2(url, url ? "" : qPrintable(url.error().message));
    QCOMPARE(url->kind, DatabaseUrl::Kind::Postgres);
    QCOMPARE((QStringList{url->user, url->password, url->host, QString::number(url->port), url->name,
                          url->options})
                 .join(u'|'),
             parts);
    QCOMPARE(url->display(), display);
}

void TestDatabaseUrl::refused_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {u""_s,
                                u"ultracom.db"_s,
                                u"/var/lib/a.db"_s,
                                u"mysql://h/n"_s,
                                u"sqlite://"_s,
                                u"sqlite:///"_s,
                                u"sqlite://a.db"_s,
                                u"sqlite:///:memory:"_s,
                                u"sqlite:///a.db?mode=ro"_s,
                                u"sqlite:///file:a.db"_s,
                                u"sqlite:///folder/"_s,
                                u"postgresql://"_s,
                                u"postgresql://h"_s,
                                u"postgresql://h/"_s,
                                u"postgresql://h/a/b"_s,
                                u"postgresql://h:0/n"_s,
                                u"postgresql://h:65536/n"_s,
                                u"postgresql://h:x/n"_s,
                                u"postgresql://a,b/n"_s,
                                u"postgresql://[::1/n"_s,
                                u"postgresql://u:%zz@h/n"_s,
                                u"postgresql://u%00@h/n"_s,
                                u"postgresql://h/n?sslmode"_s,
                                u"postgresql://h/n?sslmode=a%20b"_s,
                                u"postgresql://h/n?a=b;c"_s,
                                u"postgresql://h/n?password=x"_s,
                                u"postgresql://h/n?application_name='x'"_s})
        QTest::newRow(text.isEmpty() ? "empty" : qPrintable(text)) << text;
}

void TestDatabaseUrl::refused()
{
    QFETCH(QString, text);
    const auto url = DatabaseUrl::parse(text, u"/srv"_s);
    QVERIFY(!url);
    QVERIFY(url.error().message.startsWith(u"DB_URL "));
    QCOMPARE(url.error().field, u"DB_URL"_s);
}

QTEST_GUILESS_MAIN(TestDatabaseUrl)
#include "tst_databaseurl.moc"
