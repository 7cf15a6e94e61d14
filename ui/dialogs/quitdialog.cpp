#include "dialogs/quitdialog.h"

#include <QPushButton>

namespace dialogs
{

QuitDialog::QuitDialog(int waitingMessages, QWidget *parent)
    : CardDialog(parent)
{
    setObjectName(QStringLiteral("quitDialog"));
    setHeading(tr("%n message(s) wait to be sent", nullptr, waitingMessages));
    setText(tr("What waits is kept on this machine and is sent when UltraCom starts again."));
    QPushButton *quit = addPrimaryButton(tr("Quit"), QStringLiteral("quitButton"));
    addRejectButton(tr("Stay"), QStringLiteral("stayButton"));
    connect(quit, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace dialogs
