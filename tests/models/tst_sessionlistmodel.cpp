#include "models/sessionlistmodel.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using models::SessionListModel;

namespace
{

base::Timestamp at(qint64 minutes)
{
    return base::Timestamp(std::chrono::hours(24 * 365 * 50) + std::chrono::minutes(minutes));
}

domain::SessionId idOf(int number)
{
    return domain::SessionId(QUuid(uint(number), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));
}

domain::SessionSummary summaryOf(int number, qint64 minutes, qint64 unread = 0)
{
    domain::SessionSummary summary;
    summary.session.id = idOf(number);
    summary.session.room = u"room-%1"_s.arg(number);
    summary.session.createdAt = at(0);
    summary.session.lastMessageAt = at(minutes);
    summary.unreadCount = unread;
    return summary;
}

std::vector<domain::SessionSummary> summaries(int count, int first = 0)
{
    std::vector<domain::SessionSummary> list;
    for (int i = first; i < first + count; ++i)
        list.push_back(summaryOf(i, 10000 - i));
    return list;
}

QStringList names(const SessionListModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.append(model.index(row).data().toString());
    return list;
}

} // namespace

class TestSessionListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatWaitsToBeSent();
    void closedOnesLeaveAListOfOpenOnes();
    void sortsWhatItIsGiven();
    void keepsTheRowsWhereTheSameComeAgain();
    void movesARow_data();
    void movesARow();
    void insertsANewSession_data();
    void insertsANewSession();
    void asksForMoreOnce();
    void appendsPagesWithoutDoubles();
    void countsUnreadBeyondTheFilter();
    void findsTheNextUnread();
    void tellsThePresenceOfOthers();
    void tellsWhatARowShows();
    void isCheapWithManyRows();
};

void TestSessionListModel::sortsWhatItIsGiven()
{
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy loaded(&model, &SessionListModel::loadedChanged);
    QVERIFY(!model.isLoaded());

    model.setSessions({summaryOf(1, 5), summaryOf(2, 9), summaryOf(3, 7), summaryOf(2, 9)}, true);

    QCOMPARE(names(model), QStringList({u"room-2"_s, u"room-3"_s, u"room-1"_s}));
    QCOMPARE(model.rowOf(idOf(3)), 1);
    QCOMPARE(model.rowOf(idOf(4)), -1);
    QCOMPARE(loaded.count(), 1);
    model.setFilter({u"x"_s});
    model.setSessions({}, true);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(loaded.count(), 3);
}

void TestSessionListModel::keepsTheRowsWhereTheSameComeAgain()
{
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSessions(summaries(5), false);
    const QPersistentModelIndex kept = model.index(3);
    auto same = summaries(5);
    same[3].unreadCount = 4;

    model.setSessions(same, true);

    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(SessionListModel::UnreadRole).toInt(), 4);
    QVERIFY(!model.canFetchMore({}));
}

void TestSessionListModel::movesARow_data()
{
    QTest::addColumn<int>("number"); // of rows 0 to 4, at 10000, 9999, ... minutes
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("row");
    QTest::addColumn<bool>("moves");

    QTest::newRow("to the top") << 3 << 10500 << 0 << true;
    QTest::newRow("one up") << 3 << 9999 << 1 << true;
    QTest::newRow("the first stays first") << 0 << 10500 << 0 << false;
    QTest::newRow("the same time") << 2 << 9998 << 2 << false;
    QTest::newRow("level with the next, whose id is greater") << 1 << 9998 << 2 << true;
    QTest::newRow("to the end") << 0 << 1 << 4 << true;
    QTest::newRow("the last stays last") << 4 << 1 << 4 << false;
}

void TestSessionListModel::movesARow()
{
    QFETCH(int, number);
    QFETCH(int, minutes);
    QFETCH(int, row);
    QFETCH(bool, moves);
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSessions(summaries(5), true);
    const QPersistentModelIndex kept = model.index(number);
    QSignalSpy moved(&model, &SessionListModel::rowsMoved);

    model.updateSession(summaryOf(number, minutes, 1));

    QCOMPARE(kept.row(), row);
    QCOMPARE(kept.data(SessionListModel::UnreadRole).toInt(), 1);
    QCOMPARE(model.rowOf(idOf(number)), row);
    QCOMPARE(moved.count(), int(moves));
}

