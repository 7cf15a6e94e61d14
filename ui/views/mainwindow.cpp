#include "views/mainwindow.h"

#include "models/sessionlistmodel.h"
#include "models/sessiontext.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/appicon.h"
#include "views/connectionbar.h"
#include "views/conversationheader.h"
#include "views/emptystate.h"
#include "views/mainactions.h"
#include "views/noticebar.h"
#include "views/plaintext.h"
#include "views/serverpanel.h"
#include "views/sessionlistview.h"
#include "views/statusfooter.h"

#include <QAction>
#include <QCloseEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using models::SessionListModel;

namespace views
{

namespace
{

constexpr QSize firstSize(1180, 760);
constexpr QSize smallestSize(720, 480);

const auto geometryKey = u"window/geometry"_s;
const auto splitterKey = u"window/splitter"_s;
const auto serverPanelKey = u"window/serverPanel"_s;
const auto lookKey = u"window/look"_s;
const auto soundKey = u"window/sound"_s;
const auto compactKey = u"window/compact"_s;
const auto whichKey = u"window/sessions"_s;

QToolButton *toolButton(const QString &objectName, const QString &iconName, const QString &name)
{
    auto *button = new QToolButton;
    button->setObjectName(objectName);
    button->setIcon(theme::icon(iconName));
    button->setIconSize({theme::iconSize, theme::iconSize});
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

MainWindow::MainWindow(SessionListModel &sessions, models::SearchModel &hits, const base::Clock &clock,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_sessions(sessions)
    , m_actions(new MainActions(this))
    , m_list(new SessionListView(sessions, hits, clock))
    , m_footer(new StatusFooter)
    , m_connection(new ConnectionBar(clock))
    , m_notices(new NoticeBar)
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_middle(new QStackedWidget)
    , m_blank(new QWidget)
    , m_header(new ConversationHeader)
    , m_nothingChosen(new EmptyState(u"message-circle"_s))
    , m_firstRun(new EmptyState(u"messages-square"_s))
    , m_serverPanel(new ServerPanel)
{
    setObjectName(u"mainWindow"_s);
    setMinimumSize(smallestSize);
    resize(firstSize);

    m_splitter->setObjectName(u"panes"_s);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildSidebar());
    m_splitter->addWidget(buildMiddle());
    m_splitter->addWidget(m_serverPanel);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 0);
    m_serverPanel->setMinimumWidth(theme::sidebarMinimum);
    m_serverPanel->setMaximumWidth(theme::sidebarMaximum);
    m_splitter->setSizes(
        {theme::sidebarWidth, firstSize.width() - theme::sidebarWidth, theme::sidePanelWidth});
    m_serverPanel->hide();

    auto *central = new QWidget;
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_connection);
    column->addWidget(m_notices);
    column->addWidget(m_splitter, 1);
    setCentralWidget(central);

    connectActions();
    connectModel();
    setCustomerPage({});
    setWindowIcon(appIcon({}));
    refreshTitle();
    m_list->setFocus();
}

QWidget *MainWindow::buildSidebar()
{
    auto *menu = toolButton(u"menuButton"_s, u"menu"_s, tr("Menu"));
    menu->setMenu(m_actions->menu);
    menu->setPopupMode(QToolButton::InstantPopup);
    menu->setShortcut(Qt::Key_F10);
    auto *panel = toolButton(u"serverPanelButton"_s, u"server"_s, tr("Server panel"));
    panel->setCheckable(true);
    connect(panel, &QToolButton::clicked, m_actions->serverPanel, &QAction::setChecked);
    connect(m_actions->serverPanel, &QAction::toggled, panel, &QToolButton::setChecked);
    connect(m_actions->serverPanel, &QAction::changed, panel,
            [this, panel] { panel->setVisible(m_actions->serverPanel->isVisible()); });
    auto *title = plainLabel(u"appTitle"_s, nullptr);
    title->setText(u"UltraCom"_s);
    title->setFont(theme::strong(theme::scaled(font(), theme::TextScale::Title)));

    auto *top = new QHBoxLayout;
    top->setContentsMargins(theme::space(3), theme::space(3), theme::space(3), 0);
    top->setSpacing(theme::space(2));
    top->addWidget(menu);
    top->addWidget(title, 1);
    top->addWidget(panel);

    auto *sidebar = new QWidget;
    sidebar->setObjectName(u"sidebar"_s);
    sidebar->setMinimumWidth(theme::sidebarMinimum);
    sidebar->setMaximumWidth(theme::sidebarMaximum);
    auto *column = new QVBoxLayout(sidebar);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_footer);
    return sidebar;
}

