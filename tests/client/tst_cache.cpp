#include "client/cache.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using Which = client::SessionFilter::Which;

class TestCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void listsSessionsNewestFirst();
    void filters_data();
    void filters();
    void pagesBySeq();
    void remembersHowFarItIsSynced();
    void aDamagedOneIsBuiltAnew();
    void staysWithinItsSize();

private:
    client::Cache open(qint64 maxBytes = client::Cache::defaultMaxBytes);
    static domain::SessionSummary session(const QString &room, int minute);
    static domain::Message message(const domain::SessionId &id, qint64 seq, const QString &content);

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QStringList m_setAside;
};

void TestCache::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"cache.db"_s);
    m_setAside.clear();
}

client::Cache TestCache::open(qint64 maxBytes)
{
    return client::Cache(
        m_path, [this](const QString &path) { m_setAside.append(path); }, maxBytes);
}

domain::SessionSummary TestCache::session(const QString &room, int minute)
{
    domain::SessionSummary summary;
    summary.session.id = domain::SessionId(QUuid::createUuid());
    summary.session.room = room;
    summary.session.createdAt = base::Timestamp(std::chrono::minutes(minute));
    return summary;
}

domain::Message TestCache::message(const domain::SessionId &id, qint64 seq, const QString &content)
{
    domain::Message message;
    message.sessionId = id;
    message.id = domain::MessageId(QUuid::createUuid());
    message.number = message.seq = message.change = seq;
    message.content = content;
    message.senderId = message.senderName = message.shownSender = u"ana"_s;
    message.shownRole = u"client"_s;
    return message;
}

void TestCache::listsSessionsNewestFirst()
{
    domain::SessionSummary active = session(u"busy"_s, 1);
    active.session.lastMessageAt = base::Timestamp(std::chrono::minutes(9));
    active.session.lastSeq = active.session.lastChange = 4;
    active.session.participants = {u"ana"_s, u"besa"_s};
    active.lastMessage =
        domain::LastMessage{4,           domain::MessageType::Text,    u"Përshëndetje"_s, u"ana"_s, u"Ana"_s,
                            u"client"_s, *active.session.lastMessageAt};
    active.readSeq = 2;
    active.unreadCount = 2;
    {
        client::Cache cache = open();
        QVERIFY(cache.write({{session(u"old"_s, 2), active, session(u"new"_s, 5)}, {}, {}}));
    }
    client::Cache cache = open();
    const auto listed = cache.sessions({}, 0, 2);
    QVERIFY(listed);
    QCOMPARE(listed->size(), 2U);
    QCOMPARE(listed->at(0).session.room, u"busy"_s);
    QCOMPARE(listed->at(0).lastMessage->excerpt, u"Përshëndetje"_s);
    QCOMPARE(listed->at(0).unreadCount, 2);
    QCOMPARE(listed->at(0).session.participants, active.session.participants);
    QCOMPARE(listed->at(1).session.room, u"new"_s);
    QCOMPARE(cache.sessions({}, 2, 2)->at(0).session.room, u"old"_s);
    QCOMPARE(cache.session(active.session.id)->summary->readSeq, 2);
}

void TestCache::filters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Which>("which");
    QTest::addColumn<QStringList>("rooms");
    QTest::newRow("all") << u""_s << Which::All << QStringList{u"closed"_s, u"100%_sure"_s, u"Çmime"_s};
    QTest::newRow("open") << u""_s << Which::Open << QStringList{u"100%_sure"_s, u"Çmime"_s};
    QTest::newRow("closed") << u""_s << Which::Closed << QStringList{u"closed"_s};
    QTest::newRow("room") << u"çmi"_s << Which::All << QStringList{u"Çmime"_s};
    QTest::newRow("participant") << u"BESA"_s << Which::All << QStringList{u"Çmime"_s};
    QTest::newRow("title") << u"invoice"_s << Which::All << QStringList{u"closed"_s};
    QTest::newRow("closed left out") << u"invoice"_s << Which::Open << QStringList();
    QTest::newRow("percent is no joker") << u"0%_s"_s << Which::All << QStringList{u"100%_sure"_s};
    QTest::newRow("nothing") << u"%x"_s << Which::All << QStringList();
}

