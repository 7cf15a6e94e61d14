#include "sampleconversation.h"
#include "theme/theme.h"
#include "views/conversationview.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::MessageListModel;
using sample::message;
using sample::pending;
using views::ConversationView;
using State = client::PendingMessage::State;

class tst_conversationview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void opensAtTheEnd();
    void opensAtTheFirstUnread();
    void olderPagesMoveNothing();
    void scrollsByWhatIsAsked();
    void reachesTheTop();
    void staysAtTheEnd();
    void offersNewMessages();
    void goesDownByTheEndKey();
    void ownMessagesAreNotNew();
    void confirmingMovesNothing();
    void sendsAgainAndDiscards();
    void loadsAgain();
    void saysThatItIsEmpty();
    void showsSkeletonsAfterAWhile();
    void separatorsTakeRoom();
    void marksWhatCameUnseen();
    void mirrors();
    void keepsToItsWidth_data();
    void keepsToItsWidth();
    void selectsAndCopies();
    void copiesTheCurrentMessage();
    void opensLinksOnClick();
    void goesToTheQuotedMessage();
    void tellsWhatWasSeen();
    void tellsNothingSeenInTheBackground();
    void movesByKeyboard();
    void hasAMenu();
    void speaks();
    void saysWhoWrites();
    void follows();
    void contrasts();

private:
    /// Opens \a total messages and answers what is wanted, as a server would.
    void open(qint64 total, qint64 read);
    void openSmall(const std::vector<domain::Message> &messages);
    void answer();
    bool visibleLoaded();
    void arrive(const domain::Message &message) { m_model->insertMessages({message}); }
    void settle() { QCoreApplication::processEvents(), QCoreApplication::processEvents(); }
    QPushButton *jump() const { return m_view->findChild<QPushButton *>(u"newMessagesButton"_s); }
    QWidget *port() const { return m_view->viewport(); }
    int top(int row) { return m_view->rowRect(row).top(); }
    QMenu *menuOf(int row);

    std::unique_ptr<theme::Theme> m_theme;
    base::ManualClock m_clock{sample::noon + 1h};
    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<ConversationView> m_view;
};

void tst_conversationview::initTestCase()
{
    m_theme = std::make_unique<theme::Theme>(*qApp, theme::Choice::Light);
}

