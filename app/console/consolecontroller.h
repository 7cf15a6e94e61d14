#pragma once

#include "base/logtail.h"
#include "client/chatclient.h"
#include "console/consolestate.h"
#include "console/embeddedserver.h"
#include "console/options.h"
#include "models/searchmodel.h"
#include "models/sessionlistmodel.h"
#include "views/mainwindow.h"
#include "views/traypresence.h"

#include <QPointer>

#include <memory>

namespace audio
{
class NotificationSound;
}

namespace console
{

class Conversation;
class Desk;
class Keychain;
class Membership;
class TokenKeeper;

/// The console: joins the window, the client, and the embedded server or the one elsewhere. Lives in the
/// GUI's thread, one at a time.
class ConsoleController final : public QObject
{
    Q_OBJECT
public:
    /// What it is made of; a test puts its own in place.
    struct Parts {
        Options options;
        base::Config config;                ///< of the embedded server; its dataFolder is the console's too
        QByteArray token;                   ///< of the server elsewhere, where one was given
        Keychain *keychain = nullptr;       ///< null: files; outlives the console
        std::unique_ptr<views::Tray> tray;  ///< the system's where it is null
        const base::LogTail *log = nullptr; ///< what the panel shows; may be null; outlives the console
        const base::Clock *clock = nullptr; ///< required; outlives the console
    };
    explicit ConsoleController(Parts parts);
    ~ConsoleController() override;

    /// Shows the window with what is kept on disk, then starts the server or joins it.
    void start();
    views::MainWindow &window() { return m_window; }
    client::ChatClient &client() { return *m_client; }
    QUrl customerPage() const { return m_customerPage; }

    /// Comes to the front: another start asked for it.
    void raise(const QByteArray &activationToken);
    /// Asks first if something waits to be sent.
    void requestQuit();

Q_SIGNALS:
    void quitConfirmed();
    /// The person wants to join another server, and gave a token for it: end this console and start another.
    void joinRequested(const QUrl &server, const QByteArray &token);

private:
    bool isEmbedded() const { return m_parts.options.server.isEmpty(); }
    void makeClient();
    void connectClient();
    void connectWindow();
    void connectSearch();
    void connectTray();
    void connectDesk();
    void connectMembership();
    void connectPanel();

    void onStatus(const client::ConnectionStatus &status);
    void showStatus();
    void onServerState(EmbeddedServer::State state);
    void onStartFailed(const StartProblem &problem);
    void onFigures(const host::Figures &figures);
    void onArrived(const domain::SessionSummary &summary);
    void onListed(const std::vector<domain::SessionSummary> &sessions, bool first, bool complete);
    void offerPort(const StartProblem &problem);
    void setCustomerPage(const QUrl &page);
    void openCustomerPage();
    void copyCustomerPage();
    void askToJoin();
    void showAbout();
    void editLabels(const domain::SessionSummary &summary);
    void finishChanges();
    void reconnect();
    void signIn();
    void tellLog();
    void saveLayout() const;

    Parts m_parts;
    ConsoleState m_state;
    models::SessionListModel m_sessions;
    models::SearchModel m_hits; ///< in all conversations
    views::MainWindow m_window;
    std::unique_ptr<client::ChatClient> m_client;
    std::unique_ptr<Conversation> m_conversation;
    std::unique_ptr<views::TrayPresence> m_tray;
    std::unique_ptr<audio::NotificationSound> m_sound;
    std::unique_ptr<TokenKeeper> m_tokens;
    std::unique_ptr<Desk> m_desk;             ///< with an embedded server
    std::unique_ptr<Membership> m_membership; ///< with one elsewhere
    QPointer<QDialog> m_question;             ///< to quit, or which port

    QString m_serverKey; ///< what things are remembered under
    QUrl m_customerPage;
    QString m_offline; ///< why nothing is tried; empty while the client is at work
    bool m_starting = false;
    bool m_restored = false; ///< the last session was opened again
    qint64 m_messagesSeen = 0;
    quint64 m_logSeen = 0;
};

} // namespace console
