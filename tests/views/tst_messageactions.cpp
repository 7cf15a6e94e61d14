#include "sampleconversation.h"
#include "theme/theme.h"
#include "views/conversationview.h"
#include "views/messageactions.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using client::PendingChange;
using models::MessageListModel;
using sample::message;
using views::ConversationView;

/// What a ConversationView offers for its messages, and how it leads to one.
class TestMessageActions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void keysActOnTheCurrentMessage();
    void nothingIsOfferedThatIsRefused();
    void theMenuOffers();
    void theMenuNamesReaders();
    void hoveringOffers();
    void failedChangesAreTriedAgain();
    void asksForAQuotedMessage();
    void goesToWhatIsLoaded();
    void goesToWhatIsNotLoaded();
    void holdsItsPlaceWhileItLoads();
    void marksTheWordsThatWereFound();
    void speaksOfChanges();

private:
    void openSmall(const std::vector<domain::Message> &messages);
    void settle() { QCoreApplication::processEvents(), QCoreApplication::processEvents(); }
    QMenu *menuOf(int row);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }

    std::unique_ptr<theme::Theme> m_theme;
    base::ManualClock m_clock{sample::noon + 1min};
    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<ConversationView> m_view;
};

void TestMessageActions::initTestCase()
{
    m_theme = std::make_unique<theme::Theme>(*qApp, theme::Choice::Light);
}

void TestMessageActions::init()
{
    m_model = std::make_unique<MessageListModel>();
    m_view = std::make_unique<ConversationView>(*m_model, m_clock);
    m_view->resize(700, 600);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestMessageActions::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void TestMessageActions::openSmall(const std::vector<domain::Message> &messages)
{
    m_model->open(sample::session, qint64(messages.size()), qint64(messages.size()), sample::self);
    m_model->insertMessages(messages);
    settle();
}

QMenu *TestMessageActions::menuOf(int row)
{
    qDeleteAll(m_view->findChildren<QMenu *>(u"messageMenu"_s)); // of before
    const QPoint at = m_view->bubbleRect(row).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_view->viewport()->mapToGlobal(at));
    QApplication::sendEvent(m_view->viewport(), &event);
    const auto menus = m_view->findChildren<QMenu *>(u"messageMenu"_s);
    return menus.isEmpty() ? nullptr : menus.last();
}

void TestMessageActions::keysActOnTheCurrentMessage()
{
    openSmall({message(1, u"one"_s, sample::noon), message(2, u"two"_s, sample::noon, true)});
    QSignalSpy replies(m_view.get(), &ConversationView::replyRequested);
    QSignalSpy edits(m_view.get(), &ConversationView::editRequested);
    QSignalSpy deletions(m_view.get(), &ConversationView::deleteRequested);
    QSignalSpy undos(m_view.get(), &ConversationView::undoRequested);
    press(Qt::Key_R);
    QCOMPARE(replies.count(), 0); // no message is chosen
    m_view->setCurrentRow(0);
    press(Qt::Key_R);
    press(Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(replies.count(), 2);
    QCOMPARE(replies[0][0].value<domain::ReplyPreview>().excerpt, u"one"_s);
    press(Qt::Key_E);
    QCOMPARE(edits.count(), 0); // it is somebody else's
    press(Qt::Key_Delete);
    QCOMPARE(deletions.count(), 1);
    m_view->setCurrentRow(1);
    press(Qt::Key_E);
    QCOMPARE(edits.count(), 1);
    QCOMPARE(edits[0][1].toString(), u"two"_s);
    press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undos.count(), 1);
}

void TestMessageActions::nothingIsOfferedThatIsRefused()
{
    domain::Message old = message(1, u"old"_s, sample::noon - 20min, true);
    domain::Message gone = message(2, {}, sample::noon, true);
    gone.deletedAt = sample::noon;
    openSmall({old, gone});
    QVERIFY(!menuOf(0)->findChild<QAction *>(u"editAction"_s));
    QVERIFY(menuOf(0)->findChild<QAction *>(u"deleteAction"_s)); // by staff
    QVERIFY(!menuOf(1));
    m_view->setWritable(false);
    QVERIFY(!menuOf(0)->findChild<QAction *>(u"replyAction"_s));
}

