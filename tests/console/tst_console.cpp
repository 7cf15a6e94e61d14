#include "console/consolecontroller.h"

#include "console/identity.h"
#include "customer.h"
#include "dialogs/porttakendialog.h"
#include "fakekeychain.h"
#include "faketray.h"
#include "models/messagelistmodel.h"
#include "theme/theme.h"
#include "views/conversationview.h"

#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using console::ConsoleController;

namespace
{
constexpr int patience = 15'000;
}

/// The real window, driven by mouse and keyboard, on a real embedded server with a customer on the other
/// side.
class TestConsole : public QObject
{
    Q_OBJECT

    base::SystemClock m_clock;
    std::unique_ptr<theme::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    FakeKeychain m_keychain;
    FakeTray *m_tray = nullptr; ///< of the console that was made last

    std::unique_ptr<ConsoleController> makeConsole(quint16 port = 0, bool withTray = true);
    QUrl server(ConsoleController &console) const;
    template <typename Widget>
    static Widget *find(ConsoleController &console, const QString &name)
    {
        auto *widget = console.window().findChild<Widget *>(name);
        if (!widget)
            qFatal("the window has no %s", qPrintable(name));
        return widget;
    }
    static void type(ConsoleController &console, const QString &text);
    static QStringList shown(ConsoleController &console);
    static void openFirst(ConsoleController &console);

private Q_SLOTS:
    void initTestCase();
    void init();
    void firstStartShowsTheCustomersPage();
    void customerAndTechnicianTalk();
    void unseenMessageIsAnnounced();
    void serverOffAndOnAgain();
    void startsWithWhatIsOnDisk();
    void messagesThatWaitAreToldBeforeQuitting();
    void takenPortIsExplainedAndAnotherOffered();
    void keychainThatIsLocked();
    void noKeychain();
    void noTray();
    void raisedByAnotherStart();
    void joinsAnotherConsolesServer();
};

void TestConsole::initTestCase()
{
    m_theme = std::make_unique<theme::Theme>(*qApp, theme::Choice::Light);
}

void TestConsole::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_keychain = FakeKeychain();
}

std::unique_ptr<ConsoleController> TestConsole::makeConsole(quint16 port, bool withTray)
{
    ConsoleController::Parts parts;
    parts.config.port = port;
    parts.config.hosts = {u"127.0.0.1"_s};
    parts.config.shards = 1;
    parts.config.allowVisitors = true;
    parts.config.dataFolder = m_folder->path();
    parts.config.database.path = m_folder->filePath(u"ultracom.db"_s);
    parts.keychain = &m_keychain;
    auto tray = std::make_unique<FakeTray>(withTray);
    m_tray = tray.get();
    parts.tray = std::move(tray);
    parts.clock = &m_clock;
    auto console = std::make_unique<ConsoleController>(std::move(parts));
    console->start();
    return console;
}

QUrl TestConsole::server(ConsoleController &console) const
{
    if (!QTest::qWaitFor([&] { return console.client().status().state == client::ConnectionState::Online; },
                         patience))
        qFatal("the console does not come online: state %d, %s", int(console.client().status().state),
               qPrintable(console.client().status().problem));
    QUrl url = console.customerPage();
    url.setHost(u"127.0.0.1"_s);
    return url;
}

void TestConsole::type(ConsoleController &console, const QString &text)
{
    auto *field = find<QPlainTextEdit>(console, u"composerField"_s);
    field->setFocus();
    QTest::keyClicks(field, text);
}

QStringList TestConsole::shown(ConsoleController &console)
{
    const auto &model = find<views::ConversationView>(console, u"conversation"_s)->model();
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.index(row).data(Qt::DisplayRole).toString());
    return texts;
}

void TestConsole::openFirst(ConsoleController &console)
{
    auto *list = find<QListView>(console, u"sessionList"_s);
    QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() > 0, patience);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
}

void TestConsole::firstStartShowsTheCustomersPage()
{
    const auto console = makeConsole();
    QVERIFY2(console->window().isVisible(), "the window does not wait for its server");
    QCOMPARE(console->customerPage(), QUrl());
    const QUrl url = server(*console);
    auto *page = find<QWidget>(*console, u"firstRun"_s);
    QTRY_VERIFY(page->isVisible());
    QCOMPARE(page->findChild<QLineEdit *>(u"emptyAddress"_s)->text(), console->customerPage().toString());
    QVERIFY(url.port() != 0);

    QGuiApplication::clipboard()->clear();
    QTest::mouseClick(page->findChild<QPushButton *>(u"emptyCopy"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), console->customerPage().toString());
    QVERIFY(!find<QWidget>(*console, u"connectionBar"_s)->isVisible());
}

