#include "models/searchmodel.h"
#include "models/sessionlistmodel.h"
#include "theme/theme.h"
#include "views/connectionbar.h"
#include "views/elidedlabel.h"
#include "views/emptystate.h"
#include "views/mainwindow.h"
#include "views/noticebar.h"
#include "views/serverpanel.h"

#include "windowfixture.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using views::MainWindow;
using window::idOf;

class TestMainWindow : public QObject
{
    Q_OBJECT

    struct Shown {
        theme::Theme look{*qApp, theme::Choice::Light};
        base::ManualClock clock{window::start};
        models::SessionListModel model;
        models::SearchModel hits;
        MainWindow window{model, hits, clock};
        QLineEdit *conversation = new QLineEdit;
        QSignalSpy activated{&window, &MainWindow::sessionActivated};

        Shown()
        {
            window.setConversation(conversation);
            window.setSelf({u"me"_s, u"Elira"_s, domain::Role::Technician});
            window.show();
            window.activateWindow();
        }
        template <typename T>
        T *child(const QString &name) const
        {
            return window.findChild<T *>(name);
        }
        QString label(const QString &name) const { return child<views::ElidedLabel>(name)->text(); }
    };

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(u"en_GB"_s)); }
    void theFirstRunOffersThePage();
    void opensASession();
    void theHeaderFollows();
    void keysWalkThroughTheSessions();
    void keysFindASession();
    void enterGivesTheConversationTheKeyboard();
    void theTitleCounts();
    void showsASessionThatIsNotListed();
    void connectionAndNotices();
    void theMenuSpeaks_data();
    void theMenuSpeaks();
    void theServerPanelOpensAndCloses();
    void theLookIsChosen();
    void layoutOutlivesTheWindow();
    void aDamagedLayoutIsIgnored();
    void closing();
    void everyControlHasANameAndAKeyboardsWay();
};

void TestMainWindow::theFirstRunOffersThePage()
{
    Shown shown;
    QSignalSpy open(&shown.window, &MainWindow::openCustomerPageRequested);
    QSignalSpy copy(&shown.window, &MainWindow::copyCustomerPageRequested);
    auto *first = shown.child<views::EmptyState>(u"firstRun"_s);
    QVERIFY2(!first->isVisible(), "nobody knows yet whether there are sessions");
    QVERIFY(!shown.child<views::EmptyState>(u"nothingChosen"_s)->isVisible());
    shown.model.setSessions({}, true);
    QVERIFY(first->isVisible());
    auto *action = first->findChild<QPushButton *>(u"emptyAction"_s);
    QVERIFY2(!action->isVisible(), "there is no page to open");

    shown.window.setCustomerPage(QUrl(u"http://127.0.0.1:8080/"_s));
    QCOMPARE(first->findChild<QLineEdit *>(u"emptyAddress"_s)->text(), u"http://127.0.0.1:8080/"_s);
    QTest::mouseClick(action, Qt::LeftButton);
    QTest::mouseClick(first->findChild<QPushButton *>(u"emptyCopy"_s), Qt::LeftButton);
    QCOMPARE(open.count(), 1);
    QCOMPARE(copy.count(), 1);

    shown.model.updateSession(window::summaryOf(1));
    QVERIFY(!first->isVisible());
    auto *choose = shown.child<views::EmptyState>(u"nothingChosen"_s);
    QVERIFY(choose->isVisible());
    QTest::mouseClick(choose->findChild<QPushButton *>(u"emptyAction"_s), Qt::LeftButton);
    QCOMPARE(shown.window.currentSession(), idOf(1));
}

void TestMainWindow::opensASession()
{
    Shown shown;
    shown.model.setSessions(window::summaries(5), true);
    auto *list = shown.child<QListView>(u"sessionList"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(shown.model.index(2)).center());
    QCOMPARE(shown.activated.count(), 1);
    QCOMPARE(shown.activated.first().first().value<domain::SessionId>(), idOf(2));
    QVERIFY(shown.conversation->isVisible());
    QCOMPARE(shown.label(u"conversationName"_s), u"Customer 2"_s);
    QCOMPARE(shown.window.windowTitle(), u"Customer 2 – UltraCom"_s);
}

