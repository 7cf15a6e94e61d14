#include "dialogs/aboutdialog.h"

#include "theme/controls.h"

#include <QLabel>
#include <QVBoxLayout>

namespace dialogs
{

AboutDialog::AboutDialog(const QString &version, const QString &server, const QString &dataFolder,
                         QWidget *parent)
    : CardDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setHeading(tr("About UltraCom"));
    setText(tr("UltraCom %1, a support desk in one program. MIT licence.").arg(version));
    setLine(*addLine(QStringLiteral("serverLine")), tr("Server: %1").arg(isolated(server)));
    setLine(*addLine(QStringLiteral("dataLine")), tr("Data: %1").arg(isolated(dataFolder)));
    QLabel *libraries = addLine(QStringLiteral("librariesLine"));
    theme::setInk(*libraries, theme::Ink::Muted);
    setLine(*libraries,
            tr("Made with Qt %1, SQLite, libsodium, Boost and QtKeychain.").arg(QLatin1String(qVersion())));
    addRejectButton(tr("Close"), QStringLiteral("closeButton"));
}

} // namespace dialogs
