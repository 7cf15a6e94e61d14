#include "models/searchmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::SearchModel;
using State = SearchModel::State;

class TestSearchModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void searchesAfterAPause();
    void tooShortAsksNothing_data();
    void tooShortAsksNothing();
    void typingOnCancels();
    void lateAnswersDoNotCount();
    void showsPages();
    void saysThatNothingWasFound();
    void failsAndTriesAgain();
    void offline();
    void ofOneSessionAllAreFetched();
    void tellsRoles();
    void longTextIsCut();

private:
    struct Asked {
        client::SearchQuery query;
        QString cursor;
        int limit;
    };
    static client::SearchPage page(const QList<qint64> &seqs, const QString &next = {});
    /// Types, and waits until it is asked.
    void search(const QString &text);

    std::unique_ptr<SearchModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::vector<Asked> m_asked;
    QList<quint64> m_cancelled;
    quint64 m_last = 0;
};

void TestSearchModel::init()
{
    m_asked.clear();
    m_cancelled.clear();
    m_last = 0;
    m_model = std::make_unique<SearchModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
    connect(m_model.get(), &SearchModel::searchWanted, this,
            [this](const client::SearchQuery &query, const QString &cursor, int limit) {
                m_asked.push_back({query, cursor, limit});
                m_model->setAsked(++m_last);
            });
    connect(m_model.get(), &SearchModel::cancelWanted, this, [this](quint64 id) { m_cancelled.append(id); });
    m_model->setSelf(u"tech"_s);
}

void TestSearchModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

client::SearchPage TestSearchModel::page(const QList<qint64> &seqs, const QString &next)
{
    client::SearchPage page;
    for (const qint64 seq : seqs) {
        domain::SearchHit hit;
        hit.message.seq = seq;
        hit.message.sessionId = domain::SessionId(QUuid(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        hit.message.senderId = u"client-7"_s;
        hit.message.senderName = u"Ana"_s;
        hit.message.createdAt = base::Timestamp(1000ms * seq);
        hit.room = u"support-7"_s;
        hit.excerpt = u"the pump %1"_s.arg(seq);
        hit.highlights = {{4, 4}};
        page.hits.push_back(hit);
    }
    page.nextCursor = next;
    return page;
}

void TestSearchModel::search(const QString &text)
{
    const size_t before = m_asked.size();
    m_model->setText(text);
    QTRY_COMPARE(m_asked.size(), before + 1);
}

void TestSearchModel::searchesAfterAPause()
{
    QVERIFY(m_model->state() == State::Idle);
    m_model->setText(u"pu"_s);
    m_model->setText(u"pum"_s);
    m_model->setText(u" pump  "_s);
    QVERIFY(m_model->state() == State::Searching);
    QVERIFY(m_asked.empty());
    QTRY_COMPARE(m_asked.size(), 1u);
    QCOMPARE(m_asked[0].query.text, u"pump"_s);
    QVERIFY(m_asked[0].query.session.isNull());
    m_model->addPage(m_last, page({3, 1}));
    QVERIFY(m_model->state() == State::Found);
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(m_model->wordsAt(0), QStringList{u"pump"_s});
    m_model->setText(u"pump "_s); // the same
    QVERIFY(m_model->state() == State::Found);
    m_model->setText({});
    QVERIFY(m_model->state() == State::Idle);
    QCOMPARE(m_model->rowCount(), 0);
}

void TestSearchModel::tooShortAsksNothing_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<State>("state");
    QTest::newRow("a letter") << u"p"_s << State::TooShort;
    QTest::newRow("blanks") << u"   "_s << State::Idle;
    QTest::newRow("nothing") << QString() << State::Idle;
}

void TestSearchModel::tooShortAsksNothing()
{
    QFETCH(QString, text);
    QFETCH(State, state);
    search(u"pump"_s);
    m_model->addPage(m_last, page({1}));
    m_model->setText(text);
    QVERIFY(m_model->state() == state);
    QCOMPARE(m_model->rowCount(), 0);
    QTest::qWait(SearchModel::pauseMs + 50);
    QCOMPARE(m_asked.size(), 1u);
}

void TestSearchModel::typingOnCancels()
{
    search(u"pump"_s);
    m_model->setText(u"pumps"_s);
    QCOMPARE(m_cancelled, QList<quint64>{1});
    m_model->addPage(1, page({1}));
    QVERIFY2(m_model->state() == State::Searching, "an answer to what is not asked any more");
    QCOMPARE(m_model->rowCount(), 0);
}

void TestSearchModel::lateAnswersDoNotCount()
{
    search(u"pump"_s);
    m_model->addPage(99, page({1}));
    m_model->fail(99, u"no"_s);
    QVERIFY(m_model->state() == State::Searching);
}

void TestSearchModel::showsPages()
{
    search(u"pump"_s);
    m_model->addPage(m_last, page({9, 2}, u"next"_s));
    QVERIFY(m_model->canFetchMore({}));
    m_model->fetchMore({});
    QVERIFY(!m_model->canFetchMore({}));
    QCOMPARE(m_asked.back().cursor, u"next"_s);
    m_model->addPage(m_last, page({5}));
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->at(2).message.seq, 5);
    QVERIFY(!m_model->hasMore());
    QVERIFY(!m_model->canFetchMore({}));
    // while the next words are looked for, the rows stay
    search(u"pump hall"_s);
    QCOMPARE(m_model->rowCount(), 3);
    m_model->addPage(m_last, page({7}));
    QCOMPARE(m_model->rowCount(), 1);
}