void tst_conversationview::init()
{
    m_model = std::make_unique<MessageListModel>();
    m_view = std::make_unique<ConversationView>(*m_model, m_clock);
    m_view->resize(700, 600);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void tst_conversationview::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void tst_conversationview::answer()
{
    connect(m_model.get(), &MessageListModel::pageWanted, m_model.get(), [this](qint64 from, int count) {
        QTimer::singleShot(0, m_model.get(), [this, from, count] {
            m_model->insertMessages(sample::generatedPage(from, count, m_model->lastSeq()));
        });
    });
}

bool tst_conversationview::visibleLoaded()
{
    const int first = m_view->firstVisibleRow();
    for (int row = first; row >= 0 && row <= m_view->lastVisibleRow(); ++row)
        if (!m_model->rowAt(row).isLoaded())
            return false;
    return first >= 0;
}

void tst_conversationview::open(qint64 total, qint64 read)
{
    answer();
    m_model->open(sample::session, total, read, sample::self);
    QTRY_VERIFY(visibleLoaded());
    QTRY_VERIFY(m_view->verticalScrollBar()->maximum() > 0);
    settle();
}

void tst_conversationview::openSmall(const std::vector<domain::Message> &messages)
{
    m_model->open(sample::session, qint64(messages.size()), qint64(messages.size()), sample::self);
    m_model->insertMessages(messages);
    settle();
}

QMenu *tst_conversationview::menuOf(int row)
{
    m_view->setCurrentRow(row);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QCoreApplication::sendEvent(m_view.get(), &event);
    return m_view->findChild<QMenu *>(u"messageMenu"_s);
}

void tst_conversationview::opensAtTheEnd()
{
    open(100'000, 100'000);
    QVERIFY(m_view->isAtEnd());
    QCOMPARE(m_view->lastVisibleRow(), 99'999);
    QVERIFY(m_view->bubbleRect(99'999).bottom() < port()->height());
    QVERIFY(!jump()->isVisible());
}

void tst_conversationview::opensAtTheFirstUnread()
{
    open(1000, 900);
    const int row = int(m_model->firstUnreadSeq()) - 1;
    QVERIFY(row >= 900);
    QVERIFY(!m_view->isAtEnd());
    QVERIFY2(top(row) >= 0 && top(row) < port()->height() / 2, qPrintable(QString::number(top(row))));
    QVERIFY(jump()->isVisible());
}

void tst_conversationview::olderPagesMoveNothing()
{
    m_model->open(sample::session, 1000, 1000, sample::self);
    m_model->insertMessages(sample::generatedPage(901, 100, 1000));
    settle();
    QScrollBar *bar = m_view->verticalScrollBar();
    while (m_view->firstVisibleRow() > 897) {
        bar->setValue(bar->value() - 40);
        settle();
    }
    QVERIFY(!m_model->rowAt(899).isLoaded());
    QVERIFY(m_model->rowAt(902).isLoaded());
    const QRect before = m_view->bubbleRect(902);
    QVERIFY(before.top() > 0);
    m_model->insertMessages(sample::generatedPage(801, 100, 1000));
    settle();
    QVERIFY(m_model->rowAt(899).isLoaded());
    QCOMPARE(m_view->bubbleRect(902).bottom(), before.bottom());
    m_view->resize(700, 601); // laid out anew
    settle();
    QCOMPARE(m_view->bubbleRect(902).bottom(), before.bottom());
}

void tst_conversationview::scrollsByWhatIsAsked()
{
    open(1000, 1000);
    QScrollBar *bar = m_view->verticalScrollBar();
    for (int i = 0; i < 60; ++i) {
        const int row = m_view->firstVisibleRow() + 1;
        const int before = m_view->bubbleRect(row).bottom();
        bar->setValue(bar->value() - 33);
        settle();
        QCOMPARE(m_view->bubbleRect(row).bottom(), before + 33);
        QTRY_VERIFY(visibleLoaded());
    }
}

void tst_conversationview::reachesTheTop()
{
    open(100'000, 100'000);
    m_view->verticalScrollBar()->setValue(0);
    QTRY_VERIFY(visibleLoaded());
    QTRY_COMPARE(m_view->firstVisibleRow(), 0);
    QVERIFY(top(0) >= 0);
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
    QTRY_VERIFY(visibleLoaded());
    QVERIFY(qAbs(m_view->firstVisibleRow() - 50'000) < 2000);
}

void tst_conversationview::staysAtTheEnd()
{
    open(300, 300);
    for (int seq = 301; seq <= 320; ++seq)
        arrive(message(seq, u"a line and "_s.repeated(seq % 40), sample::noon + 1min));
    settle();
    QVERIFY(m_view->isAtEnd());
    QCOMPARE(m_view->lastVisibleRow(), 319);
    QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
    QCOMPARE(m_view->newMessages(), 0);
}

void tst_conversationview::offersNewMessages()
{
    open(300, 300);
    m_view->verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    QTRY_VERIFY(jump()->isVisible());
    QTRY_VERIFY(visibleLoaded());
    settle();
    QVERIFY(jump()->text().isEmpty());
    const int row = m_view->firstVisibleRow() + 1;
    const int before = top(row);
    for (int seq = 301; seq <= 303; ++seq)
        arrive(message(seq, u"new"_s, sample::noon + 1min));
    settle();
    QCOMPARE(top(row), before);
    QVERIFY2(jump()->text().contains(u'3'), qPrintable(jump()->text()));
    QTest::mouseClick(jump(), Qt::LeftButton);
    settle();
    QVERIFY(m_view->isAtEnd());
    QCOMPARE(m_view->lastVisibleRow(), 302);
    QVERIFY(!jump()->isVisible());
    QCOMPARE(m_view->newMessages(), 0);
}

void tst_conversationview::goesDownByTheEndKey()
{
    open(300, 300);
    m_view->verticalScrollBar()->setValue(0);
    settle();
    QVERIFY(!m_view->isAtEnd());
    QTest::keyClick(m_view.get(), Qt::Key_End);
    settle();
    QVERIFY(m_view->isAtEnd());
    QCOMPARE(m_view->currentRow(), 299);
}

void tst_conversationview::ownMessagesAreNotNew()
{
    open(300, 300);
    m_view->verticalScrollBar()->setValue(0);
    settle();
    arrive(message(301, u"from my other console"_s, sample::noon, true));
    QCOMPARE(m_view->newMessages(), 0);
}

void tst_conversationview::confirmingMovesNothing()
{
    open(300, 300);
    m_model->setPending({pending(u"a"_s, u"On my way"_s)});
    settle();
    QCOMPARE(m_view->lastVisibleRow(), 300);
    const QRect before = m_view->bubbleRect(300);
    auto stored = message(301, u"On my way"_s, sample::noon, true);
    stored.clientMsgId = u"a"_s;
    arrive(stored);
    settle();
    QCOMPARE(m_view->lastVisibleRow(), 300);
    QCOMPARE(m_view->bubbleRect(300), before);
}

void tst_conversationview::sendsAgainAndDiscards()
{
    openSmall({message(1, u"a"_s, sample::noon)});
    m_model->setPending({pending(u"id-1"_s, u"refused"_s, State::Failed, u"The session is closed."_s)});
    settle();
    const QRect bubble = m_view->bubbleRect(1);
    const int below = (bubble.bottom() + m_view->rowRect(1).bottom()) / 2;
    QVERIFY(below > bubble.bottom() + 4);
    QSignalSpy retried(m_view.get(), &ConversationView::retryRequested);
    QSignalSpy discarded(m_view.get(), &ConversationView::discardRequested);
    int x = bubble.right() - 8;
    for (; discarded.isEmpty() && x > 0; x -= 4)
        QTest::mouseClick(port(), Qt::LeftButton, {}, {x, below});
    QCOMPARE(retried.size(), 0);
    for (; retried.isEmpty() && x > 0; x -= 4)
        QTest::mouseClick(port(), Qt::LeftButton, {}, {x, below});
    QCOMPARE(discarded[0][0].toString(), u"id-1"_s);
    QCOMPARE(retried[0][0].toString(), u"id-1"_s);
    QVERIFY(x > 300);
}

void tst_conversationview::loadsAgain()
{
    m_model->open(sample::session, 100, 100, sample::self);
    QTRY_VERIFY(m_view->lastVisibleRow() == 99);
    m_model->pageFailed(1, u"The server does not answer."_s);
    auto *button = m_view->findChild<QPushButton *>(u"noticeButton"_s);
    QTRY_VERIFY(button->isVisible());
    QSignalSpy wanted(m_model.get(), &MessageListModel::pageWanted);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    m_model->insertMessages(sample::generatedPage(1, 100, 100));
    QTRY_VERIFY(!button->isVisible());
}

void tst_conversationview::saysThatItIsEmpty()
{
    m_model->open(sample::session, 0, 0, sample::self);
    auto *title = m_view->findChild<QWidget *>(u"noticeTitle"_s);
    QTRY_VERIFY(title->isVisible());
    arrive(message(1, u"first"_s, sample::noon));
    QTRY_VERIFY(!title->isVisible());
}

void tst_conversationview::showsSkeletonsAfterAWhile()
{
    const auto uniform = [&] {
        const QImage image = port()->grab().toImage();
        for (int y = 0; y < image.height(); y += 5)
            for (int x = 0; x < image.width(); x += 5)
                if (image.pixelColor(x, y) != theme::tokens().background)
                    return false;
        return true;
    };
    m_model->open(sample::session, 5, 5, sample::self); // without a scroll bar
    settle();
    QVERIFY(uniform());
    QTRY_VERIFY(!uniform());
}

void tst_conversationview::separatorsTakeRoom()
{
    openSmall({message(1, u"a"_s, sample::noon - 24h), message(2, u"b"_s, sample::noon),
               message(3, u"c"_s, sample::noon + 10min)});
    const int plain = m_view->rowRect(2).height();
    QVERIFY(m_view->rowRect(1).height() > plain + 20); // its day's title
    m_model->setFirstUnread(3);
    settle();
    QVERIFY(m_view->rowRect(2).height() > plain + 20);
}

void tst_conversationview::marksWhatCameUnseen()
{
    open(300, 300);
    arrive(message(301, u"seen as it comes"_s, sample::noon));
    settle();
    QCOMPARE(m_model->firstUnreadSeq(), 0);
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() - 300);
    settle();
    arrive(message(302, u"below"_s, sample::noon));
    arrive(message(303, u"below too"_s, sample::noon));
    QCOMPARE(m_model->firstUnreadSeq(), 302);
}

void tst_conversationview::mirrors()
{
    openSmall({message(1, u"theirs"_s, sample::noon), message(2, u"mine"_s, sample::noon, true)});
    const QRect theirs = m_view->bubbleRect(0);
    const QRect mine = m_view->bubbleRect(1);
    QVERIFY(theirs.center().x() < port()->width() / 2);
    QVERIFY(mine.center().x() > port()->width() / 2);
    const int width = port()->width();
    m_view->setLayoutDirection(Qt::RightToLeft);
    settle();
    QCOMPARE(m_view->bubbleRect(0).right(), width - 1 - theirs.left());
    QCOMPARE(m_view->bubbleRect(1).left(), width - 1 - mine.right());
}

void tst_conversationview::keepsToItsWidth_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("one letter") << u"a"_s;
    QTest::newRow("a word of 16 KiB") << QString(16'384, u'W');
    QTest::newRow("10,000 lines") << u"a\n"_s.repeated(8'000) + u"\n"_s.repeated(300);
    QTest::newRow("Arabic and English") << u"مرحبا E17 بالعالم https://example.org/a "_s.repeated(20);
    QTest::newRow("emoji") << u"👩‍🔧🚀"_s.repeated(200);
}

void tst_conversationview::keepsToItsWidth()
{
    QFETCH(const QString, text);
    for (const bool own : {false, true}) {
        openSmall({message(1, text, sample::noon, own)});
        const QRect bubble = m_view->bubbleRect(0);
        QVERIFY(bubble.width() > 0 && bubble.width() <= port()->width() * 7 / 10 + 1);
        QVERIFY(bubble.left() >= 0 && bubble.right() < port()->width());
        for (const QSize size : {QSize(260, 600), QSize(1600, 600), QSize(700, 600)}) {
            m_view->resize(size);
            settle();
            QVERIFY(m_view->bubbleRect(0).width() <= 640);
            QVERIFY(m_view->bubbleRect(0).right() < port()->width());
        }
    }
}

void tst_conversationview::selectsAndCopies()
{
    openSmall({message(1, u"pump stops"_s, sample::noon, true)});
    const QRect bubble = m_view->bubbleRect(0);
    const int y = bubble.center().y();
    QTest::mousePress(port(), Qt::LeftButton, {}, {bubble.left() + 12, y});
    QTest::mouseMove(port(), {bubble.left() + 60, y});
    QTest::mouseMove(port(), {bubble.right() - 2, y});
    QTest::mouseRelease(port(), Qt::LeftButton, {}, {bubble.right() - 2, y});
    QCOMPARE(m_view->selectedText(), u"pump stops"_s);
    QTest::keySequence(m_view.get(), QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), u"pump stops"_s);
    QTest::mouseClick(port(), Qt::LeftButton, {}, {5, 5});
    QCOMPARE(m_view->selectedText(), QString());
    QTest::mouseDClick(port(), Qt::LeftButton, {}, {bubble.left() + 20, y});
    QCOMPARE(m_view->selectedText(), u"pump"_s);
}

void tst_conversationview::copiesTheCurrentMessage()
{
    openSmall({message(1, u"one\r\ntwo"_s, sample::noon), message(2, u"three"_s, sample::noon)});
    m_view->setCurrentRow(0);
    QTest::keySequence(m_view.get(), QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), u"one\ntwo"_s);
    QTest::keySequence(m_view.get(), QKeySequence::SelectAll);
    QCOMPARE(m_view->selectedText(), u"one\ntwo"_s);
}

void tst_conversationview::opensLinksOnClick()
{
    openSmall({message(1, u"https://example.org/manual"_s, sample::noon, true)});
    const QRect bubble = m_view->bubbleRect(0);
    QSignalSpy opened(m_view.get(), &ConversationView::linkActivated);
    const QPoint from(bubble.left() + 30, bubble.top() + 16);
    const QPoint to(bubble.left() + 90, bubble.top() + 16);
    QTest::mousePress(port(), Qt::LeftButton, {}, from);
    QTest::mouseMove(port(), to);
    QTest::mouseRelease(port(), Qt::LeftButton, {}, to);
    QCOMPARE(opened.size(), 0);
    QVERIFY(!m_view->selectedText().isEmpty());
    QTest::mouseClick(port(), Qt::LeftButton, {}, from);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].toUrl(), QUrl(u"https://example.org/manual"_s));
}

void tst_conversationview::goesToTheQuotedMessage()
{
    open(300, 300);
    auto reply = message(301, u"Yes"_s, sample::noon + 1min);
    reply.replyTo = domain::ReplyPreview{1250, sample::idOf(250), u"Arta"_s, u"Is it?"_s};
    arrive(reply);
    settle();
    QVERIFY(m_view->rowRect(249).isNull());
    const QRect bubble = m_view->bubbleRect(300);
    QTest::mouseClick(port(), Qt::LeftButton, {}, {bubble.left() + 40, bubble.top() + bubble.height() / 2});
    settle();
    QVERIFY(!m_view->rowRect(249).isNull());
}

void tst_conversationview::tellsWhatWasSeen()
{
    QSignalSpy seen(m_view.get(), &ConversationView::seenUpTo);
    open(1000, 900);
    QTRY_VERIFY(!seen.isEmpty());
    const qint64 first = seen.back()[0].toLongLong();
    QVERIFY(first > 900 && first < 1000);
    QCOMPARE(seen.back()[1].value<domain::MessageId>(), sample::idOf(first));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QTRY_COMPARE(seen.back()[0].toLongLong(), 1000);
    const auto count = seen.size();
    m_view->verticalScrollBar()->setValue(0);
    QTRY_VERIFY(visibleLoaded());
    settle();
    QCOMPARE(seen.size(), count);
}

void tst_conversationview::tellsNothingSeenInTheBackground()
{
    open(300, 300);
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QSignalSpy seen(m_view.get(), &ConversationView::seenUpTo);
    arrive(message(301, u"nobody looks"_s, sample::noon));
    settle();
    QCOMPARE(seen.size(), 0);
    QCOMPARE(m_model->firstUnreadSeq(), 301);
    m_view->activateWindow();
    QTRY_COMPARE(seen.size(), 1);
    QCOMPARE(seen[0][0].toLongLong(), 301);
}

void tst_conversationview::movesByKeyboard()
{
    open(300, 300);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    settle();
    const int start = m_view->currentRow();
    QVERIFY(start >= m_view->firstVisibleRow() && start <= m_view->lastVisibleRow());
    for (int i = 0; i < 40; ++i) {
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        settle();
        QVERIFY(!m_view->rowRect(m_view->currentRow()).isNull());
    }
    QVERIFY(m_view->currentRow() < start);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QTRY_COMPARE(m_view->firstVisibleRow(), 0);
    QCOMPARE(m_view->currentRow(), 0);
    QTRY_VERIFY(visibleLoaded());
    const int before = m_view->lastVisibleRow();
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    settle();
    QVERIFY(m_view->firstVisibleRow() > 0 && m_view->firstVisibleRow() <= before + 1);
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QCOMPARE(m_view->currentRow(), -1);
}

void tst_conversationview::hasAMenu()
{
    openSmall({message(1, u"theirs"_s, sample::noon)});
    m_model->setPending({pending(u"id-1"_s, u"refused"_s, State::Failed)});
    settle();
    QSignalSpy replied(m_view.get(), &ConversationView::replyRequested);
    QSignalSpy retried(m_view.get(), &ConversationView::retryRequested);
    QMenu *menu = menuOf(0);
    QVERIFY(menu);
    menu->findChild<QAction *>(u"replyAction"_s)->trigger();
    QCOMPARE(replied.size(), 1);
    QCOMPARE(replied[0][0].value<domain::ReplyPreview>().excerpt, u"theirs"_s);
    menu->findChild<QAction *>(u"copyAction"_s)->trigger();
    QCOMPARE(QApplication::clipboard()->text(), u"theirs"_s);
    QVERIFY(!menu->findChild<QAction *>(u"retryAction"_s));
    delete menu;
    m_view->setWritable(false);
    menu = menuOf(0);
    QVERIFY(!menu->findChild<QAction *>(u"replyAction"_s));
    delete menu;
    menu = menuOf(1);
    menu->findChild<QAction *>(u"retryAction"_s)->trigger();
    QCOMPARE(retried.size(), 1);
    delete menu;
}

void tst_conversationview::speaks()
{
    openSmall({message(1, u"The pump stops"_s, sample::noon), message(2, u"Coming"_s, sample::noon, true)});
    m_model->setReadUpTo(2);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QCOMPARE(list->role(), QAccessible::List);
    QVERIFY(list->childCount() >= 2);
    QAccessibleInterface *item = list->child(0);
    QCOMPARE(item->role(), QAccessible::ListItem);
    QVERIFY(item->text(QAccessible::Name).contains(u"Besnik Hoxha"_s));
    QVERIFY(item->text(QAccessible::Name).contains(u"The pump stops"_s));
    QVERIFY(list->child(1)->text(QAccessible::Name).contains(u"Read"_s));
    QCOMPARE(list->indexOfChild(list->child(1)), 1);
    m_view->setCurrentRow(1);
    QVERIFY(list->child(1)->state().focused);
    QCOMPARE(list->focusChild(), list->child(1));
}

void tst_conversationview::saysWhoWrites()
{
    openSmall({message(1, u"a"_s, sample::noon)});
    auto *indicator = m_view->findChild<QWidget *>(u"typingIndicator"_s);
    QVERIFY(!indicator->isVisible());
    m_view->setTyping({u"Besnik"_s});
    QVERIFY(indicator->isVisible());
    QVERIFY(indicator->accessibleName().contains(u"Besnik"_s));
    m_view->setTyping({u"Besnik"_s, u"Mira"_s});
    QVERIFY(indicator->accessibleName().contains(u"Mira"_s));
    m_view->setTyping({});
    QVERIFY(!indicator->isVisible());
}

/// The theme changes and a message is edited, deleted, and gone: what is shown follows.
void tst_conversationview::follows()
{
    openSmall({message(1, u"a"_s, sample::noon), message(2, u"b"_s, sample::noon)});
    m_theme->setChoice(theme::Choice::Dark);
    settle();
    QCOMPARE(port()->grab().toImage().pixelColor(2, 2), theme::tokens().background);
    m_theme->setChoice(theme::Choice::Light);
    const int before = m_view->rowRect(1).height();
    auto edited = message(2, u"many words "_s.repeated(60), sample::noon);
    edited.change = 5;
    edited.editedAt = sample::noon;
    arrive(edited);
    settle();
    QVERIFY(m_view->rowRect(1).height() > before);
    QVERIFY(m_view->rowDescription(1).contains(u"edited"_s));
    edited.change = 6;
    edited.deletedAt = sample::noon;
    arrive(edited);
    settle();
    QCOMPARE(m_view->rowRect(1).height(), before);
    QVERIFY(m_view->rowDescription(1).contains(u"deleted"_s));
    m_model->open({}, 0, 0, sample::self);
    settle();
    QCOMPARE(m_view->firstVisibleRow(), -1);
}

/// What is laid over each other here and nowhere else.
void tst_conversationview::contrasts()
{
    for (const theme::Scheme scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
        const theme::Tokens &tokens = theme::tokensOf(scheme);
        QVERIFY(theme::contrast(tokens.accent, tokens.raised) >= 4.5);     // the unread separator
        QVERIFY(theme::contrast(tokens.muted, tokens.raised) >= 4.5);      // a day's title
        QVERIFY(theme::contrast(tokens.muted, tokens.background) >= 4.5);  // a system line
        QVERIFY(theme::contrast(tokens.danger, tokens.background) >= 4.5); // why it was not sent
        for (const auto &colors : tokens.bubbles) {
            QVERIFY(theme::contrast(colors.text, views::quoteGround(colors)) >= 4.5);
            QVERIFY(theme::contrast(colors.meta, views::quoteGround(colors)) >= 3); // the bar
            QVERIFY(theme::contrast(colors.text, views::foundGround(tokens)) >= 4.5);
        }
        const QColor own = tokens.bubble(theme::BubbleKind::Own).ground;
        QVERIFY(theme::contrast(tokens.muted, own) >= 3); // ticks are graphics
        QVERIFY(theme::contrast(tokens.accent, own) >= 3);
        QVERIFY(theme::contrast(tokens.accent, tokens.bubble(theme::BubbleKind::Client).ground) >= 4.5);
    }
}

QTEST_MAIN(tst_conversationview)
#include "tst_conversationview.moc"
