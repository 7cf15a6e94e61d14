#include "protocol/searchapi.h"

#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace protocol;

namespace
{
constexpr base::Timestamp at{std::chrono::milliseconds(1'761'041'410'123)};
const domain::SessionId sessionId(QUuid(u"019a0607-7a11-7d02-9c55-b0a97f6d3e41"_s));

domain::SearchHit plainHit()
{
    domain::SearchHit hit;
    hit.message.number = 123;
    hit.message.id = domain::MessageId(QUuid(u"019a0607-7b50-7c3e-8f10-2b64f1a0c5d2"_s));
    hit.message.sessionId = sessionId;
    hit.message.room = sessionId.toString();
    hit.message.seq = 2;
    hit.message.change = 2;
    hit.message.content = u"Sensori u rregullua"_s;
    hit.message.senderId = u"arta"_s;
    hit.message.senderName = u"Arta"_s;
    hit.message.shownSender = u"arta"_s;
    hit.message.shownRole = u"technician"_s;
    hit.message.senderRole = domain::Role::Technician;
    hit.message.createdAt = at;
    hit.excerpt = hit.message.content;
    return hit;
}

domain::SearchHit fullHit()
{
    domain::SearchHit hit = plainHit();
    hit.room = hit.message.room = u"support-ACME-42"_s;
    hit.title = u"Sensori Gamma 🚀"_s;
    hit.contact = domain::UserRef{u"client-007"_s, u"Ana"_s, domain::Role::Client};
    hit.contactOnline = true;
    hit.highlights = {{0, 7}, {10, 9}};
    return hit;
}

const QByteArray fullSessionJson =
    R"({"id":"019a0607-7a11-7d02-9c55-b0a97f6d3e41","room":"support-ACME-42","title":"Sensori Gamma 🚀",)"
    R"("contact":{"user_id":"client-007","user_name":"Ana","role":"client","online":true}})";
const QByteArray emptyPageJson = R"({"results":[],"next_cursor":null,"indexing":false})";

QJsonObject parsed(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

/// \a json with the value at results[0].\a name replaced.
QJsonObject with(const QString &name, const QJsonValue &value)
{
    const domain::SearchHit hit = fullHit();
    QJsonObject page = parsed(searchapi::pageJson({&hit, 1}, {}, false));
    QJsonObject result = page.value("results"_L1).toArray().at(0).toObject();
    result.insert(name, value);
    page.insert(u"results"_s, QJsonArray{result});
    return page;
}
} // namespace

class TestSearchApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes();
    void readsWhatItWrites_data();
    void readsWhatItWrites();
    void refuses_data();
    void refuses();
};

void TestSearchApi::writes()
{
    const domain::SearchHit hit = fullHit();
    const QJsonObject page = parsed(searchapi::pageJson({&hit, 1}, u"next"_s, true));
    QCOMPARE(page.keys(), (QStringList{u"indexing"_s, u"next_cursor"_s, u"results"_s}));
    QCOMPARE(page.value("next_cursor"_L1).toString(), u"next"_s);
    QCOMPARE(page.value("indexing"_L1).toBool(), true);
    const QJsonObject result = page.value("results"_L1).toArray().at(0).toObject();
    QCOMPARE(result.keys(), (QStringList{u"excerpt"_s, u"highlights"_s, u"message"_s, u"session"_s}));
    QCOMPARE(result.value("message"_L1).toObject().value("content"_L1).toString(), hit.message.content);
    QCOMPARE(result.value("session"_L1).toObject(), parsed(fullSessionJson));
    QCOMPARE(result.value("highlights"_L1).toArray(), (QJsonArray{QJsonArray{0, 7}, QJsonArray{10, 9}}));
    QCOMPARE(parsed(searchapi::pageJson({}, {}, false)), parsed(emptyPageJson));
}

void TestSearchApi::readsWhatItWrites_data()
{
    QTest::addColumn<bool>("full");
    QTest::newRow("all there") << true;
    QTest::newRow("nothing that may be missing") << false;
}

void TestSearchApi::readsWhatItWrites()
{
    QFETCH(bool, full);
    const std::vector<domain::SearchHit> hits{full ? fullHit() : plainHit(), plainHit()};
    const QByteArray json = searchapi::pageJson(hits, full ? u"c"_s : QString(), full);
    const base::Result<searchapi::Page> page = searchapi::parsePage(parsed(json));
    QVERIFY(page);
    QCOMPARE(page->hits.size(), size_t(2));
    QCOMPARE(page->nextCursor, full ? u"c"_s : QString());
    QCOMPARE(page->indexing, full);
    QCOMPARE(page->hits[0].highlights, hits[0].highlights);
    QCOMPARE(page->hits[0].contact.has_value(), full);
    QCOMPARE(searchapi::pageJson(page->hits, page->nextCursor, page->indexing), json);
}

void TestSearchApi::refuses_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("no results") << QJsonObject{};
    QTest::newRow("results of another kind") << QJsonObject{{u"results"_s, QJsonObject{}}};
    QTest::newRow("a result that is no object") << QJsonObject{{u"results"_s, QJsonArray{1}}};
    QTest::newRow("no message") << with(u"message"_s, QJsonValue());
    QTest::newRow("no session") << with(u"session"_s, QJsonValue());
    QTest::newRow("a contact of no role")
        << with(u"session"_s, QJsonObject{{u"contact"_s, QJsonObject{{u"user_id"_s, u"x"_s}}}});
    QTest::newRow("no excerpt") << with(u"excerpt"_s, QJsonValue());
    QTest::newRow("no highlights") << with(u"highlights"_s, QJsonValue());
    QTest::newRow("a highlight of one number") << with(u"highlights"_s, QJsonArray{QJsonArray{1}});
    QTest::newRow("a highlight past the end") << with(u"highlights"_s, QJsonArray{QJsonArray{15, 5}});
    QTest::newRow("a highlight that overflows")
        << with(u"highlights"_s, QJsonArray{QJsonArray{1, 9'007'199'254'740'992.0}});
    QTest::newRow("a highlight before the start") << with(u"highlights"_s, QJsonArray{QJsonArray{-1, 5}});
    QTest::newRow("an empty highlight") << with(u"highlights"_s, QJsonArray{QJsonArray{1, 0}});
    QTest::newRow("highlights out of order")
        << with(u"highlights"_s, QJsonArray{QJsonArray{5, 2}, QJsonArray{0, 2}});
    QTest::newRow("highlights that overlap")
        << with(u"highlights"_s, QJsonArray{QJsonArray{0, 3}, QJsonArray{2, 2}});
}

void TestSearchApi::refuses()
{
    QFETCH(QJsonObject, json);
    const base::Result<searchapi::Page> page = searchapi::parsePage(json);
    QVERIFY(!page);
    QCOMPARE(page.error().kind, base::ErrorKind::BadRequest);
    QVERIFY(!page.error().field.isEmpty() || !page.error().message.isEmpty());
}

QTEST_APPLESS_MAIN(TestSearchApi)
#include "tst_searchapi.moc"
