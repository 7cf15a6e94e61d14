#include "console/conversation.h"

#include "console/consolestate.h"
#include "models/sessionlistmodel.h"
#include "views/composer.h"
#include "views/conversationview.h"
#include "views/mainwindow.h"

#include <QDesktopServices>
#include <QVBoxLayout>

namespace console
{

using client::ChatClient;
using domain::SessionId;
using models::MessageListModel;
using views::Composer;
using views::ConversationView;

Conversation::Conversation(ChatClient &client, models::SessionListModel &sessions, views::MainWindow &window,
                           ConsoleState &state, const QString &serverKey, const base::Clock &clock,
                           QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_sessions(sessions)
    , m_window(window)
    , m_state(state)
    , m_serverKey(serverKey)
    , m_view(new ConversationView(m_messages, clock))
    , m_composer(new Composer)
{
    buildPane();
    connectClient();
    connectView();
    connectComposer();
}

void Conversation::buildPane()
{
    auto *pane = new QWidget;
    pane->setObjectName(QStringLiteral("conversationPane"));
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_composer);
    pane->setFocusProxy(m_composer);
    m_window.setConversation(pane);
}

void Conversation::connectClient()
{
    connect(&m_client, &ChatClient::sessionOpened, this, [this](const domain::SessionSummary &summary) {
        if (summary.session.id != m_session)
            return;
        show(summary);
        m_window.updateSession(summary);
    });
    connect(&m_client, &ChatClient::sessionChanged, this, [this](const domain::SessionSummary &summary) {
        if (summary.session.id == m_session)
            showWritable(summary);
    });
    connect(&m_client, &ChatClient::messagesLoaded, this,
            [this](const SessionId &session, const std::vector<domain::Message> &messages) {
                if (session == m_session)
                    m_messages.insertMessages(messages);
            });
    connect(&m_client, &ChatClient::messagesUnavailable, this,
            [this](const SessionId &session, qint64 fromSeq, const QString &problem) {
                if (session == m_session)
                    m_messages.pageFailed(fromSeq, problem);
            });
    connect(&m_client, &ChatClient::pendingChanged, this,
            [this](const SessionId &session, const std::vector<client::PendingMessage> &pending) {
                if (pending.empty())
                    m_pending.remove(session);
                else
                    m_pending.insert(session, pending);
                if (session == m_session)
                    m_messages.setPending(pending);
            });
    connect(&m_client, &ChatClient::readUpTo, this, [this](const SessionId &session, qint64 seq) {
        if (session == m_session)
            m_messages.setReadUpTo(seq);
    });
    connect(&m_client, &ChatClient::deliveredUpTo, this, [this](const SessionId &session, qint64 seq) {
        if (session == m_session)
            m_messages.setDeliveredUpTo(seq);
    });
    connect(&m_client, &ChatClient::typingChanged, this,
            [this](const SessionId &session, const QStringList &names) {
                if (session == m_session)
                    m_view->setTyping(names);
                m_window.setTyping(session, names);
            });
    connect(&m_messages, &MessageListModel::pageWanted, this, [this](qint64 fromSeq, int count) {
        m_client.loadMessages(m_messages.session(), fromSeq, count);
    });
}

void Conversation::connectView()
{
    connect(m_view, &ConversationView::linkActivated, this, &Conversation::openLink);
    connect(m_view, &ConversationView::retryRequested, &m_client, &ChatClient::retry);
    connect(m_view, &ConversationView::discardRequested, &m_client, &ChatClient::discard);
    connect(m_view, &ConversationView::seenUpTo, this, [this](qint64 seq, const domain::MessageId &id) {
        m_client.markRead(m_messages.session(), seq, id);
    });
    connect(m_view, &ConversationView::replyRequested, this, [this](const domain::ReplyPreview &message) {
        m_composer->setReply(message);
        m_composer->focusField();
    });
}

void Conversation::connectComposer()
{
    connect(m_composer, &Composer::sendRequested, this,
            [this](const QString &text, const std::optional<domain::ReplyPreview> &replyTo) {
                m_client.send(m_composer->session(), text, replyTo);
                m_view->scrollToEnd();
            });
    connect(m_composer, &Composer::typingChanged, this, [this](bool typing) {
        m_client.setTyping(m_composer->session(), typing);
        m_state.setDraft(m_serverKey, m_composer->session().toString(), m_composer->draft());
    });
}

void Conversation::open(const SessionId &session)
{
    if (session == m_session)
        return;
    if (!m_session.isNull()) {
        m_client.closeSession(m_session);
        m_sessions.forgetPresence(m_session);
    }
    m_session = session;
    m_composer->setSession(session);
    if (!m_draftsRestored.contains(session)) {
        m_draftsRestored.insert(session);
        m_composer->setDraft(m_state.draft(m_serverKey, session.toString()));
    }
    m_view->setTyping({});
    m_state.setLastSession(m_serverKey, session.toString());
    m_client.openSession(session); // first: what is shown asks for its messages
    // What the list knows is shown at once; what the server says of it comes by sessionOpened().
    if (const domain::SessionSummary *summary = m_sessions.find(session))
        show(*summary);
    else
        m_messages.open(session, 0, 0, m_client.self());
    m_messages.setPending(m_pending.value(session));
}

void Conversation::show(const domain::SessionSummary &summary)
{
    const bool same = m_messages.session() == summary.session.id;
    if (same && m_messages.lastSeq() > 0)
        m_messages.setLastSeq(summary.session.lastSeq);
    else {
        m_messages.open(summary.session.id, summary.session.lastSeq, summary.readSeq, m_client.self());
        m_messages.setPending(m_pending.value(summary.session.id));
    }
    showWritable(summary);
}

void Conversation::showWritable(const domain::SessionSummary &summary)
{
    const bool closed = summary.session.status == domain::SessionStatus::Closed;
    m_composer->setClosed(closed ? tr("This session is closed.") : QString());
    m_view->setWritable(!closed);
}

/// What a stranger wrote may name any program as a scheme.
void Conversation::openLink(const QUrl &url) const
{
    static const QStringList harmless{QStringLiteral("http"), QStringLiteral("https"),
                                      QStringLiteral("mailto")};
    if (harmless.contains(url.scheme()))
        QDesktopServices::openUrl(url);
}

} // namespace console
