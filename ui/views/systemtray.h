#pragma once

#include "views/tray.h"

class QSystemTrayIcon;

namespace views
{

/// The real tray, by QSystemTrayIcon.
class SystemTray final : public Tray
{
    Q_OBJECT
public:
    explicit SystemTray(QObject *parent = nullptr);

    bool isAvailable() const override;
    void show(QMenu *menu) override;
    void setIcon(const QIcon &icon, const QString &toolTip) override;
    void showMessage(const QString &title, const QString &text) override;

private:
    QSystemTrayIcon *m_icon;
};

} // namespace views
