#include "client/outbox.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using client::PendingMessage;

class TestOutbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void keepsOrderAndContent();
    void keepsWhatFailed();
    void isForItsOwnerOnly();
    void damaged_data();
    void damaged();
    void damagedWhileOpen();
    void severalAtOnce();
    void unusable();

private:
    client::Outbox open();
    static PendingMessage message(const QString &id);
    static QStringList ids(client::Outbox &outbox);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QStringList m_setAside;
};

void TestOutbox::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"inner/outbox.db"_s);
    m_setAside.clear();
}

client::Outbox TestOutbox::open()
{
    return client::Outbox(m_path, [this](const QString &path) { m_setAside.append(path); });
}

PendingMessage TestOutbox::message(const QString &id)
{
    PendingMessage message;
    message.clientMsgId = id;
    message.session = domain::SessionId(QUuid::createUuid());
    message.content = u"text of "_s + id;
    message.writtenAt = base::Timestamp(std::chrono::milliseconds(1'700'000'000'123));
    return message;
}

QStringList TestOutbox::ids(client::Outbox &outbox)
{
    QStringList ids;
    const auto loaded = outbox.load();
    for (const PendingMessage &message : loaded ? *loaded : std::vector<PendingMessage>())
        ids.append(message.clientMsgId);
    return ids;
}

void TestOutbox::keepsOrderAndContent()
{
    PendingMessage whole = message(u"c"_s);
    whole.content = u"line\nمرحبا \U0001F600 'quoted' :name ?"_s;
    whole.replyTo =
        domain::ReplyPreview{7, domain::MessageId(QUuid::createUuid()), u"Ana"_s, u"Hi \"there\""_s};
    {
        client::Outbox outbox = open();
        QVERIFY(outbox.put(whole));
        for (const QString &id : {u"b"_s, u"a"_s, u"d"_s})
            QVERIFY(outbox.put(message(id)));
        QVERIFY(outbox.put(whole)); // again: it keeps its place
        QVERIFY(outbox.remove(u"a"_s));
        QVERIFY(outbox.remove(u"unknown"_s));
    }
    client::Outbox outbox = open();
    QCOMPARE(ids(outbox), (QStringList{u"c"_s, u"b"_s, u"d"_s}));
    const PendingMessage read = outbox.load()->front();
    QCOMPARE(read.content, whole.content);
    QVERIFY(read.session == whole.session);
    QVERIFY(read.writtenAt == whole.writtenAt);
    QVERIFY(read.state == PendingMessage::State::Waiting);
    QVERIFY(read.replyTo && read.replyTo->id == whole.replyTo->id);
    QCOMPARE(read.replyTo->number, 7);
    QCOMPARE(read.replyTo->senderName, u"Ana"_s);
    QCOMPARE(read.replyTo->excerpt, u"Hi \"there\""_s);
    QVERIFY(m_setAside.isEmpty());
}

void TestOutbox::keepsWhatFailed()
{
    PendingMessage failed = message(u"a"_s);
    client::Outbox outbox = open();
    failed.state = PendingMessage::State::Sending;
    QVERIFY(outbox.put(failed));
    QVERIFY(outbox.load()->front().state == PendingMessage::State::Waiting);
    failed.state = PendingMessage::State::Failed;
    failed.problem = u"It is closed."_s;
    QVERIFY(outbox.put(failed));
    const PendingMessage read = outbox.load()->front();
    QVERIFY(read.state == PendingMessage::State::Failed);
    QCOMPARE(read.problem, u"It is closed."_s);
}

void TestOutbox::isForItsOwnerOnly()
{
    client::Outbox outbox = open();
    QVERIFY(outbox.put(message(u"a"_s)));
    const QFileInfo folder(QFileInfo(m_path).path());
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                            QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(int(folder.permissions() & others), 0);
    const auto files = QDir(folder.filePath()).entryInfoList(QDir::Files);
    QVERIFY(files.size() >= 1);
    for (const QFileInfo &file : files)
        QVERIFY2(!(file.permissions() & others), qPrintable(file.fileName()));
}

void TestOutbox::damaged_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("kept"); // whether the file is as good as new
    QTest::newRow("empty") << QByteArray("") << true;
    QTest::newRow("no database") << QByteArray(8192, 'x') << false;
    QTest::newRow("cut off") << QByteArray("cut") << false;
    QTest::newRow("page overwritten") << QByteArray("page") << false;
    QTest::newRow("of a later version") << QByteArray("version") << false;
}

void TestOutbox::damaged()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, kept);
    {
        client::Outbox outbox = open();
        for (int i = 0; i < 50; ++i) {
            PendingMessage long_ = message(QString::number(i));
            long_.content = QString(2000, u'x');
            QVERIFY(outbox.put(long_));
        }
    }
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    if (content == "cut") {
        QVERIFY(file.resize(file.size() / 2));
    } else if (content == "page") {
        QVERIFY(file.seek(file.size() - 8192));
        file.write(QByteArray(8192, '\xff'));
    } else if (content == "version") {
        QVERIFY(file.seek(60)); // user_version
        file.write(QByteArray::fromHex("00000063"));
    } else {
        QVERIFY(file.resize(0));
        file.write(content);
    }
    file.close();
    client::Outbox outbox = open();
    QVERIFY(outbox.put(message(u"new"_s)));
    QCOMPARE(ids(outbox), QStringList{u"new"_s});
    QCOMPARE(m_setAside.isEmpty(), kept);
    if (!kept) {
        QVERIFY(m_setAside.first().startsWith(m_path + u".damaged-"_s));
        QVERIFY(QFile::exists(m_setAside.first()));
        QVERIFY(QFileInfo(m_setAside.first()).size() > 0);
    }
}

void TestOutbox::damagedWhileOpen()
{
    client::Outbox outbox = open();
    for (int i = 0; i < 50; ++i) {
        PendingMessage long_ = message(QString::number(i));
        long_.content = QString(2000, u'x');
        QVERIFY(outbox.put(long_));
    }
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(m_path);
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        other.close();
    }
    QSqlDatabase::removeDatabase(u"other"_s);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 size = file.size();
    QVERIFY(file.seek(100));
    file.write(QByteArray(int(size) - 100, '\xff'));
    file.close();
    QVERIFY(open().put(message(u"by another"_s))); // which finds it and sets it aside
    QCOMPARE(m_setAside.size(), 1);
}

void TestOutbox::severalAtOnce()
{
    client::Outbox one = open();
    client::Outbox other = open();
    for (int i = 0; i < 20; ++i) {
        QVERIFY(one.put(message(u"one %1"_s.arg(i))));
        QVERIFY(other.put(message(u"other %1"_s.arg(i))));
    }
    QCOMPARE(ids(one).size(), 40);
    QCOMPARE(ids(one), ids(other));
    QVERIFY(m_setAside.isEmpty());
}

void TestOutbox::unusable()
{
    QFile file(m_folder->filePath(u"inner"_s)); // a file where the folder should be
    QVERIFY(file.open(QIODevice::WriteOnly));
    client::Outbox outbox = open();
    const base::Status put = outbox.put(message(u"a"_s));
    QVERIFY(!put);
    QVERIFY(put.error().kind == base::ErrorKind::Unavailable);
    QVERIFY(put.error().message.contains(u"outbox.db"_s));
    QVERIFY(!outbox.load());
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