void TestMessageActions::theMenuOffers()
{
    domain::Message own = message(1, u"own"_s, sample::noon, true);
    own.editedAt = sample::noon;
    openSmall({own});
    QSignalSpy edits(m_view.get(), &ConversationView::editRequested);
    QSignalSpy deletions(m_view.get(), &ConversationView::deleteRequested);
    QSignalSpy versions(m_view.get(), &ConversationView::versionsRequested);
    QMenu *menu = menuOf(0);
    for (const QString &name : {u"editAction"_s, u"deleteAction"_s, u"versionsAction"_s})
        menu->findChild<QAction *>(name)->trigger();
    QCOMPARE(edits.count(), 1);
    QCOMPARE(deletions[0][0].value<domain::MessageId>(), sample::idOf(1));
    QCOMPARE(versions.count(), 1);
    QVERIFY(!menu->findChild<QMenu *>(u"readersMenu"_s));
}

void TestMessageActions::theMenuNamesReaders()
{
    openSmall({message(1, u"own"_s, sample::noon, true)});
    m_model->noteRead({u"client-7"_s, u"Ana & Co"_s, domain::Role::Client}, 1, sample::noon);
    m_model->noteReceived({u"client-8"_s, u"Ben"_s, domain::Role::Client}, 1);
    QMenu *readers = menuOf(0)->findChild<QMenu *>(u"readersMenu"_s);
    QVERIFY(readers);
    QStringList lines;
    for (const QAction *action : readers->actions())
        lines.append(action->text());
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith(u"Ana && Co, "_s));
    QCOMPARE(lines[1], u"Delivered to"_s);
    QCOMPARE(lines[2], u"Ben"_s);
}

void TestMessageActions::hoveringOffers()
{
    openSmall({message(1, u"one"_s, sample::noon), message(2, u"two"_s, sample::noon, true)});
    QSignalSpy replies(m_view.get(), &ConversationView::replyRequested);
    auto *actions = m_view->findChild<views::MessageActions *>();
    QVERIFY(!actions->isVisible());
    for (int row = 0; row < 2; ++row) {
        const QRect bubble = m_view->bubbleRect(row);
        QTest::mouseMove(m_view->viewport(), bubble.center());
        QTRY_VERIFY(actions->isVisible());
        QVERIFY(!actions->geometry().intersects(bubble));
        QVERIFY(m_view->viewport()->rect().contains(actions->geometry()));
        QTest::mouseClick(actions->findChild<QToolButton *>(u"hoverReplyButton"_s), Qt::LeftButton);
    }
    QCOMPARE(replies.count(), 2);
    QCOMPARE(replies[1][0].value<domain::ReplyPreview>().excerpt, u"two"_s);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(m_view->viewport(), &leave);
    QVERIFY(!actions->isVisible());
}

void TestMessageActions::failedChangesAreTriedAgain()
{
    openSmall({message(1, u"one"_s, sample::noon), message(2, u"two"_s, sample::noon, true)});
    m_model->setChanges({{sample::session,
                          sample::idOf(1),
                          PendingChange::Kind::Delete,
                          {},
                          PendingChange::State::Failed,
                          u"You may not."_s},
                         {sample::session, sample::idOf(2), PendingChange::Kind::Edit, u"due"_s,
                          PendingChange::State::Failed, u"Too late."_s}});
    settle();
    QSignalSpy again(m_view.get(), &ConversationView::retryChangeRequested);
    QSignalSpy given(m_view.get(), &ConversationView::discardChangeRequested);
    menuOf(0)->findChild<QAction *>(u"retryAction"_s)->trigger();
    menuOf(1)->findChild<QAction *>(u"discardAction"_s)->trigger();
    QCOMPARE(again[0][0].value<domain::MessageId>(), sample::idOf(1));
    QCOMPARE(given[0][0].value<domain::MessageId>(), sample::idOf(2));
    QVERIFY(m_view->rowDescription(1).contains(u"Not saved"_s));
    QVERIFY(m_view->rowDescription(1).contains(u"Too late."_s));
}