QWidget *MainWindow::buildMiddle()
{
    m_middle->setObjectName(u"middle"_s);
    m_conversationPage = new QWidget;
    auto *column = new QVBoxLayout(m_conversationPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);

    m_nothingChosen->setObjectName(u"nothingChosen"_s);
    m_nothingChosen->setSentence(tr("Choose a session to read it."));
    m_nothingChosen->setAction(tr("Open the newest"));
    m_firstRun->setObjectName(u"firstRun"_s);
    for (QWidget *page : {m_blank, m_conversationPage, static_cast<QWidget *>(m_nothingChosen),
                          static_cast<QWidget *>(m_firstRun)})
        m_middle->addWidget(page);
    connect(m_nothingChosen, &EmptyState::actionRequested, m_list, &SessionListView::selectNext);
    connect(m_firstRun, &EmptyState::actionRequested, this, &MainWindow::openCustomerPageRequested);
    connect(m_firstRun, &EmptyState::copyRequested, this, &MainWindow::copyCustomerPageRequested);
    return m_middle;
}

void MainWindow::connectActions()
{
    const MainActions &actions = *m_actions;
    connect(actions.nextSession, &QAction::triggered, m_list, &SessionListView::selectNext);
    connect(actions.previousSession, &QAction::triggered, m_list, &SessionListView::selectPrevious);
    connect(actions.nextUnread, &QAction::triggered, m_list, &SessionListView::selectNextUnread);
    connect(actions.find, &QAction::triggered, m_list, &SessionListView::focusFilter);
    connect(actions.findHere, &QAction::triggered, this, [this] {
        if (m_middle->currentWidget() == m_conversationPage)
            Q_EMIT findRequested();
        else
            m_list->focusFilter();
    });
    connect(actions.compact, &QAction::toggled, m_list, &SessionListView::setCompact);
    connect(actions.serverPanel, &QAction::toggled, m_serverPanel, &QWidget::setVisible);
    connect(actions.sound, &QAction::toggled, this, &MainWindow::soundSwitched);
    connect(actions.openPage, &QAction::triggered, this, &MainWindow::openCustomerPageRequested);
    connect(actions.copyPage, &QAction::triggered, this, &MainWindow::copyCustomerPageRequested);
    connect(actions.signIn, &QAction::triggered, this, &MainWindow::signInRequested);
    connect(actions.about, &QAction::triggered, this, &MainWindow::aboutRequested);
    connect(actions.quit, &QAction::triggered, this, &MainWindow::quitRequested);
    m_actions->setLook(theme::Theme::instance().choice());
    connect(m_actions, &MainActions::lookChosen, &theme::Theme::instance(), &theme::Theme::setChoice);

    connect(m_list, &SessionListView::sessionActivated, this, &MainWindow::open);
    connect(m_list, &SessionListView::filterChanged, this, &MainWindow::filterChanged);
    connect(m_list, &SessionListView::hitChosen, this, &MainWindow::hitChosen);
    connect(m_header, &ConversationHeader::findRequested, this, &MainWindow::findRequested);
    connect(m_header, &ConversationHeader::changeRequested, this,
            [this](const client::SessionChange &change) {
                Q_EMIT sessionChangeRequested(currentSession(), change);
            });
    connect(m_header, &ConversationHeader::labelsRequested, this,
            [this] { Q_EMIT labelsRequested(m_header->summary()); });
    connect(m_list, &SessionListView::replyRequested, this, [this] {
        if (m_conversation)
            m_conversation->setFocus(Qt::OtherFocusReason);
    });
    connect(m_connection, &ConnectionBar::reconnectRequested, this, &MainWindow::reconnectRequested);
    connect(m_connection, &ConnectionBar::signInRequested, this, &MainWindow::signInRequested);
    connect(m_serverPanel, &ServerPanel::switched, this, &MainWindow::serverSwitched);
    connect(m_serverPanel, &ServerPanel::copyAddressRequested, this, &MainWindow::copyCustomerPageRequested);
}

void MainWindow::connectModel()
{
    connect(&m_sessions, &SessionListModel::unreadChanged, this, &MainWindow::refreshTitle);
    connect(&m_sessions, &SessionListModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const int row = m_sessions.rowOf(currentSession());
                if (row >= first.row() && row <= last.row())
                    refreshHeader();
            });
    connect(&m_sessions, &SessionListModel::modelReset, this, &MainWindow::refreshMiddle);
    connect(&m_sessions, &SessionListModel::loadedChanged, this, &MainWindow::refreshMiddle);
    connect(&m_sessions, &SessionListModel::rowsInserted, this, &MainWindow::refreshMiddle);
}

void MainWindow::setConversation(QWidget *conversation)
{
    Q_ASSERT(!m_conversation);
    m_conversation = conversation;
    static_cast<QVBoxLayout *>(m_conversationPage->layout())->addWidget(conversation, 1);
}

void MainWindow::setServerPanelAvailable(bool available)
{
    m_actions->setServerPanelAvailable(available);
}

const domain::SessionId &MainWindow::currentSession() const
{
    return m_list->currentSession();
}

client::SessionFilter MainWindow::filter() const
{
    return {m_list->filter(), m_list->which()};
}

bool MainWindow::isWatching(const domain::SessionId &session) const
{
    return isActiveWindow() && !isMinimized() && currentSession() == session;
}

