#pragma once

#include "base/clock.h"
#include "console/tokenkeeper.h"

#include <QPointer>

class QWidget;

namespace dialogs
{
class SignInDialog;
}

namespace console
{

/// The console's way into a server elsewhere: a token from a file, from where tokens are kept, or from the
/// person, whom it asks by a dialog.
class Membership final : public QObject
{
    Q_OBJECT
public:
    /// \param given  a token to begin with, or empty
    /// \param window what the dialog belongs to; it, \a keeper and \a clock outlive this
    Membership(const QUrl &server, const QByteArray &given, TokenKeeper &keeper, const base::Clock &clock,
               QWidget &window, QObject *parent = nullptr);

    void start();
    /// Asks for a token; \a problem says why, or is empty.
    void ask(const QString &problem);
    /// The server took the last token, so it is worth keeping.
    void accepted();
    /// The server did not take it.
    void refused(const QString &problem);

Q_SIGNALS:
    void signedIn(const QByteArray &token);
    /// Nobody is signed in, for this reason.
    void signedOut(const QString &problem);

private:
    void use(const QByteArray &token);

    QUrl m_server;
    QByteArray m_token;
    bool m_keep = false; ///< the person typed it
    TokenKeeper &m_keeper;
    const base::Clock &m_clock;
    QWidget &m_window;
    QPointer<dialogs::SignInDialog> m_dialog;
};

} // namespace console
