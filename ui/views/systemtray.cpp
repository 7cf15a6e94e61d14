#include "views/systemtray.h"

#include <QSystemTrayIcon>

namespace views
{

SystemTray::SystemTray(QObject *parent)
    : Tray(parent)
    , m_icon(new QSystemTrayIcon(this))
{
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::messageClicked);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT activated();
    });
}

bool SystemTray::isAvailable() const
{
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void SystemTray::show(QMenu *menu)
{
    m_icon->setContextMenu(menu);
    m_icon->show();
}

void SystemTray::setIcon(const QIcon &icon, const QString &toolTip)
{
    m_icon->setIcon(icon);
    m_icon->setToolTip(toolTip);
}

void SystemTray::showMessage(const QString &title, const QString &text)
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    // The body of a notification is markup by the desktop's specification.
    m_icon->showMessage(title, text.toHtmlEscaped());
#else
    m_icon->showMessage(title, text);
#endif
}

} // namespace views