void TestMainWindow::theHeaderFollows()
{
    Shown shown;
    shown.model.setSessions(window::summaries(5), true);
    shown.window.showSession(idOf(1));
    const auto presence = [&shown] { return shown.label(u"conversationPresence"_s); };
    const domain::UserRef me{u"me"_s, u"Elira"_s, domain::Role::Technician};
    const domain::UserRef ana{u"ana"_s, u"Ana"_s, domain::Role::Client};
    shown.window.setOnline(idOf(1), {me});
    QCOMPARE(presence(), u"Nobody else is here"_s);
    shown.window.setOnline(idOf(1), {me, ana});
    QCOMPARE(presence(), u"Here: Ana"_s);
    shown.window.setTyping(idOf(2), {u"Bob"_s});
    QCOMPARE(presence(), u"Here: Ana"_s);
    shown.window.setTyping(idOf(1), {u"Ana"_s});
    QCOMPARE(presence(), u"Ana is typing…"_s);
    shown.window.setTyping(idOf(1), {u"Ana"_s, u"Bob"_s});
    QCOMPARE(presence(), u"Ana and Bob are typing…"_s);
    shown.window.setTyping(idOf(1), {});
    QCOMPARE(presence(), u"Here: Ana"_s);

    auto renamed = window::summaryOf(1);
    renamed.session.title = u"Ana of Acme"_s;
    shown.model.updateSession(renamed);
    QCOMPARE(shown.label(u"conversationName"_s), u"Ana of Acme"_s);
    shown.window.showSession(idOf(2));
    QCOMPARE(presence(), u"Nobody else is here"_s);
    shown.window.setConnectionStatus({client::ConnectionState::Reconnecting, {}, {}, 0});
    QCOMPARE(presence(), QString());
    shown.window.setConnectionStatus({client::ConnectionState::Online, {}, {}, 0});
    QCOMPARE(presence(), u"Nobody else is here"_s);
}

