#pragma once

#include "theme/theme.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace views
{

/// What the window's menu offers, with its keys. Makes the actions and lets \a window hold them, so that the
/// keys work while the menu is closed.
class MainActions final : public QObject
{
    Q_OBJECT
public:
    explicit MainActions(QWidget *window);

    QAction *nextSession;
    QAction *previousSession;
    QAction *nextUnread;
    QAction *find;
    QAction *findHere;    ///< in the open conversation
    QAction *serverPanel; ///< checkable
    QAction *compact;     ///< checkable
    QAction *sound;       ///< checkable
    QAction *openPage;
    QAction *copyPage;
    QAction *signIn;
    QAction *about;
    QAction *quit;
    QMenu *menu;

    void setLook(theme::Choice choice);
    theme::Choice look() const;
    /// A console that has joined another's server has no panel.
    void setServerPanelAvailable(bool available);

Q_SIGNALS:
    void lookChosen(theme::Choice choice);

private:
    QAction *make(const QString &objectName, const QString &icon, const QString &text,
                  const QList<QKeySequence> &keys = {});
    void addLooks();

    QWidget *m_window;
    QActionGroup *m_looks;
};

} // namespace views
