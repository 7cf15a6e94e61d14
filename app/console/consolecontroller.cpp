#include "console/consolecontroller.h"

#include "audio/notificationsound.h"
#include "console/addresses.h"
#include "console/conversation.h"
#include "console/desk.h"
#include "console/firstcontent.h"
#include "console/membership.h"
#include "console/searching.h"
#include "console/tokenkeeper.h"
#include "views/serverpanel.h"
#include "views/systemtray.h"

#include <QClipboard>
#include <QCursor>
#include <QDesktopServices>
#include <QDir>
#include <QGuiApplication>
#include <QListView>
#include <QLocale>
#include <QSettings>
#include <QToolTip>

namespace console
{

using client::ChatClient;
using client::ConnectionState;
using views::MainWindow;
using views::ServerPanel;
using views::TrayPresence;

namespace
{

const QString embeddedKey = QStringLiteral("embedded");

QString layoutFile(const QString &dataFolder)
{
    return QDir(dataFolder).filePath(QStringLiteral("window.ini"));
}

ServerPanel::State panelState(EmbeddedServer::State state)
{
    switch (state) {
    case EmbeddedServer::State::Stopped:
        return ServerPanel::State::Off;
    case EmbeddedServer::State::Starting:
        return ServerPanel::State::Starting;
    case EmbeddedServer::State::Running:
        return ServerPanel::State::On;
    case EmbeddedServer::State::Stopping:
        return ServerPanel::State::Stopping;
    }
    return ServerPanel::State::Off;
}

QString panelLine(const base::LogLine &line)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(line.at.time_since_epoch().count());
    const QString mark =
        line.type == QtWarningMsg || line.type == QtCriticalMsg ? QStringLiteral("! ") : QString();
    return at.toString(QStringLiteral("HH:mm:ss ")) + mark + line.text;
}

} // namespace

ConsoleController::ConsoleController(Parts parts)
    : m_parts(std::move(parts))
    , m_state(m_parts.config.dataFolder)
    , m_window(m_sessions, m_hits, *m_parts.clock)
    , m_tokens(std::make_unique<TokenKeeper>(m_parts.keychain, m_parts.config.dataFolder))
    , m_serverKey(isEmbedded() ? embeddedKey : m_parts.options.server.toString())
{
    if (!m_parts.tray)
        m_parts.tray = std::make_unique<views::SystemTray>();
    m_tray = std::make_unique<TrayPresence>(std::move(m_parts.tray));
    m_sound = std::make_unique<audio::NotificationSound>(*m_parts.clock, audio::makeEffectPlayer());
    if (isEmbedded())
        m_desk = std::make_unique<Desk>(m_parts.config, m_parts.keychain, systemIdentity(), *m_parts.clock);
    else
        m_membership = std::make_unique<Membership>(m_parts.options.server, m_parts.token, *m_tokens,
                                                    *m_parts.clock, m_window);
    makeClient();
    m_conversation =
        std::make_unique<Conversation>(*m_client, m_sessions, m_window, m_state, m_serverKey, *m_parts.clock);
    connectClient();
    connectWindow();
    connectSearch();
    connectTray();
    connect(m_tokens.get(), &TokenKeeper::notice, &m_window, &MainWindow::showNotice);
    if (m_desk) {
        connectDesk();
        connectPanel();
    } else {
        connectMembership();
    }
}

ConsoleController::~ConsoleController()
{
    saveLayout();
    m_window.hide(); // what still stops does so unseen
    disconnect(m_client.get(), nullptr, this, nullptr);
    m_client->stop(); // before the server that it talks to
}

void ConsoleController::makeClient()
{
    ChatClient::Options options;
    options.server = isEmbedded() ? ownUrl(m_parts.config, m_parts.config.port) : m_parts.options.server;
    options.token = m_desk ? m_desk->namingToken() : m_parts.token;
    options.dataFolder = QDir(m_parts.config.dataFolder).filePath(QStringLiteral("console"));
    options.serverName = m_serverKey;
    m_client = std::make_unique<ChatClient>(std::move(options));
}

void ConsoleController::connectClient()
{
    ChatClient &client = *m_client;
    connect(&client, &ChatClient::statusChanged, this, &ConsoleController::onStatus);
    connect(&client, &ChatClient::sessionsListed, this, &ConsoleController::onListed);
    connect(&client, &ChatClient::sessionChanged, &m_sessions, &models::SessionListModel::updateSession);
    connect(&client, &ChatClient::sessionChanged, &m_window, &MainWindow::updateSession);
    connect(&client, &ChatClient::messageArrived, this, &ConsoleController::onArrived);
    connect(&client, &ChatClient::presenceChanged, &m_sessions, &models::SessionListModel::setPresence);
    connect(&client, &ChatClient::presenceChanged, &m_window, &MainWindow::setOnline);
    connect(&client, &ChatClient::actionRefused, &m_window, &MainWindow::showNotice);
    connect(&client, &ChatClient::storageRepaired, &m_window, &MainWindow::showNotice);
    connect(&m_sessions, &models::SessionListModel::moreWanted, &client, &ChatClient::listMoreSessions);
}

