#pragma once

#include <QIcon>
#include <QObject>

class QMenu;

namespace views
{

/// The desktop's place for an icon and for notifications. A test puts its own in place of SystemTray.
class Tray : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual bool isAvailable() const = 0;
    virtual void show(QMenu *menu) = 0;
    virtual void setIcon(const QIcon &icon, const QString &toolTip) = 0;
    /// Both are plain text.
    virtual void showMessage(const QString &title, const QString &text) = 0;

Q_SIGNALS:
    void activated();
    void messageClicked();
};

} // namespace views
