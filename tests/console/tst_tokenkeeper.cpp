#include "console/tokenkeeper.h"

#include "fakekeychain.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QUrl desk(u"http://desk:8080"_s);
const QUrl shop(u"https://shop.example.com"_s);
} // namespace

class TestTokenKeeper : public QObject
{
    Q_OBJECT

    static QByteArray find(console::TokenKeeper &keeper, const QUrl &server)
    {
        QSignalSpy found(&keeper, &console::TokenKeeper::found);
        keeper.find(server);
        if (found.isEmpty() && !found.wait())
            qFatal("no answer");
        if (found.first().at(0).toUrl() != server)
            qFatal("the answer for another server");
        return found.first().at(1).toByteArray();
    }

private Q_SLOTS:
    void keychainKeepsThemByServer();
    void withoutAKeychainTheyAreInAFile_data();
    void withoutAKeychainTheyAreInAFile();
    void damagedFileHasNone();
    void folderThatCannotBeWritten();
};

void TestTokenKeeper::keychainKeepsThemByServer()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    console::TokenKeeper keeper(&keychain, folder.path());
    QSignalSpy notice(&keeper, &console::TokenKeeper::notice);
    QCOMPARE(find(keeper, desk), QByteArray());
    keeper.keep(desk, "a.b.c");
    keeper.keep(shop, "d.e.f");
    QTRY_COMPARE(keychain.secrets.size(), 2);
    QCOMPARE(find(keeper, desk), QByteArray("a.b.c"));
    QCOMPARE(find(keeper, shop), QByteArray("d.e.f"));
    keeper.forget(desk);
    QTRY_COMPARE(keychain.secrets.size(), 1);
    QCOMPARE(find(keeper, desk), QByteArray());
    QCOMPARE(notice.size(), 0);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestTokenKeeper::withoutAKeychainTheyAreInAFile_data()
{
    QTest::addColumn<bool>("used");
    QTest::newRow("not used") << false;
    QTest::newRow("does not work") << true;
}

void TestTokenKeeper::withoutAKeychainTheyAreInAFile()
{
    QFETCH(bool, used);
    const QTemporaryDir folder;
    FakeKeychain keychain;
    keychain.trouble = u"this system has no keychain"_s;
    {
        console::TokenKeeper keeper(used ? &keychain : nullptr, folder.path());
        QSignalSpy notice(&keeper, &console::TokenKeeper::notice);
        keeper.keep(desk, "a.b.c");
        QTRY_COMPARE(notice.size(), 1);
        QVERIFY(notice.first().first().toString().contains(folder.path()));
        keeper.keep(shop, "d.e.f");
        QTRY_COMPARE(notice.size(), 2);
    }
    const QString path = folder.filePath(u"tokens.json"_s);
    QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner));
    console::TokenKeeper keeper(used ? &keychain : nullptr, folder.path());
    QCOMPARE(find(keeper, desk), QByteArray("a.b.c"));
    QCOMPARE(find(keeper, shop), QByteArray("d.e.f"));
    keeper.forget(desk);
    QCOMPARE(find(keeper, desk), QByteArray());
    QCOMPARE(find(keeper, shop), QByteArray("d.e.f"));
}

void TestTokenKeeper::damagedFileHasNone()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"tokens.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"token") > 0);
    file.close();
    console::TokenKeeper keeper(nullptr, folder.path());
    QCOMPARE(find(keeper, desk), QByteArray());
    keeper.keep(desk, "a.b.c");
    QCOMPARE(find(keeper, desk), QByteArray("a.b.c"));
}

void TestTokenKeeper::folderThatCannotBeWritten()
{
    const QTemporaryDir folder;
    console::TokenKeeper keeper(nullptr, folder.filePath(u"missing"_s));
    QSignalSpy notice(&keeper, &console::TokenKeeper::notice);
    keeper.keep(desk, "a.b.c");
    QTRY_COMPARE(notice.size(), 1);
    QVERIFY(notice.first().first().toString().contains(u"not kept"));
}

QTEST_GUILESS_MAIN(TestTokenKeeper)
#include "tst_tokenkeeper.moc"