void ConsoleController::connectWindow()
{
    connect(&m_window, &MainWindow::sessionActivated, m_conversation.get(), &Conversation::open);
    connect(&m_window, &MainWindow::filterChanged, this, [this](const client::SessionFilter &filter) {
        m_sessions.setFilter(filter);
        m_client->listSessions(filter);
    });
    connect(&m_window, &MainWindow::sessionChangeRequested, m_client.get(), &ChatClient::changeSession);
    connect(&m_window, &MainWindow::labelsRequested, this, &ConsoleController::editLabels);
    connect(&m_window, &MainWindow::openCustomerPageRequested, this, &ConsoleController::openCustomerPage);
    connect(&m_window, &MainWindow::copyCustomerPageRequested, this, &ConsoleController::copyCustomerPage);
    connect(&m_window, &MainWindow::reconnectRequested, this, &ConsoleController::reconnect);
    connect(&m_window, &MainWindow::signInRequested, this, &ConsoleController::signIn);
    connect(&m_window, &MainWindow::aboutRequested, this, &ConsoleController::showAbout);
    connect(&m_window, &MainWindow::quitRequested, this, &ConsoleController::requestQuit);
    connect(&m_window, &MainWindow::soundSwitched, m_sound.get(), &audio::NotificationSound::setEnabled);
    connect(&m_window, &MainWindow::activeChanged, this, [this](bool active) {
        if (active)
            m_tray->forget(m_window.currentSession());
    });
    connect(m_sound.get(), &audio::NotificationSound::unavailable, &m_window, &MainWindow::showNotice);
}

void ConsoleController::connectSearch()
{
    joinSearch(m_hits, *m_client);
    connect(&m_window, &MainWindow::hitChosen, this, [this](int row) {
        const domain::SearchHit hit = m_hits.at(row);
        m_window.showSession(hit.message.sessionId);
        m_conversation->showMessage(hit.message.seq, m_hits.wordsAt(row));
    });
}

void ConsoleController::connectTray()
{
    connect(&m_sessions, &models::SessionListModel::unreadChanged, this,
            [this] { m_tray->setUnread(m_sessions.unread().messages()); });
    connect(m_tray.get(), &TrayPresence::windowRequested, &m_window, &MainWindow::bringToFront);
    connect(m_tray.get(), &TrayPresence::sessionRequested, this, [this](const domain::SessionId &session) {
        m_window.bringToFront();
        m_window.showSession(session);
    });
    connect(m_tray.get(), &TrayPresence::quitRequested, this, &ConsoleController::requestQuit);
    connect(m_tray.get(), &TrayPresence::unavailable, &m_window, &MainWindow::showNotice);
}

void ConsoleController::connectDesk()
{
    connect(m_desk.get(), &Desk::serving, this,
            [this](const QUrl &server, const QUrl &page, const QByteArray &token) {
                m_offline.clear();
                m_client->setServer(server);
                m_client->signIn(token);
                setCustomerPage(page);
                if (std::exchange(m_parts.options.openPage, false))
                    openCustomerPage();
            });
    connect(m_desk.get(), &Desk::renewed, m_client.get(), &ChatClient::signIn);
    connect(m_desk.get(), &Desk::stateChanged, this, &ConsoleController::onServerState);
    connect(m_desk.get(), &Desk::failed, this, &ConsoleController::onStartFailed);
    connect(m_desk.get(), &Desk::notice, &m_window, &MainWindow::showNotice);
    connect(m_desk.get(), &Desk::figuresChanged, this, &ConsoleController::onFigures);
}

void ConsoleController::connectPanel()
{
    connect(&m_window, &MainWindow::serverSwitched, this, [this](bool on) {
        if (on)
            m_desk->start();
        else
            m_desk->stop();
    });
}

void ConsoleController::connectMembership()
{
    connect(m_membership.get(), &Membership::signedIn, this, [this](const QByteArray &token) {
        m_offline.clear();
        m_client->signIn(token);
        m_window.setSelf(m_client->self());
        m_sessions.setSelf(m_client->self().id);
        m_tray->setSelf(m_client->self().id);
    });
    connect(m_membership.get(), &Membership::signedOut, this, [this](const QString &problem) {
        m_offline = problem.isEmpty() ? tr("Nobody is signed in.") : problem;
        showStatus();
    });
}

void ConsoleController::start()
{
    m_window.setSelf(m_client->self());
    m_sessions.setSelf(m_client->self().id);
    m_tray->setSelf(m_client->self().id);
    m_window.setServerPanelAvailable(isEmbedded());
    const QSettings layout(layoutFile(m_parts.config.dataFolder), QSettings::IniFormat);
    m_window.restoreLayout(layout);
    if (auto *list = m_window.findChild<QListView *>(QStringLiteral("sessionList")))
        new FirstContent(*list, this);
    m_window.show();
    m_tray->start();
    m_window.setClosesToTray(m_tray->isShown());
    m_sessions.setFilter(m_window.filter());
    m_client->listSessions(m_window.filter());
    if (m_desk) {
        m_desk->start();
    } else {
        setCustomerPage(customerUrl(m_parts.options.server));
        if (m_parts.options.openPage)
            openCustomerPage();
        m_membership->start();
    }
}