void TestMessageActions::asksForAQuotedMessage()
{
    domain::Message reply = message(2, u"answer"_s, sample::noon);
    reply.replyTo = domain::ReplyPreview{1, sample::idOf(99), u"Besnik"_s, u"not loaded"_s};
    openSmall({message(1, u"one"_s, sample::noon), reply});
    QSignalSpy wanted(m_view.get(), &ConversationView::quotedWanted);
    const QRect bubble = m_view->bubbleRect(1);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, bubble.topLeft() + QPoint(40, 20));
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<domain::MessageId>(), sample::idOf(99));
}

void TestMessageActions::goesToWhatIsLoaded()
{
    m_model->open(sample::session, 200, 200, sample::self);
    m_model->insertMessages(sample::generatedPage(1, 200, 200));
    settle();
    QVERIFY(m_view->isAtEnd());
    m_view->goTo(20);
    settle();
    QVERIFY(!m_view->isAtEnd());
    QVERIFY(m_view->firstVisibleRow() <= 19 && m_view->lastVisibleRow() >= 19);
    QCOMPARE(m_view->currentRow(), 19);
    m_view->goTo(0);
    m_view->goTo(201);
    QCOMPARE(m_view->currentRow(), 19);
}

void TestMessageActions::goesToWhatIsNotLoaded()
{
    m_model->open(sample::session, 5000, 5000, sample::self);
    m_model->insertMessages(sample::generatedPage(4901, 100, 5000));
    settle();
    QSignalSpy wanted(m_model.get(), &MessageListModel::pageWanted);
    m_view->goTo(2450);
    QTRY_VERIFY(wanted.count() > 0);
    QVERIFY(std::any_of(wanted.begin(), wanted.end(),
                        [](const auto &call) { return call[0].toLongLong() == 2401; }));
    m_model->insertMessages(sample::generatedPage(2401, 100, 5000));
    settle();
    QVERIFY(m_view->bubbleRect(2449).isValid());
}

void TestMessageActions::holdsItsPlaceWhileItLoads()
{
    m_model->open(sample::session, 5000, 5000, sample::self);
    m_model->insertMessages(sample::generatedPage(4901, 100, 5000));
    settle();
    m_view->goTo(2402); // near the end of the page before
    settle();
    m_model->insertMessages(sample::generatedPage(2401, 100, 5000));
    settle();
    m_model->insertMessages(sample::generatedPage(2301, 100, 5000));
    settle();
    const QRect row = m_view->rowRect(2401);
    QVERIFY(row.isValid());
    QCOMPARE(row.top(), m_view->viewport()->height() / 4);
}

void TestMessageActions::marksTheWordsThatWereFound()
{
    openSmall({message(1, u"the pump and the pump"_s, sample::noon)});
    const QImage before = m_view->viewport()->grab().toImage();
    m_view->goTo(1, {u"pump"_s});
    QTRY_VERIFY(m_view->viewport()->grab().toImage() != before);
    m_view->clearFound();
}

void TestMessageActions::speaksOfChanges()
{
    domain::Message edited = message(1, u"one"_s, sample::noon, true);
    edited.editedAt = sample::noon;
    openSmall({edited, message(2, u"two"_s, sample::noon, true)});
    QVERIFY(m_view->rowDescription(0).contains(u"edited"_s));
    m_model->setChanges({{sample::session,
                          sample::idOf(1),
                          PendingChange::Kind::Edit,
                          u"uno"_s,
                          PendingChange::State::Sending,
                          {}},
                         {sample::session,
                          sample::idOf(2),
                          PendingChange::Kind::Delete,
                          {},
                          PendingChange::State::Held,
                          {}}});
    QVERIFY(m_view->rowDescription(0).contains(u"uno. Waiting to be saved"_s));
    QVERIFY(m_view->rowDescription(1).contains(u"Message deleted"_s));
}

QTEST_MAIN(TestMessageActions)
#include "tst_messageactions.moc"
