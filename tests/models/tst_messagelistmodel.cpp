#include "../views/sampleconversation.h"
#include "models/messagelistmodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::MessageListModel;
using models::Ticks;
using models::Voice;
using sample::message;
using sample::pending;

class tst_messagelistmodel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void opensWithoutMessages();
    void opensAHundredThousandAtOnce();
    void asksForAPageOnce();
    void asksForTheRestOfAGrownPage();
    void asksAgainAfterAFailure();
    void keepsSixtyPages();
    void takesNewOnes();
    void keepsTheNewerVersion();
    void passesByOtherSessions();
    void replacesAPendingRowInPlace();
    void replacesThePendingRowBehindOthers();
    void takesNothingTwiceFromALateOutbox();
    void mergesPending();
    void tellsVoices_data();
    void tellsVoices();
    void groups_data();
    void groups();
    void startsDays();
    void ticks();
    void unreadSeparator();
    void findsLoadedMessages();

private:
    void load(qint64 from, int count)
    {
        m_model->insertMessages(sample::generatedPage(from, count, m_model->lastSeq()));
    }
    QVariant at(int row, int role) const { return m_model->index(row).data(role); }
    bool loaded(int row) const { return at(row, MessageListModel::LoadedRole).toBool(); }

    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void tst_messagelistmodel::init()
{
    m_model = std::make_unique<MessageListModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void tst_messagelistmodel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void tst_messagelistmodel::opensWithoutMessages()
{
    m_model->open(sample::session, 250, 250, sample::self);
    QCOMPARE(m_model->rowCount(), 250);
    QVERIFY(!loaded(0));
    QCOMPARE(at(249, MessageListModel::SeqRole).toLongLong(), 250);
    QVERIFY(!at(249, Qt::DisplayRole).isValid());
}

void tst_messagelistmodel::opensAHundredThousandAtOnce()
{
    m_tester.reset();
    QElapsedTimer timer;
    timer.start();
    m_model->open(sample::session, 100'000, 100'000, sample::self);
    m_model->want(99'950, 99'999);
    QVERIFY2(timer.elapsed() < 10, qPrintable(QString::number(timer.elapsed())));
}

void tst_messagelistmodel::asksForAPageOnce()
{
    m_model->open(sample::session, 250, 250, sample::self);
    QSignalSpy wanted(m_model.get(), &MessageListModel::pageWanted);
    m_model->want(190, 240);
    m_model->want(190, 240);
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(wanted[0], (QVariantList{qint64(101), 100}));
    QCOMPARE(wanted[1], (QVariantList{qint64(201), 50}));
    load(101, 100);
    QVERIFY(loaded(100) && loaded(199) && !loaded(99) && !loaded(200));
    load(201, 50);
    m_model->want(100, 249);
    QCOMPARE(wanted.size(), 2);
    m_model->want(-20, 5);
    QCOMPARE(wanted.size(), 3);
}

void tst_messagelistmodel::asksForTheRestOfAGrownPage()
{
    m_model->open(sample::session, 20, 20, sample::self);
    QSignalSpy wanted(m_model.get(), &MessageListModel::pageWanted);
    m_model->want(0, 19);
    m_model->setLastSeq(30);
    load(1, 20);
    m_model->want(0, 29);
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(wanted[1], (QVariantList{qint64(1), 30}));
}

void tst_messagelistmodel::asksAgainAfterAFailure()
{
    m_model->open(sample::session, 100, 100, sample::self);
    QSignalSpy wanted(m_model.get(), &MessageListModel::pageWanted);
    m_model->want(0, 10);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->pageFailed(1, u"The server does not answer."_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_model->pageProblem(50), u"The server does not answer."_s);
    QCOMPARE(at(50, MessageListModel::ProblemRole).toString(), u"The server does not answer."_s);
    m_model->want(0, 10);
    QCOMPARE(wanted.size(), 1);
    m_model->retry(0, 10);
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(m_model->pageProblem(50), QString());
    load(1, 100);
    m_model->pageFailed(1, u"late"_s);
    QCOMPARE(m_model->pageProblem(50), QString());
}

void tst_messagelistmodel::keepsSixtyPages()
{
    m_tester.reset();
    const int pages = MessageListModel::maxPages + 10;
    m_model->open(sample::session, pages * 100, pages * 100, sample::self);
    for (int page = 0; page < pages; ++page) {
        m_model->want(0, 0); // it stays the most wanted
        load(page * 100 + 1, 100);
    }
    QVERIFY(loaded(0));
    QVERIFY(!loaded(100));
    QVERIFY(!loaded(10 * 100));
    QVERIFY(loaded(11 * 100));
    QVERIFY(loaded(pages * 100 - 1));
    QSignalSpy wanted(m_model.get(), &MessageListModel::pageWanted);
    m_model->want(100, 100);
    QCOMPARE(wanted.size(), 1);
}

void tst_messagelistmodel::takesNewOnes()
{
    m_model->open(sample::session, 2, 2, sample::self);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->insertMessages({message(5, u"five"_s, sample::noon), message(3, u"three"_s, sample::noon)});
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(m_model->rowCount(), 5);
    QVERIFY(loaded(2) && !loaded(3) && loaded(4));
    m_model->insertMessages({message(4, u"four"_s, sample::noon)});
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(at(3, Qt::DisplayRole).toString(), u"four"_s);
}

void tst_messagelistmodel::keepsTheNewerVersion()
{
    m_model->open(sample::session, 1, 1, sample::self);
    auto edited = message(1, u"edited"_s, sample::noon);
    edited.change = 9;
    m_model->insertMessages({edited});
    m_model->insertMessages({message(1, u"as first written"_s, sample::noon)});
    QCOMPARE(at(0, Qt::DisplayRole).toString(), u"edited"_s);
}

void tst_messagelistmodel::passesByOtherSessions()
{
    m_model->open(sample::session, 1, 1, sample::self);
    auto other = message(2, u"elsewhere"_s, sample::noon);
    other.sessionId = domain::SessionId(QUuid::createUuid());
    m_model->insertMessages({other});
    auto waiting = pending(u"a"_s, u"elsewhere"_s);
    waiting.session = other.sessionId;
    m_model->setPending({waiting});
    QCOMPARE(m_model->rowCount(), 1);
}

void tst_messagelistmodel::replacesAPendingRowInPlace()
{
    m_model->open(sample::session, 1, 1, sample::self);
    m_model->setPending({pending(u"a"_s, u"mine"_s)});
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(at(1, MessageListModel::TicksRole).value<Ticks>(), Ticks::Waiting);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    auto stored = message(2, u"mine"_s, sample::noon, true);
    stored.clientMsgId = u"a"_s;
    m_model->insertMessages({stored});
    m_model->setPending({});
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(inserted.size() + removed.size(), 0);
    QCOMPARE(at(1, MessageListModel::TicksRole).value<Ticks>(), Ticks::Sent);
    QCOMPARE(at(1, MessageListModel::SeqRole).toLongLong(), 2);
}

void tst_messagelistmodel::replacesThePendingRowBehindOthers()
{
    m_model->open(sample::session, 1, 1, sample::self);
    m_model->setPending({pending(u"a"_s, u"first"_s), pending(u"b"_s, u"second"_s)});
    auto stored = message(3, u"second"_s, sample::noon, true);
    stored.clientMsgId = u"b"_s;
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    m_model->insertMessages({message(2, u"theirs"_s, sample::noon), stored});
    QCOMPARE(moved.size(), 1);
    QCOMPARE(m_model->rowCount(), 4);
    QCOMPARE(at(1, Qt::DisplayRole).toString(), u"theirs"_s);
    QCOMPARE(at(2, Qt::DisplayRole).toString(), u"second"_s);
    QCOMPARE(at(3, Qt::DisplayRole).toString(), u"first"_s);
    QVERIFY(at(3, MessageListModel::PendingStateRole).isValid());
}

void tst_messagelistmodel::takesNothingTwiceFromALateOutbox()
{
    m_model->open(sample::session, 0, 0, sample::self);
    auto stored = message(1, u"mine"_s, sample::noon, true);
    stored.clientMsgId = u"a"_s;
    m_model->insertMessages({stored});
    m_model->setPending({pending(u"a"_s, u"mine"_s)});
    QCOMPARE(m_model->rowCount(), 1);
    // The same id of somebody else is another message.
    auto theirs = message(2, u"theirs"_s, sample::noon);
    theirs.clientMsgId = u"b"_s;
    m_model->insertMessages({theirs});
    m_model->setPending({pending(u"b"_s, u"mine too"_s)});
    QCOMPARE(m_model->rowCount(), 3);
}

void tst_messagelistmodel::mergesPending()
{
    using State = client::PendingMessage::State;
    m_model->open(sample::session, 0, 0, sample::self);
    m_model->setPending({pending(u"a"_s, u"1"_s), pending(u"b"_s, u"2"_s), pending(u"c"_s, u"3"_s)});
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_model->setPending({pending(u"c"_s, u"3"_s, State::Failed, u"Too long."_s), pending(u"a"_s, u"1"_s),
                         pending(u"d"_s, u"4"_s)});
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(removed.size(), 1);
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids.append(at(row, MessageListModel::ClientMsgIdRole).toString());
    QCOMPARE(ids, (QStringList{u"c"_s, u"a"_s, u"d"_s}));
    QCOMPARE(at(0, MessageListModel::TicksRole).value<Ticks>(), Ticks::Failed);
    QCOMPARE(at(0, MessageListModel::ProblemRole).toString(), u"Too long."_s);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setPending({pending(u"c"_s, u"3"_s, State::Failed, u"Too long."_s), pending(u"a"_s, u"1"_s),
                         pending(u"d"_s, u"4"_s)});
    QCOMPARE(changed.size(), 0);
}

void tst_messagelistmodel::tellsVoices_data()
{
    QTest::addColumn<QString>("shownRole");
    QTest::addColumn<bool>("own");
    QTest::addColumn<bool>("system");
    QTest::addColumn<Voice>("voice");
    QTest::newRow("mine") << u"technician"_s << true << false << Voice::Own;
    QTest::newRow("client") << u"client"_s << false << false << Voice::Client;
    QTest::newRow("reader") << u"reader"_s << false << false << Voice::Client;
    QTest::newRow("technician") << u"technician"_s << false << false << Voice::Technician;
    QTest::newRow("admin") << u"admin"_s << false << false << Voice::Admin;
    QTest::newRow("super admin") << u"super_admin"_s << false << false << Voice::Admin;
    QTest::newRow("AGI-Core") << u"system"_s << false << false << Voice::Automatic;
    QTest::newRow("sent by me as AGI-Core") << u"system"_s << true << false << Voice::Automatic;
    QTest::newRow("system line") << u"system"_s << false << true << Voice::SystemLine;
}

void tst_messagelistmodel::tellsVoices()
{
    QFETCH(const QString, shownRole);
    QFETCH(const bool, own);
    QFETCH(const bool, system);
    auto m = message(1, u"text"_s, sample::noon, own);
    m.shownRole = shownRole;
    m.type = system ? domain::MessageType::System : domain::MessageType::Text;
    m_model->open(sample::session, 1, 1, sample::self);
    m_model->insertMessages({m});
    QTEST(at(0, MessageListModel::VoiceRole).value<Voice>(), "voice");
}

void tst_messagelistmodel::groups_data()
{
    QTest::addColumn<domain::Message>("second");
    QTest::addColumn<bool>("together");
    QTest::newRow("at once") << message(2, u"b"_s, sample::noon) << true;
    QTest::newRow("five minutes") << message(2, u"b"_s, sample::noon + 5min) << true;
    QTest::newRow("more than five minutes") << message(2, u"b"_s, sample::noon + 5min + 1ms) << false;
    QTest::newRow("another sender") << message(2, u"b"_s, sample::noon, true) << false;
    QTest::newRow("another role") << sample::as(message(2, u"b"_s, sample::noon), u"client-7"_s, u"admin"_s)
                                  << false;
}

void tst_messagelistmodel::groups()
{
    QFETCH(const domain::Message, second);
    QFETCH(const bool, together);
    m_model->open(sample::session, 1, 2, sample::self);
    m_model->insertMessages({message(1, u"a"_s, sample::noon)});
    QVERIFY(at(0, MessageListModel::LastOfGroupRole).toBool());
    m_model->insertMessages({second});
    QVERIFY(at(0, MessageListModel::FirstOfGroupRole).toBool());
    QCOMPARE(at(0, MessageListModel::LastOfGroupRole).toBool(), !together);
    QCOMPARE(at(1, MessageListModel::FirstOfGroupRole).toBool(), !together);
    QVERIFY(at(1, MessageListModel::LastOfGroupRole).toBool());
}

void tst_messagelistmodel::startsDays()
{
    m_model->open(sample::session, 3, 3, sample::self);
    m_model->insertMessages(
        {message(2, u"b"_s, sample::noon + 24h), message(3, u"c"_s, sample::noon + 24h + 1min)});
    QVERIFY(!at(1, MessageListModel::StartsDayRole).toBool()); // what is before is not known yet
    m_model->insertMessages({message(1, u"a"_s, sample::noon)});
    QVERIFY(at(0, MessageListModel::StartsDayRole).toBool());
    QVERIFY(at(1, MessageListModel::StartsDayRole).toBool());
    QVERIFY(!at(2, MessageListModel::StartsDayRole).toBool());
}

void tst_messagelistmodel::ticks()
{
    const auto ticksAt = [&](int row) { return at(row, MessageListModel::TicksRole).value<Ticks>(); };
    m_model->open(sample::session, 4, 4, sample::self);
    auto gone = message(4, {}, sample::noon, true);
    gone.deletedAt = sample::noon;
    m_model->insertMessages({message(1, u"a"_s, sample::noon, true), message(2, u"b"_s, sample::noon, true),
                             message(3, u"theirs"_s, sample::noon), gone});
    QCOMPARE(ticksAt(0), Ticks::Sent);
    QCOMPARE(ticksAt(2), Ticks::None);
    QCOMPARE(ticksAt(3), Ticks::None);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setDeliveredUpTo(2);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][2].value<QList<int>>(), QList<int>{MessageListModel::TicksRole});
    QCOMPARE(ticksAt(1), Ticks::Delivered);
    m_model->setReadUpTo(1);
    QCOMPARE(ticksAt(0), Ticks::Read);
    QCOMPARE(ticksAt(1), Ticks::Delivered);
    m_model->setReadUpTo(0); // goes never back
    QCOMPARE(ticksAt(0), Ticks::Read);
    m_model->setReadUpTo(1'000'000);
    QCOMPARE(ticksAt(1), Ticks::Read);
}

void tst_messagelistmodel::unreadSeparator()
{
    const auto marked = [&] {
        for (int row = 0; row < m_model->rowCount(); ++row)
            if (at(row, MessageListModel::FirstUnreadRole).toBool())
                return row;
        return -1;
    };
    m_model->open(sample::session, 4, 1, sample::self);
    QCOMPARE(marked(), 1);
    m_model->insertMessages(
        {message(2, u"mine is read"_s, sample::noon, true), message(3, u"b"_s, sample::noon)});
    QCOMPARE(marked(), 2);
    m_model->setFirstUnread(4);
    QCOMPARE(marked(), 3);
    m_model->setFirstUnread(0);
    QCOMPARE(marked(), -1);
    m_model->open(sample::session, 4, 4, sample::self);
    QCOMPARE(marked(), -1);
}

void tst_messagelistmodel::findsLoadedMessages()
{
    m_model->open(sample::session, 250, 250, sample::self);
    load(101, 100);
    QCOMPARE(m_model->rowOf(sample::idOf(150)), 149);
    QCOMPARE(m_model->rowOf(sample::idOf(50)), -1);
}

QTEST_GUILESS_MAIN(tst_messagelistmodel)
#include "tst_messagelistmodel.moc"
