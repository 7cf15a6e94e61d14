#include "views/connectionbar.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "theme/theme.h"
#include "views/plaintext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

using namespace Qt::StringLiterals;
using client::ConnectionState;

namespace views
{

ConnectionBar::ConnectionBar(const base::Clock &clock, QWidget *parent)
    : Strip(parent)
    , m_clock(clock)
    , m_second(new QTimer(this))
    , m_patience(new QTimer(this))
    , m_icon(new QLabel(this))
    , m_headline(plainLabel(u"connectionHeadline"_s, this))
    , m_detail(plainLabel(u"connectionDetail"_s, this))
    , m_button(new QPushButton(this))
{
    setObjectName(u"connectionBar"_s);
    m_button->setObjectName(u"connectionButton"_s);
    m_headline->setWordWrap(false);
    row()->addWidget(m_icon);
    row()->addWidget(m_headline);
    row()->addWidget(m_detail, 1);
    row()->addWidget(m_button);

    m_second->setInterval(1000);
    m_patience->setSingleShot(true);
    m_patience->setInterval(theme::skeletonDelayMs);
    connect(m_second, &QTimer::timeout, this, &ConnectionBar::refresh);
    connect(m_patience, &QTimer::timeout, this, &ConnectionBar::refresh);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_status.state == ConnectionState::Refused)
            Q_EMIT signInRequested();
        else
            Q_EMIT reconnectRequested();
    });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ConnectionBar::dress);
    m_status.state = ConnectionState::Online;
    dress();
    refresh();
}

void ConnectionBar::setStatus(const client::ConnectionStatus &status)
{
    const bool becameConnecting =
        status.state == ConnectionState::Connecting && m_status.state != status.state;
    m_status = status;
    if (becameConnecting)
        m_patience->start();
    else if (status.state != ConnectionState::Connecting)
        m_patience->stop();
    dress();
    refresh();
}

void ConnectionBar::refresh()
{
    m_headline->setText(headline());
    m_detail->setText(detail());
    const bool counting = m_status.state == ConnectionState::Reconnecting;
    if (counting && !m_second->isActive())
        m_second->start();
    else if (!counting)
        m_second->stop();
    m_button->setVisible(m_status.state != ConnectionState::Connecting);
    m_button->setText(m_status.state == ConnectionState::Refused ? tr("Sign in again") : tr("Try now"));
    setVisible(m_status.state != ConnectionState::Online && !m_patience->isActive());
}

QColor ConnectionBar::ground() const
{
    return theme::mixed(theme::tokens().surface, signColor(), 0.12);
}

QColor ConnectionBar::signColor() const
{
    const theme::Tokens &tokens = theme::tokens();
    return m_status.state == ConnectionState::Refused ? tokens.danger : tokens.warning;
}

void ConnectionBar::dress()
{
    const bool refused = m_status.state == ConnectionState::Refused;
    m_icon->setPixmap(theme::iconPixmap(refused ? u"lock"_s : u"wifi-off"_s, signColor(), theme::iconSize,
                                        devicePixelRatioF()));
    m_headline->setFont(theme::strong(font()));
    update();
}

QString ConnectionBar::headline() const
{
    switch (m_status.state) {
    case ConnectionState::Stopped:
        return tr("Not connected");
    case ConnectionState::Connecting:
        return tr("Connecting…");
    case ConnectionState::Reconnecting:
        return tr("Reconnecting…");
    case ConnectionState::Refused:
        return tr("Signed out");
    case ConnectionState::Online:
        break;
    }
    return {};
}

QString ConnectionBar::detail() const
{
    QStringList sentences;
    if (m_status.waitingMessages > 0)
        sentences.append(tr("%n messages wait to be sent.", nullptr, m_status.waitingMessages));
    if (!m_status.problem.isEmpty())
        sentences.append(m_status.problem);
    if (m_status.state == ConnectionState::Reconnecting) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(m_status.nextAttempt - m_clock.now());
        if (left.count() > 0)
            sentences.append(tr("Next attempt in %n s.", nullptr, int(left.count())));
    }
    return sentences.join(u' ');
}

QString connectionWord(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Stopped:
        return ConnectionBar::tr("Not connected");
    case ConnectionState::Connecting:
        return ConnectionBar::tr("Connecting");
    case ConnectionState::Online:
        return ConnectionBar::tr("Online");
    case ConnectionState::Reconnecting:
        return ConnectionBar::tr("Reconnecting");
    case ConnectionState::Refused:
        return ConnectionBar::tr("Signed out");
    }
    return {};
}

} // namespace views