void MainWindow::saveLayout(QSettings &settings) const
{
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(splitterKey, m_splitter->saveState());
    settings.setValue(serverPanelKey, m_actions->serverPanel->isChecked());
    settings.setValue(lookKey, int(m_actions->look()));
    settings.setValue(soundKey, m_actions->sound->isChecked());
    settings.setValue(compactKey, m_actions->compact->isChecked());
    settings.setValue(whichKey, int(m_list->which()));
}

void MainWindow::restoreLayout(const QSettings &settings)
{
    restoreGeometry(settings.value(geometryKey).toByteArray());
    m_splitter->restoreState(settings.value(splitterKey).toByteArray());
    m_splitter->setHandleWidth(1);
    if (m_actions->serverPanel->isEnabled())
        m_actions->serverPanel->setChecked(settings.value(serverPanelKey, false).toBool());
    m_serverPanel->setVisible(m_actions->serverPanel->isChecked());
    const int look =
        qBound(int(theme::Choice::System), settings.value(lookKey).toInt(), int(theme::Choice::Dark));
    m_actions->setLook(theme::Choice(look));
    theme::Theme::instance().setChoice(theme::Choice(look));
    m_actions->sound->setChecked(settings.value(soundKey, true).toBool());
    m_actions->compact->setChecked(settings.value(compactKey, false).toBool());
    using Which = client::SessionFilter::Which;
    m_list->setWhich(Which(qBound(int(Which::All), settings.value(whichKey).toInt(), int(Which::Closed))));
}

void MainWindow::setSelf(const domain::UserRef &self)
{
    m_footer->setSelf(self);
    m_header->setSelf(self.id);
}

void MainWindow::setCustomerPage(const QUrl &page)
{
    m_customerPage = page;
    const bool known = !page.isEmpty();
    m_firstRun->setSentence(known ? tr("Nobody has written yet. Customers write to you on this page.")
                                  : tr("Nobody has written yet. The server is off."));
    m_firstRun->setAction(known ? tr("Open the page") : QString());
    m_firstRun->setAddress(page);
    m_actions->openPage->setEnabled(known);
    m_actions->copyPage->setEnabled(known);
    m_serverPanel->setAddress(page);
    refreshMiddle();
}

void MainWindow::setConnectionStatus(const client::ConnectionStatus &status)
{
    m_connection->setStatus(status);
    m_footer->setState(status.state);
    const bool refused = status.state == client::ConnectionState::Refused;
    m_list->setUnavailable(refused ? tr("Sessions appear here when you are signed in.") : QString());
    m_header->setConnected(status.state == client::ConnectionState::Online);
}

void MainWindow::showNotice(const QString &sentence)
{
    m_notices->showNotice(sentence);
}

void MainWindow::showSession(const domain::SessionId &session)
{
    if (currentSession() == session)
        return;
    m_list->setCurrentSession(session);
    open(session);
}

void MainWindow::updateSession(const domain::SessionSummary &summary)
{
    if (summary.session.id != currentSession())
        return;
    m_header->setSession(summary);
    m_name = m_header->sessionName();
    refreshTitle();
}

void MainWindow::setOnline(const domain::SessionId &session, const std::vector<domain::UserRef> &online)
{
    if (session == currentSession())
        m_header->setOnline(online);
}

void MainWindow::setTyping(const domain::SessionId &session, const QStringList &names)
{
    if (session == currentSession())
        m_header->setTyping(names);
}

void MainWindow::bringToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ActivationChange)
        Q_EMIT activeChanged(isActiveWindow());
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_closesToTray) {
        event->ignore();
        hide();
        return;
    }
    event->accept();
    Q_EMIT quitRequested();
}

void MainWindow::open(const domain::SessionId &session)
{
    refreshHeader();
    refreshMiddle();
    Q_EMIT sessionActivated(session);
}

void MainWindow::refreshHeader()
{
    if (const domain::SessionSummary *summary = m_sessions.find(currentSession()))
        updateSession(*summary);
}

void MainWindow::refreshMiddle()
{
    QWidget *page = m_blank;
    if (!currentSession().isNull())
        page = m_conversationPage;
    else if (m_sessions.rowCount() > 0)
        page = m_nothingChosen;
    else if (m_sessions.isLoaded() && filter() == client::SessionFilter{})
        page = m_firstRun;
    m_middle->setCurrentWidget(page);
    refreshHeader();
}

void MainWindow::refreshTitle()
{
    const qint64 unread = m_sessions.unread().messages();
    const QString title = m_name.isEmpty() ? u"UltraCom"_s : tr("%1 – UltraCom").arg(m_name);
    //: %1 is the number of unread messages
    setWindowTitle(unread > 0 ? tr("(%1) %2").arg(QLocale().toString(unread), title) : title);
    const QString badge = appIconBadge(unread);
    if (m_badge == badge)
        return;
    m_badge = badge;
    setWindowIcon(appIcon(badge));
}

} // namespace views