void TestMainWindow::keysWalkThroughTheSessions()
{
    Shown shown;
    auto sessions = window::summaries(5);
    sessions[3].unreadCount = 1;
    shown.model.setSessions(sessions, true);
    QVERIFY(QTest::qWaitForWindowActive(&shown.window));
    QTest::keyClick(&shown.window, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown.window.currentSession(), idOf(0));
    QTest::keyClick(&shown.window, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(shown.window.currentSession(), idOf(1));
    QTest::keyClick(&shown.window, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(shown.window.currentSession(), idOf(0));
    QTest::keyClick(&shown.window, Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(shown.window.currentSession(), idOf(3));
}

void TestMainWindow::keysFindASession()
{
    Shown shown;
    QSignalSpy filtered(&shown.window, &MainWindow::filterChanged);
    shown.model.setSessions(window::summaries(5), true);
    QVERIFY(QTest::qWaitForWindowActive(&shown.window));
    auto *filter = shown.child<QLineEdit>(u"sessionFilter"_s);
    for (const auto key : {Qt::Key_K, Qt::Key_F}) { // without a conversation, Ctrl+F looks in all
        shown.child<QListView>(u"sessionList"_s)->setFocus();
        QVERIFY(!filter->hasFocus());
        QTest::keyClick(&shown.window, key, Qt::ControlModifier);
        QVERIFY(filter->hasFocus());
    }
    QTest::keyClicks(filter, u"ana"_s);
    QTRY_COMPARE(filtered.count(), 1);
    QTest::keyClick(filter, Qt::Key_Escape);
    QTRY_COMPARE(filtered.count(), 2);
}

void TestMainWindow::enterGivesTheConversationTheKeyboard()
{
    Shown shown;
    shown.model.setSessions(window::summaries(5), true);
    QVERIFY(QTest::qWaitForWindowActive(&shown.window));
    auto *list = shown.child<QListView>(u"sessionList"_s);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(shown.conversation->hasFocus());

    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(shown.model.index(3)).center());
    QVERIFY(shown.conversation->hasFocus());
}

void TestMainWindow::theTitleCounts()
{
    Shown shown;
    QCOMPARE(shown.window.windowTitle(), u"UltraCom"_s);
    shown.model.setSessions({window::summaryOf(1, 3), window::summaryOf(2, 1200)}, true);
    QCOMPARE(shown.window.windowTitle(), u"(1,203) UltraCom"_s);
    shown.window.showSession(idOf(1));
    QCOMPARE(shown.window.windowTitle(), u"(1,203) Customer 1 – UltraCom"_s);
}

void TestMainWindow::showsASessionThatIsNotListed()
{
    Shown shown;
    shown.model.setSessions(window::summaries(2), true);
    shown.window.showSession(idOf(70));
    QCOMPARE(shown.activated.count(), 1);
    QVERIFY(shown.conversation->isVisible());
    shown.window.updateSession(window::summaryOf(70));
    QCOMPARE(shown.label(u"conversationName"_s), u"Customer 70"_s);
    shown.window.updateSession(window::summaryOf(1));
    QCOMPARE(shown.label(u"conversationName"_s), u"Customer 70"_s);
    shown.window.showSession(idOf(70));
    QCOMPARE(shown.activated.count(), 1);
}

void TestMainWindow::connectionAndNotices()
{
    Shown shown;
    QSignalSpy reconnect(&shown.window, &MainWindow::reconnectRequested);
    QSignalSpy signIn(&shown.window, &MainWindow::signInRequested);
    auto *button = shown.child<QPushButton>(u"connectionButton"_s);
    shown.window.setConnectionStatus({client::ConnectionState::Reconnecting, {}, {}, 0});
    QCOMPARE(shown.label(u"connectionWord"_s), u"Reconnecting"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    shown.window.setConnectionStatus({client::ConnectionState::Refused, u"Expired."_s, {}, 0});
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(reconnect.count(), 1);
    QCOMPARE(signIn.count(), 1);
    shown.window.setConnectionStatus({client::ConnectionState::Online, {}, {}, 0});
    QCOMPARE(shown.label(u"connectionWord"_s), u"Online"_s);
    QVERIFY(!button->isVisible());

    auto *notices = shown.child<views::NoticeBar>(u"noticeBar"_s);
    QVERIFY(!notices->isVisible());
    shown.window.showNotice(u"The cache was damaged."_s);
    shown.window.showNotice(u"The cache was damaged."_s);
    shown.window.showNotice(u"There is no tray."_s);
    QCOMPARE(notices->count(), 2);
    QCoreApplication::processEvents();
    while (notices->count() > 0) {
        const int before = notices->count();
        for (auto *close : notices->findChildren<QToolButton *>(u"noticeClose"_s)) {
            if (close->isVisible()) {
                QTest::mouseClick(close, Qt::LeftButton);
                break;
            }
        }
        QCOMPARE(notices->count(), before - 1);
    }
    QVERIFY(!notices->isVisible());
}

void TestMainWindow::theMenuSpeaks_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QByteArray>("signal");
    QTest::newRow("open the page") << u"openPage"_s << QByteArray(SIGNAL(openCustomerPageRequested()));
    QTest::newRow("copy its address") << u"copyPage"_s << QByteArray(SIGNAL(copyCustomerPageRequested()));
    QTest::newRow("join a server") << u"signIn"_s << QByteArray(SIGNAL(signInRequested()));
    QTest::newRow("about") << u"about"_s << QByteArray(SIGNAL(aboutRequested()));
    QTest::newRow("quit") << u"quit"_s << QByteArray(SIGNAL(quitRequested()));
    QTest::newRow("sound") << u"sound"_s << QByteArray(SIGNAL(soundSwitched(bool)));
}

void TestMainWindow::theMenuSpeaks()
{
    QFETCH(QString, action);
    QFETCH(QByteArray, signal);
    Shown shown;
    shown.window.setCustomerPage(QUrl(u"http://127.0.0.1:8080/"_s));
    QSignalSpy spoken(&shown.window, signal.constData());
    auto *menu = shown.child<QMenu>(u"mainMenu"_s);
    auto *found = shown.child<QAction>(action);
    QVERIFY(menu->actions().contains(found));
    found->trigger();
    QCOMPARE(spoken.count(), 1);
}

void TestMainWindow::theServerPanelOpensAndCloses()
{
    Shown shown;
    QSignalSpy switched(&shown.window, &MainWindow::serverSwitched);
    auto &panel = shown.window.serverPanel();
    auto *button = shown.child<QToolButton>(u"serverPanelButton"_s);
    QVERIFY(QTest::qWaitForWindowActive(&shown.window));
    QVERIFY(!panel.isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(panel.isVisible());
    QVERIFY(panel.width() >= 240);
    QTest::mouseClick(panel.findChild<QWidget *>(u"serverSwitch"_s), Qt::LeftButton);
    QCOMPARE(switched.count(), 1);
    QTest::keyClick(&shown.window, Qt::Key_F9);
    QVERIFY(!panel.isVisible());
    QVERIFY(!button->isChecked());

    QTest::keyClick(&shown.window, Qt::Key_F9);
    shown.window.setServerPanelAvailable(false);
    QVERIFY(!panel.isVisible());
    QVERIFY(!button->isVisible());
    QTest::keyClick(&shown.window, Qt::Key_F9);
    QVERIFY(!panel.isVisible());
}

void TestMainWindow::theLookIsChosen()
{
    Shown shown;
    shown.child<QAction>(u"lookDark"_s)->trigger();
    QCOMPARE(shown.look.choice(), theme::Choice::Dark);
    shown.child<QAction>(u"lookSystem"_s)->trigger();
    QCOMPARE(shown.look.choice(), theme::Choice::System);
}

void TestMainWindow::layoutOutlivesTheWindow()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"settings.ini"_s);
    {
        Shown shown;
        shown.window.resize(1000, 600);
        shown.child<QAction>(u"showServerPanel"_s)->trigger();
        shown.child<QAction>(u"lookDark"_s)->trigger();
        shown.child<QAction>(u"sound"_s)->trigger();
        QSettings settings(file, QSettings::IniFormat);
        shown.window.saveLayout(settings);
    }
    Shown shown;
    QSignalSpy sound(&shown.window, &MainWindow::soundSwitched);
    shown.window.restoreLayout(QSettings(file, QSettings::IniFormat));
    QTRY_COMPARE(shown.window.size(), QSize(1000, 600));
    QVERIFY(shown.window.serverPanel().isVisible());
    QCOMPARE(shown.look.choice(), theme::Choice::Dark);
    QVERIFY(shown.child<QAction>(u"lookDark"_s)->isChecked());
    QCOMPARE(sound.count(), 1);
    QCOMPARE(sound.first().first().toBool(), false);
}

void TestMainWindow::aDamagedLayoutIsIgnored()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    for (const auto &key : {u"geometry"_s, u"splitter"_s, u"look"_s, u"serverPanel"_s})
        settings.setValue(u"window/"_s + key, u"nonsense"_s);
    Shown shown;
    shown.window.restoreLayout(settings);
    QCOMPARE(shown.look.choice(), theme::Choice::System);
    QVERIFY(shown.child<QListView>(u"sessionList"_s)->parentWidget()->isVisible());
}

void TestMainWindow::closing()
{
    Shown shown;
    QSignalSpy quit(&shown.window, &MainWindow::quitRequested);
    shown.window.setClosesToTray(true);
    QVERIFY(!shown.window.close());
    QVERIFY(!shown.window.isVisible());
    QCOMPARE(quit.count(), 0);
    shown.window.bringToFront();
    QVERIFY(shown.window.isVisible());
    shown.window.setClosesToTray(false);
    QVERIFY(shown.window.close());
    QCOMPARE(quit.count(), 1);
}

void TestMainWindow::everyControlHasANameAndAKeyboardsWay()
{
    Shown shown;
    shown.window.setCustomerPage(QUrl(u"http://127.0.0.1:8080/"_s));
    for (auto *button : shown.window.findChildren<QAbstractButton *>()) {
        if (button->parentWidget()->inherits("QLineEdit"))
            continue; // an action of the field, whose key is Escape
        const QString name = button->objectName();
        QVERIFY2(!name.isEmpty(), button->metaObject()->className());
        QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty() || name == u"emptyAction"_s,
                 qPrintable(name));
        QVERIFY2(button->focusPolicy() & Qt::TabFocus, qPrintable(name));
    }
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