void TestSessionListModel::insertsANewSession_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("complete");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<int>("row"); // -1: not listed

    // Sunny
    QTest::newRow("newest") << u""_s << true << 10500 << 0;
    QTest::newRow("oldest of a whole list") << u""_s << true << 1 << 5;
    QTest::newRow("what the filter finds") << u"OOM-7"_s << true << 10500 << 0;
    // Rainy
    QTest::newRow("comes with a later page") << u""_s << false << 1 << -1;
    QTest::newRow("not what the filter finds") << u"acme"_s << true << 10500 << -1;
}

void TestSessionListModel::insertsANewSession()
{
    QFETCH(QString, filter);
    QFETCH(bool, complete);
    QFETCH(int, minutes);
    QFETCH(int, row);
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter({filter});
    model.setSessions(summaries(5), complete);

    model.updateSession(summaryOf(77, minutes));

    QCOMPARE(model.rowOf(idOf(77)), row);
    QCOMPARE(model.rowCount(), row < 0 ? 5 : 6);
}

void TestSessionListModel::asksForMoreOnce()
{
    SessionListModel model; // without a tester, which fetches itself
    QSignalSpy wanted(&model, &SessionListModel::moreWanted);
    QVERIFY(!model.canFetchMore({}));
    model.setSessions(summaries(5), false);
    QVERIFY(model.canFetchMore({}));

    model.fetchMore({});
    model.fetchMore({});
    QCOMPARE(wanted.count(), 1);

    model.appendSessions(summaries(5, 5), false);
    QVERIFY(model.canFetchMore({}));
    model.appendSessions({}, true);
    QVERIFY(!model.canFetchMore({}));
    model.fetchMore({});
    QCOMPARE(wanted.count(), 1);
}

void TestSessionListModel::appendsPagesWithoutDoubles()
{
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSessions(summaries(5), false);
    QSignalSpy inserted(&model, &SessionListModel::rowsInserted);
    auto page = summaries(5, 4);          // number 4 came already
    page.push_back(summaryOf(50, 10500)); // and this one woke up while the page was on its way

    model.appendSessions(page, true);

    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.rowOf(idOf(50)), 0);
    QCOMPARE(model.rowOf(idOf(8)), 9);
    QCOMPARE(inserted.count(), 2);
}

void TestSessionListModel::countsUnreadBeyondTheFilter()
{
    SessionListModel model;
    QSignalSpy changed(&model, &SessionListModel::unreadChanged);
    model.setSessions({summaryOf(1, 5, 2), summaryOf(2, 4, 3), summaryOf(3, 3)}, true);
    QCOMPARE(model.unread().messages(), 5);
    QCOMPARE(model.unread().sessions(), 2);
    QCOMPARE(changed.count(), 1);

    model.setFilter({u"room-3"_s});
    model.setSessions({summaryOf(3, 3)}, true);
    QCOMPARE(model.unread().messages(), 5);
    QCOMPARE(changed.count(), 1);

    model.updateSession(summaryOf(1, 5, 0));
    QCOMPARE(model.unread().messages(), 3);
    QCOMPARE(model.unread().sessions(), 1);
    QCOMPARE(changed.count(), 2);
}

void TestSessionListModel::findsTheNextUnread()
{
    SessionListModel model;
    QCOMPARE(model.nextUnread(-1), -1);
    model.setSessions({summaryOf(1, 9), summaryOf(2, 8, 1), summaryOf(3, 7), summaryOf(4, 6, 1)}, true);
    QCOMPARE(model.nextUnread(-1), 1);
    QCOMPARE(model.nextUnread(1), 3);
    QCOMPARE(model.nextUnread(3), 1);
    model.updateSession(summaryOf(2, 8));
    QCOMPARE(model.nextUnread(3), -1);
}

void TestSessionListModel::tellsThePresenceOfOthers()
{
    SessionListModel model;
    model.setSelf(u"me"_s);
    auto summary = summaryOf(1, 1);
    summary.participantsOnline = 1;
    model.setSessions({summary}, true);
    const auto online = [&model] { return model.index(0).data(SessionListModel::OnlineRole).toBool(); };
    QVERIFY(online());

    QSignalSpy changed(&model, &SessionListModel::dataChanged);
    model.setPresence(idOf(1), {{u"me"_s, u"Me"_s, domain::Role::Technician}});
    QVERIFY(!online());
    model.setPresence(idOf(1), {{u"me"_s, u"Me"_s, domain::Role::Technician}, {u"ana"_s, u"Ana"_s, {}}});
    QVERIFY(online());
    QCOMPARE(changed.count(), 2);
    model.setPresence(idOf(1), {});
    model.forgetPresence(idOf(1));
    QVERIFY(online());

    changed.clear();
    model.setConnected(false);
    QVERIFY(!online());
    QCOMPARE(changed.count(), 1);
    model.setConnected(true);
    QVERIFY(online());

    summary.contact = domain::UserRef{u"ana"_s, u"Ana"_s, domain::Role::Client};
    model.updateSession(summary);
    QVERIFY(!online()); // somebody is there, but not the customer
    summary.contactOnline = true;
    model.updateSession(summary);
    QVERIFY(online());
}

