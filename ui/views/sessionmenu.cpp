#include "views/sessionmenu.h"

#include "models/sessiontext.h"
#include "theme/icons.h"

#include <QActionGroup>

using namespace Qt::StringLiterals;

namespace views
{

SessionMenu::SessionMenu(QWidget *parent)
    : QMenu(parent)
{
    setObjectName(u"sessionMenu"_s);
}

QAction *SessionMenu::add(const QString &name, const QString &icon, const QString &label,
                          const client::SessionChange &change)
{
    QAction *action =
        addAction(theme::icon(icon), label, this, [this, change] { Q_EMIT changeRequested(change); });
    action->setObjectName(name);
    return action;
}

void SessionMenu::fill(const domain::Session &session, const QString &self)
{
    clear();
    if (session.status == domain::SessionStatus::Closed)
        add(u"reopenSession"_s, u"archive-restore"_s, tr("Reopen the session"),
            {.status = domain::SessionStatus::Active});
    else
        add(u"closeSession"_s, u"check"_s, tr("Close the session"),
            {.status = domain::SessionStatus::Closed});
    addSeparator();
    if (session.assignee == self)
        add(u"unassignSession"_s, u"user"_s, tr("Leave it to others"), {.assignee = QString()});
    else
        add(u"assignSession"_s, u"user"_s, tr("Assign to me"), {.assignee = self});
    QMenu *priorities = addMenu(theme::icon(u"flag"_s), tr("Priority"));
    priorities->setObjectName(u"priorityMenu"_s);
    auto *group = new QActionGroup(priorities);
    for (const auto priority : {domain::Priority::Urgent, domain::Priority::High, domain::Priority::Normal,
                                domain::Priority::Low}) {
        QAction *action = priorities->addAction(models::priorityName(priority), this, [this, priority] {
            Q_EMIT changeRequested({.priority = priority});
        });
        action->setObjectName(u"priority_"_s + domain::toString(priority));
        action->setCheckable(true);
        action->setChecked(session.priority == priority);
        group->addAction(action);
    }
    QAction *labels = addAction(theme::icon(u"tag"_s), tr("Labels…"), this, &SessionMenu::labelsRequested);
    labels->setObjectName(u"sessionLabels"_s);
}

} // namespace views
