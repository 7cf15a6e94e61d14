#include "console/membership.h"

#include "dialogs/signindialog.h"
#include "dialogs/tokencheck.h"

namespace console
{

Membership::Membership(const QUrl &server, const QByteArray &given, TokenKeeper &keeper,
                       const base::Clock &clock, QWidget &window, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_token(given)
    , m_keeper(keeper)
    , m_clock(clock)
    , m_window(window)
{
    connect(&m_keeper, &TokenKeeper::found, this, [this](const QUrl &of, const QByteArray &token) {
        if (of == m_server)
            use(token);
    });
}

void Membership::start()
{
    if (m_token.isEmpty())
        m_keeper.find(m_server);
    else
        use(m_token);
}

void Membership::use(const QByteArray &token)
{
    const dialogs::TokenFacts facts = dialogs::inspectToken(QString::fromLatin1(token), m_clock.now());
    if (!token.isEmpty() && facts.problem.isEmpty()) {
        m_token = facts.token;
        return Q_EMIT signedIn(m_token);
    }
    const QString problem = token.isEmpty() ? QString() : facts.problem;
    Q_EMIT signedOut(problem);
    ask(problem);
}

void Membership::ask(const QString &problem)
{
    if (!m_dialog) {
        m_dialog = new dialogs::SignInDialog(m_clock, &m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        m_dialog->setServer(m_server, true);
        connect(m_dialog, &dialogs::SignInDialog::signInRequested, this,
                [this](const QUrl &, const QByteArray &token) {
                    m_token = token;
                    m_keep = true;
                    m_dialog->setBusy(true);
                    Q_EMIT signedIn(token);
                });
    }
    m_dialog->setBusy(false);
    m_dialog->setProblem(problem);
    m_dialog->open();
}

void Membership::accepted()
{
    if (m_dialog)
        m_dialog->accept();
    if (std::exchange(m_keep, false))
        m_keeper.keep(m_server, m_token);
}

void Membership::refused(const QString &problem)
{
    m_keep = false;
    if (m_dialog && m_dialog->isVisible())
        ask(problem); // who typed it looks at the dialog
}

} // namespace console
