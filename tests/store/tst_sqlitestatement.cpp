#include "store/sqlitestatement.h"

#include <QSqlQuery>
#include <QtTest>

#include <sqlite3.h>

#include <array>

using namespace Qt::StringLiterals;
using store::SqlFailure;
using store::SqlFault;
using store::SqliteStatement;

class TestSqliteStatement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void storesValues_data();
    void storesValues();
    void bindsByName();
    void givesEveryRow();
    void runsAgainAndAgain();
    void failsAndRunsAgain_data();
    void failsAndRunsAgain();
    void losesAFullDatabase();
    void refusesWhatItCannotPrepare();
    void refusesAnotherLibrary();

private:
    QString read(const QString &sql) const;
    static std::optional<SqlFault> faultOf(const std::function<void()> &function);

    QSqlDatabase m_database;
    sqlite3 *m_sqlite = nullptr;
};

void TestSqliteStatement::init()
{
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"test"_s);
    m_database.setDatabaseName(u":memory:"_s);
    QVERIFY(m_database.open());
    m_sqlite = store::sqliteHandle(m_database);
    SqliteStatement(m_sqlite, u"CREATE TABLE t (a ANY UNIQUE, b INTEGER CHECK (b > 0)) STRICT"_s).run({});
}

void TestSqliteStatement::cleanup()
{
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(u"test"_s);
}

QString TestSqliteStatement::read(const QString &sql) const
{
    QSqlQuery query(m_database);
    return query.exec(sql) && query.next() ? query.value(0).toString() : query.lastError().text();
}

std::optional<SqlFault> TestSqliteStatement::faultOf(const std::function<void()> &function)
{
    try {
        function();
    } catch (const SqlFailure &failure) {
        return failure.fault();
    }
    return std::nullopt;
}

