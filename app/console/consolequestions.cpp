// ConsoleController: what it asks the person, and tells them, in dialogs.
#include "base/version.h"
#include "console/consolecontroller.h"
#include "console/desk.h"
#include "dialogs/aboutdialog.h"
#include "dialogs/labelsdialog.h"
#include "dialogs/porttakendialog.h"
#include "dialogs/quitdialog.h"
#include "dialogs/signindialog.h"

#include <QDir>
#include <QTimer>

namespace console
{

using client::ChatClient;
using client::ConnectionState;

namespace
{
constexpr std::chrono::milliseconds lastChanges{300}; ///< to be on their way
} // namespace

void ConsoleController::editLabels(const domain::SessionSummary &summary)
{
    auto *dialog = new dialogs::LabelsDialog(summary.session.labels, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::LabelsDialog::labelsChosen, m_client.get(),
            [this, id = summary.session.id](const QStringList &labels) {
                m_client->changeSession(id, {.labels = labels});
            });
    dialog->open();
}

void ConsoleController::offerPort(const StartProblem &problem)
{
    if (m_question)
        return;
    auto *dialog = new dialogs::PortTakenDialog(problem.port, problem.owner, problem.freePort, &m_window);
    m_question = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::PortTakenDialog::portChosen, this, [this](quint16 port) {
        m_state.setPort(port);
        m_desk->startOn(port);
    });
    connect(dialog, &dialogs::PortTakenDialog::retryRequested, this, [this] { m_desk->start(); });
    dialog->open();
}

/// By the menu, in either kind of console: another server, whose address is typed.
void ConsoleController::askToJoin()
{
    auto *dialog = new dialogs::SignInDialog(*m_parts.clock, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::SignInDialog::signInRequested, this,
            [this, dialog](const QUrl &server, const QByteArray &token) {
                dialog->accept();
                Q_EMIT joinRequested(server, token);
            });
    dialog->open();
}

void ConsoleController::showAbout()
{
    const QString server = isEmbedded() ? tr("this machine") : m_parts.options.server.toString();
    auto *dialog = new dialogs::AboutDialog(base::version(), server,
                                            QDir::toNativeSeparators(m_parts.config.dataFolder), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// Deletions that could still be taken back leave before the window does, where the server can hear them.
void ConsoleController::finishChanges()
{
    m_client->commitChanges();
    QTimer::singleShot(lastChanges, this, [this] { requestQuit(); });
}

void ConsoleController::requestQuit()
{
    if (m_client->hasHeldChanges() && m_client->status().state == ConnectionState::Online)
        return finishChanges();
    const int waiting = m_client->status().waitingMessages;
    if (waiting == 0)
        return Q_EMIT quitConfirmed();
    if (m_question)
        m_question->reject();
    m_window.bringToFront();
    auto *dialog = new dialogs::QuitDialog(waiting, &m_window);
    m_question = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &ConsoleController::quitConfirmed);
    dialog->open();
}

} // namespace console
