#include "views/serverpanel.h"

#include "theme/controls.h"
#include "theme/icons.h"
#include "theme/metrics.h"
#include "views/elidedlabel.h"
#include "views/plaintext.h"
#include "views/rateplot.h"
#include "views/switch.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTextOption>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace views
{

namespace
{

constexpr int keptLogLines = 200;

QLabel *caption(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel({}, parent);
    label->setText(text);
    label->setFont(theme::scaled(parent->font(), theme::TextScale::Meta));
    theme::setInk(*label, theme::Ink::Muted);
    return label;
}

QString stateSentence(ServerPanel::State state, const QString &problem)
{
    switch (state) {
    case ServerPanel::State::Off:
        return ServerPanel::tr("Off. Customers cannot reach this console.");
    case ServerPanel::State::Starting:
        return ServerPanel::tr("Starting…");
    case ServerPanel::State::On:
        return ServerPanel::tr("On");
    case ServerPanel::State::Stopping:
        return ServerPanel::tr("Stopping…");
    case ServerPanel::State::Failed:
        return problem;
    }
    return {};
}

theme::Ink inkOf(ServerPanel::State state)
{
    if (state == ServerPanel::State::Failed)
        return theme::Ink::Danger;
    return state == ServerPanel::State::On ? theme::Ink::Success : theme::Ink::Muted;
}

} // namespace

ServerPanel::ServerPanel(QWidget *parent)
    : QWidget(parent)
    , m_switch(new Switch(u"serverSwitch"_s, this))
    , m_stateText(plainLabel(u"serverState"_s, this))
    , m_address(new ElidedLabel(u"serverAddress"_s, this))
    , m_copy(new QToolButton(this))
    , m_connections(plainLabel(u"serverConnections"_s, this))
    , m_rate(plainLabel(u"serverRate"_s, this))
    , m_plot(new RatePlot(u"serverPlot"_s, this))
    , m_log(new QPlainTextEdit(this))
{
    setObjectName(u"serverPanel"_s);
    m_switch->setAccessibleName(tr("Server"));
    m_copy->setObjectName(u"serverCopy"_s);
    m_copy->setIcon(theme::icon(u"copy"_s));
    m_copy->setToolTip(tr("Copy the address"));
    m_copy->setAccessibleName(tr("Copy the address"));
    m_log->setObjectName(u"serverLog"_s);
    m_log->setAccessibleName(tr("Log"));
    m_log->setReadOnly(true);
    m_log->setPlaceholderText(tr("Nothing has been logged yet"));
    m_log->setTabChangesFocus(true);
    m_log->setMaximumBlockCount(keptLogLines);
    m_log->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_log->setLayoutDirection(Qt::LeftToRight);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    m_log->setFont(theme::scaled(fixed, theme::TextScale::Meta));
    m_connections->setFont(theme::tabular(theme::scaled(font(), theme::TextScale::Page)));
    build();
    connect(m_switch, &Switch::clicked, this, [this](bool on) {
        refresh();
        Q_EMIT switched(on);
    });
    connect(m_copy, &QToolButton::clicked, this, &ServerPanel::copyAddressRequested);
    setConnections(0);
    addMessageRate(0);
    setAddress({});
    refresh();
}

void ServerPanel::build()
{
    auto *title = plainLabel(u"serverTitle"_s, this);
    title->setText(tr("Server"));
    title->setFont(theme::strong(theme::scaled(font(), theme::TextScale::Title)));
    auto *titleRow = new QHBoxLayout;
    titleRow->addWidget(title, 1);
    titleRow->addWidget(m_switch);
    auto *addressRow = new QHBoxLayout;
    addressRow->addWidget(m_address, 1);
    addressRow->addWidget(m_copy);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::space(4), theme::space(3), theme::space(4), theme::space(4));
    column->setSpacing(theme::space(1));
    const auto section = [column] { column->addSpacing(theme::space(3)); };
    column->addLayout(titleRow);
    column->addWidget(m_stateText);
    section();
    column->addWidget(caption(tr("Address"), this));
    column->addLayout(addressRow);
    section();
    column->addWidget(caption(tr("Connections"), this));
    column->addWidget(m_connections);
    section();
    column->addWidget(caption(tr("Messages"), this));
    column->addWidget(m_rate);
    column->addWidget(m_plot);
    section();
    column->addWidget(caption(tr("Log"), this));
    column->addWidget(m_log, 1);
}

void ServerPanel::setState(State state, const QString &problem)
{
    m_state = state;
    m_problem = problem;
    if (state != State::On) {
        setConnections(0);
        m_plot->clear();
        addMessageRate(0);
    }
    refresh();
}

void ServerPanel::setAddress(const QUrl &address)
{
    m_address->setText(address.isEmpty() ? tr("None") : address.toString());
    m_copy->setEnabled(!address.isEmpty());
}

void ServerPanel::setConnections(int count)
{
    m_connections->setText(QLocale().toString(count));
}

void ServerPanel::addMessageRate(double messagesPerSecond)
{
    m_plot->add(messagesPerSecond);
    const QString number = QLocale().toString(messagesPerSecond, 'f', messagesPerSecond < 10 ? 1 : 0);
    m_rate->setText(tr("%1 a second").arg(number));
    m_plot->setAccessibleName(m_rate->text());
}

void ServerPanel::appendLog(const QStringList &lines)
{
    if (!lines.isEmpty())
        m_log->appendPlainText(lines.join(u'\n'));
}

/// The switch stands where the server is or is going to, whatever was clicked.
void ServerPanel::refresh()
{
    m_switch->setChecked(m_state == State::On || m_state == State::Starting);
    m_switch->setEnabled(m_state != State::Starting && m_state != State::Stopping);
    m_stateText->setText(stateSentence(m_state, m_problem));
    theme::setInk(*m_stateText, inkOf(m_state));
}

} // namespace views
