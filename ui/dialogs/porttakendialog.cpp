#include "dialogs/porttakendialog.h"

#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace dialogs
{

namespace
{
constexpr int lowestPort = 1024; // those below need more rights
constexpr int highestPort = 65'535;
} // namespace

PortTakenDialog::PortTakenDialog(quint16 port, const QString &owner, quint16 freePort, QWidget *parent)
    : CardDialog(parent)
    , m_port(new QSpinBox(this))
{
    setObjectName(QStringLiteral("portTakenDialog"));
    setHeading(tr("Port %1 is taken").arg(port));
    setText((owner.isEmpty() ? tr("Another program listens there.")
                             : tr("It is used by %1.").arg(isolated(owner))) +
            u' ' +
            tr("The server can listen on another port; the address of the customers' page then changes."));
    auto *caption = new QLabel(tr("Port"), this);
    caption->setTextFormat(Qt::PlainText);
    caption->setBuddy(m_port);
    m_port->setObjectName(QStringLiteral("portField"));
    m_port->setAccessibleName(caption->text());
    m_port->setRange(lowestPort, highestPort);
    m_port->setLocale(QLocale::c()); // as ports are written everywhere
    m_port->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_port->setValue(freePort != 0 ? freePort : port + 1);
    body().addWidget(caption);
    body().addWidget(m_port, 0, Qt::AlignLeading);

    QPushButton *use = addPrimaryButton(tr("Use this port"), QStringLiteral("usePortButton"));
    QPushButton *retry = addButton(tr("Try port %1 again").arg(port), QStringLiteral("retryButton"));
    addRejectButton(tr("Not now"), QStringLiteral("cancelButton"));
    connect(use, &QPushButton::clicked, this, [this] {
        Q_EMIT portChosen(quint16(m_port->value()));
        accept();
    });
    connect(retry, &QPushButton::clicked, this, [this] {
        Q_EMIT retryRequested();
        accept();
    });
}

} // namespace dialogs
