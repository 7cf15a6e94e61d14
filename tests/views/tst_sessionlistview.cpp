#include "models/sessionlistmodel.h"
#include "theme/theme.h"
#include "views/emptystate.h"
#include "views/sessionlistview.h"
#include "views/skeleton.h"
#include "windowfixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using models::SessionListModel;
using views::SessionListView;
using window::idOf;

class TestSessionListView : public QObject
{
    Q_OBJECT

    struct Shown {
        theme::Theme look{*qApp, theme::Choice::Light};
        base::ManualClock clock{window::start};
        SessionListModel model;
        SessionListView view{model, clock};
        QLineEdit *filter = view.findChild<QLineEdit *>(u"sessionFilter"_s);
        QListView *list = view.findChild<QListView *>(u"sessionList"_s);
        QSignalSpy activated{&view, &SessionListView::sessionActivated};
        QSignalSpy filtered{&view, &SessionListView::filterChanged};

        Shown()
        {
            view.resize(300, 600);
            view.show();
        }
        QPoint middleOf(int row) const { return list->visualRect(model.index(row)).center(); }
        int activations(int number) const
        {
            return int(std::count_if(activated.begin(), activated.end(), [number](const auto &call) {
                return call.at(0).template value<domain::SessionId>() == idOf(number);
            }));
        }
    };

private Q_SLOTS:
    void aClickOpens();
    void aHeldArrowOpensTheLastOnly();
    void enterAsksForTheReply();
    void theChoiceOutlivesMovesAndResets();
    void markingTellsNobody();
    void walksThroughUnread();
    void filtersAfterAPause();
    void escapeClearsTheFilter();
    void showsWhatThereIs();
    void asksForMoreAtTheEnd();
    void keepsItsPlaceOverAReset();
    void rowsAreTallEnough();
};

void TestSessionListView::aClickOpens()
{
    Shown shown;
    shown.model.setSessions(window::summaries(5), true);
    QTest::mouseClick(shown.list->viewport(), Qt::LeftButton, {}, shown.middleOf(2));
    QCOMPARE(shown.activated.count(), 1);
    QCOMPARE(shown.activations(2), 1);
    QCOMPARE(shown.view.currentSession(), idOf(2));
    QTest::mouseClick(shown.list->viewport(), Qt::LeftButton, {}, shown.middleOf(2));
    QCOMPARE(shown.activated.count(), 1);
}

void TestSessionListView::aHeldArrowOpensTheLastOnly()
{
    Shown shown;
    shown.model.setSessions(window::summaries(50), true);
    shown.view.setCurrentSession(idOf(0));
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(shown.list, Qt::Key_Down);
    QTRY_COMPARE(shown.activations(20), 1);
    QVERIFY2(shown.activated.count() < 20, qPrintable(QString::number(shown.activated.count())));
}

void TestSessionListView::enterAsksForTheReply()
{
    Shown shown;
    shown.model.setSessions(window::summaries(3), true);
    QSignalSpy reply(&shown.view, &SessionListView::replyRequested);
    QTest::keyClick(shown.list, Qt::Key_Down);
    QTest::keyClick(shown.list, Qt::Key_Return);
    QCOMPARE(reply.count(), 1);
    QCOMPARE(shown.activated.count(), 1);
}

void TestSessionListView::theChoiceOutlivesMovesAndResets()
{
    Shown shown;
    shown.model.setSessions(window::summaries(5), true);
    QTest::mouseClick(shown.list->viewport(), Qt::LeftButton, {}, shown.middleOf(3));
    auto woken = window::summaryOf(3);
    woken.session.lastMessageAt = window::start + std::chrono::minutes(1);

    shown.model.updateSession(woken);
    QCOMPARE(shown.list->currentIndex().row(), 0);
    QVERIFY(shown.list->selectionModel()->isRowSelected(0));

    shown.model.setSessions({window::summaryOf(1)}, true);
    QVERIFY(!shown.list->selectionModel()->hasSelection());
    QCOMPARE(shown.view.currentSession(), idOf(3));
    shown.model.setSessions(window::summaries(5), true);
    QVERIFY(shown.list->selectionModel()->isRowSelected(3));
    QCOMPARE(shown.activated.count(), 1);
}

void TestSessionListView::markingTellsNobody()
{
    Shown shown;
    shown.model.setSessions(window::summaries(5), true);
    shown.view.setCurrentSession(idOf(4));
    QVERIFY(shown.list->selectionModel()->isRowSelected(4));
    QCOMPARE(shown.activated.count(), 0);
    shown.view.setCurrentSession(idOf(99));
    QVERIFY(!shown.list->selectionModel()->hasSelection());
}

