#pragma once

#include "base/clock.h"
#include "dialogs/carddialog.h"

#include <QUrl>

class QCheckBox;
class QLineEdit;

namespace dialogs
{

/// Asks for a server's address and a token for it, and says at once what the token is good for. Asking is all
/// it does: who opened it tries the token and says what came of it.
class SignInDialog final : public CardDialog
{
    Q_OBJECT
public:
    /// \a clock outlives the dialog.
    explicit SignInDialog(const base::Clock &clock, QWidget *parent = nullptr);

    /// \a fixed: it is for this server only.
    void setServer(const QUrl &server, bool fixed);
    /// Why it is asked, or why the last token was not taken; one sentence or empty.
    void setProblem(const QString &sentence);
    /// While the server is asked: nothing can be pressed but Cancel.
    void setBusy(bool busy);

Q_SIGNALS:
    void signInRequested(const QUrl &server, const QByteArray &token);

private:
    void buildFields();
    void inspect();
    void submit();

    const base::Clock &m_clock;
    QLineEdit *m_server;
    QLineEdit *m_token;
    QCheckBox *m_show;
    QLabel *m_serverProblem = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_signIn = nullptr;
    bool m_fixed = false;
    bool m_busy = false;
};

} // namespace dialogs
