#include "console/conversation.h"

#include "console/consolestate.h"
#include "console/searching.h"
#include "dialogs/versionsdialog.h"
#include "models/sessionlistmodel.h"
#include "views/composer.h"
#include "views/conversationview.h"
#include "views/findbar.h"
#include "views/mainwindow.h"
#include "views/rowtext.h"
#include "views/undostrip.h"

#include <QDesktopServices>
#include <QVBoxLayout>

namespace console
{

using client::ChatClient;
using domain::SessionId;
using models::MessageListModel;
using views::Composer;
using views::ConversationView;

namespace
{

bool isHeld(const client::PendingChange &change)
{
    return change.kind == client::PendingChange::Kind::Delete &&
           change.state == client::PendingChange::State::Held;
}

} // namespace

Conversation::Conversation(ChatClient &client, models::SessionListModel &sessions, views::MainWindow &window,
                           ConsoleState &state, const QString &serverKey, const base::Clock &clock,
                           QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_sessions(sessions)
    , m_window(window)
    , m_state(state)
    , m_serverKey(serverKey)
    , m_clock(clock)
    , m_view(new ConversationView(m_messages, clock))
    , m_composer(new Composer)
    , m_finder(new views::FindBar(m_found))
    , m_undo(new views::UndoStrip)
{
    buildPane();
    connectClient();
    connectView();
    connectComposer();
    connectChanges();
    connectFinder();
}

void Conversation::buildPane()
{
    auto *pane = new QWidget;
    pane->setObjectName(QStringLiteral("conversationPane"));
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_finder);
    column->addWidget(m_view, 1);
    column->addWidget(m_undo);
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
                m_sessions.setPending(session, pending);
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
    connect(&m_client, &ChatClient::membersChanged, this,
            [this](const SessionId &session, const std::vector<domain::Member> &members) {
                if (session == m_session)
                    m_messages.setMembers(members);
            });
    connect(&m_client, &ChatClient::memberRead, this,
            [this](const SessionId &session, const domain::UserRef &user, qint64 seq,
                   std::optional<base::Timestamp> at) {
                if (session == m_session)
                    m_messages.noteRead(user, seq, at);
            });
    connect(&m_client, &ChatClient::memberReceived, this,
            [this](const SessionId &session, const domain::UserRef &user, qint64 seq) {
                if (session == m_session)
                    m_messages.noteReceived(user, seq);
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

void Conversation::connectChanges()
{
    connect(&m_client, &ChatClient::changesChanged, this,
            [this](const SessionId &session, const std::vector<client::PendingChange> &changes) {
                if (changes.empty())
                    m_changes.remove(session);
                else
                    m_changes.insert(session, changes);
                if (session == m_session)
                    showChanges();
            });
    connect(m_view, &ConversationView::editRequested, m_composer, &Composer::setEdit);
    connect(m_composer, &Composer::editLastRequested, this, &Conversation::editLast);
    connect(m_composer, &Composer::editRequested, this,
            [this](const domain::MessageId &message, const QString &text) {
                m_client.editMessage(m_composer->session(), message, text);
            });
    connect(m_view, &ConversationView::deleteRequested, this, [this](const domain::MessageId &message) {
        m_client.deleteMessage(m_messages.session(), message);
    });
    connect(m_view, &ConversationView::retryChangeRequested, &m_client, &ChatClient::retryChange);
    connect(m_view, &ConversationView::discardChangeRequested, &m_client, &ChatClient::undoChange);
    connect(m_view, &ConversationView::undoRequested, this, &Conversation::undoDeletions);
    connect(m_undo, &views::UndoStrip::undoRequested, this, [this] {
        undoDeletions();
        m_composer->focusField();
    });
    connect(m_view, &ConversationView::versionsRequested, this, &Conversation::showVersions);
}

void Conversation::showChanges()
{
    const std::vector<client::PendingChange> changes = m_changes.value(m_session);
    m_messages.setChanges(changes);
    m_undo->setCount(int(std::count_if(changes.begin(), changes.end(), isHeld)));
}

void Conversation::undoDeletions()
{
    for (const client::PendingChange &change : m_changes.value(m_session)) {
        if (isHeld(change))
            m_client.undoChange(change.message);
    }
}

void Conversation::editLast()
{
    const int row = m_messages.lastEditableRow(m_clock.now());
    if (row < 0)
        return;
    const models::MessageRow shown = m_messages.rowAt(row);
    m_composer->setEdit(shown.message->id, views::RowText::content(shown));
}

void Conversation::showVersions(const domain::MessageId &message)
{
    auto *dialog = new dialogs::VersionsDialog(m_clock, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        &m_client, &ChatClient::versionsLoaded, dialog,
        [dialog, message](const domain::MessageId &of, const std::vector<domain::MessageVersion> &versions) {
            if (of == message)
                dialog->setVersions(versions);
        });
    connect(&m_client, &ChatClient::versionsUnavailable, dialog,
            [dialog, message](const domain::MessageId &of, const QString &problem) {
                if (of == message)
                    dialog->setProblem(problem);
            });
    connect(dialog, &dialogs::VersionsDialog::retryRequested, &m_client,
            [this, message] { m_client.loadVersions(message); });
    dialog->open();
    m_client.loadVersions(message);
}

void Conversation::connectFinder()
{
    joinSearch(m_found, m_client);
    connect(&m_window, &views::MainWindow::findRequested, m_finder, &views::FindBar::open);
    connect(m_finder, &views::FindBar::hitChosen, this, [this](int row) {
        const domain::SearchHit &hit = m_found.at(row);
        if (hit.message.sessionId == m_session)
            showMessage(hit.message.seq, m_found.wordsAt(row));
    });
    connect(m_finder, &views::FindBar::closed, this, [this] {
        m_view->clearFound();
        m_composer->focusField();
    });
    connect(m_view, &ConversationView::quotedWanted, this,
            [this](const domain::MessageId &message) { m_client.locate(m_messages.session(), message); });
    connect(&m_client, &ChatClient::located, this,
            [this](const SessionId &session, const domain::MessageId &, qint64 seq) {
                if (session == m_session)
                    showMessage(seq, {});
            });
}

void Conversation::showMessage(qint64 seq, const QStringList &found)
{
    m_jumpSeq = seq;
    m_jumpFound = found;
    jump();
}

void Conversation::jump()
{
    if (m_jumpSeq < 1 || m_jumpSeq > m_messages.lastSeq() || m_messages.session() != m_session)
        return;
    m_view->goTo(std::exchange(m_jumpSeq, 0), m_jumpFound);
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
    m_jumpSeq = 0;
    m_finder->close();
    m_found.setSession(session);
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
    showChanges();
}

void Conversation::show(const domain::SessionSummary &summary)
{
    const bool same = m_messages.session() == summary.session.id;
    if (same && m_messages.lastSeq() > 0)
        m_messages.setLastSeq(summary.session.lastSeq);
    else {
        m_messages.open(summary.session.id, summary.session.lastSeq, summary.readSeq, m_client.self());
        m_messages.setPending(m_pending.value(summary.session.id));
        m_messages.setChanges(m_changes.value(summary.session.id));
    }
    showWritable(summary);
    jump();
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