void TestCache::filters()
{
    QFETCH(QString, text);
    QFETCH(Which, which);
    QFETCH(QStringList, rooms);
    domain::SessionSummary closed = session(u"closed"_s, 3);
    closed.session.status = domain::SessionStatus::Closed;
    closed.session.title = u"Invoice 7"_s;
    domain::SessionSummary albanian = session(u"Çmime"_s, 1);
    albanian.session.participants = {u"besa"_s};
    client::Cache cache = open();
    QVERIFY(cache.write({{closed, session(u"100%_sure"_s, 2), albanian}, {}, {}}));
    QStringList found;
    const auto listed = cache.sessions({text, which}, 0, 10);
    QVERIFY(listed);
    for (const auto &summary : *listed)
        found.append(summary.session.room);
    QCOMPARE(found, rooms);
}

void TestCache::pagesBySeq()
{
    const domain::SessionId id(QUuid::createUuid());
    const domain::SessionId other(QUuid::createUuid());
    client::Cache cache = open();
    client::CacheBatch batch;
    for (const qint64 seq : {5, 3, 4, 9})
        batch.messages.push_back(message(id, seq, QString::number(seq)));
    batch.messages.push_back(message(other, 4, u"other"_s));
    batch.messages.push_back(message(id, 4, u"edited"_s));
    QVERIFY(cache.write(batch));
    QStringList found;
    const auto page = cache.messages(id, 4, 5);
    QVERIFY(page);
    for (const domain::Message &message : *page)
        found.append(message.content);
    QCOMPARE(found, (QStringList{u"edited"_s, u"5"_s}));
    QCOMPARE(cache.messages(id, 9, 200)->size(), 1U);
    QVERIFY(cache.messages(id, 10, 200)->empty());
}

void TestCache::remembersHowFarItIsSynced()
{
    const domain::SessionId id(QUuid::createUuid());
    client::Cache cache = open();
    QCOMPARE(cache.session(id)->syncedChange, 0);
    QVERIFY(cache.write({{}, {}, {{id, 17}}}));
    QCOMPARE(open().session(id)->syncedChange, 17);
    QVERIFY(!open().session(id)->summary);
}

void TestCache::aDamagedOneIsBuiltAnew()
{
    QVERIFY(open().write({{session(u"a"_s, 1)}, {}, {}}));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write("not a database at all");
    file.close();
    client::Cache cache = open();
    QVERIFY(cache.sessions({}, 0, 10)->empty());
    QCOMPARE(m_setAside.size(), 1);
    QVERIFY(m_setAside.first().startsWith(m_path + u".damaged-"_s));
    QVERIFY(cache.write({{session(u"b"_s, 1)}, {}, {}}));
    QCOMPARE(cache.sessions({}, 0, 10)->size(), 1U);
}

void TestCache::staysWithinItsSize()
{
    constexpr qint64 limit = 512 * 1024;
    client::Cache cache = open(limit);
    std::vector<domain::SessionId> ids;
    for (int i = 0; i < 12; ++i) {
        ids.emplace_back(QUuid::createUuid());
        client::CacheBatch batch;
        for (qint64 seq = 1; seq <= 60; ++seq)
            batch.messages.push_back(message(ids.back(), seq, QString(1500, u'x')));
        batch.syncedChange.insert(ids.back(), 60);
        QVERIFY(cache.write(batch));
        QTest::qWait(2); // used_at counts milliseconds
    }
    QVERIFY2(QFileInfo(m_path).size() < 2 * limit, qPrintable(QString::number(QFileInfo(m_path).size())));
    QCOMPARE(cache.session(ids.front())->syncedChange, 0);
    QVERIFY(cache.messages(ids.front(), 1, 200)->empty());
    QCOMPARE(cache.session(ids.back())->syncedChange, 60);
    QCOMPARE(cache.messages(ids.back(), 1, 200)->size(), 60U);
}

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"
