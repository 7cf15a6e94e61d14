#include "console/consolestate.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestConsoleState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void remembers();
    void savesByItself();
    void draftsAreOfOneServer();
    void damagedFileIsAnEmptyOne_data();
    void damagedFileIsAnEmptyOne();
};

void TestConsoleState::remembers()
{
    const QTemporaryDir folder;
    {
        console::ConsoleState state(folder.path());
        state.setPort(8081);
        state.setLastSession(u"http://desk"_s, u"s1"_s);
        state.setDraft(u"http://desk"_s, u"s1"_s, u"Përshëndetje\n"_s);
        state.setDraft(u"http://desk"_s, u"s2"_s, u"مرحبا"_s);
        state.setDraft(u"http://desk"_s, u"s2"_s, QString());
    }
    const console::ConsoleState state(folder.path());
    QCOMPARE(state.port(), 8081);
    QCOMPARE(state.lastSession(u"http://desk"_s), u"s1"_s);
    QCOMPARE(state.draft(u"http://desk"_s, u"s1"_s), u"Përshëndetje\n"_s);
    QCOMPARE(state.draft(u"http://desk"_s, u"s2"_s), QString());
    QCOMPARE(QFile::permissions(folder.filePath(u"console.json"_s)) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner));
}

void TestConsoleState::savesByItself()
{
    const QTemporaryDir folder;
    console::ConsoleState state(folder.path());
    state.setPort(8082);
    QTRY_VERIFY(QFile::exists(folder.filePath(u"console.json"_s)));
    QTRY_COMPARE(console::ConsoleState(folder.path()).port(), 8082);
}

void TestConsoleState::draftsAreOfOneServer()
{
    const QTemporaryDir folder;
    console::ConsoleState state(folder.path());
    state.setDraft(u"http://a"_s, u"s"_s, u"one"_s);
    state.setDraft(u"http://b"_s, u"s"_s, u"two"_s);
    QCOMPARE(state.draft(u"http://a"_s, u"s"_s), u"one"_s);
    QCOMPARE(state.draft(u"http://b"_s, u"s"_s), u"two"_s);
}

void TestConsoleState::damagedFileIsAnEmptyOne_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("cut off") << QByteArray("{\"port\": 80");
    QTest::newRow("other types") << QByteArray(R"({"port":"x","drafts":[1],"sound":3,"geometry":{}})");
    QTest::newRow("not JSON") << QByteArray("\x00\xff\x01", 3);
}

void TestConsoleState::damagedFileIsAnEmptyOne()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"console.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    const console::ConsoleState state(folder.path());
    QCOMPARE(state.port(), 0);
    QCOMPARE(state.draft(u"a"_s, u"b"_s), QString());
}

QTEST_GUILESS_MAIN(TestConsoleState)
#include "tst_consolestate.moc"
