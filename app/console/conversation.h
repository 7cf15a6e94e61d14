#pragma once

#include "client/chatclient.h"
#include "models/messagelistmodel.h"
#include "models/searchmodel.h"

#include <QSet>

namespace models
{
class SessionListModel;
}
namespace views
{
class Composer;
class ConversationView;
class FindBar;
class MainWindow;
class UndoStrip;
} // namespace views

namespace console
{

class ConsoleState;

/// The conversation that is open: its model, its view, its composer, and what goes between them and the
/// client.
class Conversation final : public QObject
{
    Q_OBJECT
public:
    /// All of these outlive it; the view goes into \a window.
    Conversation(client::ChatClient &client, models::SessionListModel &sessions, views::MainWindow &window,
                 ConsoleState &state, const QString &serverKey, const base::Clock &clock,
                 QObject *parent = nullptr);

    /// Leaves the one that was open.
    void open(const domain::SessionId &session);
    /// Leads to a message of the session that is open, as soon as that is known to have it.
    void showMessage(qint64 seq, const QStringList &found);

private:
    void buildPane();
    void connectClient();
    void connectView();
    void connectComposer();
    void connectChanges();
    void connectFinder();
    void showChanges();
    void undoDeletions();
    void editLast();
    void jump();
    void showVersions(const domain::MessageId &message);
    void show(const domain::SessionSummary &summary);
    void showWritable(const domain::SessionSummary &summary);
    void openLink(const QUrl &url) const;

    client::ChatClient &m_client;
    models::SessionListModel &m_sessions;
    views::MainWindow &m_window;
    ConsoleState &m_state;
    QString m_serverKey;
    const base::Clock &m_clock;
    models::MessageListModel m_messages;
    models::SearchModel m_found; ///< in this conversation
    views::ConversationView *m_view;
    views::Composer *m_composer;
    views::FindBar *m_finder;
    views::UndoStrip *m_undo;
    domain::SessionId m_session;
    QSet<domain::SessionId> m_draftsRestored;
    QHash<domain::SessionId, std::vector<client::PendingMessage>> m_pending;
    QHash<domain::SessionId, std::vector<client::PendingChange>> m_changes;
    qint64 m_jumpSeq = 0; ///< where to go when the session has it; 0: nowhere
    QStringList m_jumpFound;
};

} // namespace console
