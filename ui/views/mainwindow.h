#pragma once

#include "client/connectionstatus.h"
#include "client/sessionchange.h"
#include "client/sessionfilter.h"
#include "domain/event.h"
#include "domain/sessionsummary.h"

#include <QMainWindow>
#include <QUrl>

#include <vector>

class QSettings;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace models
{
class SearchModel;
class SessionListModel;
} // namespace models

namespace views
{

class ConnectionBar;
class ConversationHeader;
class EmptyState;
class MainActions;
class NoticeBar;
class ServerPanel;
class SessionListView;
class StatusFooter;

/// The console's window: sessions, the conversation that is open, the server panel; above them how the
/// connection is. Knows no server: it is fed by slots and speaks by signals. Does not own the models.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// \param hits  what a search over all messages finds
    MainWindow(models::SessionListModel &sessions, models::SearchModel &hits, const base::Clock &clock,
               QWidget *parent = nullptr);

    /// What shows the messages of the open session, and takes the keyboard when one is chosen by Enter.
    void setConversation(QWidget *conversation);
    ServerPanel &serverPanel() const { return *m_serverPanel; }
    /// False in a console that has joined another's server.
    void setServerPanelAvailable(bool available);
    /// Whether closing hides the window, because a tray icon brings it back; otherwise closing quits.
    void setClosesToTray(bool closesToTray) { m_closesToTray = closesToTray; }

    const domain::SessionId &currentSession() const;
    client::SessionFilter filter() const;
    /// Whether somebody is looking at \a session now.
    bool isWatching(const domain::SessionId &session) const;

    /// Geometry, panes, look and sound.
    void saveLayout(QSettings &settings) const;
    void restoreLayout(const QSettings &settings);

public Q_SLOTS:
    void setSelf(const domain::UserRef &self);
    void setCustomerPage(const QUrl &page);
    void setConnectionStatus(const client::ConnectionStatus &status);
    /// One sentence, shown until it is dismissed.
    void showNotice(const QString &sentence);
    /// As if it were chosen in the list, listed or not.
    void showSession(const domain::SessionId &session);
    void updateSession(const domain::SessionSummary &summary);
    void setOnline(const domain::SessionId &session, const std::vector<domain::UserRef> &online);
    void setTyping(const domain::SessionId &session, const QStringList &names);
    void bringToFront();

Q_SIGNALS:
    void sessionActivated(const domain::SessionId &session);
    void filterChanged(const client::SessionFilter &filter);
    void hitChosen(int row); ///< of what a search found
    void findRequested();    ///< in the open conversation
    void sessionChangeRequested(const domain::SessionId &session, const client::SessionChange &change);
    void labelsRequested(const domain::SessionSummary &summary);
    /// The window came to the front or went to the back: what is unread in the open session may be read now.
    void activeChanged(bool active);
    void openCustomerPageRequested();
    void copyCustomerPageRequested();
    void reconnectRequested();
    void signInRequested();
    void serverSwitched(bool on);
    void soundSwitched(bool on);
    void aboutRequested();
    void quitRequested();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *buildSidebar();
    QWidget *buildMiddle();
    void connectActions();
    void connectModel();
    void open(const domain::SessionId &session);
    void refreshHeader();
    void refreshMiddle();
    void refreshTitle();

    models::SessionListModel &m_sessions;
    bool m_closesToTray = false;
    QUrl m_customerPage;
    QString m_name;  ///< of the open session
    QString m_badge; ///< on the window's icon
    MainActions *m_actions;
    SessionListView *m_list;
    StatusFooter *m_footer;
    ConnectionBar *m_connection;
    NoticeBar *m_notices;
    QSplitter *m_splitter;
    QStackedWidget *m_middle;
    QWidget *m_blank; ///< while nothing is known yet
    QWidget *m_conversationPage = nullptr;
    ConversationHeader *m_header;
    QWidget *m_conversation = nullptr;
    EmptyState *m_nothingChosen;
    EmptyState *m_firstRun;
    ServerPanel *m_serverPanel;
};

} // namespace views