void TestConsole::customerAndTechnicianTalk()
{
    const auto console = makeConsole();
    Customer customer(server(*console), u"Besa"_s);
    customer.say(u"Përshëndetje"_s);
    openFirst(*console);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console), QStringList{u"Përshëndetje"_s}, patience);

    type(*console, u"How can I help"_s);
    QTest::keyClick(find<QPlainTextEdit>(*console, u"composerField"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(customer.heard(), (QStringList{u"Përshëndetje"_s, u"How can I help"_s}),
                              patience);
    QCOMPARE(customer.last().value("role"_L1).toString(), u"technician"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console), (QStringList{u"Përshëndetje"_s, u"How can I help"_s}),
                              patience);
    QVERIFY(find<QPlainTextEdit>(*console, u"composerField"_s)->toPlainText().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(console->client().status().waitingMessages, 0, patience);

    customer.setTyping(true);
    QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>(*console, u"typingIndicator"_s)->isVisible(), patience);
    customer.say(u"The printer is on fire"_s);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console).size(), 3, patience);
    QTRY_VERIFY_WITH_TIMEOUT(!find<QWidget>(*console, u"typingIndicator"_s)->isVisible(), patience);
}

void TestConsole::unseenMessageIsAnnounced()
{
    const auto console = makeConsole();
    Customer customer(server(*console), u"Besa"_s);
    console->window().hide();
    customer.say(u"Anybody there"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_tray->told.size(), 1, patience);
    QVERIFY2(m_tray->told.first().contains(u"Anybody there"_s), qPrintable(m_tray->told.first()));
    QTRY_VERIFY(m_tray->toolTip.contains(u'1'));
    QVERIFY(console->window().windowTitle().contains(u'1'));

    Q_EMIT m_tray->messageClicked();
    QTRY_VERIFY(console->window().isVisible());
    QVERIFY(!console->window().currentSession().isNull());
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console), QStringList{u"Anybody there"_s}, patience);
}

void TestConsole::serverOffAndOnAgain()
{
    const auto console = makeConsole();
    const QUrl url = server(*console);
    Customer customer(url, u"Besa"_s);
    customer.say(u"one"_s);
    openFirst(*console);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console), QStringList{u"one"_s}, patience);

    Q_EMIT console->window().serverSwitched(false);
    QTRY_VERIFY_WITH_TIMEOUT(!customer.isConnected(), patience);
    auto *bar = find<QWidget>(*console, u"connectionBar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(console->client().status().state, client::ConnectionState::Stopped, patience);
    QCOMPARE(console->customerPage(), QUrl());
    type(*console, u"two"_s);
    QTest::keyClick(find<QPlainTextEdit>(*console, u"composerField"_s), Qt::Key_Return);
    QTRY_COMPARE(shown(*console), (QStringList{u"one"_s, u"two"_s}));
    QTRY_COMPARE(console->client().status().waitingMessages, 1);

    QTest::mouseClick(find<QPushButton>(*console, u"connectionButton"_s), Qt::LeftButton);
    QCOMPARE(server(*console).port(), url.port()); // the page's address stays
    customer.open();
    QTRY_COMPARE_WITH_TIMEOUT(customer.heard(), (QStringList{u"one"_s, u"two"_s}), patience);
    QTRY_COMPARE_WITH_TIMEOUT(console->client().status().waitingMessages, 0, patience);
    QCOMPARE(shown(*console), (QStringList{u"one"_s, u"two"_s}));
    QTRY_VERIFY(!bar->isVisible());
}

void TestConsole::startsWithWhatIsOnDisk()
{
    domain::SessionId session;
    {
        const auto console = makeConsole();
        Customer customer(server(*console), u"Besa"_s);
        customer.say(u"remember me"_s);
        openFirst(*console);
        QTRY_COMPARE_WITH_TIMEOUT(shown(*console), QStringList{u"remember me"_s}, patience);
        session = console->window().currentSession();
        type(*console, u"half a sentence"_s);
        console->window().resize(900, 600);
    }
    QTcpServer thief; // so that the server does not come up: what is shown is from the disk
    QVERIFY(thief.listen(QHostAddress::LocalHost));
    const auto console = makeConsole(thief.serverPort());
    QCOMPARE(console->window().size(), QSize(900, 600));
    QTRY_COMPARE_WITH_TIMEOUT(console->window().currentSession().toString(), session.toString(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console), QStringList{u"remember me"_s}, patience);
    QCOMPARE(find<QPlainTextEdit>(*console, u"composerField"_s)->toPlainText(), u"half a sentence"_s);
    QVERIFY(console->client().status().state == client::ConnectionState::Stopped);
}

void TestConsole::messagesThatWaitAreToldBeforeQuitting()
{
    const auto console = makeConsole();
    QSignalSpy quit(console.get(), &ConsoleController::quitConfirmed);
    Customer customer(server(*console), u"Besa"_s);
    customer.say(u"one"_s);
    openFirst(*console);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*console).size(), 1, patience);
    Q_EMIT console->window().serverSwitched(false);
    QTRY_COMPARE_WITH_TIMEOUT(console->client().status().state, client::ConnectionState::Stopped, patience);
    type(*console, u"two"_s);
    QTest::keyClick(find<QPlainTextEdit>(*console, u"composerField"_s), Qt::Key_Return);
    QTRY_COMPARE(console->client().status().waitingMessages, 1);

    console->requestQuit();
    QCOMPARE(quit.size(), 0);
    auto *dialog = find<QDialog>(*console, u"quitDialog"_s);
    QVERIFY(dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QCOMPARE(quit.size(), 0);
    QTRY_VERIFY(!console->window().findChild<QDialog *>(u"quitDialog"_s));
    console->requestQuit();
    QTest::mouseClick(find<QPushButton>(*console, u"quitButton"_s), Qt::LeftButton);
    QCOMPARE(quit.size(), 1);
}