void ConsoleController::onStatus(const client::ConnectionStatus &status)
{
    if (m_membership && status.state == ConnectionState::Online)
        m_membership->accepted();
    if (m_membership && status.state == ConnectionState::Refused)
        m_membership->refused(status.problem);
    m_sessions.setConnected(status.state == ConnectionState::Online);
    showStatus();
}

/// What the client says, but while nothing is tried, why that is so.
void ConsoleController::showStatus()
{
    client::ConnectionStatus status = m_client->status();
    if (status.state == ConnectionState::Stopped) {
        if (m_starting)
            status.state = ConnectionState::Connecting;
        else if (m_membership && !m_offline.isEmpty())
            status.state = ConnectionState::Refused;
        status.problem = m_offline;
    }
    m_window.setConnectionStatus(status);
}

void ConsoleController::onServerState(EmbeddedServer::State state)
{
    m_window.serverPanel().setState(panelState(state));
    m_starting = state == EmbeddedServer::State::Starting;
    if (state != EmbeddedServer::State::Running) {
        m_client->stop();
        setCustomerPage({});
        m_messagesSeen = 0;
    }
    m_offline = state == EmbeddedServer::State::Stopped ? tr("The server is off.") : QString();
    showStatus();
    tellLog();
}

void ConsoleController::onStartFailed(const StartProblem &problem)
{
    m_starting = false;
    m_offline = problem.sentence;
    m_window.serverPanel().setState(ServerPanel::State::Failed, problem.sentence);
    showStatus();
    tellLog();
    if (problem.portTaken)
        offerPort(problem);
}

void ConsoleController::onFigures(const host::Figures &figures)
{
    ServerPanel &panel = m_window.serverPanel();
    panel.setConnections(int(figures.webSockets));
    panel.addMessageRate(double(std::max<qint64>(0, figures.messages - m_messagesSeen)));
    m_messagesSeen = figures.messages;
    tellLog();
}

void ConsoleController::tellLog()
{
    if (!m_parts.log)
        return;
    const base::LogTail::Lines lines = m_parts.log->after(m_logSeen);
    m_logSeen = lines.upTo;
    QStringList texts;
    for (const base::LogLine &line : lines.lines) {
        if (line.category.startsWith(u"ultracom.")) // Qt's own are about this window, and for the terminal
            texts.append(panelLine(line));
    }
    if (!texts.isEmpty())
        m_window.serverPanel().appendLog(texts);
}

void ConsoleController::onListed(const std::vector<domain::SessionSummary> &sessions, bool first,
                                 bool complete)
{
    if (first)
        m_sessions.setSessions(sessions, complete);
    else
        m_sessions.appendSessions(sessions, complete);
    if (std::exchange(m_restored, true))
        return;
    const auto last = domain::SessionId::fromString(m_state.lastSession(m_serverKey));
    if (last && m_window.currentSession().isNull() && m_sessions.find(*last))
        m_window.showSession(*last);
}

void ConsoleController::onArrived(const domain::SessionSummary &summary)
{
    if (m_window.isWatching(summary.session.id))
        return;
    m_tray->notify(summary);
    m_sound->play();
}

void ConsoleController::setCustomerPage(const QUrl &page)
{
    m_customerPage = page;
    m_window.setCustomerPage(page);
}

void ConsoleController::openCustomerPage()
{
    if (!m_customerPage.isEmpty() && !QDesktopServices::openUrl(m_customerPage))
        m_window.showNotice(
            tr("No browser could be started. Open this address in one: %1").arg(m_customerPage.toString()));
}

void ConsoleController::copyCustomerPage()
{
    if (m_customerPage.isEmpty())
        return;
    const QString address = m_customerPage.toString();
    QGuiApplication::clipboard()->setText(address);
    QToolTip::showText(QCursor::pos(), tr("Copied: %1").arg(address), &m_window);
}

void ConsoleController::reconnect()
{
    using State = EmbeddedServer::State;
    if (m_desk && (m_desk->state() == State::Stopped || m_desk->state() == State::Stopping))
        m_desk->start();
    else
        m_client->reconnectNow();
}

/// The bar's button after a refusal, or the menu's: whoever is refused wants to get in here again.
void ConsoleController::signIn()
{
    const bool refused = m_client->status().state == ConnectionState::Refused ||
                         (m_membership && m_client->status().state == ConnectionState::Stopped);
    if (!refused)
        askToJoin();
    else if (m_desk)
        m_desk->renew();
    else
        m_membership->ask(m_client->status().problem);
}

void ConsoleController::raise(const QByteArray &activationToken)
{
    if (!activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
    m_window.bringToFront();
}

void ConsoleController::saveLayout() const
{
    QSettings layout(layoutFile(m_parts.config.dataFolder), QSettings::IniFormat);
    m_window.saveLayout(layout);
}

} // namespace console
