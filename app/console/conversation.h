#pragma once

#include "client/chatclient.h"
#include "models/messagelistmodel.h"

#include <QSet>

namespace models
{
class SessionListModel;
}
namespace views
{
class Composer;
class ConversationView;
class MainWindow;
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

private:
    void buildPane();
    void connectClient();
    void connectView();
    void connectComposer();
    void show(const domain::SessionSummary &summary);
    void showWritable(const domain::SessionSummary &summary);
    void openLink(const QUrl &url) const;

    client::ChatClient &m_client;
    models::SessionListModel &m_sessions;
    views::MainWindow &m_window;
    ConsoleState &m_state;
    QString m_serverKey;
    models::MessageListModel m_messages;
    views::ConversationView *m_view;
    views::Composer *m_composer;
    domain::SessionId m_session;
    QSet<domain::SessionId> m_draftsRestored;
    QHash<domain::SessionId, std::vector<client::PendingMessage>> m_pending;
};

} // namespace console