void TestConsole::takenPortIsExplainedAndAnotherOffered()
{
    QTcpServer thief;
    QVERIFY(thief.listen(QHostAddress::LocalHost));
    quint16 chosen = 0;
    {
        const auto console = makeConsole(thief.serverPort());
        QTRY_VERIFY_WITH_TIMEOUT(console->window().findChild<QDialog *>(u"portTakenDialog"_s), patience);
        auto *dialog = find<QDialog>(*console, u"portTakenDialog"_s);
        QVERIFY(dialog->isVisible());
        const QString text = dialog->findChild<QLabel *>(u"text"_s)->text();
        QVERIFY2(text.contains(QString::number(QCoreApplication::applicationPid())), qPrintable(text));
        chosen = quint16(dialog->findChild<QSpinBox *>(u"portField"_s)->value());
        QVERIFY(chosen != thief.serverPort());
        // Nothing of ours was sent to whoever has the port.
        QVERIFY(!thief.hasPendingConnections());
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"usePortButton"_s), Qt::LeftButton);
        QCOMPARE(server(*console).port(), int(chosen));
    }
    QCOMPARE(console::ConsoleState(m_folder->path()).port(), int(chosen));
}

void TestConsole::keychainThatIsLocked()
{
    {
        const auto console = makeConsole();
        server(*console);
        QCOMPARE(m_keychain.secrets.size(), 1);
    }
    m_keychain.trouble = u"the keychain is locked"_s;
    const auto console = makeConsole();
    auto *bar = find<QWidget>(*console, u"connectionBar"_s);
    QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience);
    const auto says = [bar](const QString &text) {
        const auto labels = bar->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->text().contains(text); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(m_keychain.trouble), patience);
    m_keychain.trouble.clear();
    QTest::mouseClick(find<QPushButton>(*console, u"connectionButton"_s), Qt::LeftButton);
    server(*console);
}

void TestConsole::noKeychain()
{
    m_keychain.trouble = u"this system has no keychain"_s;
    const auto console = makeConsole();
    server(*console);
    QVERIFY(QFile::exists(m_folder->filePath(u"secret"_s)));
    const auto labels = find<QWidget>(*console, u"noticeBar"_s)->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(m_keychain.trouble);
    }));
}

void TestConsole::noTray()
{
    {
        const auto console = makeConsole(0, false);
        QSignalSpy quit(console.get(), &ConsoleController::quitConfirmed);
        console->window().close();
        QCOMPARE(quit.size(), 1);
    }
    const auto console = makeConsole(0, true);
    QSignalSpy quit(console.get(), &ConsoleController::quitConfirmed);
    console->window().close();
    QVERIFY(!console->window().isVisible());
    QCOMPARE(quit.size(), 0);
    Q_EMIT m_tray->activated();
    QVERIFY(console->window().isVisible());
}

void TestConsole::raisedByAnotherStart()
{
    const auto console = makeConsole();
    console->window().hide();
    console->raise({});
    QVERIFY(console->window().isVisible());
    console->window().showMinimized();
    console->raise("token");
    QVERIFY(!console->window().isMinimized());
    qunsetenv("XDG_ACTIVATION_TOKEN");
}

/// Two technicians in one session: the second one's console has joined the first one's server.
void TestConsole::joinsAnotherConsolesServer()
{
    const auto first = makeConsole();
    Customer customer(server(*first), u"Besa"_s);
    customer.say(u"one"_s);
    openFirst(*first);

    const QTemporaryDir folder;
    ConsoleController::Parts parts;
    parts.options.server = QUrl(u"http://127.0.0.1:%1"_s.arg(first->customerPage().port()));
    parts.config.dataFolder = folder.path();
    console::Identity colleague{u"drita"_s, u"Drita"_s};
    parts.token = console::ownToken(colleague, m_keychain.secrets.begin().value(), m_clock.now());
    parts.tray = std::make_unique<FakeTray>(true);
    parts.keychain = &m_keychain;
    parts.clock = &m_clock;
    const auto second = std::make_unique<ConsoleController>(std::move(parts));
    second->start();
    server(*second);
    openFirst(*second);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*second), QStringList{u"one"_s}, patience);
    QVERIFY(!find<QAction>(*second, u"showServerPanel"_s)->isVisible());
    QCOMPARE(second->customerPage().port(), first->customerPage().port());

    type(*second, u"two"_s);
    QTest::keyClick(find<QPlainTextEdit>(*second, u"composerField"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(shown(*first), (QStringList{u"one"_s, u"two"_s}), patience);
    QTRY_COMPARE_WITH_TIMEOUT(customer.heard(), (QStringList{u"one"_s, u"two"_s}), patience);
    QVERIFY2(m_keychain.secrets.size() == 1, "a token that was given is not kept");
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