void TestSearchModel::saysThatNothingWasFound()
{
    search(u"pump"_s);
    m_model->addPage(m_last, {});
    QVERIFY(m_model->state() == State::Nothing);
}

void TestSearchModel::failsAndTriesAgain()
{
    search(u"pump"_s);
    m_model->fail(m_last, u"Later."_s);
    QVERIFY(m_model->state() == State::Failed);
    QCOMPARE(m_model->problem(), u"Later."_s);
    m_model->retry();
    QVERIFY(m_model->state() == State::Searching);
    QCOMPARE(m_asked.size(), 2u);
    m_model->addPage(m_last, page({1}));
    QVERIFY(m_model->state() == State::Found);
    QVERIFY(m_model->problem().isEmpty());
}

void TestSearchModel::offline()
{
    m_model->setOnline(false);
    m_model->setText(u"pump"_s);
    QVERIFY(m_model->state() == State::Offline);
    QTest::qWait(SearchModel::pauseMs + 50);
    QVERIFY(m_asked.empty());
    m_model->setOnline(true);
    QCOMPARE(m_asked.size(), 1u);
    m_model->setOnline(false); // in the middle of it
    QVERIFY(m_model->state() == State::Offline);
    QCOMPARE(m_cancelled.size(), 1);
    m_model->setOnline(true);
    m_model->addPage(m_last, page({1}));
    QVERIFY(m_model->state() == State::Found);
    m_model->setOnline(false);
    QVERIFY2(m_model->state() == State::Found, "what was found stays");
}

void TestSearchModel::ofOneSessionAllAreFetched()
{
    const domain::SessionId session(QUuid(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    m_model->setSession(session);
    search(u"pump"_s);
    QVERIFY(m_asked[0].query.session == session);
    m_model->addPage(m_last, page({5, 90}, u"next"_s));
    QVERIFY(m_model->state() == State::Searching);
    QCOMPARE(m_asked.size(), 2u);
    m_model->addPage(m_last, page({40}));
    QVERIFY(m_model->state() == State::Found);
    QList<qint64> seqs;
    for (int row = 0; row < m_model->rowCount(); ++row)
        seqs.append(m_model->at(row).message.seq);
    QCOMPARE(seqs, (QList<qint64>{90, 40, 5}));
    m_model->setSession({});
    QCOMPARE(m_model->rowCount(), 0);
}

void TestSearchModel::tellsRoles()
{
    search(u"pump"_s);
    client::SearchPage found = page({1, 2, 3});
    found.hits[1].contact = domain::UserRef{u"client-7"_s, u"Ana"_s, domain::Role::Client};
    found.hits[2].message.senderId = u"tech"_s;
    found.hits[2].title = u"Hall four"_s;
    m_model->addPage(m_last, found);
    const auto told = [this](int row, int role) { return m_model->index(row).data(role); };
    QCOMPARE(told(0, SearchModel::SessionNameRole).toString(), u"support-7"_s);
    QCOMPARE(told(0, SearchModel::SenderRole).toString(), u"Ana"_s);
    QCOMPARE(told(1, SearchModel::SessionNameRole).toString(), u"Ana"_s);
    QCOMPARE(told(1, SearchModel::SenderRole).toString(), QString()); // said already
    QCOMPARE(told(1, SearchModel::AvatarIdRole).toString(), u"client-7"_s);
    QCOMPARE(told(2, SearchModel::OwnRole).toBool(), true);
    QCOMPARE(told(2, SearchModel::TimeRole).toLongLong(), 3000);
    QCOMPARE(told(2, Qt::AccessibleTextRole).toString(), u"Hall four, You: the pump 3"_s);
}

void TestSearchModel::longTextIsCut()
{
    search(QString(5000, u'x'));
    QCOMPARE(m_asked[0].query.text.size(), SearchModel::longest);
}

QTEST_GUILESS_MAIN(TestSearchModel)
#include "tst_searchmodel.moc"