void TestSessionListView::walksThroughUnread()
{
    Shown shown;
    auto sessions = window::summaries(5);
    sessions[1].unreadCount = sessions[4].unreadCount = 2;
    shown.model.setSessions(sessions, true);
    shown.view.selectNextUnread();
    QCOMPARE(shown.view.currentSession(), idOf(1));
    shown.view.selectNextUnread();
    QCOMPARE(shown.view.currentSession(), idOf(4));
    shown.view.selectNextUnread();
    QCOMPARE(shown.view.currentSession(), idOf(1));
    shown.view.selectPrevious();
    QCOMPARE(shown.view.currentSession(), idOf(0));
    shown.view.selectPrevious();
    QCOMPARE(shown.view.currentSession(), idOf(0));
    shown.view.selectNext();
    QCOMPARE(shown.view.currentSession(), idOf(1));
}

void TestSessionListView::filtersAfterAPause()
{
    Shown shown;
    shown.view.focusFilter();
    QTest::keyClicks(shown.filter, u"ana "_s);
    QCOMPARE(shown.filtered.count(), 0);
    QTRY_COMPARE(shown.filtered.count(), 1);
    QCOMPARE(shown.filtered.first().first().toString(), u"ana"_s);
    QTest::keyClick(shown.filter, Qt::Key_Space); // nothing that changes what is found
    QTest::qWait(250);
    QCOMPARE(shown.filtered.count(), 1);
}

void TestSessionListView::escapeClearsTheFilter()
{
    Shown shown;
    shown.model.setSessions(window::summaries(3), true);
    shown.view.activateWindow();
    shown.view.focusFilter();
    QTest::keyClicks(shown.filter, u"ana"_s);
    QTRY_COMPARE(shown.filtered.count(), 1);
    QTest::keyClick(shown.filter, Qt::Key_Escape);
    QVERIFY(shown.filter->text().isEmpty());
    QTRY_COMPARE(shown.filtered.count(), 2);
    QCOMPARE(shown.filtered.last().first().toString(), QString());
    QTest::keyClick(shown.filter, Qt::Key_Escape);
    QTRY_VERIFY(shown.list->hasFocus());
}

void TestSessionListView::showsWhatThereIs()
{
    Shown shown;
    auto *skeleton = shown.view.findChild<views::Skeleton *>();
    auto *empty = shown.view.findChild<views::EmptyState *>();
    auto *sentence = empty->findChild<QLabel *>(u"emptySentence"_s);
    auto *action = empty->findChild<QPushButton *>(u"emptyAction"_s);
    QVERIFY(skeleton->isVisible());
    const QImage blank = skeleton->grab().toImage();
    QTRY_VERIFY2(skeleton->grab().toImage() != blank, "it appears when it has been waited for");

    shown.model.setSessions({}, true);
    QVERIFY(empty->isVisible());
    QVERIFY(!action->isVisible());

    QTest::keyClicks(shown.filter, u"<b>x</b>"_s);
    QTRY_COMPARE(shown.filtered.count(), 1);
    QVERIFY(sentence->text().contains(u"<b>x</b>"_s));
    QCOMPARE(sentence->textFormat(), Qt::PlainText);
    QTest::mouseClick(action, Qt::LeftButton);
    QTRY_COMPARE(shown.filtered.count(), 2);
    QVERIFY(!action->isVisible());

    shown.model.setSessions(window::summaries(1), true);
    QVERIFY(shown.list->isVisible());
}

void TestSessionListView::asksForMoreAtTheEnd()
{
    Shown shown;
    QSignalSpy more(&shown.model, &SessionListModel::moreWanted);
    shown.model.setSessions(window::summaries(50), false);
    shown.view.setCurrentSession(idOf(0));
    QTest::keyClick(shown.list, Qt::Key_End);
    QTRY_COMPARE(more.count(), 1);
}

void TestSessionListView::keepsItsPlaceOverAReset()
{
    Shown shown;
    shown.model.setSessions(window::summaries(100), true);
    QScrollBar *bar = shown.list->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 2000);
    bar->setValue(1234);
    auto changed = window::summaries(100);
    std::swap(changed[90].session.lastMessageAt, changed[91].session.lastMessageAt);
    shown.model.setSessions(changed, true);
    QCOMPARE(bar->value(), 1234);
}

void TestSessionListView::rowsAreTallEnough()
{
    Shown shown;
    shown.model.setSessions(window::summaries(2), true);
    QCOMPARE(shown.list->visualRect(shown.model.index(0)).height(), 64);
    QFont large = shown.list->font();
    large.setPixelSize(40);
    shown.list->setFont(large);
    QTRY_VERIFY(shown.list->visualRect(shown.model.index(0)).height() >= 2 * QFontMetrics(large).height());
}

QTEST_MAIN(TestSessionListView)
#include "tst_sessionlistview.moc"
