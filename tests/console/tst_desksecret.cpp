#include "console/desksecret.h"

#include "base/secretfile.h"
#include "fakekeychain.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// Where the embedded server's secret is: the keychain, a file, and the ways between them.
class TestDeskSecret : public QObject
{
    Q_OBJECT

    struct Outcome {
        QByteArray secret;
        QString notice;
        QString failure;
    };
    static Outcome outcomeOf(console::DeskSecret &desk, const std::function<void()> &ask)
    {
        Outcome outcome;
        int answers = 0;
        connect(&desk, &console::DeskSecret::loaded, &desk,
                [&](const QByteArray &secret, const QString &notice) {
                    outcome.secret = secret;
                    outcome.notice = notice;
                    ++answers;
                });
        connect(&desk, &console::DeskSecret::failed, &desk, [&](const QString &sentence) {
            outcome.failure = sentence;
            ++answers;
        });
        ask();
        if (!QTest::qWaitFor([&] { return answers > 0; }))
            qFatal("no answer");
        desk.disconnect();
        return outcome;
    }
    static Outcome load(console::Keychain *keychain, const QString &folder)
    {
        console::DeskSecret desk(keychain, folder);
        return outcomeOf(desk, [&] { desk.load(); });
    }
    static Outcome moveToFile(console::Keychain *keychain, const QString &folder)
    {
        console::DeskSecret desk(keychain, folder);
        return outcomeOf(desk, [&] { desk.moveToFile(); });
    }

private Q_SLOTS:
    void firstStartKeepsItInTheKeychain();
    void aFileCountsBeforeTheKeychain();
    void withoutAKeychainItIsInAFile();
    void aKeychainThatDoesNotWorkAtTheFirstStart();
    void aLockedKeychainThatHasIt();
    void aKeychainThatLostIt();
    void foldersHaveSecretsOfTheirOwn();
    void movedToAFile();
    void answersNobodyWhoIsGone();
};

void TestDeskSecret::firstStartKeepsItInTheKeychain()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    const Outcome first = load(&keychain, folder.path());
    QVERIFY(first.secret.size() >= base::minSecretBytes);
    QCOMPARE(first.notice, QString());
    QVERIFY(keychain.secrets.values().contains(first.secret));
    QVERIFY(!QFile::exists(base::secretPath(folder.path())));
    QVERIFY(QFile::exists(base::keychainNotePath(folder.path())));
    QCOMPARE(load(&keychain, folder.path()).secret, first.secret);
}

void TestDeskSecret::aFileCountsBeforeTheKeychain()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    const QByteArray inKeychain = load(&keychain, folder.path()).secret;
    QFile::remove(base::keychainNotePath(folder.path()));
    const QByteArray ofServer = base::loadOrCreateSecret(base::secretPath(folder.path())).value();
    QCOMPARE(load(&keychain, folder.path()).secret, ofServer);
    QVERIFY(inKeychain != ofServer);
}

void TestDeskSecret::withoutAKeychainItIsInAFile()
{
    const QTemporaryDir folder;
    const Outcome first = load(nullptr, folder.path());
    QCOMPARE(first.secret, base::loadOrCreateSecret(base::secretPath(folder.path())).value());
    QVERIFY2(first.notice.contains(base::secretPath(folder.path())), qPrintable(first.notice));
    const Outcome second = load(nullptr, folder.path());
    QCOMPARE(second.secret, first.secret);
    QCOMPARE(second.notice, QString());
}

void TestDeskSecret::aKeychainThatDoesNotWorkAtTheFirstStart()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    keychain.trouble = u"this system has no keychain"_s;
    const Outcome outcome = load(&keychain, folder.path());
    QCOMPARE(outcome.failure, QString());
    QCOMPARE(outcome.secret, base::loadOrCreateSecret(base::secretPath(folder.path())).value());
    QVERIFY2(outcome.notice.contains(keychain.trouble), qPrintable(outcome.notice));
    QCOMPARE(QFile::permissions(base::secretPath(folder.path())) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner));
    // It stays there when the keychain comes back.
    keychain.trouble.clear();
    QCOMPARE(load(&keychain, folder.path()).secret, outcome.secret);
}

void TestDeskSecret::aLockedKeychainThatHasIt()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    const QByteArray secret = load(&keychain, folder.path()).secret;
    keychain.trouble = u"the keychain is locked"_s;
    const Outcome locked = load(&keychain, folder.path());
    QVERIFY2(locked.failure.contains(keychain.trouble), qPrintable(locked.failure));
    QVERIFY2(!QFile::exists(base::secretPath(folder.path())), "no second secret");
    QVERIFY(!load(nullptr, folder.path()).failure.isEmpty());
    keychain.trouble.clear();
    QCOMPARE(load(&keychain, folder.path()).secret, secret);
}

void TestDeskSecret::aKeychainThatLostIt()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    const QByteArray secret = load(&keychain, folder.path()).secret;
    keychain.secrets.clear();
    const Outcome fresh = load(&keychain, folder.path());
    QVERIFY(!fresh.secret.isEmpty() && fresh.secret != secret);
    QVERIFY(!fresh.notice.isEmpty());
    // Damaged: too short to be one.
    for (QByteArray &kept : keychain.secrets)
        kept = "short";
    const Outcome again = load(&keychain, folder.path());
    QVERIFY(again.secret.size() >= base::minSecretBytes);
    QVERIFY(!again.notice.isEmpty());
}

void TestDeskSecret::foldersHaveSecretsOfTheirOwn()
{
    const QTemporaryDir one;
    const QTemporaryDir two;
    FakeKeychain keychain;
    QVERIFY(load(&keychain, one.path()).secret != load(&keychain, two.path()).secret);
    QCOMPARE(keychain.secrets.size(), 2);
}

void TestDeskSecret::movedToAFile()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    const QByteArray secret = load(&keychain, folder.path()).secret;
    QVERIFY(!base::loadOrCreateSecret(base::secretPath(folder.path())));
    QCOMPARE(moveToFile(&keychain, folder.path()).secret, secret);
    QCOMPARE(base::loadOrCreateSecret(base::secretPath(folder.path())).value(), secret);
    QVERIFY(keychain.secrets.isEmpty());
    QVERIFY(!QFile::exists(base::keychainNotePath(folder.path())));
    QCOMPARE(load(&keychain, folder.path()).secret, secret);
    QVERIFY2(!moveToFile(nullptr, QTemporaryDir().path()).failure.isEmpty(), "nothing to move it from");
}

void TestDeskSecret::answersNobodyWhoIsGone()
{
    const QTemporaryDir folder;
    FakeKeychain keychain;
    auto desk = std::make_unique<console::DeskSecret>(&keychain, folder.path());
    desk->load();
    desk.reset();
    QCoreApplication::processEvents();
    QVERIFY(keychain.secrets.isEmpty());
}

QTEST_GUILESS_MAIN(TestDeskSecret)
#include "tst_desksecret.moc"