void TestSqliteStatement::storesValues_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("hex");

    // Sunny
    QTest::newRow("text") << QVariant(u"hello"_s) << u"text"_s << u"68656C6C6F"_s;
    QTest::newRow("text of all widths")
        << QVariant(u"a\u00e9\u20ac\U0001F600"_s) << u"text"_s << u"61C3A9E282ACF09F9880"_s;
    QTest::newRow("long text") << QVariant(QString(5000, u'\u20ac')) << u"text"_s
                               << u"E282AC"_s.repeated(5000);
    QTest::newRow("part of a text") << QVariant(u"hello"_s.first(2)) << u"text"_s << u"6865"_s;
    QTest::newRow("number") << QVariant(qint64(-5'000'000'000)) << u"integer"_s
                            << u"2D35303030303030303030"_s;
    QTest::newRow("int") << QVariant(7) << u"integer"_s << u"37"_s;
    QTest::newRow("bytes") << QVariant(QByteArray("\x00\xff\x27", 3)) << u"blob"_s << u"00FF27"_s;
    // Rainy
    QTest::newRow("empty text") << QVariant(u""_s) << u"text"_s << u""_s;
    QTest::newRow("text with NUL") << QVariant(u"a\0b"_s) << u"text"_s << u"610062"_s;
    QTest::newRow("no bytes") << QVariant(QByteArray("")) << u"blob"_s << u""_s;
    QTest::newRow("nothing") << QVariant() << u"null"_s << u""_s;
    QTest::newRow("null text") << QVariant(QString()) << u"null"_s << u""_s;
    QTest::newRow("null bytes") << QVariant(QByteArray()) << u"null"_s << u""_s;
}

void TestSqliteStatement::storesValues()
{
    QFETCH(const QVariant, value);
    QFETCH(const QString, type);
    QFETCH(const QString, hex);

    SqliteStatement(m_sqlite, u"INSERT INTO t (a) VALUES (?)"_s).run(std::array{value});

    QCOMPARE(read(u"SELECT typeof(a) FROM t"_s), type);
    QCOMPARE(read(u"SELECT hex(a) FROM t"_s), hex);
}

/// An update names the key first and has it last.
void TestSqliteStatement::bindsByName()
{
    SqliteStatement(m_sqlite, u"INSERT INTO t (a, b) VALUES ('key', 1)"_s).run({});
    const std::array names{u":a"_s, u":b"_s};

    SqliteStatement(m_sqlite, u"UPDATE t SET b = :b WHERE a = :a"_s, names)
        .run(std::array<QVariant, 2>{u"key"_s, 2});

    QCOMPARE(read(u"SELECT b FROM t WHERE a = 'key'"_s), u"2"_s);
}

void TestSqliteStatement::givesEveryRow()
{
    SqliteStatement select(m_sqlite, u"SELECT 'a\u20ac', -5000000000, x'00ff', '', x'', NULL WHERE ? "
                                     "UNION ALL SELECT 1, 2, 3, 4, 5, 6"_s);
    std::vector<QVariantList> rows;
    for (int run = 0; run < 2; ++run) {
        select.run(std::array<QVariant, 1>{1}, [&](const store::Row &row) {
            QVariantList values;
            for (int i = 0; i < 6; ++i) {
                values << row.value(i);
                QCOMPARE(row.isNull(i), values.last().isNull());
            }
            rows.push_back(values);
        });
    }

    QCOMPARE(rows.size(), size_t(4));
    const QVariantList first{u"a\u20ac"_s, qint64(-5'000'000'000), QByteArray("\x00\xff", 2),
                             u""_s,        QByteArray(""),         QVariant()};
    QCOMPARE(rows[0], first);
    QCOMPARE(rows[1], (QVariantList{qint64(1), qint64(2), qint64(3), qint64(4), qint64(5), qint64(6)}));
    QCOMPARE(rows[2], first);
}

/// Each with longer texts than the last, so that the room for them grows.
void TestSqliteStatement::runsAgainAndAgain()
{
    SqliteStatement insert(m_sqlite, u"INSERT INTO t (a, b) VALUES (?, ?)"_s);
    for (int i = 1; i <= 100; ++i)
        insert.run(std::array<QVariant, 2>{QString(i * 10, u'x'), i});

    QCOMPARE(read(u"SELECT count(*) FROM t WHERE typeof(a) = 'text' AND length(a) = b * 10"_s), u"100"_s);
}

void TestSqliteStatement::failsAndRunsAgain_data()
{
    QTest::addColumn<QVariantList>("values");
    QTest::addColumn<SqlFault>("fault");

    QTest::newRow("taken") << QVariantList{u"taken"_s, 1} << SqlFault::Duplicate;
    QTest::newRow("wrong type") << QVariantList{u"free"_s, u"one"_s}
                                << SqlFault::Duplicate; // a constraint too
    QTest::newRow("too big") << QVariantList{QString(2000, u'x'), 1} << SqlFault::Statement;
}

void TestSqliteStatement::failsAndRunsAgain()
{
    QFETCH(const QVariantList, values);
    QFETCH(const SqlFault, fault);
    SqliteStatement insert(m_sqlite, u"INSERT INTO t (a, b) VALUES (?, ?)"_s);
    insert.run(std::array<QVariant, 2>{u"taken"_s, 1});
    sqlite3_limit(m_sqlite, SQLITE_LIMIT_LENGTH, 1000);

    QCOMPARE(faultOf([&] { insert.run(values); }), std::optional(fault));

    insert.run(std::array<QVariant, 2>{u"free"_s, 2});
    QCOMPARE(read(u"SELECT group_concat(a) FROM (SELECT a FROM t ORDER BY b)"_s), u"taken,free"_s);
}

void TestSqliteStatement::losesAFullDatabase()
{
    QCOMPARE(read(u"PRAGMA max_page_count = 3"_s), u"3"_s);
    SqliteStatement insert(m_sqlite, u"INSERT INTO t (a) VALUES (?)"_s);
    QCOMPARE(faultOf([&] { insert.run(std::array{QVariant(QByteArray(100'000, 'x'))}); }),
             std::optional(SqlFault::Lost));
}

void TestSqliteStatement::refusesWhatItCannotPrepare()
{
    QCOMPARE(faultOf([&] { SqliteStatement(m_sqlite, u"INSERT INTO nowhere VALUES (1)"_s); }),
             std::optional(SqlFault::Statement));
}

void TestSqliteStatement::refusesAnotherLibrary()
{
    QCOMPARE(faultOf([&] { store::checkSqliteLibrary(read(u"SELECT sqlite_source_id()"_s)); }), std::nullopt);
    QCOMPARE(faultOf([] { store::checkSqliteLibrary(u"2022-12-28 14:03:47 another"_s); }),
             std::optional(SqlFault::Lost));
}

QTEST_GUILESS_MAIN(TestSqliteStatement)

#include "tst_sqlitestatement.moc"