void TestSessionListModel::tellsWhatARowShows()
{
    SessionListModel model;
    model.setSelf(u"me"_s);
    auto summary = summaryOf(1, 3, 2);
    summary.session.title = u"Ana"_s;
    summary.session.type = domain::SessionType::Emergency;
    summary.session.status = domain::SessionStatus::Closed;
    summary.lastMessage =
        domain::LastMessage{4, domain::MessageType::Text, u"It\nbroke"_s, u"ana"_s, u"Ana"_s, {}, at(3)};
    model.setSessions({summary}, true);
    const QModelIndex index = model.index(0);

    QCOMPARE(index.data(SessionListModel::NameRole).toString(), u"Ana"_s);
    QCOMPARE(index.data(SessionListModel::LastLineRole).toString(), u"It broke"_s);
    QCOMPARE(index.data(SessionListModel::TimeRole).toLongLong(), at(3).time_since_epoch().count());
    QCOMPARE(index.data(SessionListModel::TypeRole).toInt(), int(domain::SessionType::Emergency));
    QVERIFY(index.data(SessionListModel::ClosedRole).toBool());
    const QString spoken = index.data(Qt::AccessibleTextRole).toString();
    for (const QString &part : {u"Ana"_s, u"2"_s, u"closed"_s, u"Emergency"_s, u"It broke"_s})
        QVERIFY2(spoken.contains(part), qPrintable(spoken));
}

void TestSessionListModel::isCheapWithManyRows()
{
    SessionListModel model;
    model.setSessions(summaries(5000), true);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 2000; ++i) // ten seconds' worth
        model.updateSession(summaryOf((i * 2741) % 5000, 20000 + i, 1));
    QCOMPARE(model.rowCount(), 5000);
    QCOMPARE(model.rowOf(idOf((1999 * 2741) % 5000)), 0);
    QVERIFY2(timer.elapsed() < 500, qPrintable(u"2,000 updates took %1 ms"_s.arg(timer.elapsed())));
}

void TestSessionListModel::showsWhatWaitsToBeSent()
{
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSessions(summaries(2), true);
    const auto told = [&model](int role) { return model.index(0).data(role); };
    client::PendingMessage first;
    first.content = u"one"_s;
    client::PendingMessage second;
    second.content = u"two\nlines"_s;
    model.setPending(idOf(0), {first, second});
    QVERIFY(told(SessionListModel::LastLineRole).toString().contains(u"two lines"_s));
    QCOMPARE(told(SessionListModel::PendingRole).toInt(), int(SessionListModel::Pending::Waiting));
    QVERIFY(told(Qt::AccessibleTextRole).toString().endsWith(u"waits to be sent"_s));
    second.state = client::PendingMessage::State::Failed;
    model.setPending(idOf(0), {second});
    QCOMPARE(told(SessionListModel::PendingRole).toInt(), int(SessionListModel::Pending::Failed));
    model.setPending(idOf(0), {});
    QCOMPARE(told(SessionListModel::PendingRole).toInt(), int(SessionListModel::Pending::None));
    QVERIFY(!told(SessionListModel::LastLineRole).toString().contains(u"two"_s));
    model.setPending(idOf(99), {first}); // not listed
}

void TestSessionListModel::closedOnesLeaveAListOfOpenOnes()
{
    using Which = client::SessionFilter::Which;
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter({{}, Which::Open});
    model.setSessions(summaries(3), true);
    domain::SessionSummary closed = summaryOf(1, 9999);
    closed.session.status = domain::SessionStatus::Closed;
    model.updateSession(closed);
    QCOMPARE(names(model), (QStringList{u"room-0"_s, u"room-2"_s}));
    model.updateSession(closed); // not listed, not wanted
    QCOMPARE(model.rowCount(), 2);
    closed.session.status = domain::SessionStatus::Active;
    model.updateSession(closed);
    QCOMPARE(model.rowCount(), 3);
    model.setFilter({{}, Which::Closed});
    model.setSessions({}, true);
    model.updateSession(summaryOf(1, 9999));
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestSessionListModel)
#include "tst_sessionlistmodel.moc"
