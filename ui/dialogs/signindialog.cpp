#include "dialogs/signindialog.h"

#include "dialogs/serveraddress.h"
#include "dialogs/tokencheck.h"
#include "theme/controls.h"

#include <QCheckBox>
#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs
{

namespace
{

constexpr int longestToken = 8 * 1024;

QString whenText(base::Timestamp time)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
    return QLocale().toString(local, QLocale::ShortFormat);
}

} // namespace

SignInDialog::SignInDialog(const base::Clock &clock, QWidget *parent)
    : CardDialog(parent)
    , m_clock(clock)
    , m_server(new QLineEdit(this))
    , m_token(new QLineEdit(this))
    , m_show(new QCheckBox(tr("Show the token"), this))
{
    setObjectName(QStringLiteral("signInDialog"));
    setHeading(tr("Sign in"));
    setText(
        tr("A token says who you are. Ask for one where the server runs: ultracom-server token --sub NAME "
           "--role technician"));
    buildFields();
    m_signIn = addPrimaryButton(tr("Sign in"), QStringLiteral("signInButton"));
    addRejectButton(tr("Not now"), QStringLiteral("cancelButton"));
    connect(m_signIn, &QPushButton::clicked, this, &SignInDialog::submit);
    connect(m_server, &QLineEdit::textChanged, this, &SignInDialog::inspect);
    connect(m_token, &QLineEdit::textChanged, this, &SignInDialog::inspect);
    connect(m_show, &QCheckBox::toggled, this,
            [this](bool on) { m_token->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    inspect();
}

void SignInDialog::buildFields()
{
    const auto add = [this](QLineEdit *field, const QString &name, const QString &label) {
        field->setObjectName(name);
        field->setAccessibleName(label);
        auto *caption = new QLabel(label, this);
        caption->setTextFormat(Qt::PlainText);
        caption->setBuddy(field);
        body().addWidget(caption);
        body().addWidget(field);
    };
    add(m_server, QStringLiteral("serverField"), tr("Server"));
    m_server->setPlaceholderText(QStringLiteral("https://chat.example.com"));
    m_server->setLayoutDirection(Qt::LeftToRight); // addresses are, in every language
    m_serverProblem = addLine(QStringLiteral("serverProblem"));
    theme::setInk(*m_serverProblem, theme::Ink::Danger);
    add(m_token, QStringLiteral("tokenField"), tr("Token"));
    m_token->setLayoutDirection(Qt::LeftToRight);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setMaxLength(longestToken);
    m_show->setObjectName(QStringLiteral("showToken"));
    body().addWidget(m_show);
    m_verdict = addLine(QStringLiteral("verdict"));
    m_problem = addLine(QStringLiteral("problem"));
    theme::setInk(*m_problem, theme::Ink::Danger);
}

void SignInDialog::setServer(const QUrl &server, bool fixed)
{
    m_fixed = fixed;
    m_server->setReadOnly(fixed);
    m_server->setText(server.toString());
    (server.isEmpty() ? m_server : m_token)->setFocus();
}

void SignInDialog::setProblem(const QString &sentence)
{
    setLine(*m_problem, sentence);
}

void SignInDialog::setBusy(bool busy)
{
    m_busy = busy;
    m_server->setReadOnly(busy || m_fixed);
    m_token->setReadOnly(busy);
    inspect();
}

void SignInDialog::inspect()
{
    const bool hasServer = !m_server->text().trimmed().isEmpty();
    const auto server = readServerAddress(m_server->text());
    setLine(*m_serverProblem, hasServer && !server ? server.error().message : QString());

    const bool hasToken = !m_token->text().trimmed().isEmpty();
    const TokenFacts facts = hasToken ? inspectToken(m_token->text(), m_clock.now()) : TokenFacts();
    theme::setInk(*m_verdict, facts.problem.isEmpty() ? theme::Ink::Muted : theme::Ink::Danger);
    if (!hasToken)
        setLine(*m_verdict, {});
    else if (!facts.problem.isEmpty())
        setLine(*m_verdict, facts.problem);
    else
        setLine(*m_verdict, tr("%1, %2, good until %3", "name, role, time")
                                .arg(isolated(facts.name), roleText(facts.role), whenText(facts.expiresAt)));
    m_signIn->setEnabled(!m_busy && server && !facts.token.isEmpty());
}

void SignInDialog::submit()
{
    const auto server = readServerAddress(m_server->text());
    const TokenFacts facts = inspectToken(m_token->text(), m_clock.now());
    if (!server || facts.token.isEmpty()) // it has expired since it was pasted
        return inspect();
    setProblem({});
    Q_EMIT signInRequested(*server, facts.token);
}

} // namespace dialogs
