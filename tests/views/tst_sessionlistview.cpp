#include "models/searchmodel.h"
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
        models::SearchModel hits;
        SessionListView view{model, hits, clock};
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
    void findsMessagesToo();
    void saysHowASearchStands();
    void aRefusedSignInIsNoLoading();
    void canBeCompact();
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
    QCOMPARE(shown.filtered.first().first().value<client::SessionFilter>().text, u"ana"_s);
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
    QCOMPARE(shown.filtered.last().first().value<client::SessionFilter>().text, QString());
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
    QVERIFY2(!empty->isVisible(), "messages are looked for, too");
    QVERIFY(sentence->text().contains(u"<b>x</b>"_s));
    QCOMPARE(sentence->textFormat(), Qt::PlainText);
    shown.view.clearFilter();
    QTRY_COMPARE(shown.filtered.count(), 2);
    QVERIFY(empty->isVisible());
    QVERIFY(!action->isVisible());

    shown.view.setWhich(client::SessionFilter::Which::Closed);
    QCOMPARE(shown.filtered.count(), 3);
    QVERIFY(action->isVisible());
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(shown.filtered.last().first().value<client::SessionFilter>(), client::SessionFilter());
    QVERIFY(!action->isVisible());

    shown.model.setSessions(window::summaries(1), true);
    QVERIFY(shown.list->isVisible());
}

void TestSessionListView::findsMessagesToo()
{
    Shown shown;
    quint64 asked = 0;
    QObject::connect(&shown.hits, &models::SearchModel::searchWanted, &shown.view,
                     [&] { shown.hits.setAsked(++asked); });
    QSignalSpy chosen(&shown.view, &SessionListView::hitChosen);
    shown.model.setSessions(window::summaries(2), true);
    shown.view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.view));
    shown.view.focusFilter();
    auto *hits = shown.view.findChild<QListView *>(u"hitList"_s);
    QTest::keyClicks(shown.filter, u"pump"_s);
    QTRY_COMPARE(asked, 1u);
    client::SearchPage page;
    page.hits.resize(300);
    for (size_t i = 0; i < page.hits.size(); ++i) {
        page.hits[i].room = u"support-%1"_s.arg(i);
        page.hits[i].excerpt = QString(40, u'x') + u" the pump\n"_s + QString(40, u'y');
        page.hits[i].highlights = {{45, 4}};
    }
    shown.hits.addPage(asked, page);
    QTRY_VERIFY(hits->isVisible());
    QVERIFY(shown.list->isVisible());
    QTRY_COMPARE(shown.list->height(), 128); // as high as the sessions need
    QVERIFY(!hits->grab().toImage().isNull());

    QTest::keyClick(shown.filter, Qt::Key_Down);
    QVERIFY(shown.list->hasFocus());
    QTest::keyClick(shown.list, Qt::Key_Down);
    QTest::keyClick(shown.list, Qt::Key_Down);
    QVERIFY(hits->hasFocus());
    QTest::keyClick(hits, Qt::Key_Down);
    QTest::keyClick(hits, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toInt(), 1);
    QTest::keyClick(hits, Qt::Key_Up);
    QTest::keyClick(hits, Qt::Key_Up);
    QVERIFY(shown.list->hasFocus());
    QTest::mouseClick(hits->viewport(), Qt::LeftButton, {}, hits->visualRect(shown.hits.index(2)).center());
    QCOMPARE(chosen.last()[0].toInt(), 2);
    hits->setFocus();
    QTest::keyClick(hits, Qt::Key_Escape);
    QVERIFY(shown.filter->hasFocus());

    shown.model.setSessions({}, true);
    QTest::keyClick(shown.filter, Qt::Key_Return); // no session: the first message
    QCOMPARE(chosen.last()[0].toInt(), 0);
    shown.view.clearFilter();
    QTRY_VERIFY(!hits->isVisible());
}

void TestSessionListView::saysHowASearchStands()
{
    Shown shown;
    shown.model.setSessions(window::summaries(2), true);
    auto *results = shown.view.findChild<QWidget *>(u"searchResults"_s);
    auto *sentence = shown.view.findChild<QLabel *>(u"searchState"_s);
    auto *again = shown.view.findChild<QPushButton *>(u"searchAgainButton"_s);
    QVERIFY(!results->isVisible());
    shown.hits.setText(u"p"_s);
    QCOMPARE(sentence->text(), u"Two letters or more find messages."_s);
    shown.hits.setText(u"pump"_s);
    QCOMPARE(sentence->text(), u"Searching…"_s);
    QSignalSpy wanted(&shown.hits, &models::SearchModel::searchWanted);
    QTRY_COMPARE(wanted.count(), 1);
    shown.hits.setAsked(1);
    shown.hits.fail(1, u"<b>Later.</b>"_s);
    QCOMPARE(sentence->text(), u"<b>Later.</b>"_s);
    QCOMPARE(sentence->textFormat(), Qt::PlainText);
    QVERIFY(again->isVisible());
    QTest::mouseClick(again, Qt::LeftButton);
    QCOMPARE(wanted.count(), 2);
    shown.hits.setAsked(2);
    shown.hits.addPage(2, {});
    QCOMPARE(sentence->text(), u"No message has these words."_s);
    QVERIFY(!again->isVisible());
    shown.hits.setOnline(false);
    shown.hits.setText(u"pumps"_s);
    QVERIFY(sentence->text().contains(u"when the server is reached again"_s));
}

void TestSessionListView::aRefusedSignInIsNoLoading()
{
    Shown shown;
    auto *empty = shown.view.findChild<views::EmptyState *>();
    QVERIFY(shown.view.findChild<views::Skeleton *>()->isVisible());
    shown.view.setUnavailable(u"Nobody is signed in."_s);
    QVERIFY(empty->isVisible());
    QCOMPARE(empty->findChild<QLabel *>(u"emptySentence"_s)->text(), u"Nobody is signed in."_s);
    shown.view.setUnavailable({});
    QVERIFY(!empty->isVisible());
    shown.model.setSessions(window::summaries(1), true);
    QVERIFY(shown.list->isVisible());
}

void TestSessionListView::canBeCompact()
{
    Shown shown;
    shown.model.setSessions(window::summaries(2), true);
    shown.view.setCompact(true);
    QTRY_COMPARE(shown.list->visualRect(shown.model.index(0)).height(), 48);
    shown.view.setCompact(false);
    QTRY_COMPARE(shown.list->visualRect(shown.model.index(0)).height(), 64);
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
